"""Mail over TLS: a server whose certificate is trusted gets it, another gets neither mail nor password."""

from __future__ import annotations

import socket
import ssl

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tocsin.alerts.found import Alert
from tocsin.alerts.outbox import Delivery
from tocsin.alerts.rules import Mail, RulesError, read
from tocsin.alerts.senders import SendError, ToMail, in_json

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
ALERT = Alert(id="ab12", rule="raids", when="claim", item="c1", title="ASSAULT happened", known="2031-05-04")
DELIVERY = Delivery(1, "ab12", "post", 0, 0, in_json(ALERT).encode())
USER, PASSWORD = "ann", "a password for this test"


class Box:
    """What has arrived, and the passwords that were given."""

    def __init__(self):
        self.mails, self.given = [], []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope)
        return "250 taken"

    def asked(self, server, session, envelope, mechanism, login):
        self.given.append((login.login, login.password))
        return AuthResult(success=login.password == PASSWORD.encode(), handled=False)


def free() -> int:
    """A port that nothing listens on: the server asks its own address, so it cannot take any."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def authorities(tmp_path_factory):
    """A server's certificate, and the files of its authority and of a stranger's."""
    folder = tmp_path_factory.mktemp("ca")
    made = {name: trustme.CA(key_type=trustme.KeyType.ECDSA) for name in ("own", "other")}
    for name, ca in made.items():
        ca.cert_pem.write_to_path(str(folder / f"{name}.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made["own"].issue_cert("127.0.0.1").configure_cert(context)
    return folder, context


@pytest.fixture(params=["starttls", "tls"])
def served(request, authorities):
    """A server, how it is asked, and what it has got."""
    folder, context = authorities
    box = Box()
    ways = {"tls": {"ssl_context": context}, "starttls": {"tls_context": context, "require_starttls": True}}
    more = {"authenticator": box.asked, "auth_required": True, "auth_require_tls": request.param == "starttls"}
    server = Controller(box, hostname="127.0.0.1", port=free(), ready_timeout=10, **ways[request.param], **more)
    server.start()
    yield folder, request.param, server.port, box
    server.stop()


def sending(folder, tls, port, ca, password=PASSWORD):
    to = Mail(name="post", server="127.0.0.1", port=port, tls=tls, sender="t@desk.example", ca=ca,
              recipients=("ann@desk.example",), user=USER, password=password)  # fmt: skip
    ToMail(to, USER, password, folder).send(DELIVERY)


def test_a_server_whose_certificate_is_trusted_gets_the_mail(served):
    folder, tls, port, box = served
    sending(folder, tls, port, "own.pem")
    (got,) = box.mails
    assert b"Message-ID: <ab12@desk.example>" in got.content and got.rcpt_tos == ["ann@desk.example"]
    assert box.given == [(USER.encode(), PASSWORD.encode())]
    with pytest.raises(SendError, match="535"):
        sending(folder, tls, port, "own.pem", "wrong")


@pytest.mark.parametrize("ca", ["other.pem", None])
def test_another_certificate_is_refused_and_no_password_is_sent(served, ca):
    folder, tls, port, box = served
    with pytest.raises(SendError, match="certificate"):
        sending(folder, tls, port, ca)
    assert (box.mails, box.given) == ([], [])


def test_a_server_that_offers_no_tls_gets_nothing(authorities):
    folder, _ = authorities
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=free(), authenticator=box.asked, auth_require_tls=False)
    server.start()
    with pytest.raises(SendError, match="STARTTLS"):
        sending(folder, "starttls", server.port, "own.pem")
    server.stop()
    assert (box.mails, box.given) == ([], [])


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("tls: none, user: ann, password: $P", "a password is not sent without `tls`"),
        ("tls: none, ca: own.pem", "`ca` is for a server"),
        ("ca: none.pem", "there is no file 'none.pem'"),
    ],
)
def test_what_is_not_safe_or_not_there_is_a_mistake_in_the_rules(tmp_path, keys, words):
    path = tmp_path / "rules.yaml"
    channel = (
        f"{{name: post, to: mail, server: mx.example, from: t@desk.example, recipients: [a@desk.example], {keys}}}"
    )
    path.write_text(f"channels:\n  - {channel}\nrules:\n  - {{name: a, when: claim, send: [post]}}\n", "utf-8")
    with pytest.raises(RulesError, match=words):
        read(path)
