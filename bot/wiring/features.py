"""The use cases with their listeners."""

import time

from bot.content import Content
from bot.dates import PeoplesDates
from bot.ports.background import Background
from bot.slack.app import Feature
from bot.slack.listeners.attention import AttentionListeners
from bot.slack.listeners.capture import CaptureListeners
from bot.slack.listeners.charter import CharterListeners
from bot.slack.listeners.checkins import CheckInListeners
from bot.slack.listeners.commands import CommandListener
from bot.slack.listeners.decisions import DecisionListeners
from bot.slack.listeners.doors import DoorListeners
from bot.slack.listeners.home import HomeListeners
from bot.slack.listeners.records import RecordListeners
from bot.slack.listeners.registers import RegisterListeners
from bot.slack.listeners.session_room import RoomListeners
from bot.slack.listeners.sessions import SessionListeners
from bot.slack.listeners.steps import StepListeners
from bot.slack.listeners.talk import Talk
from bot.slack.listeners.weekly import WeeklyListeners
from bot.usecases.actions import Actions
from bot.usecases.answers import Answers, Asking
from bot.usecases.attention import Attention
from bot.usecases.cadences import Cadences
from bot.usecases.capture import Capture
from bot.usecases.charter import Charters
from bot.usecases.checkins import CheckIns
from bot.usecases.commands import Commands
from bot.usecases.contributions import Contributions
from bot.usecases.desk import Desk
from bot.usecases.hearing import Hearing
from bot.usecases.home import Homes
from bot.usecases.leaving import Leaving
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
from bot.usecases.status import Statuses
from bot.usecases.step_reminders import StepReminders
from bot.usecases.synthesising import Synthesising
from bot.usecases.weekly_more import Silences, WeeklyDetails
from bot.usecases.wording import Wording
from bot.working_days import PublicHolidays


def build_features(
    desk: Desk,
    texts: Content,
    asking: Asking,
    charters: Charters,
    homes: Homes,
    aside: Background | None = None,
) -> tuple[Feature, ...]:
    """Return all listeners with their use cases."""
    sessions, rounds, setup = Sessions(desk, texts), Rounds(desk), Setup(desk)
    contributions, answers = Contributions(desk, sessions, time.sleep), Answers(desk, asking, aside)
    registers, wording, people = Registers(desk, texts), Wording(desk, texts.voices), People(desk.directory)
    actions = Actions(desk, sessions, people, PeoplesDates())
    reminders = StepReminders(desk, texts)
    over_days, room = OverDays(desk, sessions, PeoplesDates(), reminders), SessionRoom(desk, sessions)
    records, attention = Records(desk, wording, sessions.shown_on_steps), Attention(desk)
    capture, statuses = Capture(desk, records, people), Statuses(desk, texts)
    talked = (setup, sessions, answers, actions, registers, records, capture, statuses, people)
    steered = (over_days, room, attention, charters, Cadences(desk, PublicHolidays()))
    commands = Commands(*talked, *steered)
    hearing = Hearing(desk, sessions, reminders)
    steps = (Ranking(desk, sessions), Synthesising(desk, sessions), hearing, reminders)
    return (
        CommandListener(commands),
        Talk(commands, answers, contributions, setup, people, capture, Leaving(desk, sessions)),
        SessionListeners(sessions, contributions, wording),
        RoomListeners(room, over_days, wording),
        StepListeners(*steps, wording),
        DecisionListeners(Proposals(desk, sessions), rounds, wording),
        RecordListeners(actions, registers, wording),
        CaptureListeners(capture),
        HomeListeners(homes, capture, statuses),
        RegisterListeners(registers, records, Linking(desk, records)),
        DoorListeners(answers, setup, sessions, wording),
        AttentionListeners(attention),
        CharterListeners(charters),
        WeeklyListeners(WeeklyDetails(desk, texts), Silences(desk)),
        CheckInListeners(CheckIns(desk), actions, wording),
    )
