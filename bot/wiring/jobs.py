"""What the clock wakes: each job asks the database what is due, and plans it."""

from collections.abc import Callable

from bot.content import Content
from bot.dates import PeoplesDates
from bot.usecases.answers import Answers
from bot.usecases.attention import Attention
from bot.usecases.charter import Charters
from bot.usecases.check_in_due import CheckInsDue
from bot.usecases.departures import Departures
from bot.usecases.desk import Desk
from bot.usecases.digests import Digests
from bot.usecases.gap_closing import GapClosing
from bot.usecases.home import Homes
from bot.usecases.library import Documents
from bot.usecases.over_days import OverDays
from bot.usecases.round_clock import RoundClock
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.silences import Silences
from bot.usecases.step_reminders import StepReminders
from bot.usecases.weekly import Weekly
from bot.working_days import PublicHolidays


def build_jobs(
    desk: Desk, texts: Content, answers: Answers, documents: Documents, charters: Charters, homes: Homes
) -> tuple[Callable[[], object], ...]:
    """Return the jobs, in the order in which a tick runs them: none depends on another having run."""
    holidays = PublicHolidays()
    return (
        Weekly(desk.units, desk.clock, holidays, Silences(desk, texts).look).plan_due,
        CheckInsDue(desk).plan_due,
        Digests(desk).plan_due,
        Rounds(desk, holidays).settle_due,
        RoundClock(desk, Attention(desk)).look,
        charters.renew_canvases,
        OverDays(
            desk, Sessions(desk, texts, holidays), PeoplesDates(), StepReminders(desk, texts)
        ).keep_going,
        answers.answer_waiting,
        documents.give_up_late,
        GapClosing(desk, answers.asking, answers.shelves).look_again,
        Departures(desk).look,
        homes.refresh,
    )
