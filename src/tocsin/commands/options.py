"""What several verbs take and how they end: exit codes, options, and the errors that are the user's to mend."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

NOT_ALL = 1  # something could not be read, is damaged, or is not known
WRONG_USAGE = 2

Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the reports were published, whatever they say.")
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published them, whatever they say.")]
Knowledge = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", exists=True, file_okay=False, help="Your own knowledge files, laid over ours."),
]
Relevant = Annotated[
    bool, typer.Option("--relevant", help="Leave out, unparsed and named, what seems to be about something else.")
]

Pause = Annotated[float, typer.Option(metavar="SECONDS", min=0.0, help="Between two requests to a host, at least.")]
Newest = Annotated[int, typer.Option(metavar="N", min=1, help="No more than so many entries of a feed.")]
Contact = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Told to the sites that are asked, so that they can reach you.")
]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Also ask addresses of this machine and of private networks.")
]


@contextmanager
def checked(knowledge: Path | None) -> Iterator[None]:
    """A wrong date and a mistake in the user's own knowledge end the command as wrong usage."""
    from tocsin import reading
    from tocsin.knowledge.files import KnowledgeError

    try:
        yield
    except reading.ReadError as error:
        raise typer.BadParameter(error.message, param_hint="--published") from error
    except KnowledgeError as error:
        if knowledge is None:
            raise
        raise typer.BadParameter(str(error), param_hint="--knowledge") from error


Statuses = Annotated[list[str] | None, typer.Option("--status", help="Only this status; may be repeated.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="Only this type; may be repeated.")]
Who = Annotated[str | None, typer.Option("--actor", help="Who acts or is acted upon: name, id, or country as ABC.")]
Where = Annotated[str | None, typer.Option("--place", help="Where: name, id, or country as ABC.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Happened on or after this day.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Happened on or before this day.")]
Degrees = Annotated[str | None, typer.Option("--box", metavar="W,S,E,N", help="Within these degrees.")]
Words = Annotated[str | None, typer.Option("--search", metavar="WORDS", help="Holds all these words or “phrases”.")]
Origins = Annotated[int | None, typer.Option(metavar="N", help="At least so many independent origins.")]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="No more than so many.")]
