"""`tocsin watch`: alerts on what a store comes to know, by the rules in a file."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.commands.options import NOT_ALL, WRONG_USAGE
from tocsin.commands.store import Place, opened, say
from tocsin.commands.talk import output

if TYPE_CHECKING:
    from collections.abc import Callable

    from tocsin.alerts.found import Alert
    from tocsin.alerts.rules import Rules
    from tocsin.storage.store import Store

app = typer.Typer()


class Form(StrEnum):
    """How an alert is written to standard output."""

    text = "text"
    jsonl = "jsonl"


@app.command(epilog="Example: tocsin watch news.tocsin rules.yaml --dry-run --since 2021-07-01")
def watch(
    store: Place,
    rules: Annotated[Path, typer.Argument(metavar="RULES", help="The file of rules; docs/alerts.md explains them.")],
    state: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What has rung and what waits; beside the rules if not given.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Begin with what was known on this day (else now).")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would have rung since a day; send and keep nothing.")
    ] = False,
    once: Annotated[bool, typer.Option("--once", help="Look and deliver once, as from cron.")] = False,
    every: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Between two looks at the store.")] = 10.0,
    format: Annotated[Form, typer.Option(help="How alerts are written to standard output.")] = Form.text,
) -> None:
    """Alerts when claims, events, contradictions, due dates or numbers of reports fit your rules, until it is stopped.

    Each item rings once. What could not be delivered is tried again, also after a restart.
    Exit code 0: all was delivered; 1: with --once, some deliveries wait; 2: wrong usage, a mistake in the rules.
    """
    from tocsin.alerts.outbox import OutboxError
    from tocsin.alerts.rules import RulesError, read
    from tocsin.alerts.senders import in_json, in_words

    day = _day(since)
    if dry_run and day is None:
        raise typer.BadParameter("say since which day", param_hint="--since")
    write = in_words if format is Form.text else in_json
    try:
        given = read(rules)
        with opened(store) as found:
            if dry_run:
                _dry(found, given, day or date.min, write)
            elif waiting := _watch(found, given, state or rules.with_suffix(".alerts"), day, every, once, write):
                say(f"{waiting} deliveries wait")
                raise typer.Exit(NOT_ALL)
    except (RulesError, OutboxError) as error:
        say(f"tocsin: {error}")
        raise typer.Exit(WRONG_USAGE) from error


def _day(words: str | None) -> date | None:
    try:
        day = date.fromisoformat(words) if words else None
    except ValueError as error:
        raise typer.BadParameter(f"{words!r} is no day such as 2021-07-08", param_hint="--since") from error
    if day is not None and day > date.today():
        raise typer.BadParameter(f"{day} is yet to come", param_hint="--since")
    return day


def _dry(store: Store, rules: Rules, since: date, write: Callable[[Alert], str]) -> None:
    """Shows what would have rung, each item once."""
    from tocsin.alerts.watching import rings, start, today

    out, seen = output(), set[str]()
    for alerts, _ in rings(store, rules.rules, start(store, since), today()):
        for _, alert in alerts:
            if alert.id not in seen:
                seen.add(alert.id)
                out.write(write(alert) + "\n")
    out.flush()
    say(f"{len(seen)} alerts would have rung since {since}; nothing was sent")


def _watch(
    store: Store,
    rules: Rules,
    state: Path,
    since: date | None,
    every: float,
    once: bool,
    write: Callable[[Alert], str],
) -> int:
    from tocsin.alerts.outbox import Outbox
    from tocsin.alerts.senders import sender
    from tocsin.alerts.watching import Watch, start

    senders = {each.name: sender(each, rules, output(), write) for each in rules.channels}
    for name in rules.plain():
        say(f"{rules.path}: the secret of {name} stands in the file itself; $NAME takes it from the environment")
    with Outbox(state) as outbox:
        if since is not None and outbox.position() is not None:
            raise typer.BadParameter(f"{state} has begun already: it goes on from there", param_hint="--since")
        if since is not None:
            outbox.take((), start(store, since))
        for name, number in outbox.waiting().items():
            if name not in senders:
                say(f"{number} deliveries wait for {name}, which the rules do not name")
        try:
            return Watch(store, rules, outbox, senders, say).run(every, once=once)
        except KeyboardInterrupt:
            say("stopped; what waits is delivered the next time")
            return 0
