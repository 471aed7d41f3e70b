"""The rules of `tocsin watch`: what rings, and where to. `docs/alerts.md` is their reference."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from tocsin.fetching.addresses import checked
from tocsin.fetching.errors import FetchError
from tocsin.knowledge.files import KnowledgeError, line_of, read_yaml
from tocsin.records import EventType, Status
from tocsin.storage.database import StoreError
from tocsin.storage.filters import Box, Filters

_VARIABLE: Final = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9.-]+")
_SHORTEST_SECRET: Final = 16
_LARGEST: Final = 1_000_000  # bytes of a file of rules
OF_EVENTS: Final = frozenset({"event", "origin", "contradiction"})

Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
When = Literal["claim", "event", "origin", "contradiction", "due", "overdue", "outcome", "grade", "volume"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Grade = Literal["A", "B", "C", "D", "E", "F", "1", "2", "3", "4", "5", "6"]
Outcome = Literal[
    "in-progress", "met", "met-early", "met-late", "partly", "missed", "superseded", "withdrawn", "unresolvable"
]
Wait = Annotated[float, Meta(ge=0.01, le=3600)]


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """Something of the file: a key that it does not know is a mistake."""


class Asked(Given, frozen=True):
    """The filters of a rule, as those of `tocsin list`."""

    status: Status | tuple[Status, ...] = ()
    type: EventType | tuple[EventType, ...] = ()
    actor: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    box: str | None = None
    search: str | None = None
    origins: Annotated[int, Meta(ge=1)] | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a day or a box that is none."""
        try:
            self.filters()
        except StoreError as error:
            raise ValueError(error.message) from error

    def filters(self, **more: Any) -> Filters:
        """As the store asks."""
        given = msgspec.structs.asdict(self)
        given |= {name: _many(given[name]) for name in ("status", "type")}
        return Filters(**given | {"box": Box.of(self.box) if self.box else None} | more)


class Rule(Given, frozen=True):
    """A condition, and the channels that an alert goes to."""

    name: Name
    when: When
    send: tuple[str, ...]
    filters: Asked = msgspec.field(default_factory=Asked)
    days: Annotated[int, Meta(ge=0, le=3660)] | None = None
    count: Literal["reports", "origins"] | None = None
    tail: Annotated[float, Meta(gt=0, lt=0.5)] | None = None
    least: Annotated[int, Meta(ge=1)] | None = None
    outcomes: Outcome | tuple[Outcome, ...] = ()
    proposed: bool = False
    grades: Grade | tuple[Grade, ...] = ()
    reliability: Reliability | tuple[Reliability, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """The outcomes or grades that ring; none given: all."""
        return _many(self.outcomes if self.when == "outcome" else self.grades)

    @property
    def reliable(self) -> tuple[str, ...]:
        """The grades of which a claim's source must have one; none given: all."""
        return _many(self.reliability)

    def __post_init__(self) -> None:
        """Raises ValueError for what the condition does not take."""
        if not self.send:
            raise ValueError("`send` names no channel")
        if self.days is not None and self.when not in {"due", "volume"}:
            raise ValueError("only `due` and `volume` take `days`")
        if self.when != "volume" and (self.count or self.tail or self.least):
            raise ValueError("only `volume` takes `count`, `tail` and `least`")
        for when, given in (("outcome", self.outcomes or self.proposed), ("grade", self.grades),
                            ("claim", self.reliability)):  # fmt: skip
            if given and self.when != when:
                key = {"outcome": "outcomes` and `proposed", "grade": "grades", "claim": "reliability"}[when]
                raise ValueError(f"only `{when}` takes `{key}`")
        if self.when == "grade" and self.filters != Asked():
            raise ValueError("`grade` takes no `filters`: a grade is of a source, a claim or an event")
        if self.filters.origins and self.when not in OF_EVENTS:
            raise ValueError(f"`{self.when}` takes no `origins`: only {', '.join(sorted(OF_EVENTS))} do")


class Stdout(Given, frozen=True, tag_field="to", tag="stdout"):
    """Standard output, a line an alert."""

    name: Name


class File(Given, frozen=True, tag_field="to", tag="file"):
    """A file of JSON lines, to which each alert is added."""

    name: Name
    path: Annotated[str, Meta(min_length=1)]
    wait: Wait = 5.0


class Webhook(Given, frozen=True, tag_field="to", tag="webhook"):
    """An address that each alert is posted to, signed."""

    name: Name
    url: str
    secret: str
    wait: Wait = 5.0

    def __post_init__(self) -> None:
        """Raises ValueError for an address that is not called."""
        try:
            checked(self.url)
        except FetchError as error:
            raise ValueError(error.message) from error


class Mail(Given, frozen=True, tag_field="to", tag="mail", rename={"sender": "from"}):
    """A mail server, and who gets each alert from it."""

    name: Name
    server: Annotated[str, Meta(pattern=r"^[A-Za-z0-9.:-]+$")]
    sender: str
    recipients: Annotated[tuple[str, ...], Meta(min_length=1)]
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = None
    ca: Annotated[str, Meta(min_length=1)] | None = None
    wait: Wait = 60.0

    def __post_init__(self) -> None:
        """Raises ValueError for a mail address that is none, and a password that would go in the open."""
        for address in (self.sender, *self.recipients):
            if not _ADDRESS.fullmatch(address):
                raise ValueError(f"{address[:80]!r} is no mail address such as desk@example.org")
        if (self.user is None) != (self.password is None):
            raise ValueError("`user` and `password` go together")
        if self.password is not None and self.tls == "none":
            raise ValueError("a password is not sent without `tls`")
        if self.ca is not None and self.tls == "none":
            raise ValueError("`ca` is for a server that is asked over TLS")


Channel = Stdout | File | Webhook | Mail


class _Whole(Given, frozen=True):
    channels: Annotated[tuple[Channel, ...], Meta(min_length=1)]
    rules: Annotated[tuple[Rule, ...], Meta(min_length=1)]


class RulesError(Exception):
    """A mistake in the rules; its text begins with file and line."""


class Rules(Struct, frozen=True):
    """A file of rules as read."""

    path: Path
    channels: tuple[Channel, ...]
    rules: tuple[Rule, ...]

    def secret(self, channel: Channel, field: str) -> str | None:
        """What a channel holds secret: of the environment where it names a variable as `$NAME`."""
        given: str | None = getattr(channel, field)
        variable = _VARIABLE.fullmatch(given or "")
        found = os.environ.get(variable[1]) if variable else given
        where: list[str | int] = ["channels", self.channels.index(channel), field]
        if variable and not found:
            raise _error(self.path, where, f"the environment has no variable {variable[1]}")
        if found is not None and field == "secret" and len(found) < _SHORTEST_SECRET:
            raise _error(self.path, where, f"a secret has {_SHORTEST_SECRET} characters or more")
        return found

    def plain(self) -> list[str]:
        """The channels whose secret stands in the file itself."""
        given = [(each, getattr(each, "secret", None) or getattr(each, "password", None)) for each in self.channels]
        return [each.name for each, secret in given if secret and not _VARIABLE.fullmatch(secret)]


def read(path: Path) -> Rules:
    """The rules in a file; raises RulesError with file and line of a mistake."""
    try:
        if path.stat().st_size > _LARGEST:
            raise RulesError(f"{path}: is larger than {_LARGEST // 1_000_000} MB")
        whole = read_yaml(path, _Whole)
    except OSError as error:
        raise RulesError(f"{path}: cannot be read: {error.strerror}") from error
    except KnowledgeError as error:
        raise RulesError(str(error)) from error
    for kind, given in (("channels", whole.channels), ("rules", whole.rules)):
        names = [each.name for each in given]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise _error(path, [kind, number, "name"], f"another one is called {name!r}")
    for number, each in enumerate(whole.channels):
        if isinstance(each, Mail) and each.ca and not (path.parent / each.ca).is_file():
            raise _error(path, ["channels", number, "ca"], f"there is no file {each.ca!r}")
    known = {each.name for each in whole.channels}
    for number, rule in enumerate(whole.rules):
        for channel in rule.send:
            if channel not in known:
                raise _error(path, ["rules", number, "send"], f"there is no channel {channel!r}")
    return Rules(path, whole.channels, whole.rules)


def _error(path: Path, where: list[str | int], message: str) -> RulesError:
    return RulesError(f"{path}:{line_of(path, where)}: {message}")


def _many(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given
