"""Members ask; the library answers in short, with numbered sources, or says that it has nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.answers import Answer, compose
from bot.domain.deliveries import post
from bot.domain.forms import AskForm, PassagesView, PassageView
from bot.domain.messages import AnswerCard, Message, Say, Screened, SourceLine
from bot.domain.questions import Judgement, Question, Verdict
from bot.ports.background import Background, Busy
from bot.ports.library import Library
from bot.ports.work import Work
from bot.usecases.asking_model import Writer
from bot.usecases.desk import Desk, Refused, refuse

LONGEST = 1000
SOURCES_SHOWN = 3


@dataclass(frozen=True)
class Asking:
    """Answers a question from the library: the same for Slack and for the command line."""

    library: Library
    writer: Writer | None = None

    def ask(self, question: str, lang: str) -> Answer:
        """Return a cited answer, or a declined one with near topics; in a model's words where there is one."""
        answer = self.found(question, lang)
        return self.writer.written(answer) if self.writer else answer

    def found(self, question: str, lang: str) -> Answer:
        """Return the answer in the library's own sentences; the same question has the same answer."""
        words = question.strip()[:LONGEST]
        spoken = self.library.language(words, lang)
        return compose(words, spoken, self.library.search(words, spoken))


@dataclass(frozen=True)
class Answers:
    """Answers questions in Slack."""

    desk: Desk
    asking: Asking
    aside: Background | None = None

    def ask(self, act: Act, question: str) -> None:
        """Answer a question in the thread where it was asked; late, where a model writes."""
        self._aside(act, lambda: self._asked(act, question))

    def whisper(self, act: Act, question: str) -> None:
        """Answer a question for the person alone, as after a slash command."""
        self._aside(act, lambda: self._whispered(act, question))

    def _aside(self, act: Act, work: Callable[[], None]) -> None:
        """A slow model must not hold up other people's acts."""
        if self.asking.writer is None or self.aside is None:
            work()
            return
        try:
            self.aside.submit(f"answer {act.key}", work)
        except Busy:
            self.desk.look(act, _busy)

    def _asked(self, act: Act, question: str) -> None:
        answer = self._answer(act, question)
        self.desk.run(act, lambda work: self._ask(work, act, answer))

    def _whispered(self, act: Act, question: str) -> None:
        answer = self._answer(act, question)
        self.desk.run(act, lambda work: self._card(work, act, answer, public=False))

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

    def more(self, act: Act, question_id: str) -> None:
        """Open all that an answer was drawn from."""
        question = self.desk.look(act, lambda work: _asked(work, question_id))
        if question is not None:
            answer = self.asking.found(question.text, question.lang)
            self.desk.channel.open_form(act, PassagesView(answer.citations), self.desk.lang(act))

    def judge(self, act: Act, question_id: str, verdict: Verdict) -> None:
        """Note whether an answer helped; the last word of each counts."""
        self.desk.run(act, lambda work: self._judge(work, act, question_id, verdict))

    def _judge(self, work: Work, act: Act, question_id: str, verdict: Verdict) -> Message | None:
        question = _asked(work, question_id)
        before = work.judgements.where(question_id=question_id, judged_by=act.user_id)
        if before:
            work.judgements.save(replace(before[0], verdict=verdict))
        else:
            new_id = self.desk.ids.new()
            work.judgements.add(Judgement(new_id, question.coalition_id, question_id, act.user_id, verdict))
        return Say.of(f"verdict.{verdict}")

    def _answer(self, act: Act, question: str) -> Answer | Refused:
        """Search before the transaction begins: others write meanwhile."""
        if not question.strip():
            return refuse("refused.no_question")
        findings = self.desk.screened([question])
        if findings:
            kinds = tuple(sorted({one.kind for one in findings}))
            return Refused(Screened(kinds, posted=bool(act.message_ts)))
        return self.asking.ask(question, self.desk.lang(act))

    def _ask(self, work: Work, act: Act, answer: Answer | Refused) -> Message | None:
        lang = self.desk.lang_in(work, act)
        card = self._card(work, act, answer, public=not act.channel_id.startswith("D"))
        thread = f"ts:{act.thread_ts or act.message_ts}"
        work.outbox.plan([post(f"{act.key}:answer", act.channel_id, card, lang, thread=thread)])
        return None

    def _card(self, work: Work, act: Act, answer: Answer | Refused, *, public: bool) -> AnswerCard:
        if isinstance(answer, Refused):
            raise answer
        linked = work.channels.where(channel_id=act.channel_id)
        asked = Question(
            id=self.desk.ids.new(),
            coalition_id=linked[0].coalition_id if linked else "",
            channel_id=act.channel_id,
            asked_by=act.user_id,
            text=answer.question,
            lang=answer.lang,
            asked_at=self.desk.clock.now(),
            declined=answer.declined,
            public=public,
        )
        work.questions.add(asked)
        return replace(answer_card(answer), question_id=asked.id)


def _asked(work: Work, question_id: str) -> Question:
    question = work.questions.get(question_id)
    if question is None:
        raise refuse("refused.question_gone")
    return question


def _busy(_: Work) -> None:
    raise refuse("refused.busy")


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
