"""How much the frames know."""

from tocsin.knowledge.frames import load_frames


def test_there_are_enough_frames():
    frames = load_frames()
    phrases = {(p.type, p.phrase, p.file) for held in (frames.verbs, frames.nouns) for ps in held.values() for p in ps}
    assert len(phrases) >= 5_000
    assert len(frames.verbs) >= 700 and len(frames.nouns) >= 400  # different heads, so no list of one verb's phrases
