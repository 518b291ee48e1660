"""Print the digest of everything that finding proposes for the invented comments; run in a process of its own."""

import csv
import hashlib
import json
from pathlib import Path

from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.finding.likeness import Likeness
from consultation.themes.finding.unplaced import unplaced

COMMENTS = Path(__file__).parents[1] / "invented-comments.csv"


def digest() -> str:
    """SHA-256 of candidates, places, distances and lists, to the last digit."""
    with COMMENTS.open(encoding="utf-8") as lines:
        texts = [row["comment"] for row in csv.DictReader(lines)]
    told = []
    for number in ("auto", 7):
        found = ThemeDiscoverer(number).fit(texts, roles=["patient", "leader"] * (len(texts) // 2))
        told += [
            [candidate.as_json() for candidate in found.candidates_],
            [found.labels_.tolist(), found.distances_.tolist(), found.far_.tolist()],
            [[one.first, one.second, one.size] for one in found.between_],
        ]
    told.append([voices.comments for voices in unplaced(texts, range(len(texts)))])
    told.append([[one.comment, one.score] for one in Likeness.between(texts).to_comments([0, 1, 2])])
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


if __name__ == "__main__":
    print(digest())
