"""How linking sees a store: who is near, and what people have decided. A store or a dictionary can answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from tocsin.linking.cards import ClaimCard, ReportCard

NEWEST = 64  # for each key, no more than the newest so many that bear it: what keeps the cost of a report flat


class Forced(Struct, frozen=True):
    """What people decided about a claim: with which claims it belongs together, from which it stays apart."""

    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


class Near(Protocol):
    """What is near a new report. Origins are given as they now stand, after all merging."""

    def reports(self, keys: Sequence[str]) -> Sequence[ReportCard]:
        """Linked reports that bear any of the keys: for each key the NEWEST added, none twice."""

    def claims(self, keys: Sequence[str]) -> Sequence[ClaimCard]:
        """Linked claims that bear any of the keys: for each key the NEWEST added, none twice."""

    def event_of(self, claim_id: str) -> str | None:
        """The event a claim is in; null for a claim that is not linked."""

    def claims_of(self, event_id: str) -> Sequence[ClaimCard]:
        """Claims of an event, oldest first; NEWEST of them are enough."""

    def forced(self, claim_id: str) -> Forced:
        """What people decided about the claim."""
