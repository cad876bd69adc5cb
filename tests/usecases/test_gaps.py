"""What was asked and not answered is remembered, grouped, and shown to those who could read the question."""

from bot.domain.gaps import Gap, GapState, alike, answers, joined
from bot.domain.people import LinkedChannel
from tests.world import EMPTY, FAE, HOME, MO, PIA, PRIVATE, World, shown


def gap(n: int, text: str, state: GapState = GapState.OPEN) -> Gap:
    return Gap(f"g{n}", "c", HOME, text, "en", state)


class TestGrouping:
    GAPS = (gap(1, "Which printer do we use?"), gap(2, "When does the shelter budget close?"))

    def test_a_question_joins_the_gap_that_asks_for_the_same(self) -> None:
        found = joined("when will the shelter budget close", self.GAPS)
        assert found == self.GAPS[1]

    def test_another_question_joins_none(self) -> None:
        assert joined("Who pays for the copier?", self.GAPS) is None

    def test_a_closed_gap_takes_in_nothing(self) -> None:
        assert (
            joined("Which printer do we use?", [gap(1, "Which printer do we use?", GapState.CLOSED)]) is None
        )

    def test_short_questions_are_alike_when_they_are_the_same(self) -> None:
        assert alike("Who is it", "who  is it")
        assert not alike("Who is it", "What is on")

    def test_an_answer_closes_a_gap_only_with_something_new(self) -> None:
        assert answers(["en/a#b"], [])
        assert not answers(["en/a#b"], ["en/a#b"])
        assert not answers([], [])


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

    def test_those_alike_are_one_gap_that_counts_them(self, world: World) -> None:
        world.mention(MO, "when does the shelter budget close")
        world.mention(PIA, "when will the shelter budget close?")
        assert "(asked 2 times)" in world.command(FAE, "library gaps")[0]

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
