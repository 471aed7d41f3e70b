"""Counts in how many Wikinews articles each stem stands, and writes the common ones into the knowledge files.

    python bench/fit_words.py [--shared ../shared]

Data: the 295 articles of gold/news/wikinews.jsonl (Wikinews contributors, CC BY 2.5). No random numbers.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from tocsin.linking.words import stems

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "tocsin" / "knowledge" / "data" / "common_words.csv"
LEAST = 6  # below two articles in a hundred a stem is rare


def main() -> int:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    texts = [json.loads(line)["text"] for line in (args.shared / "gold/news/wikinews.jsonl").open(encoding="utf-8")]
    counts = Counter(stem for text in texts for stem in set(stems(text)))
    kept = [(stem, number) for stem, number in counts.items() if number >= LEAST and not stem.isdigit()]
    kept.sort(key=lambda item: (-item[1], item[0]))
    rows = ["stem,reports,of", *(f"{stem},{number},{len(texts)}" for stem, number in kept)]
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(kept)} stems of {len(counts)} stand in {LEAST} or more of {len(texts)} articles")
    return 0


if __name__ == "__main__":
    sys.exit(main())
