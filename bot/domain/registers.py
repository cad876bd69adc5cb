"""The lists of what is on record: which kinds stand in which, and how they are narrowed down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.actions import Action
from bot.domain.kept import Kept, kind_of
from bot.domain.records import Hardness, Parameter, ParameterKind, Record, RecordKind, RecordState

SEPARATOR = ":"


class Register(StrEnum):
    """The lists of records, beside those of decisions and actions."""

    PARAMETERS = "parameters"
    POWER = "power"
    DATA = "data"


KINDS_IN: dict[Register, tuple[RecordKind, ...]] = {
    Register.PARAMETERS: (RecordKind.PARAMETER,),
    Register.POWER: (RecordKind.STAKEHOLDER, RecordKind.DECISION_RIGHT, RecordKind.WORKING_AGREEMENT),
    Register.DATA: (
        RecordKind.GOAL,
        RecordKind.SHARING_PROFILE,
        RecordKind.MEASURE,
        RecordKind.DATA_ASSET,
        RecordKind.AGREEMENT,
        RecordKind.SHARE,
    ),
}
MINE = ("mine", "mías", "mias", "míos", "mios")
EVERYTHING = ("all", "todo", "todos", "todas")
SPANISH = {
    "duro": "hard",
    "duros": "hard",
    "blando": "soft",
    "blandos": "soft",
    "privacidad": "privacy",
    "leyes": "legal",
    "fondos": "funding",
    "informes": "reporting",
    "sistemas": "data_system",
    "personal": "staff_capacity",
    "otro": "other",
    "otros": "other",
    "metas": "goal",
    "partes": "stakeholder",
    "acuerdos": "agreement",
    "perfiles": "sharing_profile",
    "medidas": "measure",
    "conjuntos": "data_asset",
    "entregas": "share",
    "retirados": "retired",
    "reemplazados": "superseded",
    "vigentes": "current",
}


@dataclass(frozen=True)
class Sought:
    """What somebody wants to see of a list. An empty ``kind``, ``hardness`` or ``state`` narrows nothing.

    ``kind`` is a parameter's kind in the list of parameters, else a kind of record.
    """

    register: Register
    kind: str = ""
    hardness: str = ""
    state: str = RecordState.CURRENT.value
    mine: bool = False
    page: int = 1

    @property
    def token(self) -> str:
        """The same as one short string, as a button carries it."""
        parts = (self.register, self.kind, self.hardness, self.state, "mine" if self.mine else "", self.page)
        return SEPARATOR.join(str(part) for part in parts)

    def at(self, page: int) -> "Sought":
        """Return another page of the same."""
        return replace(self, page=page)


def from_token(token: str) -> Sought:
    """Return what ``Sought.token`` wrote."""
    register, kind, hardness, state, mine, page = token.split(SEPARATOR)
    return Sought(Register(register), kind, hardness, state, mine == "mine", int(page))


def kinds_offered(register: Register) -> Sequence[StrEnum]:
    """Return the kinds that a list can be narrowed to."""
    return tuple(ParameterKind) if register is Register.PARAMETERS else KINDS_IN[register]


def sought(register: Register, typed: str) -> Sought:
    """Return what words like ``soft privacy mine`` ask to see; words that mean nothing narrow nothing."""
    wanted = Sought(register)
    text = typed.casefold()
    for kind in kinds_offered(register):
        text = text.replace(f"{kind.replace('_', ' ')}s", kind).replace(kind.replace("_", " "), kind)
    for word in text.split():
        meant = SPANISH.get(word, word)
        if meant in MINE:
            wanted = replace(wanted, mine=True)
        elif meant in EVERYTHING:
            wanted = replace(wanted, state="")
        elif meant in set(RecordState):
            wanted = replace(wanted, state=meant)
        elif register is Register.PARAMETERS and meant in set(Hardness):
            wanted = replace(wanted, hardness=meant)
        elif meant in kinds_offered(register):
            wanted = replace(wanted, kind=meant)
    return wanted


def matches(record: Record, wanted: Sought, participant_id: str) -> bool:
    """Tell whether a record belongs to what is sought; ``participant_id`` is who looks."""
    if wanted.state and record.state != wanted.state:
        return False
    if wanted.kind and wanted.kind not in (kind_of(record), getattr(record, "kind", "")):
        return False
    if wanted.hardness and not (isinstance(record, Parameter) and record.hardness == wanted.hardness):
        return False
    return not wanted.mine or concerns(record, participant_id)


def concerns(kept: Kept, participant_id: str) -> bool:
    """Tell whether something on record is somebody's: recorded by them, or theirs to look after."""
    owners = kept.owner_ids if isinstance(kept, Action) else (getattr(kept, "owner_id", None),)
    people = (kept.recorded_by, *owners, getattr(kept, "looks_again_id", None))
    return bool(participant_id) and participant_id in people
