"""Is a report about security at all? A look at its words, before it is parsed."""

from tocsin.relevance.sift import relevant, score, sifted, threshold

__all__ = ["relevant", "score", "sifted", "threshold"]
