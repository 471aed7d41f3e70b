"""A source as its page shows it: how often alone, how often contradicted, what it says, its grades."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, select

from tocsin.desk.chains import Link, chain, standing
from tocsin.desk.tally import Voice
from tocsin.desk.voices import Voices
from tocsin.linking.conflicts import Conflict
from tocsin.storage import facts, loading, moments
from tocsin.storage.database import NotFound
from tocsin.storage.history import Step, steps
from tocsin.storage.listing import PUBLISHER
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import claim, grade, party, report

PAGE: Final = 50


class SourcedClaim(Struct, frozen=True):
    """A claim of a source, in short."""

    id: str
    report: str
    event: str
    published: str | None
    type: str
    mode: str | None
    status: str
    standing: str
    chain: tuple[Link, ...]
    quote: str


class SourceView(Struct, frozen=True):
    """A source with a page of its claims, the newest first, the first of its conflicts and its grades."""

    source: Voice
    claims: tuple[SourcedClaim, ...]
    conflicts: tuple[Conflict, ...]
    grades: tuple[Step, ...]
    page: int
    pages: int


def source_view(voices: Voices, name: str, page: int = 0) -> SourceView:
    """The page of a source; NotFound where nobody is called so."""
    voice, conflicts = voices.one(name)
    if voice is None:
        raise NotFound(f"no source in the store is called {name[:80]!r}")
    with voices.index.store.database.reading() as connection:
        at = moments.newest(connection)
        return SourceView(
            source=voice,
            claims=tuple(_short(row) for row in _claims(connection, at, voice, page)),
            conflicts=tuple(conflicts),
            grades=_grades(connection, at, voice.id),
            page=page,
            pages=-(-voice.claims // PAGE),
        )


def _claims(connection: Connection, at: int, voice: Voice, page: int) -> list[StoredClaim]:
    if voice.kind == PUBLISHER:
        its = claim.c.report_id.in_(select(report.c.report_id).where(report.c.outlet == voice.id))
    else:
        its = claim.c.seq.in_(select(party.c.claim).where(party.c.side == "source", party.c.key == voice.id))
    query = select(claim.c.seq).where(facts.standing(claim, at), its).order_by(claim.c.seq.desc())
    seqs = connection.execute(query.limit(PAGE).offset(page * PAGE)).scalars().all()
    return sorted(loading.claims(connection, at, seqs), key=lambda row: -row.seq)


def _short(row: StoredClaim) -> SourcedClaim:
    return SourcedClaim(
        id=row.claim.id,
        report=row.report,
        event=row.event,
        published=row.published,
        type=row.claim.type,
        mode=row.claim.mode,
        status=row.claim.status,
        standing=standing(row.claim),
        chain=chain(row.claim.sources, row.outlet),
        quote=row.claim.sentence.text,
    )


def _grades(connection: Connection, at: int, name: str) -> tuple[Step, ...]:
    """The reliabilities that were granted, oldest first."""
    found = steps(connection, at, grade, "target", [name])
    return tuple(step for _, step in sorted(found, key=lambda pair: pair[0]))
