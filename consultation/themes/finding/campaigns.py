"""Near-identical comments are found, shown once with their number, and counted with and without; none is dropped."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from consultation.themes.finding.compared import Comparing, all_words, word_spans
from consultation.themes.finding.shingles import NEAR_WORDS, cores, covered_by
from consultation.themes.reading.passages import Passage

Kind = Literal["campaign", "same_words"]
EQUAL_WORDS = 8
"""Words from which on equal comments are a campaign: fewer, and people come upon the same words by themselves."""
EQUAL_DIFFERENT = 5
"""Of which so many must differ from each other: "nei nei nei ..." is no letter."""
EQUAL_LETTERS = 60
"""Letters that are as good as ``EQUAL_WORDS``, for languages that write without spaces."""
OWN_STRETCH = 6
"""Words in a row that are not in the shown comment, from which on they are called the writer's own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Comments that say the same in nearly the same words; positions are those of the texts that were given.

    ``kind`` is ``campaign``, or ``same_words`` for short comments that are equal: those count as what they are, many
    people with the same thing to say. ``shown`` stands for all ``members`` (which include it, in order), and
    ``identical`` of them have its very words.
    """

    kind: Kind
    shown: int
    members: tuple[int, ...]
    identical: int

    @property
    def number(self) -> int:
        """How many comments stand behind the one that is shown."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Counted:
    """The same comments counted three ways: every one, each campaign once, and only those that are in no campaign."""

    every: int
    once: int
    apart: int


@dataclass(frozen=True, slots=True)
class Campaigns:
    """What ``find_campaigns`` found among ``of`` comments: groups of two or more, the largest first."""

    groups: tuple[Group, ...]
    of: int

    @property
    def campaigns(self) -> tuple[Group, ...]:
        """The groups that are campaigns."""
        return tuple(group for group in self.groups if group.kind == "campaign")

    def group_of(self) -> dict[int, int]:
        """For each comment that is in a group the position of the group in ``groups``."""
        return {member: at for at, group in enumerate(self.groups) for member in group.members}

    def to_read(self) -> tuple[int, ...]:
        """The comments to show, in order: every group's once, and all that are in none."""
        hidden = {member for group in self.groups for member in group.members if member != group.shown}
        return tuple(at for at in range(self.of) if at not in hidden)

    def counted(self, chosen: Collection[int] | None = None) -> Counted:
        """How many the chosen comments are (all where none are named) with campaigns, with each once, and without."""
        some = set(range(self.of) if chosen is None else chosen)
        inside = [len(some.intersection(group.members)) for group in self.campaigns]
        apart = len(some) - sum(inside)
        return Counted(len(some), apart + sum(map(bool, inside)), apart)


def find_campaigns(texts: Sequence[str]) -> Campaigns:
    """Group near-identical comments, whatever order they come in.

    The rule: two comments with equal words (whatever their case, spaces, marks and Unicode form; figures, greeting and
    signature apart) belong together. They are a campaign from ``EQUAL_WORDS`` words on, else ``same_words``. Comments
    of ``NEAR_WORDS`` words or more also belong to a campaign where they share most of their three-word sequences with
    the one that is shown, in any order (``shingles.cores``). Each member is like the shown one, never only like
    another member, so a campaign cannot creep from text to text. There is no chance in it; a text without any visible
    sign is in no group. Time and memory grow with the number of words, however alike the texts are.
    """
    together: dict[bytes, list[int]] = defaultdict(list)
    comparing, read = Comparing(EQUAL_WORDS), dict[str, bytes]()
    for at, text in enumerate(texts):
        words = read.get(text)
        if words is None:
            words = read[text] = comparing.of(text)
        if words:
            together[words].append(at)
    long = [(one, words) for one, words in comparing.in_order(together) if len(words) >= NEAR_WORDS]
    joined = cores([words for _, words in long], [len(together[one]) for one, _ in long])
    keys = [one for one, _ in long]
    sheaves = [(keys[sheaf.core], [keys[at] for at in sheaf.members]) for sheaf in joined]
    taken = {one for _, members in sheaves for one in members}
    sheaves += [(one, [one]) for one, them in together.items() if one not in taken and len(them) > 1]
    found = [_group(texts, together, members, core, comparing.words(core)) for core, members in sheaves]
    return Campaigns(tuple(sorted(found, key=lambda group: (-group.number, texts[group.shown]))), len(texts))


def own_words(text: str, shown: str) -> tuple[Passage, ...]:
    """What the writer of ``text`` put in that the shown comment does not say, verbatim: each at least ``OWN_STRETCH`` words."""
    spans = word_spans(text)
    covered = covered_by([word for word, _, _ in spans], [word for word, _, _ in word_spans(shown)])
    found, begun = [], 0
    for at in range(len(spans) + 1):
        if at == len(spans) or covered[at]:
            if at - begun >= OWN_STRETCH:
                found.append(Passage(spans[begun][1], spans[at - 1][2]))
            begun = at + 1
    return tuple(found)


def _group(
    texts: Sequence[str], together: dict[bytes, list[int]], keys: Iterable[bytes], core: bytes, compared: Sequence[str]
) -> Group:
    members = sorted(at for key in keys for at in together[key])
    written = Counter(texts[at] for at in together[core])
    shown_text = min(written, key=lambda text: (-written[text], text))
    shown = next(at for at in together[core] if texts[at] == shown_text)
    words = all_words(shown_text)
    identical = sum(number for text, number in written.items() if all_words(text) == words)
    return Group("campaign" if _is_letter(compared) else "same_words", shown, tuple(members), identical)


def _is_letter(words: Sequence[str]) -> bool:
    """Whether equal words are more than people come upon by themselves."""
    if len(words) >= EQUAL_WORDS:
        return len(set(words)) >= EQUAL_DIFFERENT
    return any(len(word) >= EQUAL_LETTERS for word in words)
