"""The same message in two languages, for channels whose people read both."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InBoth:
    """A message in the coalition's language and, below it, the same in another one.

    Both are messages (any of those beside this one). Who reads ``lang`` finds everything there, buttons included.
    """

    first: object
    second: object
    lang: str
