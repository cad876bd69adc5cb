"""A coalition's library in Slack: added, found, listed, removed, and only where it may be seen."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.domain.actions import ActionState
from bot.domain.decisions import DecisionState
from bot.domain.kept import plural
from bot.domain.people import LinkedChannel
from bot.domain.record_fields import FieldType, asked
from bot.domain.records import KINDS, RecordKind, RecordState
from bot.ports.incoming import File
from tests.fakes import MONDAY
from tests.papers import pdf
from tests.slack.envelopes import typed
from tests.storage.test_work import RECORDS
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


WORDS = "Maplewood cellar stairs are repainted"


def keep(world: World, kind: str, channel: str) -> None:
    """Put a record of a kind on record, as it belongs to a channel."""
    with world.units.open(world.slack.team) as work:
        (coalition,) = work.coalitions.where()
        common = {"id": f"r-{channel}", "coalition_id": coalition.id, "channel_id": channel}
        fresh = RECORDS[plural(kind)] if plural(kind) in RECORDS else sample(RecordKind(kind))
        said = {"decision": "statement", "action": "text"}.get(kind, "title")
        repository = getattr(work, plural(kind))
        number = len(repository.where()) + 1
        repository.add(replace(fresh, **common, **{said: WORDS, "number": number}))
        work.commit()


def end(world: World, kind: str) -> None:
    """Let all records of a kind be over."""
    over = {"decision": DecisionState.SUPERSEDED, "action": ActionState.DROPPED}.get(
        kind, RecordState.RETIRED
    )
    with world.units.open(world.slack.team) as work:
        repository = getattr(work, plural(kind))
        for held in repository.where():
            repository.save(replace(held, state=over))
        work.commit()


def sample(kind: RecordKind) -> Any:
    """Return a record of a kind with what its form demands."""
    demanded: dict[str, Any] = {
        spec.name: MONDAY.date() if spec.type is FieldType.DAY else [*spec.choices, "somebody"][0]
        for spec in asked(kind)
        if spec.required and spec.name != "title"
    }
    common: dict[str, Any] = {"id": "r", "coalition_id": "c", "channel_id": HOME, "number": 1, "title": WORDS}
    return KINDS[kind](**common, **demanded, recorded_by="p", recorded_at=MONDAY)


class TestAdding:
    def test_by_address_the_result_stands_in_the_channel_and_it_is_found(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}")
        assert "It is in the library now" in shown(library.post_with("plan.md"))
        told = answer(library, PIA, "what does the maplewood parking permit cost?")
        assert "nine dollars a month. [1]" in told and "plan.md: Parking" in told

    def test_by_the_panels_button(self, library: World) -> None:
        library.command(MO, f"library add {PLAN}")
        library.press(PIA, "library.page.1", library.answer_to(PIA, ""))
        assert any("plan.md" in one for one in library.answers(PIA))

    @pytest.mark.parametrize("written", [f"<{PLAN}>", f"<{PLAN}|example.org/plan.md>", PLAN])
    def test_by_a_mention_however_slack_writes_the_address(self, library: World, written: str) -> None:
        library.mention(MO, f"library add {written}")
        assert "It is in the library now" in shown(library.post_with("plan.md"))

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

    def test_what_a_document_says_calls_nobody_and_makes_no_link(self, library: World) -> None:
        words = b"# Parking\n\nMaplewood parking permit: <!channel> <@UFAE> <https://evil.example|click here> now.\n"
        library.web.files[PLAN] = File("plan.md", words, PLAN)
        library.command(MO, f"library add {PLAN}")
        told = answer(library, MO, "maplewood parking permit")
        assert "click here" in told
        assert not any(mark in told for mark in ("<!channel>", "<@UFAE>", "<https://evil"))

    def test_observers_may_not(self, library: World) -> None:
        (told,) = library.command(OBI, f"library add {PLAN}")
        assert "ask a member" in told
        assert library.posts() == []

    def test_what_cannot_be_fetched_is_said_and_changes_nothing(self, library: World) -> None:
        library.command(MO, "library add https://example.org/other.md")
        assert "Nothing was added" in shown(library.posts()[-1])
        (listed,) = library.command(MO, "library")
        assert "other.md" not in listed

    def test_long_work_shows_how_far_it_is(self, library: World) -> None:
        parts = "".join(f"# Part {n}\n\nThis is part {n} of the plan.\n\n" for n in range(100))
        library.web.files[PLAN] = File("plan.md", parts.encode(), PLAN)
        library.screen.before = partial(library.clock.jump, seconds=0.25)
        library.command(MO, f"library add {PLAN}")
        told = [shown(call.args) for call in library.slack.called("chat.update")]
        assert ["of 100 parts" in one for one in told] == [True, True, True, False]
        assert "I have read 32 of 100 parts" in told[0] and "in 100 parts" in told[-1]

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
    def drop(self, world: World, url: str = "", user: str = MO, **told: str) -> None:
        message = world.slack.says(user, HOME, f"<@{world.slack.bot_user}> keep this")
        file = {"id": "F1", "name": "plan.md", "url_private_download": url}
        message["files"] = [{**file, **told}]
        world.send(world.envelopes.mentioned(message))

    def kept(self, world: World, name: str, data: bytes) -> str:
        """Keep a file in Slack; return its address."""
        world.slack.files["F1"] = {"id": "F1", "name": name, "content": data}
        return f"{world.slack.origin}/files/F1"

    def test_a_real_pdf_is_fetched_with_the_bots_token_and_cited_by_its_page(self, library: World) -> None:
        url = self.kept(
            library, "plan.pdf", pdf("Welcome", "The parking permit at Maplewood costs nine dollars.")
        )
        self.drop(library, url, name="plan.pdf")
        card = library.post_with("plan.pdf")
        assert "It is in the library now, in 2 parts" in shown(card) and card["thread_ts"]
        told = answer(library, PIA, "what does the maplewood parking permit cost?")
        assert "nine dollars. [1]" in told and "plan.pdf: page 2" in told

    def test_pages_without_words_are_named(self, library: World) -> None:
        url = self.kept(library, "plan.pdf", pdf("Welcome", ""))
        self.drop(library, url, name="plan.pdf")
        assert "I found no words on page 2" in shown(library.post_with("plan.pdf"))

    def test_in_a_shared_channel_slack_is_asked_where_the_file_is(self, library: World) -> None:
        self.kept(library, "plan.md", TEXT)
        self.drop(library, name="", file_access="check_file_info")
        assert "nine dollars" in answer(library, PIA, "maplewood parking permit cost")

    def test_a_file_that_slack_keeps_from_the_bot(self, library: World) -> None:
        self.drop(library, id="F404", name="")
        assert "does not let me open" in shown(library.posts()[-1])

    def test_the_same_event_again_adds_nothing_again(self, library: World) -> None:
        url = self.kept(library, "plan.md", TEXT)
        message = library.slack.says(MO, HOME, f"<@{library.slack.bot_user}> keep this")
        message["files"] = [{"id": "F1", "name": "plan.md", "url_private_download": url}]
        payload = library.envelopes.mentioned(message)
        for retry in (0, 1):
            library.send(payload, retry=retry)
        assert len(library.posts()) == 1

    def test_in_a_direct_message_it_says_where_a_file_belongs(self, library: World) -> None:
        dm = library.slack.dm(MO).id
        message = library.slack.says(MO, dm, "")
        message |= {"files": [{"id": "F1", "name": "plan.md"}], "subtype": "file_share"}
        library.send(library.envelopes.said(message))
        assert any(
            "drop it in the channel" in one for one in [*library.told(MO), *map(shown, library.posts(dm))]
        )

    def test_observers_may_not_drop(self, library: World) -> None:
        self.drop(library, self.kept(library, "plan.md", TEXT), user=OBI)
        assert library.posts() == [] and "ask a member" in library.told(OBI)[0]

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

    @pytest.mark.parametrize("kind", ["decision", "action", *RecordKind])
    def test_every_kind_of_record_is_found_for_those_who_may_see_it_and_not_once_it_is_over(
        self, library: World, kind: str
    ) -> None:
        question = "which maplewood cellar stairs are repainted?"
        keep(library, kind, PRIVATE)
        assert WORDS not in answer(library, PIA, question)
        assert WORDS in answer(library, FAE, question, PRIVATE)
        keep(library, kind, HOME)
        assert WORDS in answer(library, PIA, question)
        end(library, kind)
        assert WORDS not in answer(library, PIA, question)

    def test_a_private_channels_record_is_found_there_alone(self, library: World) -> None:
        library.command(MO, "action repaint the Maplewood lobby door", PRIVATE)
        assert "Action 1" in answer(library, FAE, "repaint maplewood lobby door", PRIVATE)
        assert "Action 1" not in answer(library, PIA, "repaint maplewood lobby door")
