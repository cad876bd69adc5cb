"""Every message stands in the outbox as JSON, and comes back as it was."""

import json
from dataclasses import fields
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.messages import Say, Screened
from bot.storage.codec import MESSAGES, delivery_body, delivery_from, message_from_json, message_to_json
from tests.fakes import MONDAY

st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
# What a digest carries is any message.
st.register_type_strategy(object, st.builds(Screened, st.tuples(st.text(max_size=4))))
MOMENTS = st.datetimes(timezones=st.just(UTC))


def made(kind: type) -> st.SearchStrategy[Any]:
    """Any value of a kind; moments are in UTC, as the clock gives them."""
    return st.from_type(kind)


@pytest.fixture(autouse=True, scope="module")
def moments_in_utc() -> None:
    from datetime import datetime

    st.register_type_strategy(datetime, MOMENTS)


@pytest.mark.parametrize("name", sorted(MESSAGES))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_message_comes_back_as_it_was(name: str, data: st.DataObject) -> None:
    message = data.draw(made(MESSAGES[name]))
    told = json.loads(json.dumps(message_to_json(message)))
    back = message_from_json(told)
    assert back == message
    assert type(back) is type(message)


def test_a_number_stays_a_number_and_a_text_a_text() -> None:
    said = Say.of("weekly.on", weekday=1, at="10", zone="UTC")
    back = message_from_json(json.loads(json.dumps(message_to_json(said))))
    assert isinstance(back, Say)
    assert {name: type(value) for name, value in back.params} == {"weekday": int, "at": str, "zone": str}


@pytest.mark.parametrize("kind", DeliveryKind)
def test_a_delivery_comes_back_as_it_was(kind: DeliveryKind) -> None:
    planned = Delivery(
        "k",
        kind,
        "C1",
        Screened(("phone",)),
        "es",
        "UPIA",
        "p",
        "ts:1.2",
        MONDAY,
        MONDAY + timedelta(hours=1),
    )
    columns = {field.name: getattr(planned, field.name) for field in fields(planned)}
    row = {**columns, "body": json.loads(json.dumps(delivery_body(planned)))}
    assert delivery_from(row) == planned


def test_no_message_is_no_message() -> None:
    assert message_to_json(None) is None
    assert message_from_json(None) is None
