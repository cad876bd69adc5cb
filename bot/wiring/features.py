"""The use cases with their listeners."""

from bot.content import Content
from bot.dates import PeoplesDates
from bot.ports.background import Background
from bot.slack.app import Feature
from bot.slack.listeners.attention import AttentionListeners
from bot.slack.listeners.charter import CharterListeners
from bot.slack.listeners.checkins import CheckInListeners
from bot.slack.listeners.commands import CommandListener
from bot.slack.listeners.decisions import DecisionListeners
from bot.slack.listeners.doors import DoorListeners
from bot.slack.listeners.records import RecordListeners
from bot.slack.listeners.registers import RegisterListeners
from bot.slack.listeners.sessions import SessionListeners
from bot.slack.listeners.talk import Talk
from bot.usecases.actions import Actions
from bot.usecases.answers import Answers, Asking
from bot.usecases.attention import Attention
from bot.usecases.charter import Charters
from bot.usecases.checkins import CheckIns
from bot.usecases.commands import Commands
from bot.usecases.contributions import Contributions
from bot.usecases.desk import Desk
from bot.usecases.linking import Linking
from bot.usecases.people import People
from bot.usecases.proposals import Proposals
from bot.usecases.records import Records
from bot.usecases.registers import Registers
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup
from bot.usecases.wording import Wording


def build_features(
    desk: Desk, texts: Content, asking: Asking, charters: Charters, aside: Background | None = None
) -> tuple[Feature, ...]:
    """Return all listeners with their use cases."""
    sessions = Sessions(desk, texts)
    contributions = Contributions(desk, sessions)
    answers, setup, rounds = Answers(desk, asking, aside), Setup(desk), Rounds(desk)
    registers, wording = Registers(desk, texts), Wording(desk, texts.voices)
    people = People(desk.directory)
    actions = Actions(desk, sessions, people, PeoplesDates())
    records, attention = Records(desk, wording), Attention(desk)
    commands = Commands(setup, sessions, answers, actions, registers, records, people, attention, charters)
    return (
        CommandListener(commands),
        Talk(commands, answers, contributions, setup, people),
        SessionListeners(sessions, contributions, wording),
        DecisionListeners(Proposals(desk, sessions), rounds, wording),
        RecordListeners(actions, registers, wording),
        RegisterListeners(registers, records, Linking(desk, records)),
        DoorListeners(answers, setup, sessions, wording),
        AttentionListeners(attention),
        CharterListeners(charters),
        CheckInListeners(CheckIns(desk), actions, wording),
    )
