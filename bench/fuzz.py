"""Made-up requests to every route of the desk's API, right and wrong ones: none may end in a fault of the server.

    python bench/fuzz.py [--examples 100] [--seed 1]

schemathesis makes the requests from the API's own description; every other one names things that the store has, so that
acts are really done. Standard output has a line a route: how often it was asked, and what it answered. Needs
the extra `test`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

import tocsin
from tocsin.demo import samples
from tocsin.desk.app import create
from tocsin.storage.store import Store

LIVE = "/api/live"  # never ends
KINDS = ("claims", "events", "ledger", "reports", "sources")
LATER = 1 << 60  # a moment that no act is after: whoever has seen it has seen all


def names(store: Store) -> dict[str, list[str]]:
    """Ids of all kinds."""
    found = {kind: [row.id for row in store.list(kind)[:20]] for kind in KINDS if kind != "claims"}
    return found | {"claims": [row.claim.id for row in store.list("claims")[:20]]}


def asked(operation: Any, known: list[str], headers: dict[str, str], examples: int, number: int) -> Counter[int]:
    """Asks a route; the statuses of its answers. Raises where one is a fault of the server's."""
    answers: Counter[int] = Counter()
    modes = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    made = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
    told = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )

    @seed(number)
    @told
    @given(made, st.one_of(st.none(), st.sampled_from(known)))
    def ask(case: Any, name: str | None) -> None:
        if name and case.path_parameters:
            case.path_parameters = dict.fromkeys(case.path_parameters, name)
            if isinstance(case.body, dict) and isinstance(case.body.get("seen"), int):
                case.body["seen"] = LATER
        answer = case.call(headers=headers)
        answers[answer.status_code] += 1
        assert answer.status_code < 500, f"{case.method} {case.formatted_path} {case.query} {case.body}: {answer.text}"

    ask()
    return answers


def run(store: Path, examples: int, number: int = 1) -> Iterator[tuple[str, Counter[int]]]:
    """Each route with the statuses of its answers."""
    with Store(store) as opened:
        known = names(opened)
    app = create(store, hosts=("testserver",))
    headers = {"X-CSRF-Token": app.state.door.session(None).csrf}
    for result in schemathesis.openapi.from_asgi("/api/openapi.json", app).get_all_operations():
        operation = result.ok()
        if operation.path != LIVE:
            kind = operation.path.split("/")[2]
            ids = known.get(kind) or [name for each in known.values() for name in each]
            yield operation.label, asked(operation, ids, headers, examples, number)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--examples", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    wanted = arguments.parse_args()
    total, started = Counter[int](), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "news.tocsin"
        with Store(place) as store:
            for record in tocsin.read([str(samples())]):
                store.add(record)
        for route, answers in run(place, wanted.examples, wanted.seed):
            total += answers
            print(f"{route:40} {sum(answers.values()):5} {dict(sorted(answers.items()))}", flush=True)
        print(f"{sum(total.values())} requests, {dict(sorted(total.items()))}, {time.perf_counter() - started:.0f} s")
        with Store(place) as store:
            print(f"acts done: {len(store.acts())}; problems in the store: {len(store.check().problems)}")


if __name__ == "__main__":
    main()
