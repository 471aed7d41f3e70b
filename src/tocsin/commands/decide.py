"""The verbs by which a person decides: each is kept with who and why, and none overwrites what was before."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tocsin.commands.store import Place, opened, say

app = typer.Typer()

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; your user name if not given.")]
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why.")]
_UNSAID = "no reason given"


class Reliability(StrEnum):
    """How reliable a source is (Admiralty): F where that cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


def user() -> str:
    """The name of who is logged in."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return "unknown"


@app.command(epilog="Example: tocsin merge news.tocsin e12ab e34cd --reason 'one raid, two names of the village'")
def merge(
    store: Place,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The event that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The event whose claims come to it.")],
    reason: Reason = _UNSAID,
    by: By = "",
) -> None:
    """Puts two events together, now and whenever their reports are read again."""
    with opened(store) as found:
        say(f"{other} is now in {found.merge(event, other, by or user(), reason)}")


@app.command(epilog="Example: tocsin split news.tocsin e12ab c7f01 --reason 'the raid of the day before'")
def split(
    store: Place,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The event.")],
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM", help="Its claims that are another event.")],
    reason: Reason = _UNSAID,
    by: By = "",
) -> None:
    """Parts claims from an event, now and whenever their reports are read again."""
    with opened(store) as found:
        print(found.split(event, claims, by or user(), reason))


class Decided(StrEnum):
    """What a person may make of a ledger item."""

    open = "open"
    in_progress = "in-progress"
    met = "met"
    met_early = "met-early"
    met_late = "met-late"
    partly = "partly"
    missed = "missed"
    superseded = "superseded"
    withdrawn = "withdrawn"
    unresolvable = "unresolvable"


@app.command(epilog="Example: tocsin resolve news.tocsin l12ab --outcome met --claim c7f01")
def resolve(
    store: Place,
    item: Annotated[str | None, typer.Argument(metavar="ITEM", help="The ledger item.")] = None,
    outcome: Annotated[Decided | None, typer.Option(help="What became of it.")] = None,
    claim: Annotated[str | None, typer.Option(metavar="ID", help="The claim in the store that settles it.")] = None,
    auto: Annotated[bool, typer.Option("--auto", help="Confirm the sure proposals of all undecided items.")] = False,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="With --auto: the day of the ledger's clock.")
    ] = None,
    reason: Reason = _UNSAID,
    by: By = "",
) -> None:
    """Closes a ledger item with the claim that settles it; only what a report in the store says settles anything."""
    if auto == bool(item and outcome) or (auto and (item or outcome or claim)):
        raise typer.BadParameter("give an ITEM and its --outcome, or --auto alone")
    from tocsin.storage.filters import Filters

    with opened(store) as found:
        if item and outcome:
            print(f"{item}\t{found.resolve(item, outcome.value, claim, by or user(), reason)}\t{claim or ''}")
        else:
            for line in found.settle(Filters(as_of=as_of).today):
                print("\t".join(line))


@app.command(epilog="Example: tocsin withdraw news.tocsin r12ab --reason 'the outlet took it back on Tuesday'")
def withdraw(
    store: Place,
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The id of the report.")],
    reason: Reason = _UNSAID,
    by: By = "",
) -> None:
    """Ends a report and all that rests on it: it stays in the store's past, and adding it again brings nothing back."""
    with opened(store) as found:
        say(f"{report} is withdrawn, with {found.withdraw(report, by or user(), reason)} claims")


@app.command(epilog="Example: tocsin grade news.tocsin 'The Post' --reliability B --reason 'corrects itself'")
def grade(
    store: Place,
    target: Annotated[str, typer.Argument(metavar="ID", help="A source (reliability), a claim or an event.")],
    reliability: Annotated[Reliability | None, typer.Option(help="Of a source: A to F (unknown).")] = None,
    credibility: Annotated[
        int | None, typer.Option(min=1, max=6, help="Of a claim or an event: 1 to 6 (unknown).")
    ] = None,
    reason: Reason = _UNSAID,
    by: By = "",
) -> None:
    """Grants a grade: reliability belongs to a source, credibility to a claim or an event. Both start as unknown."""
    if (reliability is None) == (credibility is None):
        raise typer.BadParameter("give either --reliability or --credibility")
    scale, value = ("reliability", str(reliability)) if reliability else ("credibility", str(credibility))
    with opened(store) as found:
        found.grade(scale, target, value, by or user(), reason)
        say(f"{target}: {scale} {value}")
