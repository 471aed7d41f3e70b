"""How an alert reaches people: standard output, a file, a webhook, a mail server. Nothing of a report is trusted."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

import msgspec

from tocsin.alerts.found import Alert
from tocsin.alerts.outbox import Delivery
from tocsin.alerts.rules import Channel, File, Mail, Rules, Stdout, Webhook
from tocsin.exports.safe import line, visible

if TYPE_CHECKING:
    import smtplib

_SECONDS: Final = 15.0  # for a server to answer
_LONGEST_SUBJECT: Final = 200
_LONGEST_WAIT: Final = 86_400.0  # that a server can make us wait
_PREFIX: Final = "whsec_"  # before a secret in base64, as Standard Webhooks writes it


class SendError(Exception):
    """Why an alert has not arrived; `after` is how many seconds the receiver wants to be left alone."""

    def __init__(self, message: str, after: float = 0.0) -> None:
        super().__init__(message)
        self.message, self.after = message, after


class Sender(Protocol):
    """A channel, ready to send."""

    def mark(self) -> int | None:
        """Where a try begins to write, kept for a later one; null where that could not tell."""
        ...

    def send(self, delivery: Delivery) -> None:
        """Sends an alert; raises SendError where it has not arrived for certain."""
        ...


def sender(channel: Channel, rules: Rules, out: TextIO, write: Callable[[Alert], str]) -> Sender:
    """The sender of a channel; raises RulesError where its secret is not to be had."""
    if isinstance(channel, Stdout):
        return ToStdout(out, write)
    if isinstance(channel, File):
        return ToFile(rules.path.parent / channel.path)
    if isinstance(channel, Webhook):
        return ToWebhook(channel.url, rules.secret(channel, "secret") or "")
    user, password = rules.secret(channel, "user"), rules.secret(channel, "password")
    return ToMail(channel, user, password, rules.path.parent)


def in_words(alert: Alert) -> str:
    """An alert in one line, with the words that it rests on first."""
    quotes = [f"“{quote.words}” ({quote.outlet or quote.report})" for quote in alert.quotes[:1]]
    return line(" | ".join([f"{alert.known[:19]}  {alert.rule}: {alert.title}", *quotes, alert.item]))


def in_json(alert: Alert) -> str:
    """An alert as a line of JSON."""
    return msgspec.json.encode(alert).decode()


class _Unmarked:
    def mark(self) -> None:
        """Nothing is written that a later try could find."""


class ToStdout(_Unmarked):
    """Standard output."""

    def __init__(self, out: TextIO, write: Callable[[Alert], str]) -> None:
        self._out, self._write = out, write

    def send(self, delivery: Delivery) -> None:
        """Writes a line."""
        self._out.write(self._write(msgspec.json.decode(delivery.body, type=Alert)) + "\n")
        self._out.flush()


class ToFile:
    """A file of JSON lines; a line that an interrupted try has written is not written again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mark(self) -> int:
        """The end of the file."""
        return self._path.stat().st_size if self._path.exists() else 0

    def send(self, delivery: Delivery) -> None:
        """Adds a line, and waits until it is on the disk."""
        wanted, mark = delivery.body + b"\n", delivery.mark or 0
        try:
            with self._path.open("ab+") as file:
                file.seek(mark)
                begun = file.read()
                if wanted in begun:
                    return
                if begun and wanted.startswith(begun):
                    file.truncate(mark)
                file.write(wanted)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SendError(f"{self._path} cannot be written: {error.strerror}") from error


class ToWebhook(_Unmarked):
    """An address to which each alert is posted, signed as Standard Webhooks has it."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._key = url, _key(secret)

    def send(self, delivery: Delivery) -> None:
        """Posts an alert; whatever is not answered with 2xx has not arrived. Nothing that is answered is read."""
        import httpx

        name, body, stamp = delivery.alert, delivery.body, str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"Tocsin/{version('tocsin')}",
            "Idempotency-Key": name,
            "webhook-id": name,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(self._key, name, stamp, body),
        }
        try:
            with (
                httpx.Client(timeout=_SECONDS, trust_env=False, follow_redirects=False) as client,
                client.stream("POST", self._url, content=body, headers=headers) as answer,
            ):
                status, told = answer.status_code, answer.headers.get("retry-after", "")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise SendError(f"{self._url} cannot be reached: {type(error).__name__}") from error
        if not 200 <= status < 300:
            after = min(float(told), _LONGEST_WAIT) if told.isascii() and told.isdecimal() else 0.0
            raise SendError(f"{self._url} answers {status}", after)


def signature(key: bytes, name: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over id, time and body, parted by full stops, in base64 after `v1,`."""
    signed = b".".join((name.encode(), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _key(secret: str) -> bytes:
    if not secret.startswith(_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        return secret.encode()


class ToMail(_Unmarked):
    """A mail server; each alert is a mail of plain text with a Message-ID that stays the same when it is sent again."""

    def __init__(self, channel: Mail, user: str | None, password: str | None, folder: Path = Path()) -> None:
        self._to, self._user, self._password, self._folder = channel, user, password, folder

    def send(self, delivery: Delivery) -> None:
        """Hands a mail to the server."""
        import smtplib

        message = mail(self._to, delivery.alert, msgspec.json.decode(delivery.body, type=Alert))
        try:
            with self._connected() as server:
                if self._user is not None and self._password is not None:
                    server.login(self._user, self._password)
                refused = server.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            raise SendError(f"mail server {self._to.server}: {line(str(error))[:200]}") from error
        if refused:
            raise SendError(f"mail server {self._to.server} does not take mail to {', '.join(refused)}")

    def _connected(self) -> smtplib.SMTP:
        import smtplib
        import ssl

        where: dict[str, Any] = {"host": self._to.server, "port": self._to.port, "timeout": _SECONDS}
        if self._to.tls == "none":
            return smtplib.SMTP(**where)
        trusted = ssl.create_default_context(cafile=self._folder / self._to.ca if self._to.ca else None)
        if self._to.tls == "tls":
            return smtplib.SMTP_SSL(**where, context=trusted)
        server = smtplib.SMTP(**where)
        try:
            server.starttls(context=trusted)
        except BaseException:
            server.close()
            raise
        return server


def mail(to: Mail, name: str, alert: Alert) -> EmailMessage:
    """The mail of an alert: no line break of a report reaches its head, and no HTML its body."""
    message = EmailMessage()
    message["Subject"] = line(f"[tocsin] {alert.rule}: {alert.title}")[:_LONGEST_SUBJECT]
    message["From"] = to.sender
    message["To"] = ", ".join(to.recipients)
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{name}@{to.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    told = [line(alert.title), f"known since {alert.known}; {alert.when} {line(alert.item)}", ""]
    for quote in alert.quotes:
        by = ", ".join(filter(None, (quote.outlet, quote.published, quote.url)))
        told += [f"“{visible(' '.join(quote.words.split()))}”", f"    {line(by)} (claim {line(quote.claim)})", ""]
    message.set_content("\n".join(told))
    return message
