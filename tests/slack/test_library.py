"""A coalition's library in Slack: added, found, listed, removed, and only where it may be seen."""

from dataclasses import replace

import pytest

from bot.domain.people import LinkedChannel
from bot.ports.files import File
from tests.slack.envelopes import typed
from tests.world import EMPTY, FAE, HOME, MO, OBI, PIA, PRIVATE, World, shown

PLAN = "https://example.org/plan.md"
TEXT = b"# Parking\n\nThe parking permit at Maplewood costs nine dollars a month.\n"


@pytest.fixture
def library(world: World) -> World:
    """The coalition with a private channel, and a plan on the web."""
    with world.units.open(world.slack.team) as work:
        (coalition,) = work.coalitions.where()
        work.channels.add(LinkedChannel("private", coalition.id, PRIVATE, private=True))
        work.commit()
    world.web.files[PLAN] = File("plan.md", TEXT, PLAN)
    return world


def answer(world: World, user: str, question: str, channel: str = HOME) -> str:
    """Mention the bot with a question; return the newest message of the bot there."""
    world.mention(user, question, channel)
    return shown(world.posts(channel)[-1])


class TestAdding:
    def test_by_address_the_result_stands_in_the_channel_and_it_is_found(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}")
        assert "It is in the library now" in shown(library.post_with("plan.md"))
        told = answer(library, PIA, "what does the maplewood parking permit cost?")
        assert "nine dollars a month. [1]" in told and "plan.md: Parking" in told

    def test_by_the_form(self, library: World) -> None:
        library.press(MO, "library.add", library.answer_to(MO, "library"))
        library.submit(MO, text=typed(PLAN))
        assert "It is in the library now" in shown(library.post_with("plan.md"))

    def test_the_same_again_changes_nothing_and_a_new_version_replaces(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}")
        library.command(PIA, f"library add {PLAN}")
        assert "already" in shown(library.posts()[-1])
        library.web.files[PLAN] = File("plan.md", TEXT.replace(b"nine", b"twelve"), PLAN)
        library.command(MO, f"library add {PLAN}")
        assert "new version" in shown(library.posts()[-1])
        assert "twelve dollars" in answer(library, MO, "maplewood parking permit cost")
        with library.units.read(library.slack.team) as work:
            (held,) = work.documents.where()
        assert held.edition == 2

    def test_parts_about_people_are_left_out_and_it_says_so(self, library: World) -> None:
        library.web.files[PLAN] = File("plan.md", TEXT + b"\n# Cases\n\nThe case SECRET was closed.\n", PLAN)
        library.command(MO, f"library add {PLAN}")
        assert "1 part was left out" in shown(library.posts()[-1])
        assert "closed" not in answer(library, MO, "which cases was closed")

    def test_observers_may_not(self, library: World) -> None:
        (told,) = library.command(OBI, f"library add {PLAN}")
        assert "ask a member" in told
        assert library.posts() == []

    def test_what_cannot_be_fetched_is_said_and_changes_nothing(self, library: World) -> None:
        library.command(MO, "library add https://example.org/other.md")
        assert "Nothing was added" in shown(library.posts()[-1])
        (listed,) = library.command(MO, "library")
        assert "other.md" not in listed

    def test_when_too_much_waits_it_says_so(self, library: World) -> None:
        library.background.busy = True
        library.command(MO, f"library add {PLAN}")
        assert "try again" in shown(library.posts()[-1])

    def test_after_a_crash_nothing_was_added_and_it_says_so(self, library: World) -> None:
        library.background.holds = True
        library.command(MO, f"library add {PLAN}")
        library.restart()
        library.documents.resume()
        library.desk.delivery.flush()
        assert "Nothing was added" in shown(library.posts()[-1])
        (late,) = library.background.held
        late()
        assert "Nothing was added" in shown(library.posts()[-1])
        with library.units.read(library.slack.team) as work:
            assert work.documents.where() == ()

    def test_outside_a_coalition_it_says_so(self, library: World) -> None:
        assert library.command(MO, f"library add {PLAN}", EMPTY)
        assert library.posts(EMPTY) == []


class TestDroppedFiles:
    def drop(self, world: World, url: str) -> None:
        message = world.slack.says(MO, HOME, f"<@{world.slack.bot_user}> keep this")
        message["files"] = [{"id": "F1", "name": "plan.md", "url_private_download": url}]
        world.send(world.envelopes.mentioned(message))

    def test_a_file_from_elsewhere_than_slack_gets_no_token(self, library: World) -> None:
        self.drop(library, "https://slack.com.example.org/files/plan.md")
        assert "not kept in Slack" in shown(library.posts()[-1])

    def test_a_file_that_slack_does_not_have(self, library: World) -> None:
        self.drop(library, f"{library.slack.origin}/files/nowhere")
        assert "Nothing was added" in shown(library.posts()[-1])


class TestPrivacy:
    def test_a_private_channels_document_is_found_there_alone(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}", PRIVATE)
        assert "nine dollars" in answer(library, FAE, "maplewood parking permit cost", PRIVATE)
        assert "nine dollars" not in answer(library, PIA, "maplewood parking permit cost")
        (listed,) = library.command(MO, "library")
        assert "plan.md" not in listed

    def test_whoever_is_there_is_offered_more_alone_and_gets_it_by_dm(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}", PRIVATE)
        assert "nine dollars" not in answer(library, MO, "maplewood parking permit cost")
        (offer,) = [one for one in library.slack.ephemerals if one["user"] == MO]
        message = {**offer, "ts": "1.1", "blocks": offer["blocks"], "channel": HOME}
        library.press(MO, "answer.more_alone", message)
        assert "nine dollars" in shown(library.posts(library.slack.dm(MO).id)[-1])
        assert all("nine dollars" not in shown(post) for post in library.posts())

    def test_others_are_offered_nothing_and_cannot_take_it(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}", PRIVATE)
        answer(library, PIA, "maplewood parking permit cost")
        assert library.told(PIA) == []
        answer(library, MO, "maplewood parking permit cost")
        (offer,) = [one for one in library.slack.ephemerals if one["user"] == MO]
        library.press(PIA, "answer.more_alone", {**offer, "ts": "1.1", "channel": HOME})
        assert library.posts(library.slack.dm(PIA).id) == []

    def test_in_a_dm_each_finds_what_they_alone_may_see(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}", PRIVATE)
        for user, finds in ((MO, True), (PIA, False)):
            dm = library.slack.dm(user).id
            message = library.slack.says(user, dm, "maplewood parking permit cost")
            library.send(library.envelopes.said(message))
            assert ("nine dollars" in shown(library.posts(dm)[-1])) is finds

    def test_a_source_opens_only_for_those_who_may_see_it(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}", PRIVATE)
        answer(library, MO, "maplewood parking permit cost", PRIVATE)
        source = library.post_with("nine dollars", PRIVATE)
        library.press(FAE, "answer.source.1", source)
        assert "nine dollars" in shown(list(library.slack.views.values())[-1])
        opened = len(library.slack.views)
        forged = {**source, "channel": HOME}
        library.press(PIA, "answer.source.1", forged)
        assert len(library.slack.views) == opened


class TestRemoving:
    def test_whoever_added_it_and_a_facilitator_may_and_others_not(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}")
        assert "Only whoever added" in library.command(PIA, "library remove 1")[0]
        assert "Removed" in library.command(FAE, "library remove 1")[0]
        assert "nine dollars" not in answer(library, MO, "maplewood parking permit cost")
        assert "can't find" in library.command(MO, "library remove 1")[0]
        with library.units.read(library.slack.team) as work:
            (gone,) = work.documents.where()
            assert work.passages.of([gone.id]) == ()

    def test_by_the_button_in_the_list(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}")
        library.press(MO, "library.remove.1", library.answer_to(MO, "library list"))
        (listed,) = library.command(MO, "library")
        assert "no documents" in listed

    def test_a_removed_one_can_be_added_again(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}")
        library.command(MO, "library remove 1")
        library.command(MO, f"library add {PLAN}")
        assert "nine dollars" in answer(library, MO, "maplewood parking permit cost")


class TestRecords:
    def test_a_record_is_found_at_once_and_right_after_a_change(self, library: World) -> None:
        library.command(MO, "action repaint the Maplewood lobby door")
        told = answer(library, PIA, "who repaint the maplewood lobby door")
        assert "Action 1" in told
        with library.units.open(library.slack.team) as work:
            (action,) = work.actions.where()
            work.actions.save(replace(action, text="repaint the Maplewood cellar stairs"))
            work.commit()
        assert "cellar stairs" in answer(library, PIA, "repaint maplewood cellar stairs")

    def test_a_private_channels_record_is_found_there_alone(self, library: World) -> None:
        library.command(MO, "action repaint the Maplewood lobby door", PRIVATE)
        assert "Action 1" in answer(library, FAE, "repaint maplewood lobby door", PRIVATE)
        assert "Action 1" not in answer(library, PIA, "repaint maplewood lobby door")
