"""A look at everything that the bot needs, in plain words."""

from collections.abc import Callable
from dataclasses import dataclass

from bot import databases, wiring
from bot.content import ContentError
from bot.domain.voice import Voice
from bot.settings import Settings, WrongSettings


@dataclass(frozen=True)
class Finding:
    """What was found of one part: ``ok``, ``failed`` or ``not_set``."""

    name: str
    state: str
    detail: str = ""

    @property
    def fine(self) -> bool:
        """Whether nothing needs care."""
        return self.state != "failed"


def examine(settings: Settings, voice: Voice) -> list[Finding]:
    """Look at each part; one that fails does not hide the others."""
    parts: list[tuple[str, Callable[[Settings, Voice], tuple[str, str]]]] = [
        ("words", _words),
        ("knowledge", _knowledge),
        ("dense", _dense),
        ("model", _model),
        ("database", _database),
        ("slack", _slack),
    ]
    return [_look(name, look, settings, voice) for name, look in parts]


def _look(
    name: str, look: Callable[[Settings, Voice], tuple[str, str]], settings: Settings, voice: Voice
) -> Finding:
    title = voice.say(f"cli.doctor.{name}")
    try:
        state, detail = look(settings, voice)
    except WrongSettings as wrong:
        return Finding(title, "failed", voice.say(wrong.key, **wrong.params))
    except ContentError as wrong:
        return Finding(title, "failed", str(wrong))
    return Finding(title, state, detail)


def _words(settings: Settings, voice: Voice) -> tuple[str, str]:
    texts, library = wiring.content(), wiring.build_library(settings)
    for (key, lang), pillar in texts.pillars.items():
        for step in pillar.steps:
            if step.passage and library.passage(step.passage) is None:
                told = {"pillar": key.value, "lang": lang, "step": step.id, "passage": step.passage}
                return "failed", voice.say("cli.doctor.no_passage", **told)
    return "ok", voice.say("cli.doctor.words_fine", voices=len(texts.voices), pillars=len(texts.available()))


def _knowledge(settings: Settings, voice: Voice) -> tuple[str, str]:
    library = wiring.build_library(settings)
    return "ok", voice.say("cli.doctor.knowledge_fine", passages=len(library.passages))


def _dense(settings: Settings, voice: Voice) -> tuple[str, str]:
    status = wiring.build_library(settings).dense_status()
    return status.state, status.reason


def _model(settings: Settings, voice: Voice) -> tuple[str, str]:
    if not settings.model:
        return "not_set", voice.say("cli.doctor.model_none")
    problem = wiring.model_problem(settings)
    if problem:
        return "failed", voice.say(f"cli.doctor.model_{problem}", name=settings.model)
    return "ok", settings.model


def _database(settings: Settings, voice: Voice) -> tuple[str, str]:
    revision = databases.database_revision(settings)
    if revision is None:
        return "not_set", voice.say("cli.doctor.database_new")
    return "ok", voice.say("cli.doctor.database_fine", revision=revision)


def _slack(settings: Settings, voice: Voice) -> tuple[str, str]:
    if not settings.slack_bot_token.get_secret_value() and not settings.slack_app_token.get_secret_value():
        return "not_set", voice.say("cli.doctor.slack_no_token")
    who = wiring.slack_identity(settings)
    return "ok", voice.say("cli.doctor.slack_fine", name=who["user"], team=who["team"])
