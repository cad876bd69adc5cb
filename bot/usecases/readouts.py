"""The languages that the people of a session read, and what it came to in each of them."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.deliveries import Delivery, post
from bot.domain.framework import Pillar, PillarKey
from bot.ports.channel import Directory
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.both import other_language
from bot.usecases.cards import Cards
from bot.usecases.desk import Scene
from bot.usecases.rotas import on_turn


def readouts(cards: Cards, scripts: Scripts, directory: Directory) -> Iterator[Delivery]:
    """Yield the readout in the coalition's language, then in the others that people of the session read."""
    following = on_turn(cards.work, cards.scene)
    told = replace(cards.finished(), next_up=following.name if following else "")
    home = cards.scene.coalition.lang
    key, channel_id = f"finished:{cards.session.id}", cards.session.channel_id
    yield post(key, channel_id, told, home)
    for lang in sorted(_read(cards, directory) - {home}):
        script = scripts.pillar(cards.session.pillar, lang)
        if script is not None and script.lang == lang:
            yield post(f"{key}:{lang}", channel_id, replace(told, title=script.title), lang)


def _read(cards: Cards, directory: Directory) -> set[str]:
    """Return the languages that people chose, and of those who spoke without a choice, what Slack tells."""
    spoke = {one.participant_id for one in cards.said()}
    langs = set()
    for person in cards.scene.people:
        chosen = cards.work.preferences.get(person.slack_user_id) if person.slack_user_id else None
        if chosen is not None:
            langs.add(chosen.lang)
        elif person.slack_user_id and person.id in spoke:
            langs.add(directory.lang(cards.work.workspace_id, person.slack_user_id))
    return langs


def beside(work: Work, scene: Scene, scripts: Scripts, key: PillarKey) -> Pillar | None:
    """Return a script in another language that somebody in the coalition chose, or None where all read the same."""
    other = other_language(work, scene)
    script = scripts.pillar(key, other) if other else None
    return script if script is not None and script.lang == other else None
