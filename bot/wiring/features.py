"""The use cases with their listeners."""

import time

from bot.content import Content
from bot.dates import PeoplesDates
from bot.slack.app import Feature
from bot.slack.listeners.attention import AttentionListeners
from bot.slack.listeners.capture import CaptureListeners
from bot.slack.listeners.charter import CharterListeners
from bot.slack.listeners.checkins import CheckInListeners
from bot.slack.listeners.commands import CommandListener
from bot.slack.listeners.deciding import DecidingListeners
from bot.slack.listeners.decisions import DecisionListeners
from bot.slack.listeners.doors import DoorListeners
from bot.slack.listeners.gaps import GapListeners
from bot.slack.listeners.home import HomeListeners
from bot.slack.listeners.library import LibraryListeners
from bot.slack.listeners.pictures import PictureListeners
from bot.slack.listeners.records import RecordListeners
from bot.slack.listeners.registers import RegisterListeners
from bot.slack.listeners.rounds import RoundListeners
from bot.slack.listeners.session_room import RoomListeners
from bot.slack.listeners.sessions import SessionListeners
from bot.slack.listeners.steps import StepListeners
from bot.slack.listeners.talk import Talk
from bot.slack.listeners.weekly import WeeklyListeners
from bot.usecases.actions import Actions
from bot.usecases.amending import Amending
from bot.usecases.answers import Answers
from bot.usecases.attention import Attention
from bot.usecases.cadences import Cadences
from bot.usecases.capture import Capture
from bot.usecases.charter import Charters
from bot.usecases.checkins import CheckIns
from bot.usecases.commands import Commands
from bot.usecases.contributions import Contributions
from bot.usecases.deciding import HowWeDecide
from bot.usecases.decision_records import DecisionRecords
from bot.usecases.desk import Desk
from bot.usecases.gap_care import GapCare
from bot.usecases.hearing import Hearing
from bot.usecases.home import Homes
from bot.usecases.leaving import Leaving
from bot.usecases.library import Documents
from bot.usecases.linking import Linking
from bot.usecases.opening import Opening
from bot.usecases.over_days import OverDays
from bot.usecases.people import People
from bot.usecases.pictures import Pictures
from bot.usecases.proposals import Proposals
from bot.usecases.ranking import Ranking
from bot.usecases.records import Records
from bot.usecases.registers import Registers
from bot.usecases.rounds import Rounds
from bot.usecases.session_room import SessionRoom
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup
from bot.usecases.silences import Silences
from bot.usecases.speaking_for import SpeakingFor
from bot.usecases.status import Statuses
from bot.usecases.step_reminders import StepReminders
from bot.usecases.synthesising import Synthesising
from bot.usecases.weekly_more import WeeklyDetails
from bot.usecases.wording import Wording
from bot.working_days import PublicHolidays


def build_features(
    desk: Desk, texts: Content, answers: Answers, documents: Documents, charters: Charters, homes: Homes
) -> tuple[Feature, ...]:
    """Return all listeners with their use cases."""
    setup, holidays, dates = Setup(desk), PublicHolidays(), PeoplesDates()
    sessions = Sessions(desk, texts, holidays)
    contributions, wording = Contributions(desk, sessions, time.sleep), Wording(desk, texts.voices)
    registers, people = Registers(desk, texts), People(desk.directory)
    opening, how = Opening(desk, dates, holidays), HowWeDecide(desk)
    actions, reminders = Actions(desk, sessions, people, dates), StepReminders(desk, texts)
    over_days, room = OverDays(desk, sessions, dates, reminders), SessionRoom(desk, sessions)
    records, attention = Records(desk, wording, sessions.shown_on_steps), Attention(desk)
    capture, statuses = Capture(desk, records, people), Statuses(desk, texts)
    pictures = Pictures(desk, charters.documents, charters.files, texts, texts.voices)
    talked = (setup, sessions, answers, actions, registers, records, capture, statuses, people)
    steered = (over_days, room, opening, how, attention, charters, pictures)
    commands = Commands(*talked, *steered, Cadences(desk, holidays), documents)
    return (
        CommandListener(commands),
        Talk(commands, answers, contributions, setup, people, capture, documents, Leaving(desk, sessions)),
        SessionListeners(sessions, contributions, wording),
        RoomListeners(room, over_days, wording),
        _steps(desk, sessions, reminders, wording),
        *_deciding(desk, sessions, opening, how, wording),
        RecordListeners(actions, registers, wording),
        GapListeners(registers, GapCare(desk)),
        CaptureListeners(capture),
        HomeListeners(homes, capture, statuses),
        RegisterListeners(registers, records, Linking(desk, records)),
        LibraryListeners(documents, answers),
        DoorListeners(answers, setup, sessions, wording),
        AttentionListeners(attention),
        CharterListeners(charters),
        PictureListeners(pictures),
        WeeklyListeners(WeeklyDetails(desk, texts), Silences(desk, texts)),
        CheckInListeners(CheckIns(desk), actions, wording),
    )


def _steps(desk: Desk, sessions: Sessions, reminders: StepReminders, wording: Wording) -> Feature:
    hearing = Hearing(desk, sessions, reminders)
    return StepListeners(Ranking(desk, sessions), Synthesising(desk, sessions), hearing, reminders, wording)


def _deciding(
    desk: Desk, sessions: Sessions, opening: Opening, how: HowWeDecide, wording: Wording
) -> tuple[Feature, ...]:
    rounds = Rounds(desk, opening.holidays)
    amending = Amending(desk, Attention(desk), opening.holidays)
    return (
        DecisionListeners(Proposals(desk, sessions, opening), rounds, wording),
        RoundListeners(opening, rounds, amending, SpeakingFor(desk, rounds), DecisionRecords(desk), wording),
        DecidingListeners(how),
    )
