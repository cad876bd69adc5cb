"""A chat model puts an answer into words; what its sources do not say is dropped."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.answers import NO_ADVICE, Answer, Citation, check
from bot.domain.sentences import sentences
from bot.domain.support import Claim, fenced, supported, without_orders
from bot.ports.llm import Llm, ModelFailed

FALLBACK = "en"
_VERDICT = re.compile(r"^\W*(\d+)\W+(yes|sí|si)\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Prompts:
    """What a model is told, in one language: how to answer, and how to look at an answer."""

    answer: str
    check: str


@dataclass(frozen=True)
class Writer:
    """Has a model write the answers; without a reply that holds, the library's own sentences stay."""

    llm: Llm
    prompts: Mapping[str, Prompts]

    def written(self, answer: Answer) -> Answer:
        """Return the answer in the model's words as far as its sources bear them, else as it was."""
        if answer.declined:
            return answer
        prompts = self.prompts.get(answer.lang, self.prompts[FALLBACK])
        try:
            kept = self._held(answer, prompts)
        except ModelFailed:
            return answer
        if not kept:
            return answer
        text = " ".join(claim.marked for claim in kept)
        written = replace(answer, text=f"{text}{_notice(answer.citations, kept, text)}", mode="model")
        check(written)
        return written

    def _held(self, answer: Answer, prompts: Prompts) -> Sequence[Claim]:
        passages = {cited.n: without_orders(cited.passage.text) for cited in answer.citations}
        listed = "\n".join(_passage(cited) for cited in answer.citations)
        question = f"<question>{fenced(answer.question)}</question>"
        reply = self.llm.reply(prompts.answer, f"{listed}\n{question}")
        kept = supported(reply, passages)
        if not kept:
            return ()
        lines = "\n".join(f"{n}. {fenced(claim.marked)}" for n, claim in enumerate(kept, 1))
        said = self.llm.reply(prompts.check, f"{listed}\n<sentences>\n{lines}\n</sentences>")
        borne = {int(number) for number, _ in _VERDICT.findall(said)}
        return tuple(claim for n, claim in enumerate(kept, 1) if n in borne)


def _passage(cited: Citation) -> str:
    heading = fenced(f"{cited.passage.title}: {cited.passage.heading}").replace('"', "'")
    return (
        f'<passage n="{cited.n}" about="{heading}">\n{fenced(without_orders(cited.passage.text))}\n</passage>'
    )


def _notice(citations: Sequence[Citation], kept: Sequence[Claim], text: str) -> str:
    """Return the notice of a cited law page that it is no legal advice, unless it was said."""
    used = {n for claim in kept for n in claim.numbers}
    notes = (
        f" {note} [{cited.n}]"
        for cited in citations
        if cited.n in used
        for note in sentences(cited.passage.text)
        if NO_ADVICE.search(note)
    )
    return "" if NO_ADVICE.search(text) else next(notes, "")
