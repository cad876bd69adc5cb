"""What a form says at a field whose words cannot be stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.voice import Voice
from bot.usecases.desk import Desk


@dataclass(frozen=True)
class Wording:
    """Looks at words while their form is still open, so that nothing typed is lost."""

    desk: Desk
    voices: Mapping[str, Voice]

    def problem(self, act: Act, text: str) -> str:
        """Return what is wrong with the words, in the person's language; empty where nothing is."""
        voice = self._voice(act)
        if not text.strip():
            return voice.say("refused.empty")
        kinds = sorted({finding.kind for finding in self.desk.screened([text])})
        if not kinds:
            return ""
        named = ", ".join(voice.say(f"screened.kind.{kind}") for kind in kinds)
        return voice.say("screened.field", kinds=named)

    def at_field(self, act: Act, reason: str) -> str:
        """Return what a record's form says at a field whose answer cannot be kept."""
        voice = self._voice(act)
        return voice.say(f"record.problem.{reason}")

    def _voice(self, act: Act) -> Voice:
        return self.voices.get(self.desk.lang(act), self.voices["en"])
