"""Fetching: public addresses alone, also after a redirect; tests serve on loopback with a rule of their own."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.ports.incoming import Unreadable
from bot.retrieval.fetching import WebFetcher, is_private

LOOPBACK = "127.0.0.1"


class Pages(BaseHTTPRequestHandler):
    """A few pages, and the hosts that were asked for."""

    asked: list[str]

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.asked.append(str(self.headers["Host"]))
        if self.path.startswith("/to/"):
            self._send(302, {"Location": self.path.removeprefix("/to/")})
        elif self.path == "/big":
            self._send(200, {}, b"x" * 5000)
        elif self.path == "/plan.md":
            self._send(200, {"Content-Type": "text/markdown"}, b"# Plan")
        else:
            self._send(404, {})

    def _send(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    handler = type("Handler", (Pages,), {"asked": []})
    server = ThreadingHTTPServer((LOOPBACK, 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def fetcher(**hosts: str) -> WebFetcher:
    """A web in which every host is on loopback, but those that are named; only loopback is public."""
    return WebFetcher(
        1000,
        private=lambda address: address != LOOPBACK,
        look_up=lambda host, _: [hosts.get(host.split(".")[0], LOOPBACK)],
    )


def reason(url: str, web: WebFetcher) -> str:
    with pytest.raises(Unreadable) as refused:
        web.fetch(url)
    return refused.value.reason


def test_a_file_is_fetched_under_the_name_that_was_asked_for(site: ThreadingHTTPServer) -> None:
    url = f"http://plans.example:{site.server_port}/plan.md"
    found = fetcher().fetch(url)
    assert (found.name, found.data, found.url, found.media_type) == (
        "plan.md",
        b"# Plan",
        url,
        "text/markdown",
    )
    assert site.RequestHandlerClass.asked == [f"plans.example:{site.server_port}"]  # type: ignore[attr-defined]


def test_a_redirect_is_followed_and_looked_at(site: ThreadingHTTPServer) -> None:
    base = f"http://plans.example:{site.server_port}"
    assert fetcher().fetch(f"{base}/to//plan.md").data == b"# Plan"
    inner = f"{base}/to/http://inner.example:{site.server_port}/plan.md"
    assert reason(inner, fetcher(inner="10.0.0.8")) == "private_address"
    assert reason(f"{base}/to/file:///etc/passwd", fetcher()) == "bad_url"


def test_redirects_come_to_an_end(site: ThreadingHTTPServer) -> None:
    base = f"http://plans.example:{site.server_port}"
    assert reason(f"{base}/to/" * 3 + "/to/" * 9, fetcher()) == "unreachable"


def test_too_much_and_nothing(site: ThreadingHTTPServer) -> None:
    base = f"http://plans.example:{site.server_port}"
    assert reason(f"{base}/big", fetcher()) == "huge"
    assert reason(f"{base}/nowhere", fetcher()) == "not_there"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "example.org",
        "",
        "http://",
        "http://a:b@example.org/",
        "http://x:99999/",
    ],
)
def test_what_is_no_address_of_the_web(url: str) -> None:
    assert reason(url, fetcher()) == "bad_url"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest", "http://10.1.2.3/",
     "http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/"],
)  # fmt: skip
def test_private_addresses_in_any_spelling_are_refused(url: str) -> None:
    assert reason(url, WebFetcher(1000)) in ("private_address", "unreachable")


def test_a_host_with_one_private_address_among_others_is_refused() -> None:
    web = WebFetcher(1000, look_up=lambda *_: ["93.184.216.34", "192.168.0.1"])
    assert reason("http://mixed.example/", web) == "private_address"


@pytest.mark.parametrize(
    ("address", "private"),
    [("127.0.0.1", True), ("10.0.0.1", True), ("172.16.0.1", True), ("192.168.1.1", True), ("169.254.1.1", True),
     ("100.64.0.1", True), ("0.0.0.0", True), ("224.0.0.1", True), ("::1", True), ("fe80::1%eth0", True),
     ("fc00::1", True), ("::ffff:10.0.0.1", True), ("2002:7f00:1::", True), ("64:ff9b:1::1", True),
     ("93.184.216.34", False), ("2606:4700::1111", False)],
)  # fmt: skip
def test_what_is_private(address: str, private: bool) -> None:
    assert is_private(address) is private
