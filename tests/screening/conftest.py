"""A screen for all tests, and a guard: it never asks the net."""

import socket
from collections.abc import Iterator
from typing import NoReturn

import pytest

from bot.screening import PersonScreen


class NetworkUsedError(AssertionError):
    """Something asked the net."""


@pytest.fixture(autouse=True)
def attempts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every way out fails, names too; and is noted, for a library may swallow the failure."""
    noted: list[str] = []

    def refuse(*args: object, **_kwargs: object) -> NoReturn:
        noted.append(repr(args))
        raise NetworkUsedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield noted
    assert noted == []


@pytest.fixture(scope="session")
def screen() -> PersonScreen:
    """One screen, as in the bot."""
    return PersonScreen()
