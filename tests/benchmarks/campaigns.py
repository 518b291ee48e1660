"""How many near-identical comments are put together rightly, by what was done to them, and how long it takes."""

import csv
import random
import time
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from consultation.themes.finding.campaigns import find_campaigns
from tests.benchmarks.figures import Figure
from tests.themes.finding.invented_campaigns import Invented, comments
from tests.themes.finding.invented_letters import CAMPAIGNS, LAWS

REAL = Path(__file__).parents[3] / "shared" / "data" / "nhs-patient-comments.csv"
SYLLABLES = ("ka", "ro", "mi", "te", "sul", "ber", "nog", "lå", "vi", "drø")


def pairs(made: list[Invented]) -> tuple[int, int, int]:
    """Pairs that were put together rightly, pairs put together, and pairs that belong together."""
    group = find_campaigns([one.text for one in made]).group_of()
    found = Counter(group.values())
    meant = Counter(one.campaign for one in made if one.campaign)
    both = Counter((group[at], one.campaign) for at, one in enumerate(made) if at in group and one.campaign)
    return sum(map(_choose, both.values())), sum(map(_choose, found.values())), sum(map(_choose, meant.values()))


def by_how(made: list[Invented]) -> dict[str, tuple[int, int]]:
    """For each variation how many stand where they belong (alone, or in their campaign's largest group), and of how many."""
    group = find_campaigns([one.text for one in made]).group_of()
    largest: dict[str, Counter[int]] = defaultdict(Counter)
    for at, one in enumerate(made):
        if one.campaign and at in group:
            largest[one.campaign][group[at]] += 1
    right, every = Counter(), Counter()
    for at, one in enumerate(made):
        place = largest[one.campaign].most_common(1)[0][0] if one.campaign and largest[one.campaign] else None
        every[one.how] += 1
        right[one.how] += group.get(at) == place
    return {how: (right[how], every[how]) for how in sorted(every)}


def merged(number: int, seed: int = 0) -> list[str]:
    """One letter, mail-merged with names and places that nobody else has."""
    chance = random.Random(seed)
    letter = " ".join(CAMPAIGNS["tuned"]["akutt"][1]) + " Jeg heter {name} {family} og mener dette."
    return [
        letter.format(place=word(chance), day=f"{at % 28}. mai", name=word(chance), family=word(chance))
        for at in range(number)
    ]


def word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))


def distinct(number: int, seed: int = 0) -> list[str]:
    """Comments of about 36 words that go on from word to word as real ones do, so that short sequences recur."""
    chance = random.Random(seed)
    following: dict[str, list[str]] = defaultdict(list)
    with REAL.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for one, other in pairwise(row["comment"].split()):
                following[one].append(other)
    begins = sorted(following)
    made = []
    for _ in range(number):
        words = [chance.choice(begins)]
        while len(words) < chance.randint(20, 60):
            words.append(chance.choice(following.get(words[-1]) or begins))
        made.append(" ".join(words))
    return made


def half_alike(number: int, seed: int = 0) -> list[str]:
    """Worst case: all quote the same sentences and go on in their own words, too little alike to be put together."""
    chance = random.Random(seed)
    quoted = LAWS["held_out"]["nb"]
    return [quoted + " " + " ".join(word(chance) for _ in range(30)) for _ in range(number)]


def _choose(number: int) -> int:
    return number * (number - 1) // 2


def main() -> list[Figure]:
    """Print both tables."""
    figures = []
    for part in ("tuned", "held_out"):
        made = comments(part)
        right, found, meant = pairs(made)
        print(f"  {part}: {len(made)} comments; pairs right {right / found:.3f}, found {right / meant:.3f}")
        for how, (hits, of) in by_how(made).items():
            print(f"    {how:14} {hits:3} of {of}")
        if part == "held_out":
            figures = [
                Figure("campaigns, held out: precision of pairs", right / found),
                Figure("campaigns, held out: recall of pairs", right / meant),
            ]
    letter = merged(1)[0]
    for label, texts in (
        ("mail-merged", merged(20_000)),
        ("identical", [letter] * 20_000),
        ("half alike", half_alike(20_000)),
        ("distinct", distinct(100_000)),
    ):
        begun = time.process_time()
        found_here = find_campaigns(texts)
        spent = time.process_time() - begun
        print(f"  {len(texts):7,} {label:12} {spent:5.2f} s of CPU, {len(found_here.groups)} groups")
        if label == "mail-merged":  # the first, so that whatever is done once is in it
            figures.append(Figure("20,000 mail-merged copies, seconds of CPU", spent, aim="under 1"))
    return figures


if __name__ == "__main__":
    main()
