"""How often the test of volumes (`docs/alerts.md`) rings for nothing, and how often for a trebled number.

python bench/unusual.py
"""

from __future__ import annotations

import numpy as np

from tocsin.alerts.unusual import LEAST, TAIL, WEEKS, tail

SERIES, SHORT = 40_000, 5_000
CASES = (("Poisson", 2, 2), ("Poisson", 10, 10), ("mean 5, variance 10", 5, 10), ("mean 5, variance 25", 5, 25))


def main() -> None:
    draw = np.random.default_rng(7)
    for name, mean, variance in CASES:
        shape = mean**2 / (variance - mean) if variance > mean else None
        rates = draw.gamma(shape, mean / shape, (SERIES, WEEKS + 1)) if shape else np.full((SERIES, WEEKS + 1), mean)
        series = draw.poisson(rates).tolist()
        false = sum(rings(row[-1], row[:-1]) for row in series)
        true = sum(rings(3 * mean, row[:-1]) for row in series[:SHORT])
        print(
            f"{name:>20} (mean {mean}): {1000 * false / SERIES:.2f} of 1000 quiet days, {true / SHORT:.0%} of trebled"
        )


def rings(count: int, before: list[int]) -> bool:
    return count >= LEAST and tail(count, before) <= TAIL


if __name__ == "__main__":
    main()
