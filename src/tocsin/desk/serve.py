"""Runs the desk on this machine until it is told to stop."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

import uvicorn

from tocsin.desk.app import create

HOST: Final = "127.0.0.1"


def serve(place: str, port: int, opened: str | None, say: Callable[[str], None], **given: Any) -> None:
    """Answers at the port (0: a free one); opens that page once it does. OSError where the port is taken.

    `given` goes to `create`.
    """
    with closing(listening(port)) as bound:
        address = f"http://{HOST}:{bound.getsockname()[1]}"
        # pages that listen stay connected: they are not waited for
        config = uvicorn.Config(
            create(place, **given), log_level="warning", server_header=False, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        say(f"The desk is at {address}/ (Ctrl-C ends it)")
        if opened is not None:
            threading.Timer(0.5, webbrowser.open, [address + opened]).start()
        server.run(sockets=[bound])


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
