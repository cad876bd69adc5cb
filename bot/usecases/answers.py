"""Members ask; the library answers in short, with numbered sources, or says that it has nothing."""

from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.answers import Answer, compose, is_about
from bot.domain.deliveries import post, whisper
from bot.domain.forms import AskForm, PassagesView, PassageView
from bot.domain.messages import AnswerCard, Message, MoreForYou, Say, Screened, SourceLine
from bot.domain.questions import Judgement, Question, Verdict
from bot.ports.library import Library
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, refuse
from bot.usecases.shelves import Shelves

LONGEST = 1000
SOURCES_SHOWN = 3


@dataclass(frozen=True)
class Asking:
    """Answers a question from the library: the same for Slack and for the command line."""

    library: Library

    def over(self, library: Library) -> "Asking":
        """Return the same over another library."""
        return replace(self, library=library)

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
    shelves: Shelves

    def ask(self, act: Act, question: str) -> None:
        """Answer a question in the thread where it was asked."""
        answer = self._answer(act, question)
        self.desk.run(act, lambda work: self._ask(work, act, answer))
        self._offer_more(act, answer)

    def whisper(self, act: Act, question: str) -> None:
        """Answer a question for the person alone, as after a slash command."""
        answer = self._answer(act, question)
        self.desk.run(act, lambda work: self._card(work, act, answer, public=False))

    def form(self, act: Act) -> None:
        """Open the form for a question."""
        self.desk.channel.open_form(act, AskForm(act.channel_id), self.desk.lang(act))

    def open_source(self, act: Act, passage_id: str) -> None:
        """Open the passage behind a source's number."""
        passage = self.shelves.passage(act, passage_id)
        if passage is None:
            self.desk.look(act, _gone)
            return
        self.desk.channel.open_form(act, PassageView(passage), self.desk.lang(act))

    def more(self, act: Act, question_id: str) -> None:
        """Open all that an answer was drawn from."""
        question = self.desk.look(act, lambda work: _asked(work, question_id))
        if question is not None:
            answer = self._asking(act).ask(question.text, question.lang)
            self.desk.channel.open_form(act, PassagesView(answer.citations), self.desk.lang(act))

    def more_alone(self, act: Act, question_id: str) -> None:
        """Send whoever asked, and nobody else, an answer from all that they may see of the coalition."""
        question = self.desk.look(act, lambda work: _asked(work, question_id))
        if question is None:
            return
        library = self.shelves.alone(act, question.coalition_id) if question.asked_by == act.user_id else None
        if library is None:
            self.desk.look(act, _gone)
            return
        answer = self.asking.over(library).ask(question.text, question.lang)
        self.desk.run(act, lambda work: self._send_alone(work, act, answer))

    def _send_alone(self, work: Work, act: Act, answer: Answer) -> Message | None:
        lang = self.desk.lang_in(work, act)
        work.outbox.plan([post(f"{act.key}:alone", act.user_id, answer_card(answer), lang)])
        return Say.of("library.sent_alone")

    def _asking(self, act: Act) -> Asking:
        return self.asking.over(self.shelves.here(act))

    def _offer_more(self, act: Act, answer: Answer | Refused) -> None:
        """Tell the person who asked, and nobody else, where their private channels hold more."""
        if isinstance(answer, Refused) or act.channel_id.startswith("D"):
            return
        with self.desk.units.read(act.workspace_id) as work:
            linked = work.channels.where(channel_id=act.channel_id)
            asked = work.questions.where(
                channel_id=act.channel_id, asked_by=act.user_id, text=answer.question
            )
        library = self.shelves.alone(act, linked[0].coalition_id) if linked and asked else None
        if library is None or not self._adds(library, answer, act):
            return
        self.desk.run(replace(act, key=f"{act.key}:more"), lambda work: self._offer(work, act, asked[-1].id))

    def _adds(self, library: Library, answer: Answer, act: Act) -> bool:
        here = self.shelves.here(act)
        found = library.search(answer.question, answer.lang, SOURCES_SHOWN)
        return any(is_about(one) and here.passage(one.passage.id) is None for one in found)

    def _offer(self, work: Work, act: Act, question_id: str) -> Message | None:
        lang = self.desk.lang_in(work, act)
        thread = f"ts:{act.thread_ts}" if act.thread_ts else None
        card = MoreForYou(question_id)
        work.outbox.plan([whisper(f"{act.key}:more", act.channel_id, act.user_id, card, lang, thread)])
        return None

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
        return self._asking(act).ask(question, self.desk.lang(act))

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
