"""Every rule as a table of cases: who said what, and why it is decided or not."""

import itertools
from collections.abc import Iterator

import pytest

from bot.domain.choices import CHOICES, GRADES, BallotsBy, Choice, Missing, Rule
from bot.domain.people import Organisation, Participant, Role, Seat
from bot.domain.rules import RULES, Ballot, Bounds, ballots_of, is_settled, outcome

SHORT = {
    "c": Choice.CONSENT,
    "s": Choice.STAND_ASIDE,
    "w": Choice.CONCERN,
    "o": Choice.OBJECTION,
    "y": Choice.YES,
    "n": Choice.NO,
    "a": Choice.ABSTAIN,
    "v": Choice.ADVICE,
    "-": None,
    **{str(n): grade for n, grade in enumerate(GRADES, 1)},
}


def said(words: str) -> tuple[Ballot, ...]:
    """One letter a ballot; those after a bar are community partners'."""
    members, _, partners = words.partition("|")
    return (
        *(Ballot(f"m{n}", SHORT[one]) for n, one in enumerate(members)),
        *(Ballot(f"p{n}", SHORT[one], partner=True) for n, one in enumerate(partners)),
    )


CASES: dict[Rule, list[tuple[str, tuple[Missing, ...]]]] = {
    Rule.CONSENT: [
        ("----", (Missing.QUORUM, Missing.CONSENT)),
        ("cc--", ()),
        ("cs--", ()),
        ("cw--", ()),
        ("ss--", (Missing.CONSENT,)),
        ("ccco", (Missing.OBJECTION,)),
        ("cccc|-", (Missing.COMMUNITY_PARTNER,)),
        ("cc--|c-", ()),
        ("-----|c", (Missing.QUORUM,)),
        ("", (Missing.QUORUM, Missing.CONSENT)),
    ],
    Rule.CONSENSUS: [
        ("----", (Missing.QUORUM, Missing.THRESHOLD)),
        ("1235", ()),
        ("1255", (Missing.THRESHOLD,)),
        ("1118", (Missing.VETO,)),
        ("1448", (Missing.VETO, Missing.THRESHOLD)),
        ("14--", ()),
        ("44--", (Missing.THRESHOLD,)),
        ("1267", (Missing.THRESHOLD,)),
        (
            "11--|-",
            (
                Missing.QUORUM,
                Missing.COMMUNITY_PARTNER,
            ),
        ),
    ],
    Rule.MAJORITY: [
        ("----", (Missing.QUORUM, Missing.TIE)),
        ("yyn-", ()),
        ("ynn-", (Missing.REJECTED,)),
        ("yn--", (Missing.TIE,)),
        ("aaaa", (Missing.TIE,)),
        ("yaa-", ()),
        ("y---", (Missing.QUORUM,)),
        ("yyyy|-", (Missing.COMMUNITY_PARTNER,)),
        ("yyyy|n", ()),
    ],
    Rule.TWO_THIRDS: [
        ("yyn", ()),
        ("yyynn", (Missing.THRESHOLD,)),
        ("yn", (Missing.TIE,)),
        ("nny", (Missing.REJECTED,)),
        ("yaan-y", ()),
        ("y-----", (Missing.QUORUM,)),
    ],
    Rule.DELEGATED: [
        ("yy-", ()),
        ("yn-", (Missing.TIE,)),
        ("nn-", (Missing.REJECTED,)),
        ("y---", (Missing.QUORUM,)),
    ],
    Rule.ADVICE: [
        ("yvv", ()),
        ("nvv", (Missing.REJECTED,)),
        ("-vv", (Missing.DECIDER,)),
        ("y--", (Missing.ADVICE,)),
        ("yv-|-", (Missing.COMMUNITY_PARTNER,)),
        ("yv-|v", ()),
    ],
}
NAMED = {
    Rule.DELEGATED: {"group": ("m0", "m1", "m2"), "limits": "Up to 500 dollars"},
    Rule.ADVICE: {"decider": "m0", "asked": ("m1", "m2")},
}


def bounds(rule: Rule, **more: object) -> Bounds:
    return Bounds(rule, **{**NAMED.get(rule, {}), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "words", "missing"), [(rule, *case) for rule, cases in CASES.items() for case in cases]
)
def test_what_was_said_comes_to(rule: Rule, words: str, missing: tuple[Missing, ...]) -> None:
    assert outcome(said(words), bounds(rule)).reasons == missing


@pytest.mark.parametrize("rule", [*Rule])
def test_silence_is_never_consent(rule: Rule) -> None:
    assert not outcome(said("------|--"), bounds(rule)).passed
    assert not outcome((), bounds(rule)).passed


def test_every_rule_has_its_choices_and_its_cases() -> None:
    assert set(RULES) == set(CHOICES) == set(CASES) == set(Rule)


def test_advice_and_a_delegated_decision_say_who_and_within_which_limits() -> None:
    assert outcome(said("yv"), Bounds(Rule.ADVICE, decider="m0")).reasons == (Missing.ASKED,)
    assert outcome(said("yv"), Bounds(Rule.ADVICE, decider="m0", asked=("m0",))).reasons == (Missing.ASKED,)
    assert outcome(said("yy"), Bounds(Rule.DELEGATED, limits="500")).reasons == (Missing.GROUP,)
    assert outcome(said("yy"), Bounds(Rule.DELEGATED, group=("m0",))).reasons == (Missing.LIMITS,)


def test_the_decider_may_decide_against_the_advice_but_not_advise_themself() -> None:
    alone = (Ballot("m0", Choice.ADVICE), Ballot("m1"))
    assert Missing.ADVICE in outcome(alone, bounds(Rule.ADVICE)).reasons


class TestQuorum:
    def test_of_organisations_and_sectors(self) -> None:
        ballots = (
            Ballot("a", Choice.YES, "A", "health"),
            Ballot("b", Choice.YES, "B", "health"),
            Ballot("c"),
        )
        assert outcome(ballots, Bounds(Rule.MAJORITY, quorum_organisations=2)).passed
        assert outcome(ballots, Bounds(Rule.MAJORITY, quorum_organisations=3)).reasons == (
            Missing.ORGANISATIONS,
        )
        assert outcome(ballots, Bounds(Rule.MAJORITY, quorum_sectors=2)).reasons == (Missing.SECTORS,)

    def test_of_community_partners_is_never_more_than_there_are(self) -> None:
        assert outcome(said("yy|y"), Bounds(Rule.MAJORITY, quorum_partners=3)).passed
        assert not outcome(said("yyy|y-"), Bounds(Rule.MAJORITY, quorum_partners=2)).passed
        assert outcome(said("yyy|--"), Bounds(Rule.MAJORITY, quorum_partners=0)).passed

    def test_of_people_as_the_coalition_sets_it(self) -> None:
        assert not outcome(said("yy--"), Bounds(Rule.MAJORITY, quorum_percent=75)).passed
        assert outcome(said("yyy-"), Bounds(Rule.MAJORITY, quorum_percent=75)).passed


class TestBallotsByOrganisation:
    BY = Bounds(Rule.MAJORITY, BallotsBy.ORGANISATION)
    PEOPLE = (
        Participant("rep", "c", "Rep", organisation_id="A", seat=Seat.REPRESENTATIVE),
        Participant("alt", "c", "Alt", organisation_id="A", seat=Seat.ALTERNATE),
        Participant("eyes", "c", "Eyes", organisation_id="A", seat=Seat.WATCHES),
        Participant("bo", "c", "Bo", organisation_id="B"),
        Participant("bea", "c", "Bea", organisation_id="B"),
        Participant("solo", "c", "Solo"),
        Participant("pia", "c", "Pia", role=Role.COMMUNITY_PARTNER, organisation_id="A"),
        Participant("funder", "c", "Funder", role=Role.OBSERVER, organisation_id="F"),
    )

    def of(self, **choices: Choice) -> dict[str, Choice | None]:
        held = ballots_of(
            self.PEOPLE, choices, bounds=self.BY, organisations=(Organisation("A", "c", "A", "health"),)
        )
        return {one.holder: one.choice for one in held}

    def test_one_each_and_a_community_partner_and_people_of_none_have_their_own(self) -> None:
        assert set(self.of()) == {"A", "B", "solo", "pia"}

    def test_the_representative_speaks_and_else_the_alternate(self) -> None:
        assert self.of(rep=Choice.YES, alt=Choice.NO)["A"] is Choice.YES
        assert self.of(alt=Choice.NO)["A"] is Choice.NO
        assert self.of(eyes=Choice.NO)["A"] is None

    def test_where_none_is_named_whoever_of_the_organisation_speaks(self) -> None:
        assert self.of(bea=Choice.ABSTAIN)["B"] is Choice.ABSTAIN

    def test_a_partners_position_counts_as_one_beside_their_organisations(self) -> None:
        held = ballots_of(self.PEOPLE, {"pia": Choice.NO, "rep": Choice.YES}, bounds=self.BY)
        assert sum(one.partner for one in held) == 1
        assert {one.choice for one in held if one.organisation == "A"} == {Choice.YES, Choice.NO}

    def test_where_people_are_named_for_it_each_speaks_for_themselves(self) -> None:
        named = Bounds(Rule.ADVICE, BallotsBy.ORGANISATION, decider="bo", asked=("rep",))
        held = ballots_of(
            self.PEOPLE, {"bo": Choice.YES, "rep": Choice.ADVICE, "pia": Choice.ADVICE}, bounds=named
        )
        assert outcome(held, named).passed

    def test_an_objection_counts_for_whoever_speaks_for_the_organisation(self) -> None:
        held = ballots_of(self.PEOPLE, {}, ["rep"], bounds=self.BY)
        assert [one.holder for one in held if one.objects] == ["A"]


def test_whoever_left_counts_no_more_and_whoever_joins_late_counts() -> None:
    stay, left = Participant("a", "c", "A"), Participant("b", "c", "B")
    late = Participant("z", "c", "Z", role=Role.COMMUNITY_PARTNER)
    words = {"a": Choice.CONSENT, "b": Choice.CONSENT}
    assert len(ballots_of([stay], words)) == 1
    assert outcome(ballots_of([stay, left], words), Bounds()).passed
    assert outcome(ballots_of([stay, left, late], words), Bounds()).reasons == (Missing.COMMUNITY_PARTNER,)


def test_a_delegated_decision_is_the_groups_with_the_community_partners() -> None:
    people = [Participant(name, "c", name) for name in ("a", "b", "c")]
    people.append(Participant("p", "c", "P", role=Role.COMMUNITY_PARTNER))
    held = ballots_of(people, {}, bounds=Bounds(Rule.DELEGATED, group=("a", "b"), limits="500"))
    assert [one.holder for one in held] == ["a", "b", "p"]


def endings(ballots: tuple[Ballot, ...], rule: Rule) -> Iterator[tuple[Ballot, ...]]:
    """Yield every way in which those who are silent could still speak, or stay silent."""
    options = [
        [one]
        if one.choice
        else [Ballot(one.holder, choice, partner=one.partner) for choice in (None, *CHOICES[rule])]
        for one in ballots
    ]
    return itertools.product(*options)


@pytest.mark.parametrize("rule", [one for one in Rule if one is not Rule.ADVICE])
def test_settled_means_that_nothing_that_is_still_said_changes_it(rule: Rule) -> None:
    letters = [letter for letter, choice in SHORT.items() if choice in CHOICES[rule] or choice is None]
    for members in itertools.combinations_with_replacement(letters, 4):
        for partner in ("", "-", letters[0]):
            ballots = said("".join(members) + "|" + partner)
            if (
                ballots
                and sum(one.choice is None for one in ballots) <= 2
                and is_settled(ballots, bounds(rule))
            ):
                now = outcome(ballots, bounds(rule)).passed
                assert all(outcome(end, bounds(rule)).passed is now for end in endings(ballots, rule)), (
                    ballots
                )


@pytest.mark.parametrize(
    ("rule", "words", "settled"),
    [
        (Rule.CONSENT, "ccc-", False),
        (Rule.CONSENT, "cccc", True),
        (Rule.MAJORITY, "yyy--", True),
        (Rule.MAJORITY, "yy---", False),
        (Rule.MAJORITY, "nnn--", True),
        (Rule.MAJORITY, "yyy--|-", False),
        (Rule.ADVICE, "yvv-", True),
        (Rule.ADVICE, "yv--", False),
        (Rule.CONSENSUS, "8---", True),
    ],
)
def test_when_it_is_settled(rule: Rule, words: str, settled: bool) -> None:
    assert is_settled(said(words), bounds(rule)) is settled
