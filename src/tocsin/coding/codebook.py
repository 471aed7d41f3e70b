"""Everything the coder knows, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tocsin.annotation.actors import ActorFinder
from tocsin.coding.topics import Topics, load_topics
from tocsin.knowledge.contexts import Contexts, load_contexts
from tocsin.knowledge.cues import CueFile, load_cues
from tocsin.knowledge.directory import Directory, load_directory
from tocsin.knowledge.frames import Frames, load_frames
from tocsin.knowledge.operators import Operators, load_operators


@dataclass(frozen=True, slots=True)
class Codebook:
    """Frames, operators, cue words, topics, contexts and the actor directory."""

    frames: Frames
    operators: Operators
    cues: CueFile
    topics: Topics
    contexts: Contexts
    directory: Directory
    finder: ActorFinder


@cache
def load_codebook(overlay: Path | None = None) -> Codebook:
    """The shipped knowledge with that of the overlay folder; KnowledgeError names the file and line of a mistake."""
    directory = load_directory(overlay)
    return Codebook(
        load_frames(overlay),
        load_operators(overlay),
        load_cues(overlay),
        load_topics(overlay),
        load_contexts(overlay),
        directory,
        ActorFinder(directory),
    )
