"""How an answer looks."""

import pytest

from bot.domain.messages import AnswerCard, SourceLine
from bot.slack.payloads import problems
from bot.slack.views.answers import answer_card
from bot.slack.views.parts import Words
from bot.wiring.words import content

CARD = AnswerCard("Q", "A baseline. [1]", (SourceLine(1, "Glossary", "Baseline", "en/p#baseline"),))


@pytest.mark.parametrize(("lang", "note"), [("es", "página en inglés"), ("en", "only an English page")])
def test_an_answer_that_stands_only_in_english_says_so_in_one_line_before_it(lang: str, note: str) -> None:
    words = Words(content().voices[lang])
    card = AnswerCard(CARD.question, CARD.text, CARD.sources, only_in="en")
    blocks = [block.to_dict() for block in answer_card(card, words).blocks]
    assert note in str(blocks[0])
    assert "A baseline." in str(blocks[1])
    assert problems({"channel": "C1", "text": "A baseline.", "blocks": blocks}, "message") == []


def test_other_answers_have_no_such_line() -> None:
    blocks = answer_card(CARD, Words(content().voices["es"])).blocks
    assert "inglés" not in str([block.to_dict() for block in blocks])
