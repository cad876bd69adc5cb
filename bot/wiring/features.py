"""The use cases with their listeners."""

from bot.content import Content
from bot.dates import PeoplesDates
from bot.slack.app import Feature
from bot.slack.listeners.commands import CommandListener
from bot.slack.listeners.decisions import DecisionListeners
from bot.slack.listeners.doors import DoorListeners
from bot.slack.listeners.library import LibraryListeners
from bot.slack.listeners.records import RecordListeners
from bot.slack.listeners.sessions import SessionListeners
from bot.slack.listeners.talk import Talk
from bot.usecases.actions import Actions
from bot.usecases.answers import Answers, Asking
from bot.usecases.commands import Commands
from bot.usecases.contributions import Contributions
from bot.usecases.desk import Desk
from bot.usecases.library import Documents
from bot.usecases.people import People
from bot.usecases.proposals import Proposals
from bot.usecases.registers import Registers
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup
from bot.usecases.shelves import Shelves
from bot.usecases.wording import Wording


def build_features(
    desk: Desk, texts: Content, asking: Asking, shelves: Shelves, documents: Documents
) -> tuple[Feature, ...]:
    """Return all listeners with their use cases."""
    sessions = Sessions(desk, texts)
    contributions = Contributions(desk, sessions)
    answers, setup, rounds = Answers(desk, asking, shelves), Setup(desk), Rounds(desk)
    registers, wording = Registers(desk, texts), Wording(desk, texts.voices)
    people = People(desk.directory)
    actions = Actions(desk, sessions, people, PeoplesDates())
    commands = Commands(setup, sessions, answers, actions, registers, people, documents)
    return (
        CommandListener(commands),
        Talk(commands, answers, contributions, setup, people, documents),
        SessionListeners(sessions, contributions, wording),
        DecisionListeners(Proposals(desk, sessions), rounds, wording),
        RecordListeners(actions, registers, wording),
        LibraryListeners(documents, answers),
        DoorListeners(answers, setup, sessions, wording),
    )
