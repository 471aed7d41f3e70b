"""The verbs that open the desk in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.commands.options import NOT_ALL
from tocsin.commands.store import Place, say

app = typer.Typer()

PORT = 8645
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")]
Users = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Named reviewers who log in with passwords (tocsin user makes the file)."),
]
Name = Annotated[
    str | None,
    typer.Option(metavar="HOST", help="With --users: the name that a proxy on this machine forwards requests for."),
]
Borders = Annotated[
    Path | None, typer.Option(metavar="FILE", help="TopoJSON or GeoJSON of borders, in the place of Natural Earth's.")
]
Browser = Annotated[bool, typer.Option(help="Open the page in the browser.")]


@app.command(epilog="Example: tocsin serve news.tocsin")
def serve(
    store: Place,
    port: Port = PORT,
    browser: Browser = True,
    users: Users = None,
    name: Name = None,
    borders: Borders = None,
) -> None:
    """Shows a store in the browser: timeline, map, table, reports, ledger, sources and the review queue.

    It answers on this machine only (127.0.0.1). Without --users you need no account and review under your user name;
    with it nothing is shown without a login. It ends with Ctrl-C.
    """
    if name and not users:
        raise typer.BadParameter("others are let in only with --users", param_hint="--name")
    _serve(store, port, "/" if browser else None, users, name, borders)


@app.command(epilog="Example: tocsin review news.tocsin")
def review(store: Place, port: Port = PORT, browser: Browser = True, users: Users = None) -> None:
    """Opens the review queue of a store in the browser: the least certain and most consequential claims first."""
    _serve(store, port, "/queue" if browser else None, users, None)


@app.command(epilog="Example: tocsin user reviewers.txt ann")
def user(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The file of users.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who is to log in with it.")],
) -> None:
    """Adds a reviewer to a file for `serve --users`, or gives one another password, which is asked for twice.

    To take one out, delete the line.
    """
    from tocsin.desk.users import UsersError, put, wrong_name, wrong_password

    if wrong := wrong_name(name):
        raise typer.BadParameter(wrong, param_hint="NAME")
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    try:
        if wrong := wrong_password(password):
            raise UsersError(wrong)
        say(f"{name} is new in {file}" if put(file, name, password) else f"{name} has another password now")
    except UsersError as error:
        say(str(error))
        raise typer.Exit(NOT_ALL) from error


def _serve(
    store: str, port: int, opened: str | None, users: Path | None, name: str | None, borders: Path | None = None
) -> None:
    from tocsin.commands.decide import user as who
    from tocsin.desk.app import LOCAL
    from tocsin.desk.bordering import BordersError
    from tocsin.desk.serve import serve as run
    from tocsin.desk.users import UsersError
    from tocsin.storage.database import StoreError

    hosts = (*LOCAL, name) if name else LOCAL
    try:
        run(store, port, opened, say, hosts=hosts, users=users, reviewer=who(), borders=borders)
    except (StoreError, UsersError, BordersError, OSError) as error:
        say(str(error))
        raise typer.Exit(NOT_ALL) from error
