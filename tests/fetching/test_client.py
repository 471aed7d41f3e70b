"""Servers that misbehave cost little and are told from those that behave."""

from __future__ import annotations

import gzip
import socket
import zlib
from time import monotonic

import pytest

from tocsin.fetching import network
from tocsin.fetching.client import Client, Limits, _wait
from tocsin.fetching.errors import FetchError


def client(**given: object) -> Client:
    return Client(Limits(**{"private": True, "size": 100_000, "seconds": 5.0, "silence": 3.0} | given))  # type: ignore[arg-type]


def refused(site, path: str = "/x", **given: object) -> FetchError:
    begun = monotonic()
    with pytest.raises(FetchError) as error:
        client(**given).get(site.address + path)
    assert monotonic() - begun < 4.5
    return error.value


def endless(site, head: bytes, piece: bytes, pause: float):
    def deed(handler) -> None:
        handler.wfile.write(head)
        while not site.over.wait(pause):
            handler.wfile.write(piece)

    return deed


def test_what_a_page_says_comes_with_its_headers(site):
    site.says["/x"] = 200, {"Content-Type": "text/html; charset=latin-1", "ETag": '"a"'}, b"caf\xe9"
    answer = client(contact="desk@example.org").get(site.address + "/x#part")
    assert (answer.status, answer.body, answer.charset, answer.type) == (200, b"caf\xe9", "latin-1", "text/html")
    ((path, headers, _),) = site.asked
    assert path == "/x" and headers["User-Agent"].startswith("Tocsin/") and "desk@example.org" in headers["User-Agent"]


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda words: zlib.compress(words)[2:-4]])
def test_packed_bodies_are_unpacked(site, pack):
    name = "gzip" if pack is gzip.compress else "deflate"
    site.says["/x"] = 200, {"Content-Encoding": name}, pack(b"words " * 10_000)
    assert client().get(site.address + "/x").body == b"words " * 10_000


def test_a_body_that_drips_or_a_head_that_does_ends_in_time(site):
    site.says["/body"] = endless(site, b"HTTP/1.0 200 OK\r\n\r\n", b"x", 0.05)
    site.says["/head"] = endless(site, b"HTTP/1.0 200 OK\r\n", b"X: y\r\n", 0.05)
    site.says["/silent"] = endless(site, b"", b"", 0.05)
    for path in ("/body", "/head", "/silent"):
        error = refused(site, path, seconds=0.5)
        assert "too long" in error.message and error.passing


def test_a_body_without_end_is_cut_off(site):
    site.says["/x"] = endless(site, b"HTTP/1.0 200 OK\r\n\r\n", b"x" * 50_000, 0.0)
    assert "larger than 0.1 MB" in refused(site).message
    site.says["/x"] = 200, {"Content-Length": "99999999"}, b""
    assert "larger" in refused(site).message


def test_a_bomb_is_refused_before_it_is_unpacked(site):
    site.says["/x"] = 200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(90_000_000), 1)
    assert "larger" in refused(site, size=1_000_000).message
    twice = gzip.compress(gzip.compress(bytes(1000)))
    site.says["/x"] = 200, {"Content-Encoding": "gzip, gzip"}, twice
    assert "packed" in refused(site).message
    site.says["/x"] = 200, {"Content-Encoding": "br"}, b"\x0b\x02\x80abc\x03"
    assert "packed" in refused(site).message


def test_wrongly_packed_and_broken_off_bodies_are_refused(site):
    site.says["/x"] = 200, {"Content-Encoding": "gzip"}, b"plain words"
    assert "packed wrongly" in refused(site).message
    site.says["/x"] = 200, {"Content-Encoding": "gzip"}, gzip.compress(b"words " * 10_000)[:-30]
    assert "breaks off" in refused(site).message
    site.says["/x"] = 200, {"Content-Length": "500"}, b"only this"
    assert refused(site).passing


def test_answers_that_are_none(site):
    site.says["/x"] = lambda handler: handler.wfile.write(b"\x00\x01 nonsense\r\n\r\n")
    assert "web server" in refused(site).message
    site.says["/x"] = lambda handler: handler.wfile.write(b"HTTP/1.0 200 OK\r\n" + b"X: " + b"y" * 300_000)
    assert refused(site).passing
    for status, passing in ((403, False), (451, False), (500, True), (503, True)):
        site.says["/x"] = status, {}, b""
        assert (refused(site).message, refused(site).passing) == (f"answers {status}", passing)


def test_where_a_redirect_may_lead(site):
    site.says["/x"] = 301, {"Location": "../y?q=1#z"}, b""
    assert client().get(site.address + "/x").moved == site.address + "/y?q=1"
    for bad in (
        "file:///etc/passwd",
        "ftp://example.org/",
        "//user:pw@example.org/",
        "javascript:alert(1)",
        "http://[",
    ):
        site.says["/x"] = 302, {"Location": bad}, b""
        assert "is not fetched" in refused(site).message


def test_how_long_a_server_asks_to_wait():
    assert (_wait("120"), _wait(""), _wait("soon"), _wait("-5")) == (120.0, None, None, None)
    assert _wait("99999999") == 86_400.0
    assert _wait("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    later = _wait("Fri, 31 Dec 2200 23:59:59 GMT")
    assert later == 86_400.0


PRIVATE = """127.0.0.1 10.1.2.3 172.16.0.1 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255
    ::1 :: fe80::1%eth0 fd00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1
    64:ff9b::7f00:1 2002:7f00:1:: ff02::1 2001:db8::1"""
PUBLIC = "1.1.1.1 8.8.8.8 2606:4700::1111 64:ff9b::101:101 ::ffff:8.8.8.8"


def test_which_addresses_are_of_the_open_network():
    assert [address for address in PRIVATE.split() if network.is_public(address)] == []
    assert [address for address in PUBLIC.split() if not network.is_public(address)] == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_this_machine_is_not_asked_however_it_is_written(site, host):
    port = site.server.server_port
    with pytest.raises(FetchError, match=r"open network|not found|web server"):
        client(private=False).get(f"http://{host}:{port}/")
    assert site.asked == []


def test_a_name_that_changes_its_address_leads_nowhere(site, monkeypatch):
    """The address that was checked is the one connected to: there is no second look-up that could differ."""
    port = site.server.server_port
    looked_up = []

    def rebinding(host, *given, **named):
        looked_up.append(host)
        address = "127.0.0.2" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(network.socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.2")
    connected = []
    monkeypatch.setattr(
        network.httpcore.SyncBackend, "connect_tcp", lambda self, host, *_: connected.append(host) or _raise()
    )
    with pytest.raises(FetchError):
        client(private=False).get(f"http://rebinding.example:{port}/")
    assert (looked_up, connected) == (["rebinding.example"], ["127.0.0.2"])


def _raise():
    raise network.httpcore.ConnectError("nobody there")


def test_ports_that_are_not_for_the_web_are_left_alone():
    with pytest.raises(FetchError, match="port 25"):
        client(private=False).get("http://example.org:25/")
