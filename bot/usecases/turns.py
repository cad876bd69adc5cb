"""Our own record of the turns: what was asked, how it was understood, and what answered it."""

from dataclasses import replace

from bot.domain.acts import Act
from bot.domain.answers import Answer
from bot.domain.followups import WITHIN, Turn, understood
from bot.domain.messages import Message
from bot.domain.questions import Question
from bot.ports.library import Library
from bot.ports.work import Work
from bot.usecases.desk import Desk
from bot.usecases.gap_joining import join


def note(work: Work, desk: Desk, act: Act, text: str, library: Library, *, alone: bool) -> Question:
    """Write a question down, understood from the turns before it; its answer is waited for from here on."""
    before = turn_before(work, desk, act, library)
    sought = understood(text, before)
    follows = sought != " ".join(text.split())
    linked = work.channels.where(channel_id=act.channel_id)
    question = Question(
        id=desk.ids.new(),
        coalition_id=linked[0].coalition_id if linked else "",
        channel_id=act.channel_id,
        asked_by=act.user_id,
        text=text,
        lang=before.lang if before and follows else desk.lang_in(work, act),
        asked_at=desk.clock.now(),
        declined=False,
        public=not alone and not act.channel_id.startswith("D"),
        thread="" if alone else act.thread_ts or act.message_ts,
        understood=sought if follows else "",
        waiting_since=desk.clock.now(),
    )
    work.questions.add(question)
    return question


def turn_before(work: Work, desk: Desk, act: Act, library: Library) -> Turn | None:
    """Return what was asked before in the same thread or, in direct messages, within the hour; else None."""
    last = _last_in_thread(work, act) if act.thread_ts else _last_in_dm(work, desk, act)
    if last is None:
        return None
    first, *_ = [*last.cited.splitlines(), ""]
    passage = library.passage(first) if first else None
    return Turn(last.sought, last.lang, passage.heading if passage else "")


def answered(work: Work, desk: Desk, question_id: str, answer: Answer) -> Question | None:
    """Note what answered a question, or None where it was answered already; a declined one joins a gap."""
    question = work.questions.get(question_id)
    if question is None or question.waiting_since is None:
        return None
    cited = "\n".join(one.passage.id for one in answer.citations)
    done = work.questions.save(
        replace(question, lang=answer.lang, declined=answer.declined, cited=cited, waiting_since=None)
    )
    return join(work, desk, done) if done.declined else done


def give_up(work: Work, question_id: str) -> Message | None:
    """Wait no longer for an answer."""
    question = work.questions.get(question_id)
    if question is not None and question.waiting_since is not None:
        work.questions.save(replace(question, waiting_since=None))
    return None


def _last_in_thread(work: Work, act: Act) -> Question | None:
    asked = work.questions.where(channel_id=act.channel_id, thread=act.thread_ts)
    return asked[-1] if asked else None


def _last_in_dm(work: Work, desk: Desk, act: Act) -> Question | None:
    if not act.channel_id.startswith("D"):
        return None
    asked = work.questions.where(channel_id=act.channel_id, asked_by=act.user_id)
    recent = [one for one in asked if one.asked_at >= desk.clock.now() - WITHIN]
    return recent[-1] if recent else None
