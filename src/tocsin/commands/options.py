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
