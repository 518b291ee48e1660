"""Reports made of plain counts, through the same doors as a real one."""

import random
from collections.abc import Mapping, Sequence
from datetime import date

from consultation.privacy.quoting import Quote, quote
from consultation.reporting.catalogue import Said
from consultation.reporting.composing import by_role, denominators, sizes_by_role
from consultation.reporting.report import Report
from consultation.reporting.summary import (
    Asked,
    ClosedSummary,
    Coverage,
    FreeTextSummary,
    MachineRun,
    ThemesByRole,
    ToldTheme,
)
from consultation.reporting.tables import Rounded

ROLES = ("patient", "next_of_kin", "leader", "health_personnel")
NAMES = {"patient": "Pasienter", "next_of_kin": "Pårørende", "leader": "Ledere", "health_personnel": "Helsepersonell"}
THEMES = ("Ventetid", "Informasjon", "Samarbeid", "Reise")
Counts = Mapping[str, Mapping[str, int]]


def nb(text: str) -> Said:
    """A text in bokmål."""
    return Said(text, "nb")


def quoted(text: str, role: str = "patient") -> Quote:
    """A quote that came through its door."""
    passed = quote(text, role=role, group_size=10)
    assert isinstance(passed, Quote)
    return passed


def themes_by_role(counts: Counts, sizes: Mapping[str, int], *quotes: Quote, exclusive: bool = False) -> ThemesByRole:
    """Themes with these true counts; the first carries the quotes."""
    told = [ToldTheme(theme, theme, "", quotes if at == 0 else ()) for at, theme in enumerate(counts)]
    return ThemesByRole(tuple(told), by_role(list(counts), counts, sizes, exclusive=exclusive))


def report(
    responded: Mapping[str, int],
    *,
    confirmed: ThemesByRole | None = None,
    suggested: ThemesByRole | None = None,
    options: Counts | None = None,
    read: tuple[int, int, int, int] = (100, 20, 60, 20),
    title: str = "Ventetider",
) -> Report:
    """A report of one question in words and, with ``options``, one with given options."""
    roles = tuple((role, nb(NAMES[role])) for role in responded)
    asked = Asked(nb("Hva kan bli bedre?"), roles)
    run = MachineRun("venting/better/assign/5", "assign", 0, date(2026, 11, 20)) if suggested else None
    words = FreeTextSummary("better", asked, confirmed, suggested, Coverage(*map(Rounded.of, read)), 7, run)
    closed: Sequence[ClosedSummary] = ()
    if options is not None:
        answered = {role: sum(by.get(role, 0) for by in options.values()) for role in responded}
        table = by_role(list(options), options, denominators(answered, responded), exclusive=True)
        closed = [ClosedSummary("waited", asked, tuple((o, nb(o)) for o in options), table, several=False)]
    return Report(
        slug="venting",
        title=nb(title),
        asker=nb("Helsedirektoratet"),
        purpose=nb("Vi vil vite mer."),
        use=nb("Svarene brukes i en rapport."),
        languages=("nb", "nn", "se", "en"),
        state="open",
        opened_on=date(2026, 9, 10),
        closes_on=date(2026, 12, 10),
        made_on=date(2026, 11, 21),
        version=7,
        fingerprint="a" * 64,
        roles=roles,
        responses=sizes_by_role(responded),
        channels=(("web", Rounded.of(sum(responded.values()))),),
        questions=(words, *closed),
    )


def random_report(seed: int) -> tuple[Report, dict[str, int]]:
    """A report over roles of any size, many of them small, and the true number of responses per role."""
    draw = random.Random(seed)
    sizes = {role: draw.choice([0, draw.randint(1, 4), draw.randint(5, 12), draw.randint(13, 400)]) for role in ROLES}
    return report(
        sizes,
        confirmed=themes_by_role(_some(sizes, draw), sizes),
        suggested=themes_by_role(_parted(sizes, draw), sizes, exclusive=True),
        options=_parted(sizes, draw),
        read=(sum(sizes.values()), draw.randint(0, 9), draw.randint(0, 9), draw.randint(0, 300)),
    ), sizes


def _some(sizes: Mapping[str, int], draw: random.Random) -> Counts:
    """Themes that overlap, many of them rare, some that all or nearly all speak of."""
    return {theme: {role: _often(size, draw) for role, size in sizes.items()} for theme in THEMES}


def _often(size: int, draw: random.Random) -> int:
    return draw.choice([0, min(size, draw.randint(1, 4)), draw.randint(0, size), max(0, size - draw.randint(0, 4))])


def _parted(sizes: Mapping[str, int], draw: random.Random) -> Counts:
    """Options of which each has one, and a few have none."""
    left = {role: max(0, size - draw.choice([0, 0, draw.randint(1, 4)])) for role, size in sizes.items()}
    counts: dict[str, dict[str, int]] = {}
    for option in THEMES:
        counts[option] = {role: draw.randint(0, rest) for role, rest in left.items()}
        left = {role: rest - counts[option][role] for role, rest in left.items()}
    counts[THEMES[0]] = {role: counts[THEMES[0]][role] + rest for role, rest in left.items()}
    return counts
