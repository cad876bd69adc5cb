"""Members ask; the library answers in short, with numbered sources, or says that it has nothing."""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.answers import Answer, compose
from bot.domain.deliveries import post
from bot.domain.forms import AskForm, PassageView
from bot.domain.messages import AnswerCard, Message, Screened, SourceLine
from bot.ports.library import Library
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, refuse

LONGEST = 1000
SOURCES_SHOWN = 3


@dataclass(frozen=True)
class Asking:
    """Answers a question from the library: the same for Slack and for the command line."""

    library: Library

    def ask(self, question: str, lang: str) -> Answer:
        """Return a cited answer, or a declined one with near topics."""
        words = question.strip()[:LONGEST]
        spoken = self.library.language(words, lang)
        return compose(words, spoken, self.library.search(words, spoken))


@dataclass(frozen=True)
class Answers:
    """Answers questions in Slack."""

    desk: Desk
    asking: Asking

    def ask(self, act: Act, question: str) -> None:
        """Answer a question in the thread where it was asked."""
        self.desk.run(act, lambda work: self._ask(work, act, question))

    def whisper(self, act: Act, question: str) -> None:
        """Answer a question for the person alone, as after a slash command."""
        self.desk.run(act, lambda work: self._card(act, question, self.desk.lang_in(work, act)))

    def form(self, act: Act) -> None:
        """Open the form for a question."""
        self.desk.channel.open_form(act, AskForm(act.channel_id), self.desk.lang(act))

    def open_source(self, act: Act, passage_id: str) -> None:
        """Open the passage behind a source's number."""
        passage = self.asking.library.passage(passage_id)
        if passage is None:
            self.desk.look(act, _gone)
            return
        self.desk.channel.open_form(act, PassageView(passage), self.desk.lang(act))

    def _ask(self, work: Work, act: Act, question: str) -> Message | None:
        lang = self.desk.lang_in(work, act)
        card = self._card(act, question, lang)
        thread = f"ts:{act.thread_ts or act.message_ts}"
        work.outbox.plan([post(f"{act.key}:answer", act.channel_id, card, lang, thread=thread)])
        return None

    def _card(self, act: Act, question: str, lang: str) -> AnswerCard:
        if not question.strip():
            raise refuse("refused.no_question")
        findings = self.desk.screened([question])
        if findings:
            kinds = tuple(sorted({one.kind for one in findings}))
            raise Refused(Screened(kinds, posted=bool(act.message_ts)))
        return answer_card(self.asking.ask(question, lang))


def _gone(_: Work) -> None:
    raise refuse("refused.passage_gone")


def answer_card(answer: Answer) -> AnswerCard:
    """Return an answer as it is shown: its text, and a line for each source."""
    lines = [
        SourceLine(
            n=cited.n,
            title=cited.passage.title,
            heading=cited.passage.heading,
            passage_id=cited.passage.id,
            url=cited.passage.sources[0].url if cited.passage.sources else "",
        )
        for cited in answer.citations[:SOURCES_SHOWN]
    ]
    return AnswerCard(answer.question, answer.text, tuple(lines), answer.declined, answer.suggestions)
