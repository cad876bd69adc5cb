"""What stands on a round's card beside the words and the counts: its terms, and the buttons to speak with."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.choices import CHOICES, Secrecy
from bot.domain.decisions import Choice, ProposalState
from bot.domain.messages import RoundCard
from bot.slack.ids import Press
from bot.slack.views.parts import Words, button, buttons, context

OPEN = (ProposalState.OPEN, ProposalState.REOPENED)


def terms(card: RoundCard, words: Words) -> list[Block]:
    """Return what a round goes by: its moments, who can see what, who decides within which limits."""
    lines = [*_moments(card, words), *_people(card, words)]
    if card.revision > 1:
        lines.append(words("rounds.version", n=card.revision))
    if card.secrecy is not Secrecy.NAMED:
        lines.append(words(f"rounds.secrecy.{card.secrecy}"))
    if card.discussed:
        lines.append(words("rounds.discussed", count=card.discussed))
    lines += [
        words("rounds.interest", name=name, text=" ".join(text.split())) for name, text in card.interests
    ]
    return [context(line) for line in lines]


def _moments(card: RoundCard, words: Words) -> list[str]:
    if card.closes_at is None or card.opens_at is None:
        return []
    closes = words.moment(card.closes_at, card.time_zone)
    return [words("rounds.times", opens=words.moment(card.opens_at, card.time_zone), closes=closes)]


def _people(card: RoundCard, words: Words) -> list[str]:
    lines = []
    if card.decider:
        lines.append(words("rounds.decider", name=card.decider))
    if card.asked:
        lines.append(words("rounds.asked", names=", ".join(card.asked)))
    if card.group:
        lines.append(words("rounds.group", names=", ".join(card.group), limits=card.limits))
    return lines


def positions(card: RoundCard, words: Words) -> Block:
    """Return the buttons to take a position with; for a detached ballot, the one to its form."""
    if card.secrecy is Secrecy.DETACHED:
        return buttons(button(words.plain("button.vote"), Press.VOTE, card.proposal_id, "primary"))
    row: list[ButtonElement] = [
        button(
            words.plain(f"choice.{choice}"),
            Press(f"position.{choice}"),
            card.proposal_id,
            "primary" if choice is Choice.CONSENT else None,
        )
        for choice in CHOICES[card.tally.rule]
    ]
    return buttons(*row)


def helps(card: RoundCard, words: Words) -> Block:
    """Return the buttons for what else people can do in a round."""
    row = []
    if card.secrecy is not Secrecy.DETACHED:
        row.append(button(words.plain("button.amend"), Press.AMEND, card.proposal_id))
        row.append(button(words.plain("button.for_other"), Press.FOR_OTHER, card.proposal_id))
    if card.asks_interests:
        row.append(button(words.plain("button.interest"), Press.INTEREST, card.proposal_id))
    return buttons(*row, button(words.plain("button.who"), Press.WHO, card.proposal_id))


def controls(card: RoundCard, words: Words) -> Block:
    """Return the buttons of whoever steers."""
    row = [
        button(words.plain("button.close_round"), Press.CLOSE_ROUND, card.proposal_id),
        button(words.plain("button.set_aside"), Press.SET_ASIDE, card.proposal_id),
    ]
    if card.tally.open_objections > card.discussed:
        row.append(button(words.plain("button.discussed"), Press.DISCUSSED, card.proposal_id))
    return buttons(*row)
