from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.made import capture, shelling
from storage.made import request as request_
from storage.servers import NOBODY_INSTALLED, Server, emptied, programs, server
from tocsin.storage.store import Store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server; its database store1 is a store without reports."""
    bin = programs()
    if bin is None:
        pytest.skip(NOBODY_INSTALLED)
    with tempfile.TemporaryDirectory(prefix="tocsin-pg-") as folder, server(Path(folder), bin) as running:
        Store(running.database()).close()
        yield running


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.tocsin"
    Store(path).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, empty: Path) -> Iterator[str]:
    """Where a store without reports is: a file, then a database of a server."""
    if request.param == "sqlite":
        shutil.copy(empty, tmp_path / "news.tocsin")
        yield str(tmp_path / "news.tocsin")
    else:
        running: Server = request.getfixturevalue("postgres")
        yield running.address("store1")
        emptied(running.address("store1"))


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with Store(place) as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of three reports, known since three days, that no test adds to."""
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("full") / "news.tocsin")
    else:
        place = request.getfixturevalue("postgres").database("store1")
    with Store(place) as opened:
        for number, given in enumerate((shelling(), capture(), request_()), 1):
            opened.add(given, known=f"2021-05-0{number + 3}")
        yield opened
