from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from exports.made import reports
from tocsin.storage.store import Store


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of the reports made by hand, each known a day later than the last, that no test adds to."""
    with Store(tmp_path_factory.mktemp("made") / "made.tocsin") as store:
        for number, record in enumerate(reports(), 1):
            store.add(record, known=f"2021-06-{number:02}")
        yield store


@pytest.fixture(scope="session")
def samples(samples_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the sample reports, that no test adds to."""
    with Store(shutil.copy(samples_store, tmp_path_factory.mktemp("exports") / "samples.tocsin")) as store:
        yield store
