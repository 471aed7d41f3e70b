"""`tocsin why` in words: the quote in its surroundings, the chain of speakers, the rule, the grouping, the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from tocsin.exports import wording
from tocsin.exports.safe import line
from tocsin.storage.history import Step
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.why import ClaimWhy, EventWhy, ReportWhy, SourceWhy, Why


def lines(found: Why) -> Iterator[Text]:
    """The explanation, a line each."""
    return (each for each in (*_parts(found), *_history(found.history)) if each is not None)


def _parts(found: Why) -> Iterator[Text | None]:
    if isinstance(found, ClaimWhy):
        return _claim(found)
    if isinstance(found, EventWhy):
        return _event(found)
    return _report(found) if isinstance(found, ReportWhy) else _source(found)


def _claim(found: ClaimWhy) -> Iterator[Text | None]:
    claim = found.claim
    yield _head(f"Claim {found.id}", wording.code(claim), claim.status)
    yield from _quote(found)
    yield _fact("report", f"{found.report}: {found.outlet or 'outlet unknown'}, {found.published or 'undated'}")
    yield _fact("who", wording.actors(claim.actors))
    yield _fact("whom", wording.actors(claim.recipients))
    yield _fact("when", wording.when(claim))
    yield _fact("where", wording.where(claim.places))
    yield _fact("how many", wording.how_many(claim))
    yield _fact("according to", " < ".join(found.chain))
    yield _fact("coded so", f"{claim.rule} (confidence {claim.confidence:.2f})")
    yield _fact("event", f"{found.event} (score {found.score:.2f}: {found.grouping})")
    yield _fact("denies", found.denies or "")
    yield _fact("origin", found.origin)
    if found.item:
        yield from _item(found.item)
    yield _fact("credibility", f"{found.credibility}{' (unknown)' if found.credibility == '6' else ''}")


def _item(item: LedgerLine) -> Iterator[Text | None]:
    yield _fact("ledger", f"{item.id}: {item.state} ({item.note})")
    for each in item.outcomes:
        by = f" by {each.who}" if each.who else f" (score {each.score:.2f})"
        yield _fact("outcome", f"{each.outcome}, {each.state}{by}: {each.rule}")
        if each.quote:
            yield _fact(
                "its words", f"“{each.quote}” ({each.outlet or each.report}, {each.published}; {each.claim})", 4
            )


def _quote(found: ClaimWhy) -> Iterator[Text]:
    quote = found.quote
    before, after = (" ".join(words.split()) for words in (quote.before, quote.after))
    sentence = line(quote.sentence)
    yield Text.assemble(
        "  … ", (line(before) + " ", "dim"), (f"“{sentence}”", "bold"), (" " + line(after), "dim"), " …"
    )


def _event(found: EventWhy) -> Iterator[Text | None]:
    event = found.event
    code = f"{event.type}/{event.mode}" if event.mode else event.type
    yield _head(f"Event {found.id}", code, event.status)
    yield _fact("who", wording.actors(event.actors))
    yield _fact("whom", wording.actors(event.recipients))
    yield _fact("when", wording.interval(event.when))
    yield _fact("where", wording.where(event.places))
    outlets, origins = wording.many(event.outlets, "outlet"), wording.many(event.origins, "independent origin")
    yield _fact("sources", f"{outlets}, {origins}")
    yield _fact("credibility", f"{found.credibility}{' (unknown)' if found.credibility == '6' else ''}")
    if found.proposal:
        yield _fact("proposed", f"credibility {found.proposal.credibility}: {found.proposal.reason}")
    for conflict in found.conflicts:
        sides = (f"{side.says} ({side.speaker or side.outlet or side.report})" for side in conflict.sides)
        yield _fact("conflict", f"{conflict.about}: " + " against ".join(sides))
    for claim in found.claims:
        yield Text()
        outlet = f"{claim.outlet or 'outlet unknown'}, {claim.published or 'undated'}, origin {claim.origin}"
        yield Text.assemble((f"  {claim.id}", "bold"), f"  {line(outlet)}")
        yield _fact("words", f"“{claim.quote.sentence}”", 4)
        yield _fact("according to", " < ".join(claim.chain), 4)
        yield _fact("figures", wording.how_many(claim.claim), 4)
        yield _fact("here because", f"{claim.grouping} (score {claim.score:.2f})", 4)


def _report(found: ReportWhy) -> Iterator[Text | None]:
    report = found.report
    yield _head(f"Report {found.id}", report.outlet or "outlet unknown", report.published or "undated")
    yield _fact("title", report.title or "")
    yield _fact("address", report.url or "")
    yield _fact("origin", f"{report.origin}: {found.reason}")
    yield _fact("same origin", ", ".join(found.same_origin))
    yield _fact("story", report.story)
    yield from _claims(found.claims)


def _source(found: SourceWhy) -> Iterator[Text | None]:
    source = found.source
    yield _head(f"Source {source.name}", source.kind, f"reliability {source.reliability}")
    yield _fact("says", f"{wording.many(source.claims, 'claim')} in {wording.many(source.reports, 'report')}")
    yield from _claims(found.claims)


def _claims(claims: Iterable[tuple[str, str]]) -> Iterator[Text]:
    for name, words in claims:
        yield Text.assemble((f"  {name}", "bold"), f"  {line(words)}")


def _history(history: Iterable[Step]) -> Iterator[Text]:
    steps = list(history)
    if steps:
        yield Text()
        yield Text("History", "bold")
    for step in steps:
        words = f"{step.words} by {step.who}" if step.who else step.words
        yield Text(f"  {step.known[:19]}Z  {line(words)}: {line(step.reason)}")


def _head(*parts: str) -> Text:
    return Text(line("  ".join(parts)), "bold")


def _fact(name: str, words: str, indent: int = 2) -> Text | None:
    return Text(f"{' ' * indent}{name + ':':<14}{line(words)}") if words else None
