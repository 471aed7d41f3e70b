"""The layouts that a store can be exported in: what each takes, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

from tocsin.exports import claims, hxl
from tocsin.exports.wording import many
from tocsin.storage.database import Database, StoreError
from tocsin.storage.filters import Filters


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be exported, and how."""

    filters: Filters
    form: str = "csv"
    tags: bool = False

    def check(self, layout: str, to_file: bool) -> None:
        """Raises StoreError where the layout does not take what is asked of it."""
        if layout != "claims" and self.form != "csv":
            raise StoreError(f"--format is for --as claims: {layout} has one form")
        if self.form == "parquet" and not to_file:
            raise StoreError("a Parquet file needs a name: give --to FILE")
        if self.tags and (layout not in hxl.TAGS or self.form != "csv"):
            raise StoreError("--hxl is for tables of text: " + ", ".join(hxl.TAGS))
        if self.filters.origins and layout in _OF_CLAIMS:
            raise StoreError(f"--origins is asked of events, and a row of {layout} is a claim")


Writer = Callable[[Database, Asked, IO[bytes]], Iterator[str]]


def _claims(database: Database, asked: Asked, out: IO[bytes]) -> Iterator[str]:
    written = claims.write(database, asked.filters, out, asked.form, tags=asked.tags)
    yield f"{many(written, 'claim')} written, a row each, whatever their status"


LAYOUTS: Final[Mapping[str, Writer]] = {"claims": _claims}
_OF_CLAIMS: Final = frozenset({"claims"})
