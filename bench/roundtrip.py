"""Every export of a store, read back by the readers that people use: nothing lost or doubled, every count explained.

    tocsin add news.tocsin articles.jsonl && python bench/roundtrip.py news.tocsin

Needs the test dependencies (pandas, polars, DuckDB, GeoPandas). Ends with an error at the first thing that is not so.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import pandas as pd
import polars as pl

from tocsin.exports import acled, layouts, polecat, ucdp
from tocsin.exports.claim_row import COLUMNS
from tocsin.exports.layouts import Asked
from tocsin.storage.filters import Filters
from tocsin.storage.store import Store

TABLES = {"acled": acled.COLUMNS, "ucdp": ucdp.COLUMNS, "polecat": polecat.COLUMNS}
NUMBERS = {
    "acled": "year time_precision latitude longitude geo_precision fatalities timestamp".split(),
    "ucdp": "year type_of_violence number_of_sources where_prec latitude longitude date_prec best high low".split(),
    "polecat": ["Intensity", "Quad Code", "Latitude", "Longitude"],
}
DATES = {"acled": ["event_date"], "ucdp": ["date_start", "date_end"], "polecat": ["Event Date", "Publication Date"]}


class Trip:
    """One store, and where its exports go."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.claims = [row.claim.id for row in store.list("claims")]
        self.events = [event.id for event in store.list("events")]

    def written(self, layout: str, form: str = "csv") -> tuple[Path, list[str]]:
        """The file of a layout, and what was said of it."""
        path = self.folder / f"{layout}.{form}"
        with path.open("wb") as out:
            said = [
                *layouts.write(
                    layout, self.store.database, Asked(Filters(), form if layout == "claims" else "csv"), out
                )
            ]
        return path, said

    def table(self) -> str:
        """The claims table in three forms and four readers."""
        parquet, csv, lines = (self.written("claims", form)[0] for form in ("parquet", "csv", "jsonl"))
        frame = pd.read_parquet(parquet, dtype_backend="pyarrow")
        assert list(frame.columns) == list(COLUMNS) and list(frame.claim_id) == self.claims
        assert frame.date_start.dropna().map(lambda day: hasattr(day, "year")).all()
        read = pl.read_parquet(parquet)
        assert read["claim_id"].to_list() == self.claims and read.schema["due_end"] == pl.Date
        asked = f"SELECT count(*), count(DISTINCT claim_id), count(DISTINCT event_id) FROM '{parquet}'"
        assert duckdb.sql(asked).fetchall() == [(len(self.claims), len(self.claims), len(self.events))]
        text = pd.read_csv(csv, dtype=str, keep_default_na=False)
        assert list(text.columns) == list(COLUMNS) and list(text.claim_id) == self.claims
        assert [json.loads(line)["claim_id"] for line in lines.read_text("utf-8").splitlines()] == self.claims
        return f"{len(self.claims)} claims, {len(COLUMNS)} columns, Parquet, CSV and JSON Lines"

    def layout(self, name: str) -> str:
        """A layout of event data: columns, types, and that written and left out are all there is."""
        path, said = self.written(name)
        frame = pd.read_csv(path, sep="\t" if name == "polecat" else ",", na_values="None")
        ids, of = frame.iloc[:, 0], self.claims if name == "polecat" else self.events
        assert list(frame.columns) == list(TABLES[name]) and ids.is_unique and set(ids) <= set(of)
        for column in NUMBERS[name]:
            assert frame.empty or pd.api.types.is_numeric_dtype(frame[column]), column
        for column in DATES[name]:
            pd.to_datetime(frame[column], format="ISO8601")
        left = sum(int(re.findall(r"^left out (\d+)", line)[0]) for line in said[2:])
        assert len(frame) + left == len(of) and said[1].startswith(f"{len(frame)} of {len(of)} ")
        return f"{len(frame)} rows of {len(frame.columns)} columns, {left} left out for {len(said) - 2} reasons"

    def geojson(self) -> str:
        """Features in GeoPandas."""
        frame = geopandas.read_file(self.written("geojson", "geojson")[0])
        assert list(frame["event_id"]) == self.events and frame.geometry.dropna().is_valid.all()
        return f"{len(frame)} features, of them {int(frame.geometry.notna().sum())} with a geometry"

    def lines(self, layout: str) -> str:
        """JSON Lines: every claim is there once."""
        given: list[dict[str, Any]] = [json.loads(line) for line in self.written(layout)[0].open(encoding="utf-8")]
        ids = [each["id"] for each in given]
        assert len(ids) == len(set(ids))
        of_claims = [each for each in given if layout == "webannotation" or each["schema"] == "Note"]
        assert len(of_claims) == len(self.claims)
        return f"{len(given)} objects, {len(of_claims)} of them claims"


def main() -> None:
    with Store(sys.argv[1], create=False) as store, tempfile.TemporaryDirectory() as folder:
        trip = Trip(store, Path(folder))
        print("claims:", trip.table())
        for name in TABLES:
            print(f"{name}:", trip.layout(name))
        print("geojson:", trip.geojson())
        for name in ("webannotation", "ftm"):
            print(f"{name}:", trip.lines(name))


if __name__ == "__main__":
    main()
