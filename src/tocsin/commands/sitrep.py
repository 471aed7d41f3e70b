"""`tocsin report`: what a period brought, as a report whose every sentence bears its notes."""

from __future__ import annotations

from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.commands.options import Degrees, Statuses, Types, Where, Who, Words
from tocsin.commands.store import At, Place, filters_of, opened, say, written

if TYPE_CHECKING:
    from tocsin.sitrep.document import Document
    from tocsin.sitrep.making import Drawn

app = typer.Typer()
_EXTRA = "pip install 'tocsin[report]'"


class Form(StrEnum):
    """How a situation report is written."""

    md = "md"
    html = "html"
    docx = "docx"
    pdf = "pdf"


@app.command(epilog="Example: tocsin report news.tocsin --since 2021-07-01 --as pdf --to week.pdf")
def report(
    store: Place,
    since: Annotated[str, typer.Option(metavar="DAY", help="Of reports published on or after this day.")],
    form: Annotated[Form, typer.Option("--as", help="What to write.")] = Form.md,
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to, if not to standard output.")] = None,
    status: Statuses = None,
    type: Types = None,
    actor: Who = None,
    place: Where = None,
    box: Degrees = None,
    search: Words = None,
    at: At = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="Where the ledger's clock stands, if not today.")
    ] = None,
) -> None:
    """Writes what is new, changed, contradicted and due, with a map and a timeline; each sentence has its notes."""
    from tocsin.sitrep.making import make

    if form in (Form.docx, Form.pdf) and not to:
        raise typer.BadParameter(f"{form} needs --to FILE", param_hint="--as")
    if not _there("matplotlib", "docx", "fpdf") and form in (Form.docx, Form.pdf):
        raise typer.BadParameter(f"{form} needs more packages: {_EXTRA}", param_hint="--as")
    with opened(store) as found:
        filters = filters_of(
            status, type, box, actor=actor, place=place, since=since, search=search, at=at, as_of=as_of
        )
        filters = filters.without("since")  # the days of the events are not asked, those of the reports are
        drawn = _drawn() if form is not Form.md or to else None
        _write(make(found, Path(store).name if "://" not in store else "given", since, filters, drawn), form, to)


def _drawn() -> Drawn | None:
    if not _there("matplotlib"):
        say(f"tocsin: without the map and the timeline, which need more packages: {_EXTRA}")
        return None
    from tocsin.sitrep.pictures import drawn

    return drawn


def _there(*packages: str) -> bool:
    return all(find_spec(name) for name in packages)


def _write(made: Document, form: Form, to: Path | None) -> None:
    from tocsin.sitrep import markup, office

    with written(to) as out:
        if form is Form.docx:
            out.write(office.docx(made))
        elif form is Form.pdf:
            out.write(office.pdf(made))
        elif form is Form.html:
            out.write(markup.html(made).encode())
        else:
            out.write(markup.markdown(made, _beside(made, to) if to else ()).encode())


def _beside(made: Document, to: Path) -> list[str]:
    """The pictures of a Markdown report as files beside it."""
    names = []
    for section in made.sections:
        for picture in section.pictures:
            name = f"{to.stem}-{picture.name}.png"
            with written(to.with_name(name)) as out:
                out.write(picture.png)
            names.append(name)
    return names
