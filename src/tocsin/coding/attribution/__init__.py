"""Attribution: who is said to have said what, by cue words, dependencies and quotation marks.

Cues are verbs of saying, judging, asking and wanting, "according to" and its like, nouns such as claim or fear, and the
colon of a headline.  A verb's content is its clause, its quotation or, for some verbs, its object; its source is its
subject, or the agent in the passive.
"""

from tocsin.coding.attribution.reader import attribute
from tocsin.coding.attribution.statement import Statement, by_passage

__all__ = ["Statement", "attribute", "by_passage"]
