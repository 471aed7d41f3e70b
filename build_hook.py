"""Builds the gazetteer into the wheel (and into the source tree for an editable install)."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version
        target = Path(self.root) / "src" / "tocsin" / "gazetteer" / "gazetteer.sqlite"
        builder = self._builder()
        if not builder.is_current(target):
            self.app.display_info("Building the gazetteer, about half a minute")
            builder.build(target)
        # Git ignores the file, so it has to be named for the wheel to hold it.
        build_data["artifacts"].append("src/tocsin/gazetteer/gazetteer.sqlite")

    def _builder(self) -> Any:
        """The package's own build module, imported beside the package: its other parts need more than is here."""
        folder = str(Path(self.root) / "src" / "tocsin")
        sys.path.insert(0, folder)
        try:
            return importlib.import_module("gazetteer.build")
        finally:
            sys.path.remove(folder)
