"""Members ask; the library answers in short, with numbered sources, or says that it has nothing."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.acts import Act
from bot.domain.answers import Answer, Passage, compose, is_about
from bot.domain.deliveries import dm, post, whisper
from bot.domain.forms import AskForm, PassagesView, PassageView
from bot.domain.messages import AnswerCard, Message, MoreForYou, Say, Screened, SourceLine
from bot.domain.questions import Judgement, Question, Verdict
from bot.ports.background import Background, Busy
from bot.ports.library import Library
from bot.ports.work import Work
from bot.usecases.asking_model import Writer
from bot.usecases.desk import Desk, Refused, refuse
from bot.usecases.gap_joining import join, leave
from bot.usecases.shelves import Shelves
from bot.usecases.turns import answered, give_up, note

log = logging.getLogger(__name__)

LONGEST = 1000
# Pages are written in this language first.
FALLBACK = "en"
SOURCES_SHOWN = 3
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True)
class Asking:
    """Answers a question from the library: the same for Slack and for the command line."""

    library: Library
    writer: Writer | None = None

    def over(self, library: Library) -> "Asking":
        """Return the same over another library."""
        return replace(self, library=library)

    def ask(self, question: str, lang: str) -> Answer:
        """Return a cited answer, or a declined one with near topics; in a model's words where there is one."""
        answer = self.found(question, lang)
        return self.writer.written(answer) if self.writer else answer

    def found(self, question: str, lang: str) -> Answer:
        """Return the answer in the library's own sentences; the same question has the same answer."""
        words = question.strip()[:LONGEST]
        spoken = self.library.language(words, lang)
        answer = compose(words, spoken, self.library.search(words, spoken))
        return self._in_english_alone(answer) if answer.declined and spoken != FALLBACK else answer

    def _in_english_alone(self, declined: Answer) -> Answer:
        """Return the answer of English pages that have no edition in the asker's language, if they hold one."""
        found = self.library.search(declined.question, FALLBACK)
        alone = [one for one in found if not self._has_edition(one.passage, declined.lang)]
        answer = compose(declined.question, declined.lang, alone)
        return declined if answer.declined else replace(answer, only_in=FALLBACK)

    def _has_edition(self, passage: Passage, lang: str) -> bool:
        return self.library.passage(f"{lang}/{passage.id.removeprefix(f'{FALLBACK}/')}") is not None


@dataclass(frozen=True)
class Answers:
    """Answers questions in Slack."""

    desk: Desk
    asking: Asking
    shelves: Shelves
    aside: Background | None = None

    def ask(self, act: Act, question: str) -> None:
        """Answer a question in the thread where it was asked; late, where a model writes."""
        self._take(act, question, alone=False)

    def whisper(self, act: Act, question: str) -> None:
        """Answer a question for the person alone, as after a slash command."""
        self._take(act, question, alone=True)

    def answer_waiting(self) -> None:
        """Answer, from the library alone, what was left without an answer when the bot broke off."""
        by = self.desk.clock.now() - PATIENCE
        for workspace_id in self.desk.units.with_due("questions", "waiting_since", by):
            with self.desk.units.read(workspace_id) as work:
                waiting = work.questions.due("waiting_since", by)
            for question in waiting:
                self._catch_up(workspace_id, question)

    def _catch_up(self, workspace_id: str, question: Question) -> None:
        """One that cannot be answered must not hold up the others for ever."""
        key = f"waiting:{question.id}"
        act = Act(key, workspace_id, question.asked_by, question.channel_id, question.thread)
        try:
            self._answer(act, question, with_model=False)
        except Exception:
            log.exception("question %s could not be answered", question.id)
            self.desk.run(act, lambda work: give_up(work, question.id))

    def _take(self, act: Act, text: str, *, alone: bool) -> None:
        """Note a question first: sent again by Slack it is known, and after a crash it is still there."""
        question = self._noted(act, text, alone)
        if question is None:
            return
        if self.asking.writer is None or self.aside is None:
            self._answer(act, question)
            return
        try:
            self.aside.submit(f"answer {act.key}", lambda: self._answer(act, question))
        except Busy:
            self._answer(act, question, with_model=False)

    def _noted(self, act: Act, text: str, alone: bool) -> Question | None:
        """Return the question as it is on record, or None where it is known already, or refused."""
        noted: list[Question] = []
        refused = self._refused(act, text)
        asking = self._asking(act)

        def note_down(work: Work) -> None:
            if refused is not None:
                raise refused
            noted.append(note(work, self.desk, act, text.strip()[:LONGEST], asking.library, alone=alone))

        self.desk.run(act, note_down)
        return noted[-1] if noted else None

    def _asking(self, act: Act) -> Asking:
        """Return what answers from all that may be seen where a person acts, and from nothing else."""
        return self.asking.over(self.shelves.here(act))

    def _answer(self, act: Act, question: Question, *, with_model: bool = True) -> None:
        """Search before the transaction begins: others write meanwhile."""
        asking = self._asking(act)
        answer = (asking.ask if with_model else asking.found)(question.sought, question.lang)
        late = replace(act, key=f"{act.key}:answer")
        self.desk.run(late, lambda work: self._finish(work, act, question.id, answer))
        self._offer_more(act, question, answer)

    def _finish(self, work: Work, act: Act, question_id: str, answer: Answer) -> Message | None:
        """Whoever answers first has answered: the model, or the clock that waited for it."""
        done = answered(work, self.desk, question_id, answer)
        if done is None:
            return None
        card = replace(answer_card(answer), question_id=done.id, understood=done.understood)
        if not done.thread:
            return card
        lang, thread = self.desk.lang_in(work, act), f"ts:{done.thread}"
        work.outbox.plan([post(f"{done.id}:answer", done.channel_id, card, lang, thread=thread)])
        return None

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
            answer = self._asking(act).found(question.sought, question.lang)
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
        answer = self.asking.over(library).found(question.sought, question.lang)
        self.desk.run(act, lambda work: self._send_alone(work, act, answer))

    def _send_alone(self, work: Work, act: Act, answer: Answer) -> Message | None:
        lang = self.desk.lang_in(work, act)
        work.outbox.plan([dm(f"{act.key}:alone", act.user_id, answer_card(answer), lang)])
        return Say.of("library.sent_alone")

    def _offer_more(self, act: Act, question: Question, answer: Answer) -> None:
        """Tell the person who asked, and nobody else, where their private channels hold more."""
        if not question.coalition_id or act.channel_id.startswith("D"):
            return
        library = self.shelves.alone(act, question.coalition_id)
        if library is not None and self._adds(library, answer, act):
            later = replace(act, key=f"more:{question.id}")
            self.desk.run(later, lambda work: self._offer(work, later, question))

    def _adds(self, library: Library, answer: Answer, act: Act) -> bool:
        here = self.shelves.here(act)
        found = library.search(answer.question, answer.lang, SOURCES_SHOWN)
        return any(is_about(answer.question, one) and here.passage(one.passage.id) is None for one in found)

    def _offer(self, work: Work, act: Act, question: Question) -> Message | None:
        lang = self.desk.lang_in(work, act)
        thread = f"ts:{question.thread}" if question.thread else None
        card = MoreForYou(question.id)
        work.outbox.plan([whisper(act.key, act.channel_id, act.user_id, card, lang, thread)])
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
        self._in_gap(work, question)
        return Say.of(f"verdict.{verdict}")

    def _in_gap(self, work: Work, question: Question) -> None:
        """A question is part of a gap while somebody says that its answer did not help."""
        unhelpful = work.judgements.where(question_id=question.id, verdict=Verdict.NOT_HELPED)
        if question.declined or unhelpful:
            join(work, self.desk, question)
        else:
            leave(work, self.desk, question)

    def _refused(self, act: Act, text: str) -> Refused | None:
        """Look for identifiers of people before anything is kept."""
        if not text.strip():
            return refuse("refused.no_question")
        findings = self.desk.screened([text])
        if not findings:
            return None
        kinds = tuple(sorted({one.kind for one in findings}))
        return Refused(Screened(kinds, posted=bool(act.message_ts)))


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
    card = AnswerCard(answer.question, answer.text, tuple(lines), answer.declined, answer.suggestions)
    return replace(card, only_in=answer.only_in)
