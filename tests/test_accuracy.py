"""Accuracy on the development gold may not fall below the floors pinned in floors.json.

The gold lies beside the project, not in it; where it is not there, these tests are skipped.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SCORER = SHARED / "score" / "score.py"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
HIGHER_IS_WORSE = ("false_alarm", "invented", "calibration_error", "false_claims")


def figures(task, gold):
    command = [sys.executable, str(SCORER), task, str(SHARED / "gold" / gold), "--json"]
    done = subprocess.run(
        [*command, "--tocsin", f"{sys.executable} -m tocsin"], stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(done.stdout)
    return next(iter(found.values())) if len(found) == 1 and "items" not in found else found


def dig(found, name):
    for part in name.split("."):
        found = found[part]
    return found


@pytest.mark.skipif(not SCORER.exists(), reason="the gold is not here")
@pytest.mark.parametrize(("run", "floors"), FLOORS.items(), ids=list(FLOORS))
def test_accuracy_does_not_fall(run, floors):
    task, gold = run.split(" ")
    found = figures(task, gold)
    fallen = {}
    for name, floor in floors.items():
        value = dig(found, name)
        worse = value > floor if any(word in name for word in HIGHER_IS_WORSE) else value < floor
        if worse:
            fallen[name] = (value, floor)
    assert not fallen, f"{run}: (measured, floor) {fallen}"
