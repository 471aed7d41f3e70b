"""A store as a notebook shows it: what it lists as pandas frames, and claims with their words marked.

pandas is asked for only when a frame is: `pip install pandas`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from tocsin.exports import claims as claims_table
from tocsin.exports import columns, wording
from tocsin.exports.safe import visible
from tocsin.storage.database import StoreError
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim
from tocsin.storage.store import Store

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

_SHOWN: Final = 20  # claims that a cell of a notebook shows
_HEAD: Final = Markup(
    "<table><thead><tr><th>status</th><th>what</th><th>in the report's words</th><th>according to</th>"
    "<th>published</th><th>claim</th></tr></thead><tbody>"
)
_ROW: Final = Markup(
    '<tr><td>{status}</td><td>{what}</td><td style="text-align:left;white-space:normal">{words}</td>'
    '<td style="text-align:left">{says}</td><td>{published}</td><td><code>{claim}</code></td></tr>'
)


def open(place: str | Path) -> Notebook:
    """The store in this file, or in this PostgreSQL database; it is made where there is none."""
    return Notebook(place)


class Quotes(Sequence[StoredClaim]):
    """Claims that a notebook shows with their words marked; otherwise a sequence of them."""

    def __init__(self, claims: Sequence[StoredClaim], more: bool = False) -> None:
        """`more`: there are others that fit."""
        self._claims, self._more = claims, more

    def __len__(self) -> int:
        return len(self._claims)

    def __getitem__(self, number: Any) -> Any:
        return self._claims[number]

    def __repr__(self) -> str:
        return "\n".join(
            f"{row.claim.status:12} {wording.code(row.claim)}: {visible(row.claim.sentence.text)}" for row in self
        )

    def _repr_html_(self) -> str:
        """The claims as a table. All that comes from a report is escaped."""
        note = Markup("<p>There are more: narrow the search, or give a limit.</p>") if self._more else Markup("")
        return _HEAD + Markup("").join(map(_row, self._claims)) + Markup("</tbody></table>") + note


def _row(row: StoredClaim) -> Markup:
    return _ROW.format(
        status=row.claim.status,
        what=wording.code(row.claim),
        words=_marked(row),
        says=visible(wording.chain(row.claim.sources) or wording.OWN_WORD),
        published=visible(", ".join(filter(None, (row.outlet, row.published)))),
        claim=row.claim.id,
    )


def _marked(row: StoredClaim) -> Markup:
    """The sentence, with the words that report the event marked."""
    sentence, trigger = row.claim.sentence, row.claim.trigger
    if not sentence.start <= trigger.start <= trigger.end <= sentence.end:
        return Markup("{}").format(visible(sentence.text))
    start, end = trigger.start - sentence.start, trigger.end - sentence.start
    parts = (sentence.text[:start], sentence.text[start:end], sentence.text[end:])
    return Markup("{}<mark>{}</mark>{}").format(*map(visible, parts))


class Notebook(Store):
    """A store whose listings are frames: `.claims`, `.events`, `.reports`, `.sources`, `.actors`, and so on."""

    @property
    def claims(self) -> pd.DataFrame:
        """A row a claim, the columns of the claims table; days are days, and what is unknown is missing."""
        return self.frame("claims")

    @property
    def events(self) -> pd.DataFrame:
        """A row an event, with outlets and origins counted apart."""
        return self.frame("events")

    @property
    def reports(self) -> pd.DataFrame:
        """A row a report."""
        return self.frame("reports")

    @property
    def sources(self) -> pd.DataFrame:
        """A row for whoever is said to say something, and for each outlet."""
        return self.frame("sources")

    @property
    def actors(self) -> pd.DataFrame:
        """A row for whoever acts or is acted upon."""
        return self.frame("actors")

    @property
    def ledger(self) -> pd.DataFrame:
        """A row for each thing that has not happened yet."""
        return self.frame("ledger")

    @property
    def conflicts(self) -> pd.DataFrame:
        """A row for two statements about one event that cannot both be right."""
        return self.frame("conflicts")

    def frame(self, kind: str, filters: Filters | None = None, **asked: Any) -> pd.DataFrame:
        """What the store lists of a kind as a frame; `asked` as in Filters."""
        pandas = _pandas()
        filters = filters or Filters(**asked)
        if kind == "claims":
            table = claims_table.table(self.database, filters)
            return table.to_pandas(types_mapper=pandas.ArrowDtype)
        names, values = zip(*columns.OF[kind], strict=True)
        with self.rows(kind, filters) as rows:
            return pandas.DataFrame([[value(row) for value in values] for row in rows], columns=list(names))

    def quotes(self, limit: int = _SHOWN, **asked: Any) -> Quotes:
        """The claims that fit, which a notebook shows with their words marked; `asked` as in Filters."""
        with self.rows("claims", **asked, limit=limit + 1) as rows:
            found = [*islice(rows, limit + 1)]
        return Quotes(found[:limit], more=len(found) > limit)

    def _repr_html_(self) -> str:
        """How a notebook shows the store: its first claims."""
        return Markup("<p>{}</p>").format(self.database.name) + self.quotes()._repr_html_()


def _pandas() -> Any:
    try:
        import pandas
    except ModuleNotFoundError as error:
        raise StoreError("frames need pandas: pip install pandas") from error
    return pandas
