"""Follow-ups are understood from our own record of the turns, and only from those of the same talk."""

from bot.domain.questions import Question
from tests.slack.envelopes import Fields
from tests.world import FAE, HOME, MO, World, shown


def questions(world: World) -> tuple[Question, ...]:
    with world.units.read(world.slack.team) as work:
        return work.questions.where()


def write(world: World, user: str, text: str, dm: str) -> Fields:
    message = world.slack.says(user, dm, text)
    world.send(world.envelopes.said(message))
    return message


class TestInAThread:
    def test_a_follow_up_is_answered_from_the_topic_before_it(self, world: World) -> None:
        first = world.mention(MO, "what is a boundary")
        world.mention(FAE, "who decides that?", thread=str(first["ts"]))
        *_, last = world.posts()
        assert "A hard boundary cannot move. [1]" in shown(last)
        assert "I took this as: who decides that: boundary" in shown(last)

    def test_the_turns_are_on_record_as_they_were_understood(self, world: World) -> None:
        first = world.mention(MO, "what is a boundary")
        world.mention(FAE, "why?", thread=str(first["ts"]))
        before, after = questions(world)
        assert before.thread == after.thread == first["ts"]
        assert (before.understood, before.cited.splitlines()[0]) == ("", "en/page#boundary")
        assert (after.text, after.sought) == ("why?", "why: boundary hard soft?")

    def test_a_question_of_its_own_stays_as_it_is(self, world: World) -> None:
        first = world.mention(MO, "what is a boundary")
        world.mention(MO, "how is power shared in a coalition", thread=str(first["ts"]))
        assert questions(world)[1].understood == ""
        assert "I took this as" not in shown(world.posts()[-1])

    def test_another_thread_of_the_channel_knows_nothing_of_it(self, world: World) -> None:
        world.mention(MO, "what is a boundary")
        other = world.mention(MO, "what is a vision")
        world.mention(MO, "why?", thread=str(other["ts"]))
        assert questions(world)[2].sought.startswith("why: vision")
        world.mention(MO, "why?")
        assert questions(world)[3].sought == "why?"

    def test_more_opens_what_the_follow_up_was_answered_from(self, world: World) -> None:
        first = world.mention(MO, "what is a boundary")
        world.mention(FAE, "why?", thread=str(first["ts"]))
        world.press(FAE, "answer.more", world.posts()[-1])
        assert "A soft boundary can shift." in shown(list(world.slack.views.values())[-1])

    def test_an_answer_to_a_command_is_no_turn_of_anybody_elses(self, world: World) -> None:
        world.command(MO, "ask what is a boundary")
        world.command(FAE, "ask why?")
        assert questions(world)[1].sought == "why?"


class TestInADirectMessage:
    def test_within_the_hour_the_turn_before_counts(self, world: World) -> None:
        dm = world.slack.dm(MO).id
        write(world, MO, "what is a boundary", dm)
        world.clock.jump(minutes=59)
        write(world, MO, "who decides that?", dm)
        assert "A hard boundary" in shown(world.posts(dm)[-1])

    def test_after_an_hour_it_does_not(self, world: World) -> None:
        dm = world.slack.dm(MO).id
        write(world, MO, "what is a boundary", dm)
        world.clock.jump(minutes=61)
        write(world, MO, "who decides that?", dm)
        assert questions(world)[1].sought == "who decides that?"

    def test_what_others_asked_is_never_used(self, world: World) -> None:
        write(world, MO, "what is a boundary", world.slack.dm(MO).id)
        world.mention(MO, "what is a vision", HOME)
        write(world, FAE, "why?", world.slack.dm(FAE).id)
        assert questions(world)[2].sought == "why?"
