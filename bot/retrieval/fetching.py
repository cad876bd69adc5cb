"""Fetching from the web: only public addresses, looked up once and connected to as looked up."""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from bot.ports.incoming import File, Unreadable

if TYPE_CHECKING:
    import httpx

SCHEMES = ("http", "https")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOPS = 5
# Addresses of IPv4 behind a translator, which may be private ones.
TRANSLATED = ipaddress.ip_network("64:ff9b::/32")
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 15.0, 60.0


def is_private(address: str) -> bool:
    """Tell whether an address is not one of the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_private(str(inner))
        if found in TRANSLATED:
            return True
    return not found.is_global or found.is_multicast


def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the resolver tells."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(told[4][0]) for told in found))


@dataclass(frozen=True)
class WebFetcher:
    """The Fetcher port. ``private`` and ``look_up`` are there for tests, which serve on loopback."""

    limit: int
    private: Callable[[str], bool] = is_private
    look_up: Callable[[str, int], list[str]] = looked_up
    whole: float = WHOLE_SECONDS

    def fetch(self, url: str) -> File:
        """Return what stands at an address. Redirects are followed by hand, each looked at like the first."""
        import httpx

        begun, place = time.monotonic(), url
        timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        try:
            with httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client:
                for _ in range(HOPS):
                    answer = self._once(client, place, begun)
                    if isinstance(answer, File):
                        return File(answer.name, answer.data, url, answer.media_type)
                    place = answer
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as failed:
            raise Unreadable("unreachable") from failed
        raise Unreadable("unreachable")

    def _once(self, client: "httpx.Client", url: str, begun: float) -> File | str:
        """Return the file, or the address that it has moved to."""
        request = self._request(client, url)
        answer = client.send(request, stream=True)
        try:
            if answer.status_code in REDIRECTS:
                return urljoin(url, str(answer.headers.get("location", "")))
            if answer.status_code != 200:
                raise Unreadable("not_there", status=answer.status_code)
            return File(_name(url), self._body(answer, begun), url, answer.headers.get("content-type", ""))
        finally:
            answer.close()

    def _request(self, client: "httpx.Client", url: str) -> "httpx.Request":
        """Return a request to the looked-up address itself, so that a second look-up can't say otherwise."""
        import httpx

        host, port = _checked(url)
        address = self._address(host, port)
        where = httpx.URL(url)
        headers = {"Host": where.netloc.decode(), "Accept-Encoding": "identity", "User-Agent": "Convener"}
        return client.build_request(
            "GET", where.copy_with(host=address), headers=headers, extensions={"sni_hostname": host}
        )

    def _address(self, host: str, port: int) -> str:
        try:
            addresses = self.look_up(host, port)
        except (OSError, UnicodeError) as unknown:
            raise Unreadable("unreachable") from unknown
        if not addresses or any(self.private(address) for address in addresses):
            raise Unreadable("private_address")
        return addresses[0]

    def _body(self, answer: "httpx.Response", begun: float) -> bytes:
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise Unreadable("unreachable")
        held = bytearray()
        for chunk in answer.iter_raw():
            held += chunk
            if len(held) > self.limit:
                raise Unreadable("huge", limit=self.limit // 1_000_000)
            if time.monotonic() - begun > self.whole:
                raise Unreadable("unreachable")
        return bytes(held)


def _checked(url: str) -> tuple[str, int]:
    """Return an address's host and port. Raises Unreadable where it is none of the web."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as wrong:
        raise Unreadable("bad_url") from wrong
    if parts.scheme not in SCHEMES or not parts.hostname or parts.username or parts.password:
        raise Unreadable("bad_url")
    return parts.hostname, port


def _name(url: str) -> str:
    parts = urlsplit(url)
    return unquote(PurePosixPath(parts.path).name) or parts.hostname or url
