"""A screen for all tests, and a guard: it never asks the net."""

import socket
from typing import NoReturn

import pytest

from bot.screening import PersonScreen


class NetworkUsedError(AssertionError):
    """Something asked the net."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way out fails, names too."""

    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise NetworkUsedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def screen() -> PersonScreen:
    """One screen, as in the bot."""
    return PersonScreen()
