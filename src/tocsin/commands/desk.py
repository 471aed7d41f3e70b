"""The verbs that open the desk in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin.commands.options import NOT_ALL
from tocsin.commands.store import Place, say

app = typer.Typer()

PORT = 8645
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")]
Browser = Annotated[bool, typer.Option(help="Open the page in the browser.")]


@app.command(epilog="Example: tocsin serve news.tocsin")
def serve(store: Place, port: Port = PORT, browser: Browser = True) -> None:
    """Shows a store in the browser: timeline, map, table, reports, ledger, sources and the review queue.

    It answers on this machine only (127.0.0.1), without an account. It ends with Ctrl-C.
    """
    _serve(store, port, "/" if browser else None)


@app.command(epilog="Example: tocsin review news.tocsin")
def review(store: Place, port: Port = PORT, browser: Browser = True) -> None:
    """Opens the review queue of a store in the browser: the least certain and most consequential claims first."""
    _serve(store, port, "/queue" if browser else None)


def _serve(store: str, port: int, opened: str | None) -> None:
    from tocsin.desk.serve import serve as run
    from tocsin.storage.database import StoreError

    try:
        run(store, port, opened, say)
    except (StoreError, OSError) as error:
        say(str(error))
        raise typer.Exit(NOT_ALL) from error
