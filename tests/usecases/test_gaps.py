"""What was asked and not answered is remembered, grouped, and shown to those who could read the question."""

from bot.domain.people import LinkedChannel
from bot.domain.questions import Judgement, Question, Verdict, gaps
from tests.fakes import MONDAY
from tests.world import EMPTY, FAE, HOME, MO, PIA, PRIVATE, World, shown


def asked(n: int, text: str, *, declined: bool = False) -> Question:
    return Question(f"q{n}", "c", HOME, MO, text, "en", MONDAY, declined, public=True)


class TestGrouping:
    def test_those_declined_and_those_that_did_not_help_are_gaps(self) -> None:
        questions = [
            asked(1, "What is ours?", declined=True),
            asked(2, "Who pays?"),
            asked(3, "Who owns it?"),
        ]
        judged = [
            Judgement("j1", "c", "q2", MO, Verdict.NOT_HELPED),
            Judgement("j2", "c", "q3", MO, Verdict.HELPED),
        ]
        assert [gap.text for gap in gaps(questions, judged)] == ["What is ours?", "Who pays?"]

    def test_those_alike_stand_together_the_most_asked_first(self) -> None:
        questions = [
            asked(1, "Which printer do we use?", declined=True),
            asked(2, "When does the shelter budget close?", declined=True),
            asked(3, "when will the shelter budget close", declined=True),
        ]
        found = gaps(questions, [])
        assert [gap.count for gap in found] == [2, 1]
        assert "budget" in found[0].text

    def test_nothing_asked_is_no_gap(self) -> None:
        assert gaps([], []) == ()


class TestInSlack:
    def test_a_declined_question_is_a_gap(self, world: World) -> None:
        world.mention(MO, "when does the budget close")
        assert "when does the budget close (asked 1 time)" in world.command(FAE, "library gaps")[0]

    def test_an_answer_that_did_not_help_becomes_one_and_a_second_word_takes_it_back(
        self, world: World
    ) -> None:
        world.mention(MO, "what is a boundary")
        answer = world.post_with("hard boundary")
        world.press(PIA, "answer.not_helped", answer)
        assert any("gap" in told for told in world.told(PIA))
        assert "what is a boundary" in world.command(FAE, "library gaps")[0]
        world.press(PIA, "answer.helped", answer)
        assert "Nothing is missing" in world.command(FAE, "library gaps")[0]

    def test_what_somebody_asked_for_themselves_is_nobody_elses(self, world: World) -> None:
        world.command(MO, "ask when does the budget close")
        assert "Nothing is missing" in world.command(FAE, "library gaps")[0]

    def test_what_was_asked_in_a_private_channel_is_not_shown_elsewhere(self, world: World) -> None:
        with world.units.open(world.slack.team) as work:
            coalition = work.coalitions.where()[0]
            work.channels.add(LinkedChannel("private", coalition.id, PRIVATE, private=True))
            work.commit()
        world.mention(FAE, "when does the merger close", PRIVATE)
        assert "merger" not in world.command(FAE, "library gaps")[0]
        assert "merger" in world.command(FAE, "library gaps", PRIVATE)[0]

    def test_more_opens_all_that_an_answer_was_drawn_from(self, world: World) -> None:
        world.mention(MO, "what is a boundary")
        world.press(MO, "answer.more", world.post_with("hard boundary"))
        view = list(world.slack.views.values())[-1]
        assert "[1]" in shown(view)
        assert "A soft boundary can shift." in shown(view)

    def test_without_a_coalition_it_says_how_to_begin(self, world: World) -> None:
        assert "No coalition is set up" in world.command(FAE, "library gaps", EMPTY)[0]

    def test_another_word_after_library_says_what_there_is(self, world: World) -> None:
        assert "/convene library gaps" in world.command(FAE, "library dance")[0]

    def test_a_question_with_an_identifier_is_not_kept(self, world: World) -> None:
        world.mention(MO, "what is SECRET about a boundary")
        with world.units.read(world.slack.team) as work:
            assert work.questions.where() == ()
