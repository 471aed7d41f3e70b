"""Whether a day's count is unusual against the same weekday's counts before it: a stated one-sided test.

Two tails are worked out, of which the larger counts. One takes the counts for Poisson's and knows that their mean is
only estimated (Jeffreys' prior: a negative binomial with shape sum + 1/2); the other takes as much spread as the counts
before it show, where they are spread more widely than Poisson's (a negative binomial of their mean and variance).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log, log1p

WEEKS = 8
FEWEST_WEEKS = 4  # fewer say too little of what is usual
TAIL = 0.001
LEAST = 5


def tail(count: int, before: Sequence[int]) -> float:
    """How probable so many or more are, judged by the counts before."""
    weeks, total = len(before), sum(before)
    poisson = _upper(count, total + 0.5, 1 / (weeks + 1))
    mean = total / weeks
    variance = sum((each - mean) ** 2 for each in before) / (weeks - 1)
    if variance <= mean:
        return poisson
    shape = mean**2 / (variance - mean)
    return max(poisson, _upper(count, shape, mean / (shape + mean)))


def _upper(count: int, shape: float, share: float) -> float:
    """How probable `count` or more are of a negative binomial with this shape and a mean of shape*share/(1-share)."""
    below = sum(
        exp(lgamma(shape + k) - lgamma(shape) - lgamma(k + 1) + shape * log1p(-share) + k * log(share))
        for k in range(count)
    )
    return max(0.0, 1.0 - below)
