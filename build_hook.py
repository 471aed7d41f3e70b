"""Builds the gazetteer and the desk's assets into the wheel (and into the source tree for an editable install)."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GAZETTEER = "src/tocsin/gazetteer/gazetteer.sqlite"
ASSETS = "src/tocsin/desk/static/vendor"


class WhatIsMade(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version
        self._make(GAZETTEER, "src/tocsin", "gazetteer.build", "the gazetteer, one to two minutes")
        self._make(ASSETS, ".", "build_assets", "the desk's assets, fetched by npm")
        # Git ignores them, so they have to be named for the wheel to hold them.
        build_data["artifacts"] += [GAZETTEER, f"{ASSETS}/**"]

    def _make(self, target: str, folder: str, module: str, what: str) -> None:
        path = Path(self.root) / target
        builder = self._imported(folder, module)
        if not builder.is_current(path):
            self.app.display_info(f"Building {what}")
            builder.build(path)

    def _imported(self, folder: str, module: str) -> Any:
        """A build module, imported beside the package: the package's other parts need more than is here."""
        beside = str(Path(self.root) / folder)
        sys.path.insert(0, beside)
        try:
            return importlib.import_module(module)
        finally:
            sys.path.remove(beside)
