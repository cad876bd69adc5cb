"""The rules by which a group can decide, and what a member can say under each."""

from enum import StrEnum


class Rule(StrEnum):
    """How a group decides."""

    CONSENT = "consent"
    CONSENSUS = "consensus"
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    ADVICE = "advice"
    DELEGATED = "delegated"


class Choice(StrEnum):
    """What one member says to a proposal. The grades run from 1, wholehearted, to 8, "this must not happen"."""

    CONSENT = "consent"
    STAND_ASIDE = "stand_aside"
    CONCERN = "concern"
    OBJECTION = "objection"
    GRADE_1 = "grade_1"
    GRADE_2 = "grade_2"
    GRADE_3 = "grade_3"
    GRADE_4 = "grade_4"
    GRADE_5 = "grade_5"
    GRADE_6 = "grade_6"
    GRADE_7 = "grade_7"
    GRADE_8 = "grade_8"
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    ADVICE = "advice"

    @property
    def needs_reason(self) -> bool:
        """Tell whether this cannot be said without a reason."""
        return self in NEED_REASON

    @property
    def asks_reason(self) -> bool:
        """Tell whether a reason is asked for; a plain "no" may be said without one."""
        return self.needs_reason or self is Choice.NO

    @property
    def grade(self) -> int:
        """Return the grade from 1 to 8, or 0 for what is no grade."""
        return GRADES.index(self) + 1 if self in GRADES else 0


GRADES = tuple(choice for choice in Choice if choice.value.startswith("grade_"))
NEED_REASON = frozenset(
    {
        Choice.STAND_ASIDE,
        Choice.CONCERN,
        Choice.OBJECTION,
        *GRADES[4:],
        Choice.ADVICE,
    }
)
VOTE = (Choice.YES, Choice.NO, Choice.ABSTAIN)
CHOICES: dict[Rule, tuple[Choice, ...]] = {
    Rule.CONSENT: (Choice.CONSENT, Choice.STAND_ASIDE, Choice.CONCERN, Choice.OBJECTION),
    Rule.CONSENSUS: GRADES,
    Rule.MAJORITY: VOTE,
    Rule.TWO_THIRDS: VOTE,
    Rule.ADVICE: (Choice.ADVICE, Choice.YES, Choice.NO),
    Rule.DELEGATED: VOTE,
}


class BallotsBy(StrEnum):
    """Who holds a ballot. A community partner has one of their own under both."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Secrecy(StrEnum):
    """Who can see what a member said: everybody; the facilitator; nobody, not even in the database."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    DETACHED = "detached"


class Missing(StrEnum):
    """Why a proposal is not decided; each is a key of the voice texts."""

    QUORUM = "quorum"
    ORGANISATIONS = "organisations"
    SECTORS = "sectors"
    COMMUNITY_PARTNER = "community_partner"
    OBJECTION = "objection"
    CONSENT = "consent"
    VETO = "veto"
    THRESHOLD = "threshold"
    TIE = "tie"
    REJECTED = "rejected"
    ASKED = "asked"
    ADVICE = "advice"
    DECIDER = "decider"
    GROUP = "group"
    LIMITS = "limits"
