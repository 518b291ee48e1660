"""From true counts and comments to what may be told: the one place where a report's numbers pass through suppression."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from consultation.privacy.disclosure import CountTable, SafeTable, Shown, suppress
from consultation.privacy.quoting import SMALLEST_GROUP, Quote, quote
from consultation.reporting.summary import ThemesByRole, ToldTheme
from consultation.reporting.tables import ALL, REST, STEP, Rounded, least, shown
from consultation.themes.book.codebook import Accept, Codebook, MergeCandidate
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.passages import Passage, passages

MOST_QUOTES = 3
SHORTEST, LONGEST = 30, 450  # characters of a passage that is worth quoting, and that a reader takes in

Counts = Mapping[str, Mapping[str, int]]  # row -> role -> respondents


@dataclass(frozen=True, slots=True)
class Spoken:
    """A passage that speaks of a theme, and the role of who wrote it."""

    role: str
    text: str


def denominators(answered: Mapping[str, int], responses: Mapping[str, int]) -> dict[str, int]:
    """How many respondents each role's shares are calculated from, per role of ``responses``.

    It is those who answered the question. Where fewer than five of the role's respondents left it out, it is all of
    them: otherwise the two numbers could be subtracted, and would tell of those few.
    """
    return {
        role: everyone if everyone - answered.get(role, 0) < STEP else answered.get(role, 0)
        for role, everyone in responses.items()
    }


def large(sizes: Mapping[str, int]) -> list[str]:
    """The roles that something can be told of; those under five, or with nobody, look the same and are in no sum."""
    return [role for role, size in sizes.items() if size >= STEP]


def sizes_by_role(sizes: Mapping[str, int]) -> SafeTable:
    """How many responded in each role, and in all that are large enough together."""
    return _suppressed({}, {role: sizes[role] for role in large(sizes)})


def by_channel(counts: Mapping[str, int]) -> tuple[tuple[str, Rounded], ...]:
    """How the responses of the large roles came in; nothing where a channel has under five.

    The total is told exactly: less the other channels, even rounded ones, it would tell of those few.
    """
    if any(count < STEP for count in counts.values()):
        return ()
    return tuple((channel, Rounded.of(count)) for channel, count in counts.items())


def by_role(rows: Sequence[str], counts: Counts, sizes: Mapping[str, int], *, exclusive: bool) -> SafeTable:
    """Rows by role, for the roles that are large enough, and where those are several, for ``all`` of them together.

    ``exclusive`` says that a respondent stands in one row at most; then a row ``rest`` takes whoever is in none, so
    that nobody is left over to be found by subtraction.
    """
    roles = large(sizes)
    full = {row: [counts.get(row, {}).get(role, 0) for role in roles] for row in rows}
    if exclusive:
        rest = [sizes[role] - sum(cells[at] for cells in full.values()) for at, role in enumerate(roles)]
        if any(rest):
            full[REST] = rest
    return _suppressed(full, {role: sizes[role] for role in roles})


def confirmed_by_role(rows: Sequence[str], counts: Counts, sizes: Mapping[str, int]) -> SafeTable:
    """Themes by role, of which a respondent may have several: the large roles' numbers rather than their sums.

    A role's number that may not be told stands in no sum, unless others that are not told either hide it there. So none
    of the others needs to be withheld. A role that nothing could be told of is left out of the table where a sum would
    have to be withheld for its sake.
    """
    roles = large(sizes)
    while True:
        among = {role: sizes[role] for role in roles}
        full = {row: [counts.get(row, {}).get(role, 0) for role in roles] for row in rows}
        table = _suppressed(full, among, totals_first=True)
        silent = [role for role in roles if all(shown(table, row, role) is None for row in rows)]
        if not 0 < len(silent) < len(roles) or all(isinstance(one, Shown) for one in table.totals):
            return table
        roles = [role for role in roles if role not in silent]


def _suppressed(
    rows: Mapping[str, Sequence[int]], sizes: Mapping[str, int], *, totals_first: bool = False
) -> SafeTable:
    """The total stands in the table always, so that no role's column can be taken for it by chance."""
    if len(sizes) > 1:
        rows = {row: [*cells, sum(cells)] for row, cells in rows.items()}
        sizes = {**sizes, ALL: sum(sizes.values())}
    table = CountTable(tuple(rows), tuple(sizes), tuple(rows.values()), tuple(sizes.values()))
    return suppress(table, overlap=totals_first, totals_first=totals_first)


def ranked(themes: Iterable[ToldTheme], counts: SafeTable, *, partial: bool = False) -> ThemesByRole:
    """Themes with the largest shown number first; where no number is shown, the name decides, never a hidden number."""

    def place(theme: ToldTheme) -> tuple[int, str]:
        found = shown(counts, theme.id, counts.columns[-1]) or least(counts, theme.id) if counts.columns else None
        return (-found.count if found else 0, theme.name.casefold())

    return ThemesByRole(tuple(sorted(themes, key=place)), counts, partial=partial)


def with_quotes(theme: ToldTheme, spoken: Iterable[Spoken], counts: SafeTable, used: set[str]) -> ToldTheme:
    """The theme with up to three quotes, from roles in which at least ten are shown to speak of it.

    Which ones is decided by a hash of the words alone: no order of storage or arrival can show through. A text is
    quoted once in a report, so that nobody is recognised by what they said of several themes: ``used`` grows by it.
    """
    cells = ((role, shown(counts, theme.id, role)) for role in counts.columns if role != ALL)
    groups = {role: found.count for role, found in cells if found}
    chosen: list[Quote] = []
    for one in _drawn(spoken, groups):
        if len(chosen) == MOST_QUOTES:
            break
        if one.text in used:
            continue
        quoted = quote(one.text, role=one.role, group_size=groups.get(one.role, 0))
        if isinstance(quoted, Quote):
            used.add(one.text)
            chosen.append(quoted)
    return replace(theme, quotes=tuple(chosen))


def _drawn(spoken: Iterable[Spoken], groups: Mapping[str, int]) -> list[Spoken]:
    """Passages worth quoting, each role in turn, within a role by the hash of the words."""
    told = dict.fromkeys(spoken)
    fit = [one for one in told if SHORTEST <= len(one.text) <= LONGEST and groups.get(one.role, 0) >= SMALLEST_GROUP]
    turns: list[tuple[int, str, Spoken]] = []
    for role in sorted({one.role for one in fit}):
        drawn = sorted((one for one in fit if one.role == role), key=lambda one: _lot(one.text))
        turns += [(turn, role, one) for turn, one in enumerate(drawn)]
    return [one for _, _, one in sorted(turns, key=lambda entry: entry[:2])]


def _lot(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, person=b"quote").digest()


def excerpt(text: str, evidence: Passage | None) -> str | None:
    """What of a comment is quoted: all of it, or from its evidence on whole sentences up to the longest; else nothing."""
    if len(text) <= LONGEST:
        return text
    start = evidence.start if evidence else 0
    within = [span for span in passages(text) if span.start >= start and span.stop - start <= LONGEST]
    return text[within[0].start : within[-1].stop] if within else None


def themes_of_candidates(versions: Sequence[Codebook]) -> dict[CandidateTheme, str]:
    """Which theme each accepted or merged candidate has become, followed through all later versions; dropped ones are left out."""
    became: dict[CandidateTheme, str] = {}
    known: set[str] = set()
    for codebook in versions:
        now = {theme.id for theme in codebook.themes}
        if isinstance(codebook.decision, Accept):
            became |= dict.fromkeys([codebook.decision.candidate], next(iter(now - known), ""))
        elif isinstance(codebook.decision, MergeCandidate):
            became[codebook.decision.candidate] = codebook.decision.into
        elif codebook.decision:
            moves = codebook.decision.moves()
            became = {candidate: moves.get(theme, theme) or "" for candidate, theme in became.items()}
        known = now
    return {candidate: theme for candidate, theme in became.items() if theme in known}
