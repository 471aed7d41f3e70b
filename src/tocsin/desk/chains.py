"""Who says so, the innermost speaker first, the outlet that publishes it last."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tocsin.desk.index import STANDINGS, standing_of
from tocsin.records import Claim, Source
from tocsin.storage.listing import PUBLISHER
from tocsin.storage.lookups import party_key

NO_OUTLET = "outlet unknown"


class Link(Struct, frozen=True):
    """One speaker of a chain; `id` is what its page is called, null where nobody is named."""

    name: str
    kind: str
    id: str | None


def chain(sources: Iterable[Source], outlet: str | None) -> tuple[Link, ...]:
    """The speakers that the text names, then the outlet."""
    named = [Link(each.name, each.kind, party_key(each)) for each in sources]
    return (*named, Link(outlet or NO_OUTLET, PUBLISHER, outlet))


def standing(claim: Claim) -> str:
    """Which of the four standings a claim has by itself."""
    return STANDINGS[standing_of([claim], claim.status)]
