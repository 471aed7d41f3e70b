"""Every alert arrives once: receivers that fail and go away, watchers that are killed in the midst of it."""

import base64
import hashlib
import hmac
import json
import multiprocessing
import os
import shutil
import signal
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from storage.conftest import empty  # noqa: F401
from storage.made import shelling
from tocsin.alerts.found import Alert, Quote
from tocsin.alerts.outbox import Delivery, Outbox, OutboxError
from tocsin.alerts.rules import Mail, read
from tocsin.alerts.senders import SendError, ToFile, ToMail, in_json, mail, sender
from tocsin.alerts.watching import Watch, start
from tocsin.storage.database import StoreError
from tocsin.storage.store import Store

SECRET = "a secret for this test"
RULES = """
channels:
  - {{name: hook, to: webhook, url: "http://127.0.0.1:{port}/in", secret: $HOOK, wait: 0.01}}
  - {{name: log, to: file, path: log.jsonl, wait: 0.01}}
rules:
  - {{name: shelled, when: claim, send: [hook, log]}}
"""


class Receiver:
    """Fails half the time, before or after it has taken an alert; what it has taken before it passes over."""

    def __init__(self):
        self.arrived, self.requests, self.kill = [], 0, {}
        self.server = None
        self.port = 0
        self.up()

    def up(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.take(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def down(self):
        self.server.shutdown()
        self.server.server_close()

    def take(self, asked):
        self.requests += 1
        body = asked.rfile.read(int(asked.headers["content-length"]))
        name, stamp = asked.headers["webhook-id"], asked.headers["webhook-timestamp"]
        made = hmac.new(SECRET.encode(), f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
        assert asked.headers["webhook-signature"] == "v1," + base64.b64encode(made).decode()
        assert asked.headers["idempotency-key"] == name == json.loads(body)["id"]
        before = self.requests % 4 == 1
        if not before and name not in self.arrived:
            self.arrived.append(name)
        if victim := self.kill.pop(self.requests, None):
            os.kill(victim(), signal.SIGKILL)
            return
        asked.send_response(503 if before or self.requests % 4 == 3 else 204)
        asked.end_headers()


def watching(folder):
    """What a watcher does, in a process of its own."""
    rules = read(folder / "rules.yaml")
    senders = {each.name: sender(each, rules, None, in_json) for each in rules.channels}
    with Store(folder / "news.tocsin", create=False) as store, Outbox(folder / "state") as outbox:
        Watch(store, rules, outbox, senders, lambda words: None).run(0.02)


def until(true, seconds=20):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it takes too long"
        time.sleep(0.01)


@pytest.fixture
def folder(tmp_path, empty, monkeypatch):  # noqa: F811
    shutil.copy(empty, tmp_path / "news.tocsin")
    monkeypatch.setenv("HOOK", SECRET)
    with Store(tmp_path / "news.tocsin") as store, Outbox(tmp_path / "state") as outbox:
        outbox.take((), start(store))
    return tmp_path


def add(folder, names):
    with Store(folder / "news.tocsin") as store:
        for name in names:
            store.add(shelling(name))


def test_every_alert_arrives_once_though_receiver_and_watcher_are_killed(folder):
    receiver = Receiver()
    (folder / "rules.yaml").write_text(RULES.format(port=receiver.port), "utf-8")
    names = [f"n{number}" for number in range(12)]
    fork = multiprocessing.get_context("fork")
    add(folder, names[:5])
    for round_, killed_after in enumerate((3, 4)):
        watcher = fork.Process(target=watching, args=(folder,))
        receiver.kill[receiver.requests + killed_after] = lambda watcher=watcher: watcher.pid
        watcher.start()
        watcher.join(20)
        assert watcher.exitcode == -signal.SIGKILL
        add(folder, names[5 + 3 * round_ : 8 + 3 * round_])
    receiver.down()  # as is the receiver
    watcher = fork.Process(target=watching, args=(folder,))
    watcher.start()
    add(folder, names[11:])
    time.sleep(0.1)
    receiver.up()
    until(lambda: len(receiver.arrived) == len(names))
    time.sleep(0.1)
    watcher.kill()
    watcher.join()
    rules = read(folder / "rules.yaml")
    senders = {each.name: sender(each, rules, None, in_json) for each in rules.channels}
    with Store(folder / "news.tocsin") as store, Outbox(folder / "state") as outbox:
        watch = Watch(store, rules, outbox, senders, lambda words: None)
        until(lambda: watch.run(0.01, once=True) == 0)
    receiver.down()
    items = sorted(f"{name}:shelled" for name in names)
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]
    assert sorted(line["item"] for line in lines) == items
    assert sorted(receiver.arrived) == sorted(line["id"] for line in lines)
    assert receiver.requests > len(names) * 1.5


def test_a_line_that_was_written_or_half_written_before_a_kill_is_there_once(tmp_path):
    to, path = ToFile(tmp_path / "log.jsonl"), tmp_path / "log.jsonl"
    path.write_bytes(b"{}\n")
    delivery = Delivery(1, "a", "log", 0, to.mark(), b'{"id":"a"}')
    for left in (b"", b'{"id', b'{"id":"a"}', b'{"id":"a"}\n', b'{"id":"a"}\n{"other":1}\n'):
        path.write_bytes(b"{}\n" + left)
        to.send(delivery)
        assert path.read_bytes().count(b'{"id":"a"}\n') == 1
        assert path.read_bytes().startswith(b'{}\n{"id":"a"}\n')
    with pytest.raises(SendError):
        ToFile(tmp_path / "none" / "log").send(delivery)


def test_a_state_is_of_one_store_and_of_one_watcher(folder, tmp_path):
    add(folder, ["n1"])
    with Store(folder / "news.tocsin") as store, Outbox(tmp_path / "other") as outbox:
        (folder / "rules.yaml").write_text(RULES.format(port=1), "utf-8")
        outbox.take((), start(store))
        with pytest.raises(OutboxError, match="another watcher"):
            Outbox(tmp_path / "other")
        with Store(tmp_path / "another.tocsin") as another, pytest.raises(StoreError, match="another store"):
            Watch(another, read(folder / "rules.yaml"), outbox, {}, print).look()
    for name in ("news.tocsin", "rules.yaml"):
        with pytest.raises(OutboxError):
            Outbox(folder / name)


WICKED = Alert(
    id="ab12",
    rule="raids",
    when="claim",
    item="c1",
    title="ASSAULT\r\nBcc: all@evil.example",
    known="2031-05-04",
    quotes=(Quote("c1", "r1", "The Post\n\n<script>", None, None, "He fell.\r\n.\r\nQUIT <b>now</b>\x1b[2J"),),
)
TO = Mail(name="m", server="127.0.0.1", sender="t@desk.example", recipients=("ann@desk.example",), tls="none")


def test_nothing_of_a_report_reaches_the_head_of_a_mail():
    made = mail(TO, "ab12", WICKED)
    assert made["Bcc"] is None
    assert made["Subject"] == "[tocsin] raids: ASSAULT Bcc: all@evil.example"
    assert (made["Message-ID"], made.get_content_type()) == ("<ab12@desk.example>", "text/plain")
    assert "\x1b" not in made.get_content()


class MailHandler(socketserver.StreamRequestHandler):
    """As much of a mail server as one mail needs."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while word := self.rfile.readline()[:4].upper():
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (line := self.rfile.readline()) != b".\r\n":
                    self.server.got += line
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 good\r\n")


def test_a_mail_arrives_and_a_server_that_is_away_is_an_error():
    with socketserver.TCPServer(("127.0.0.1", 0), MailHandler) as server:
        server.got = b""
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        port = server.server_address[1]
        to = Mail(name="m", server="127.0.0.1", port=port, sender=TO.sender, recipients=TO.recipients, tls="none")
        delivery = Delivery(1, "ab12", "m", 0, 0, in_json(WICKED).encode())
        ToMail(to, None, None).send(delivery)
        server.shutdown()
    assert b"Message-ID: <ab12@desk.example>" in server.got
    with pytest.raises(SendError, match="mail server"):
        ToMail(to, None, None).send(delivery)
