"""Where a model writes, the answer comes late, and nobody else waits for it."""

from collections.abc import Callable
from pathlib import Path

from bot.domain.messages import AnswerCard, Say
from bot.ports.background import Busy
from bot.ports.llm import ModelFailed
from bot.usecases.answers import Answers, Asking
from bot.usecases.asking_model import Prompts, Writer
from tests.fakes import ShelfLibrary
from tests.usecases.steps import Room, act
from tests.world import MO, SHELF


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


def answers(room: Room, later: Later, model: SilentModel) -> Answers:
    writer = Writer(model, {"en": Prompts("", "")})
    return Answers(room.desk, Asking(ShelfLibrary(*SHELF), writer), later)


def cards(room: Room) -> list[str]:
    return [sent.message.text for _, sent in room.channel.sent if isinstance(sent.message, AnswerCard)]


def test_the_answer_comes_after_the_act_and_without_the_model_when_it_is_silent(tmp_path: Path) -> None:
    room, later = Room(tmp_path), Later()
    answers(room, later, SilentModel()).ask(act(MO, "k1"), "what is a boundary")
    assert cards(room) == []
    later.work[0]()
    assert "A hard boundary cannot move. [1]" in cards(room)[0]


def test_where_too_much_is_waiting_it_says_so(tmp_path: Path) -> None:
    room = Room(tmp_path)
    answers(room, Later(room_for=0), SilentModel()).ask(act(MO, "k1"), "what is a boundary")
    assert room.told() == Say.of("refused.busy")


def test_words_with_an_identifier_never_reach_the_model(tmp_path: Path) -> None:
    room, later, model = Room(tmp_path), Later(), SilentModel()
    answers(room, later, model).ask(act(MO, "k1"), "what is SECRET about a boundary")
    later.work[0]()
    assert model.asked == 0
