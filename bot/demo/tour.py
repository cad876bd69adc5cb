"""The built-in tour: the main job once, acted by the sample people, with what each of them saw."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.bot_process import BotProcess
from bot.demo.clock_file import ClockFile
from bot.demo.control import Control, wait_for
from bot.demo.sample import AMINA, DEV, FRESH, HOME, JUNE, KIM, LUIS, NAMES, ROSA, ZONE
from bot.demo.seen import Message, View

COMMAND, SESSION_CARD = "/convene", "Facilitated by"
VISION = (
    "Nobody here loses a home without hearing of it in time, "
    "and the people concerned help to decide what we share."
)
SAID = (
    (DEV, "The city hears of an eviction filing when it is too late to help."),
    (KIM, "Families come to the shelter after the eviction filing, not before."),
    (AMINA, "Nobody asks us. We hear of decisions about our data when they are made."),
)
WISHES = (
    (JUNE, "Legal aid reaches families before the hearing."),
    (LUIS, "People see what is said about them, and can correct it."),
)


class TourStopped(Exception):
    """Something was not as it should be; the message says what."""


@dataclass
class Tour:
    """Acts, looks, and tells. ``tell(who, text)`` is called with everything that somebody did or saw."""

    control: Control
    bot: BotProcess
    clock: ClockFile
    tell: Callable[[str, str], None]
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def parts(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the parts in order, each with the key of its title."""
        yield "first_words", self.first_words
        yield "ask", self.ask
        yield "decline", self.decline
        yield "start", self.start
        yield "contribute", self.contribute
        yield "crash", self.crash
        yield "together", self.together
        yield "decide", self.decide
        yield "settle", self.settle
        yield "action", self.action
        yield "week", self.week

    def first_words(self) -> None:
        """See the bot's first message in a channel where nothing is set up."""
        self._sees(DEV, self._answer("Hi, I'm Convener, an app.", channel=FRESH))

    def ask(self) -> None:
        """Ask a question, and open a source of the answer."""
        question = "what is the difference between a hard and a soft boundary?"
        answer = self._asks(DEV, question)
        self._sees(DEV, answer)
        demand("[1]" in answer.words, "the answer carries a numbered source")
        self.control.press(DEV, answer, "[1] Open")
        passage = self.control.wait_for_view("view.passage")
        self._opened(DEV, passage)
        demand("boundary" in passage.words.casefold(), "the source opens to the passage")
        self.control.close_view(DEV)

    def decline(self) -> None:
        """Ask what the library does not cover."""
        answer = self._asks(KIM, "who won the football cup in 1998?")
        self._sees(KIM, answer)
        demand("I don't have that" in answer.words, "the question is declined")
        demand("Near topics" in answer.words, "near topics are offered")

    def start(self) -> None:
        """Start the session on Shared Vision."""
        self._types(ROSA, "start vision")
        self._sees(ROSA, self._answer("Step 1 of 7"))

    def contribute(self) -> None:
        """Reply in the step's thread, and once by the form."""
        self._next()
        step = self._step("The problem")
        for user, text in SAID[:2]:
            self._replies(user, step, text)
        self.control.press(AMINA, step, "Contribute")
        self.control.wait_for_view("form.contribute")
        self._did(AMINA, f"[form] {SAID[2][1]}")
        self.control.submit(AMINA, {"text": SAID[2][1], "named": "confidential"})
        self._sees(ROSA, self._until("The problem", "3 contributions noted"))

    def crash(self) -> None:
        """End the bot with kill -9 in the middle, start it again, and go on."""
        self.bot.kill9()
        wait_for(lambda: not self.control.connected(), what="the connection to end")
        self.bot.start()
        self._next()
        step = self._step("What changes, and for whom")
        for user, text in WISHES:
            self._replies(user, step, text)
        self._sees(ROSA, self._until("What changes, and for whom", "2 contributions noted"))

    def together(self) -> None:
        """See what was said drawn together, and say whether it is right."""
        self._next()
        self._sees(AMINA, self._step("What matters most"))
        self._next()
        self.control.press(ROSA, self._answer("looking at the draft"), "See and edit the draft")
        self.control.wait_for_view("form.draft")
        self._did(ROSA, "[Show it to all]")
        self.control.submit(ROSA, {})
        drawn = self._answer("Did I get this right?")
        self._sees(AMINA, drawn)
        for _, text in (*SAID, *WISHES):
            demand(text in drawn.words, f"nothing is dropped: {text}")
        self.control.press(AMINA, drawn, "Yes")
        self._sees(ROSA, self._until("Did I get this right?", "Yes: 1"))

    def decide(self) -> None:
        """Put a proposal to the group, take positions, and close the round."""
        self._next()
        self.control.press(AMINA, self._step("Our vision"), "Write a proposal")
        self.control.wait_for_view("form.proposal")
        self._did(AMINA, f"[proposal] {VISION}")
        self.control.submit(AMINA, {"text": VISION})
        card = self._answer("Proposal 1")
        self._sees(DEV, card)
        for user in (ROSA, DEV, KIM, AMINA):
            self._did(user, "[Consent]")
            self.control.press(user, card, "Consent")
        self.control.press(ROSA, self._until("Proposal 1", "Consent: 4"), "Close the round")
        self._sees(LUIS, self._answer("Provisional until"))

    def settle(self) -> None:
        """Let the time to object pass."""
        self.clock.jump(timedelta(hours=49))
        self._sees(LUIS, self._answer("Decision 1 now stands"))
        self._types(LUIS, "decisions")
        listed = self._answer("Decisions of")
        self._sees(LUIS, listed)
        demand("It stands." in listed.words, "the decision stands in the list")

    def action(self) -> None:
        """Record an action from one typed line."""
        self._types(ROSA, f"action share the eviction filings file <@{DEV}|dev> by next Friday")
        noted = self._answer("share the eviction filings file")
        self._sees(DEV, noted)
        demand("Friday" in noted.words, "the day is understood")
        demand(NAMES[DEV][1] in noted.words, "the owner is understood")

    def week(self) -> None:
        """Let the clock come to the next Monday, 9:05, and see the weekly message."""
        self.clock.jump(until_monday(self.now() + self.clock.offset))
        self._sees(LUIS, self._answer("One thing needed this week"))

    def _next(self) -> None:
        card = self._answer(SESSION_CARD)
        self._did(ROSA, "[Next]")
        before = card.words
        self.control.press(ROSA, card, "Next")
        wait_for(lambda: self._answer(SESSION_CARD).words != before, what="the session to move on")

    def _asks(self, user: str, question: str) -> Message:
        self._did(user, f"@convener {question}")
        ts = self.control.mention(user, HOME, question)
        return self.control.wait_for_answer(HOME, thread=ts)

    def _types(self, user: str, text: str) -> None:
        self._did(user, f"{COMMAND} {text}")
        self.control.command(user, HOME, COMMAND, text)

    def _replies(self, user: str, step: Message, text: str) -> None:
        self._did(user, text)
        self.control.post(user, HOME, text, thread=step.ts)

    def _answer(self, words: str, channel: str = HOME) -> Message:
        """Return the newest message of the bot that holds some words, waiting for it."""

        def newest() -> Message | None:
            fitting = [one for one in self.control.messages(channel) if one.from_bot and words in one.words]
            return fitting[-1] if fitting else None

        return wait_for(newest, what=f"a message that says {words!r}")

    def _step(self, title: str) -> Message:
        """Return a step's own message, which comes after the session's card has named the step."""
        return wait_for(
            lambda: None if SESSION_CARD in (found := self._answer(title)).words else found,
            what=f"the step {title!r}",
        )

    def _until(self, words: str, shows: str) -> Message:
        """Return the newest message that holds some words once it shows others, too."""
        return wait_for(
            lambda: message if shows in _plain(message := self._answer(words)) else None,
            what=f"{words!r} to show {shows!r}",
        )

    def _did(self, user: str, text: str) -> None:
        self.tell(NAMES[user][1], f"> {text}")

    def _sees(self, user: str, message: Message) -> None:
        self.tell(NAMES[user][1], message.words)

    def _opened(self, user: str, view: View) -> None:
        self.tell(NAMES[user][1], f"({view.title}) {view.words}")


def _plain(message: Message) -> str:
    """Return a message's words without the marks for bold letters."""
    return message.words.replace("*", "")


def demand(holds: bool, what: str) -> None:
    """Raise TourStopped unless something is as it should be."""
    if not holds:
        raise TourStopped(what)


def until_monday(now: datetime) -> timedelta:
    """Return the time from now to the next Monday, 9:05 in the coalition's zone."""
    local = now.astimezone(ZoneInfo(ZONE))
    monday = (local + timedelta(days=(7 - local.weekday()) % 7)).replace(hour=9, minute=5, second=0)
    due = monday if monday > local else monday + timedelta(days=7)
    return due.astimezone(UTC) - now
