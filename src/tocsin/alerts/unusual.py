"""Whether a day's count is unusual against the same weekday's counts before it: a stated one-sided test.

One tail takes the counts for Poisson's and knows that their mean is only estimated (Jeffreys' prior: a negative
binomial with shape sum + 1/2). Where the counts before it vary more than their mean, as Poisson's do not, the
larger of it and a second tail counts: Student's, of the square roots, which takes as much spread as these counts show.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan, cos, exp, lgamma, log, log1p, pi, sin, sqrt
from statistics import mean, stdev, variance
from typing import Final

WEEKS: Final = 8
FEWEST_WEEKS: Final = 4  # fewer say too little of what is usual
TAIL: Final = 0.001
LEAST: Final = 5
_SHIFT: Final = 0.375  # with which square roots of small counts spread most evenly (Anscombe's)


def tail(count: int, before: Sequence[int]) -> float:
    """How probable so many or more are, judged by the counts before."""
    weeks = len(before)
    poisson = _negative_binomial(count, sum(before) + 0.5, 1 / (weeks + 1))
    if variance(before) <= mean(before):
        return poisson
    roots = [sqrt(each + _SHIFT) for each in before]
    away = (sqrt(count + _SHIFT) - mean(roots)) / (stdev(roots) * sqrt(1 + 1 / weeks))
    return max(poisson, _student(away, weeks - 1))


def _negative_binomial(count: int, shape: float, share: float) -> float:
    """How probable `count` or more are where the mean is shape*share/(1-share)."""
    below = sum(
        exp(lgamma(shape + k) - lgamma(shape) - lgamma(k + 1) + shape * log1p(-share) + k * log(share))
        for k in range(count)
    )
    return max(0.0, 1.0 - below)


def _student(away: float, freedom: int) -> float:
    """How probable so much or more is of Student's t with a whole number of degrees of freedom."""
    angle = atan(away / sqrt(freedom))
    odd = freedom % 2
    term, total = (cos(angle), 0.0) if odd else (1.0, 0.0)
    for number in range(odd + 1, freedom, 2):
        total += term
        term *= cos(angle) ** 2 * number / (number + 1)
    within = 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
    return (1 - within) / 2
