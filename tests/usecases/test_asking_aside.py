"""Where a model writes, the answer comes late, and nobody else waits for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.domain.acts import Act
from bot.domain.answers import Found
from bot.domain.messages import AnswerCard, Screened
from bot.ports.background import Busy
from bot.ports.llm import ModelFailed
from bot.retrieval.shelves import ScopedLibraries
from bot.usecases.answers import Answers, Asking
from bot.usecases.asking_model import Prompts, Writer
from tests.fakes import ShelfLibrary
from tests.usecases.steps import Room, act
from tests.world import MO, SHELF, shelves_over


class SilentModel:
    """A model that never replies."""

    def __init__(self) -> None:
        self.asked = 0

    def reply(self, instructions: str, text: str) -> str:
        self.asked += 1
        raise ModelFailed("slow")


class Later:
    """Takes on work, and does it when told."""

    def __init__(self, room_for: int = 1) -> None:
        self.room_for = room_for
        self.work: list[Callable[[], None]] = []

    def submit(self, name: str, work: Callable[[], None]) -> None:
        if len(self.work) >= self.room_for:
            raise Busy(name)
        self.work.append(work)


class FallingLibrary(ShelfLibrary):
    """A library that falls over some questions."""

    def search(self, question: str, lang: str, limit: int = 10) -> tuple[Found, ...]:
        if "bad" in question:
            raise RuntimeError("the shelf fell over")
        return super().search(question, lang, limit)


PAGES = ShelfLibrary(*SHELF)


def answers(room: Room, later: Later, model: SilentModel, library: ShelfLibrary = PAGES) -> Answers:
    writer = Writer(model, {"en": Prompts("", "")})
    shelves = shelves_over(room.desk, ScopedLibraries(library))
    return Answers(room.desk, Asking(library, writer), shelves, later)


def asks(key: str = "k1") -> Act:
    return replace(act(MO, key), message_ts="5.5")


def cards(room: Room) -> list[str]:
    return [sent.message.text for _, sent in room.channel.sent if isinstance(sent.message, AnswerCard)]


def test_the_answer_comes_after_the_act_and_without_the_model_when_it_is_silent(tmp_path: Path) -> None:
    room, later = Room(tmp_path), Later()
    answers(room, later, SilentModel()).ask(asks(), "what is a boundary")
    assert cards(room) == []
    later.work[0]()
    assert "A hard boundary cannot move. [1]" in cards(room)[0]


def test_where_too_much_is_waiting_the_library_answers_at_once(tmp_path: Path) -> None:
    room, model = Room(tmp_path), SilentModel()
    answers(room, Later(room_for=0), model).ask(asks(), "what is a boundary")
    assert "A hard boundary cannot move. [1]" in cards(room)[0]
    assert model.asked == 0


def test_words_with_an_identifier_never_reach_the_model(tmp_path: Path) -> None:
    room, later, model = Room(tmp_path), Later(), SilentModel()
    answers(room, later, model).ask(asks(), "what is SECRET about a boundary")
    assert later.work == []
    assert isinstance(room.told(), Screened)
    assert model.asked == 0


def test_sent_again_by_slack_it_is_asked_and_answered_once(tmp_path: Path) -> None:
    room, later, model = Room(tmp_path), Later(room_for=5), SilentModel()
    use_case = answers(room, later, model)
    use_case.ask(asks(), "what is a boundary")
    use_case.ask(asks(), "what is a boundary")
    for work in later.work:
        work()
    use_case.ask(asks(), "what is a boundary")
    assert len(later.work) == model.asked == len(cards(room)) == 1


class TestAfterACrash:
    def test_what_was_waiting_is_answered_from_the_library(self, tmp_path: Path) -> None:
        room, model = Room(tmp_path), SilentModel()
        answers(room, Later(), model).ask(asks(), "what is a boundary")
        room.clock.jump(minutes=3)
        answers(room, Later(), model).answer_waiting()
        assert "A hard boundary cannot move. [1]" in cards(room)[0]
        assert room.channel.sent[0][1].thread == "ts:5.5"
        assert model.asked == 0

    def test_it_is_answered_once_also_where_the_model_comes_late(self, tmp_path: Path) -> None:
        room, later = Room(tmp_path), Later()
        use_case = answers(room, later, SilentModel())
        use_case.ask(asks(), "what is a boundary")
        room.clock.jump(minutes=3)
        use_case.answer_waiting()
        use_case.answer_waiting()
        later.work[0]()
        assert len(cards(room)) == 1

    def test_the_clock_leaves_the_model_some_time(self, tmp_path: Path) -> None:
        room, later = Room(tmp_path), Later()
        use_case = answers(room, later, SilentModel())
        use_case.ask(asks(), "what is a boundary")
        room.clock.jump(seconds=90)
        use_case.answer_waiting()
        assert cards(room) == []

    def test_what_was_asked_alone_is_answered_to_that_person_alone(self, tmp_path: Path) -> None:
        room = Room(tmp_path)
        use_case = answers(room, Later(), SilentModel())
        use_case.whisper(act(MO, "k1"), "what is a boundary")
        room.clock.jump(minutes=3)
        use_case.answer_waiting()
        assert room.channel.replies[-1][0] == MO
        assert isinstance(room.told(), AnswerCard)
        assert cards(room) == []

    def test_one_that_cannot_be_answered_holds_up_no_other(self, tmp_path: Path) -> None:
        room = Room(tmp_path)
        use_case = answers(room, Later(room_for=5), SilentModel())
        use_case.ask(asks("k1"), "what is a bad vision")
        use_case.ask(asks("k2"), "what is a boundary")
        room.clock.jump(minutes=3)
        answers(room, Later(), SilentModel(), FallingLibrary(*SHELF)).answer_waiting()
        assert "A hard boundary" in cards(room)[0]
        use_case.answer_waiting()
        assert len(cards(room)) == 1
