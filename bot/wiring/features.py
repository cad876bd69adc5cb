"""The use cases with their listeners."""

from bot.content import Content
from bot.dates import PeoplesDates
from bot.ports.background import Background
from bot.slack.app import Feature
from bot.slack.listeners.attention import AttentionListeners
from bot.slack.listeners.checkins import CheckInListeners
from bot.slack.listeners.commands import CommandListener
from bot.slack.listeners.decisions import DecisionListeners
from bot.slack.listeners.doors import DoorListeners
from bot.slack.listeners.records import RecordListeners
from bot.slack.listeners.registers import RegisterListeners
from bot.slack.listeners.session_room import RoomListeners
from bot.slack.listeners.sessions import SessionListeners
from bot.slack.listeners.steps import StepListeners
from bot.slack.listeners.talk import Talk
from bot.usecases.actions import Actions
from bot.usecases.answers import Answers, Asking
from bot.usecases.attention import Attention
from bot.usecases.checkins import CheckIns
from bot.usecases.commands import Commands
from bot.usecases.contributions import Contributions
from bot.usecases.desk import Desk
from bot.usecases.hearing import Hearing
from bot.usecases.linking import Linking
from bot.usecases.over_days import OverDays
from bot.usecases.people import People
from bot.usecases.proposals import Proposals
from bot.usecases.ranking import Ranking
from bot.usecases.records import Records
from bot.usecases.registers import Registers
from bot.usecases.rounds import Rounds
from bot.usecases.session_room import SessionRoom
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup
from bot.usecases.synthesising import Synthesising
from bot.usecases.wording import Wording


def build_features(
    desk: Desk, texts: Content, asking: Asking, aside: Background | None = None
) -> tuple[Feature, ...]:
    """Return all listeners with their use cases."""
    sessions = Sessions(desk, texts)
    contributions = Contributions(desk, sessions)
    answers, setup, rounds = Answers(desk, asking, aside), Setup(desk), Rounds(desk)
    registers, wording = Registers(desk, texts), Wording(desk, texts.voices)
    people = People(desk.directory)
    actions = Actions(desk, sessions, people, PeoplesDates())
    over_days, room = OverDays(desk, sessions, PeoplesDates()), SessionRoom(desk, sessions)
    records, attention = Records(desk, wording, sessions.shown_on_steps), Attention(desk)
    commands = Commands(
        setup, sessions, answers, actions, registers, records, people, over_days, room, attention
    )
    return (
        CommandListener(commands),
        Talk(commands, answers, contributions, setup, people),
        SessionListeners(sessions, contributions, wording),
        RoomListeners(room, over_days, wording),
        StepListeners(
            Ranking(desk, sessions),
            Synthesising(desk, sessions),
            Hearing(desk, sessions),
            wording,
        ),
        DecisionListeners(Proposals(desk, sessions), rounds, wording),
        RecordListeners(actions, registers, wording),
        RegisterListeners(registers, records, Linking(desk, records)),
        DoorListeners(answers, setup, sessions, wording),
        AttentionListeners(attention),
        CheckInListeners(CheckIns(desk), actions, wording),
    )
