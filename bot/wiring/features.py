"""The use cases with their listeners."""

from bot.content import Content
from bot.dates import PeoplesDates, PublicHolidays
from bot.ports.background import Background
from bot.slack.app import Feature
from bot.slack.listeners.attention import AttentionListeners
from bot.slack.listeners.checkins import CheckInListeners
from bot.slack.listeners.commands import CommandListener
from bot.slack.listeners.deciding import DecidingListeners
from bot.slack.listeners.decisions import DecisionListeners
from bot.slack.listeners.doors import DoorListeners
from bot.slack.listeners.records import RecordListeners
from bot.slack.listeners.registers import RegisterListeners
from bot.slack.listeners.rounds import RoundListeners
from bot.slack.listeners.sessions import SessionListeners
from bot.slack.listeners.talk import Talk
from bot.usecases.actions import Actions
from bot.usecases.amending import Amending
from bot.usecases.answers import Answers, Asking
from bot.usecases.attention import Attention
from bot.usecases.checkins import CheckIns
from bot.usecases.commands import Commands
from bot.usecases.contributions import Contributions
from bot.usecases.deciding import HowWeDecide
from bot.usecases.decision_records import DecisionRecords
from bot.usecases.desk import Desk
from bot.usecases.linking import Linking
from bot.usecases.opening import Opening
from bot.usecases.people import People
from bot.usecases.proposals import Proposals
from bot.usecases.records import Records
from bot.usecases.registers import Registers
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup
from bot.usecases.speaking_for import SpeakingFor
from bot.usecases.wording import Wording


def build_features(
    desk: Desk, texts: Content, asking: Asking, aside: Background | None = None
) -> tuple[Feature, ...]:
    """Return all listeners with their use cases."""
    sessions = Sessions(desk, texts)
    contributions = Contributions(desk, sessions)
    holidays, dates = PublicHolidays(), PeoplesDates()
    answers, setup, rounds = Answers(desk, asking, aside), Setup(desk), Rounds(desk, holidays)
    registers, wording = Registers(desk, texts), Wording(desk, texts.voices)
    people, attention, how = People(desk.directory), Attention(desk), HowWeDecide(desk)
    actions, records = Actions(desk, sessions, people, dates), Records(desk, wording)
    opening = Opening(desk, dates, holidays)
    commands = Commands(
        setup, sessions, answers, actions, registers, records, people, opening, how, attention
    )
    return (
        CommandListener(commands),
        Talk(commands, answers, contributions, setup, people),
        SessionListeners(sessions, contributions, wording),
        DecisionListeners(Proposals(desk, sessions, opening), rounds, wording),
        RoundListeners(
            opening,
            rounds,
            Amending(desk, attention, holidays),
            SpeakingFor(desk, rounds),
            DecisionRecords(desk),
            wording,
        ),
        DecidingListeners(how),
        RecordListeners(actions, registers, wording),
        RegisterListeners(registers, records, Linking(desk, records)),
        DoorListeners(answers, setup, sessions, wording),
        AttentionListeners(attention),
        CheckInListeners(CheckIns(desk), actions, wording),
    )
