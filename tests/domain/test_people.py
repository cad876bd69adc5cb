"""Who may do what, and who sees what."""

from dataclasses import replace

import pytest

from bot.domain.people import Deed, Participant, Role, facilitators, may, sees

MEMBER = Participant("m", "c", "Mo")
PARTNER = Participant("p", "c", "Pia", role=Role.COMMUNITY_PARTNER)
OBSERVER = Participant("o", "c", "Obi", role=Role.OBSERVER)
FACILITATOR = Participant("f", "c", "Fae", facilitates=True)
WITH_FACILITATOR = (MEMBER, PARTNER, OBSERVER, FACILITATOR)
WITHOUT = (MEMBER, PARTNER, OBSERVER)
FOR_FACILITATORS = {Deed.STEER, Deed.CHANGE_SETTINGS}


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("person", [MEMBER, PARTNER, OBSERVER, FACILITATOR], ids=lambda one: one.name)
def test_what_each_may_do_where_somebody_facilitates(person: Participant, deed: Deed) -> None:
    allowed = {
        "Mo": set(Deed) - FOR_FACILITATORS,
        "Pia": set(Deed) - FOR_FACILITATORS,
        "Obi": {Deed.CONTRIBUTE},
        "Fae": set(Deed),
    }
    assert may(person, deed, WITH_FACILITATOR) == (deed in allowed[person.name])


@pytest.mark.parametrize("deed", sorted(FOR_FACILITATORS))
def test_where_nobody_facilitates_everybody_with_a_ballot_steers(deed: Deed) -> None:
    assert may(MEMBER, deed, WITHOUT)
    assert may(PARTNER, deed, WITHOUT)
    assert not may(OBSERVER, deed, WITHOUT)


def test_an_observer_who_facilitates_steers_and_still_does_not_decide() -> None:
    neutral = replace(OBSERVER, facilitates=True)
    assert may(neutral, Deed.STEER, (neutral, MEMBER))
    assert not may(neutral, Deed.TAKE_POSITION, (neutral, MEMBER))
    assert not neutral.has_ballot


def test_a_community_partner_always_has_a_ballot() -> None:
    assert PARTNER.has_ballot
    assert [role for role in Role if not replace(MEMBER, role=role).has_ballot] == [Role.OBSERVER]


def test_facilitators_are_told_in_the_order_of_the_people() -> None:
    second = replace(MEMBER, facilitates=True)
    assert facilitators((second, PARTNER, FACILITATOR)) == (second, FACILITATOR)
    assert facilitators(WITHOUT) == ()


@pytest.mark.parametrize(
    ("channel", "private", "place", "shown"),
    [
        ("COPEN", False, "CHOME", True),
        ("CHOME", False, "CHOME", True),
        ("CSECRET", True, "CHOME", False),
        ("CSECRET", True, "CSECRET", True),
        (None, True, "CHOME", False),
    ],
)
def test_what_a_private_channel_holds_is_shown_there_alone(
    channel: str | None, private: bool, place: str, shown: bool
) -> None:
    assert sees(channel, private, place) == shown
