"""Runs the desk on this machine until it is told to stop."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any, Final

import uvicorn
from fastapi import FastAPI

from tocsin.desk.app import create
from tocsin.desk.asked import FIRST
from tocsin.desk.due import AskedDue
from tocsin.storage.database import StoreError

HOST: Final = "127.0.0.1"
_PAUSE: Final = 1.5  # seconds between looks for conflicts, that others are to have
GRACE: Final = 2  # seconds in which streams see that it ends
PATIENCE: Final = 1.0  # seconds; less than a page waits before it asks for what is new


def serve(place: str, port: int, opened: str | None, say: Callable[[str], None], **given: Any) -> None:
    """Answers at the port (0: a free one); opens that page once it does. OSError where the port is taken.

    `given` goes to `create`.
    """
    with closing(listening(port)) as bound:
        address = f"http://{HOST}:{bound.getsockname()[1]}"
        # pages that listen stay connected: they are not waited for
        app = create(place, **given)
        app.state.index.patience = PATIENCE
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=GRACE)
        server = Server(config)
        say(f"The desk is at {address}/ (Ctrl-C ends it)")
        threading.Thread(target=_load, args=(app, say), daemon=True).start()
        if opened is not None:
            threading.Timer(0.5, webbrowser.open, [address + opened]).start()
        server.run(sockets=[bound])


class Server(uvicorn.Server):
    """Ends the streams of news before the rest, so that none is broken off with an error."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does it, which waits for whoever is still connected."""
        self.config.app.state.watch.ended = True  # type: ignore[union-attr]
        await super().shutdown(sockets)


def _load(app: FastAPI, say: Callable[[str], None]) -> None:
    """Makes what everybody sees first, then what other pages rest on; then looks for conflicts."""
    try:
        app.state.pictures.of(FIRST)
        app.state.due.view(AskedDue(FIRST, date.today()))
        app.state.voices.view(0, "claims")
        while app.state.voices.look_on():
            time.sleep(_PAUSE)
    except StoreError as error:
        say(f"The store cannot be shown: {error.message}")


def listening(port: int) -> socket.socket:
    """A socket that listens on this machine only."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except OSError as error:
        bound.close()
        raise OSError(f"port {port} cannot be had ({error.strerror}): name another with --port") from error
    bound.listen(128)
    return bound
