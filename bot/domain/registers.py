"""The lists of what is on record: which kinds stand in which, and how they are narrowed down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.actions import Action, ActionState
from bot.domain.decisions import DecisionState
from bot.domain.kept import Kept, kind_of
from bot.domain.records import Hardness, Parameter, ParameterKind, RecordKind, RecordState

SEPARATOR = ":"


class Register(StrEnum):
    """The lists."""

    DECISIONS = "decisions"
    ACTIONS = "actions"
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
OF_RECORDS = tuple(KINDS_IN)
UNDER_WAY = "under_way"
STATES: dict[Register, tuple[str, ...]] = {
    Register.DECISIONS: tuple(DecisionState),
    Register.ACTIONS: (UNDER_WAY, *(one for one in ActionState if one is not ActionState.OPEN)),
    **dict.fromkeys(KINDS_IN, tuple(RecordState)),
}
MINE = ("mine", "mías", "mias", "míos", "mios")
EVERYTHING = ("all", "todo", "todos", "todas")
MEANT = {
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
    "open": UNDER_WAY,
    "abiertas": UNDER_WAY,
    "bloqueadas": "blocked",
    "trabadas": "blocked",
    "riesgo": "at_risk",
    "hechas": "done",
    "descartadas": "dropped",
    "provisionales": "provisional",
    "finales": "final",
    "firmes": "final",
    "anotadas": "noted",
    "reabiertas": "reopened",
    "reemplazadas": "superseded",
}


@dataclass(frozen=True)
class Sought:
    """What somebody wants to see of a list. An empty ``kind``, ``hardness`` or ``state`` narrows nothing.

    ``kind`` is a parameter's kind in the list of parameters, else a kind of record; ``state`` one of ``STATES``.
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


ALL_DECISIONS = Sought(Register.DECISIONS, state="")
ALL_ACTIONS = Sought(Register.ACTIONS, state="")


def whole(register: Register, page: int = 1) -> Sought:
    """Return what a list shows when nothing is asked of it: of records, those that hold."""
    return Sought(register, page=page) if register in OF_RECORDS else Sought(register, state="", page=page)


def pressed_for(register: Register, carried: str) -> Sought:
    """Return what a button of a list asks to see: the number of a page of all of it, or what it narrows to."""
    return from_token(carried) if SEPARATOR in carried else whole(register, int(carried))


def from_token(token: str) -> Sought:
    """Return what ``Sought.token`` wrote."""
    register, kind, hardness, state, mine, page = token.split(SEPARATOR)
    return Sought(Register(register), kind, hardness, state, mine == "mine", int(page))


def kinds_offered(register: Register) -> Sequence[StrEnum]:
    """Return the kinds that a list can be narrowed to."""
    return tuple(ParameterKind) if register is Register.PARAMETERS else KINDS_IN.get(register, ())


def sought(register: Register, typed: str) -> Sought:
    """Return what words like ``soft privacy mine`` ask to see; words that mean nothing narrow nothing."""
    wanted = whole(register)
    for meant in _meant(register, typed):
        if meant in MINE:
            wanted = replace(wanted, mine=True)
        elif meant in EVERYTHING:
            wanted = replace(wanted, state="")
        elif meant in STATES[register]:
            wanted = replace(wanted, state=meant)
        elif register is Register.PARAMETERS and meant in set(Hardness):
            wanted = replace(wanted, hardness=meant)
        elif meant in kinds_offered(register):
            wanted = replace(wanted, kind=meant)
    return wanted


def narrows(register: Register, typed: str) -> bool:
    """Tell whether all words after a list's name ask to see a part of it; a question has other words, too."""
    known = {*MINE, *EVERYTHING, *STATES[register], *kinds_offered(register)}
    hardness = set(Hardness) if register is Register.PARAMETERS else set()
    return {*_meant(register, typed)} <= {*known, *hardness}


def _meant(register: Register, typed: str) -> list[str]:
    """Return what each of these words means; those of two words become one."""
    text = typed.casefold()
    for kind in (*kinds_offered(register), *STATES[register]):
        text = text.replace(f"{kind.replace('_', ' ')}s", kind).replace(kind.replace("_", " "), kind)
    return [MEANT.get(word, word) for word in text.split()]


def matches(record: Kept, wanted: Sought, participant_id: str) -> bool:
    """Tell whether something on record belongs to what is sought; ``participant_id`` is who looks."""
    if wanted.state and not _stands(record, wanted.state):
        return False
    if wanted.kind and wanted.kind not in (kind_of(record), getattr(record, "kind", "")):
        return False
    if wanted.hardness and not (isinstance(record, Parameter) and record.hardness == wanted.hardness):
        return False
    return not wanted.mine or concerns(record, participant_id)


def _stands(kept: Kept, state: str) -> bool:
    return kept.is_open if isinstance(kept, Action) and state == UNDER_WAY else kept.state == state


def concerns(kept: Kept, participant_id: str) -> bool:
    """Tell whether something on record is somebody's: recorded by them, or theirs to look after."""
    owners = kept.owner_ids if isinstance(kept, Action) else (getattr(kept, "owner_id", None),)
    people = (kept.recorded_by, *owners, getattr(kept, "looks_again_id", None))
    return bool(participant_id) and participant_id in people
