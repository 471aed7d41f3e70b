"""What did not happen is not called happened, and what did is; who did it to whom is not turned round."""

import marked
import pytest

# Ceilings and floors are what was measured; the aim for `CALLED_REAL` and `SWAPPED` is .03.
CALLED_REAL = 0.015
DONE_CALLED_REAL = 0.66
SWAPPED = 0.03
BOTH_RIGHT = 0.66


@pytest.fixture(scope="module")
def verdicts():
    return marked.judged(marked.load("not_happened.jsonl"), marked.status_verdict)


@pytest.fixture(scope="module")
def ways():
    return marked.judged(marked.load("direction.jsonl"), marked.direction_verdict)


def told(results, verdict):
    return "\n".join(
        f"{r.sentence.construction}: {r.sentence.text} [{r.word}]" for r in results if r.verdict == verdict
    )


def test_what_did_not_happen_is_not_called_happened(verdicts):
    results = [r for r in verdicts if r.sentence.kind != "control"]
    assert len(results) >= 440
    assert marked.share(results, "real") <= CALLED_REAL, told(results, "real")


def test_what_did_happen_is_called_so(verdicts):
    results = [r for r in verdicts if r.sentence.kind == "control"]
    assert len(results) >= 80
    assert marked.share(results, "real") >= DONE_CALLED_REAL, told(results, "other")


def test_actor_and_recipient_are_not_swapped(ways):
    assert len(ways) >= 220
    assert marked.share(ways, "swapped") <= SWAPPED, told(ways, "swapped")


def test_actor_and_recipient_are_found(ways):
    assert marked.share(ways, "right") >= BOTH_RIGHT, told(ways, "part")


def test_marks_are_taken_out_and_placed():
    text, marks = marked.unmarked("<A mayor> was [shot] by {men}.")
    assert text == "A mayor was shot by men."
    assert [(name, text[slice(*at)]) for name, at in marks] == [
        ("recipient", "A mayor"),
        ("event", "shot"),
        ("actor", "men"),
    ]
