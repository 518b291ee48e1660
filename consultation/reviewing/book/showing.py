"""What the codebook's pages show of themes and decisions: no count under five."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from consultation.reviewing.asking import jobs_of
from consultation.reviewing.book.pages import InBook, Offered, SignedOff
from consultation.reviewing.book.told import versions_shown
from consultation.reviewing.pages import At, JobShown, VersionShown
from consultation.reviewing.working import UNFINISHED, shown
from consultation.storage.reading.codebooks import Version
from consultation.themes.book.choosing import there_already
from consultation.themes.book.codebook import Change, Codebook, SignOff, diff
from consultation.themes.book.quoted import own_words
from consultation.themes.book.theme import Theme, in_order
from consultation.usecases.compose_report import confirmed_at_least
from consultation.usecases.reading.quote_examples import quote_examples


def themes_in_order(session: Session, at: At, themes: Sequence[Theme]) -> list[InBook]:
    """Return the themes, each after the one it lies below, with how many comments people confirmed for each."""
    confirmed = confirmed_at_least(session, at.slug, at.question)
    quotes = quote_examples(session, at.slug, at.question, themes)
    return [
        InBook(
            id=theme.id,
            sign=theme.sign,
            name=theme.name,
            definition=theme.definition,
            includes=theme.includes,
            excludes=theme.excludes,
            examples=own_words(theme.examples),
            quotes=[quotes[one] for one in theme.examples if one in quotes],
            retired=theme.retired,
            parent=theme.parent,
            depth=depth,
            confirmed=confirmed.get(theme.id),
        )
        for theme, depth in in_order(themes)
    ]


def decided_shown(versions: Sequence[Version], asked: str | None) -> VersionShown | None:
    """Return the newest decision, where it is the one that is asked for."""
    if not versions or asked != str(versions[0].codebook.version):
        return None
    return versions_shown(versions[:2])[0]


def jobs_shown(session: Session, at: At, asked: str | None) -> tuple[list[JobShown], bool]:
    """Return the jobs that go on, and the one that is asked for; and whether any goes on."""
    found = [job for job in jobs_of(session, at.slug, at.question) if job.state in UNFINISHED or job.key == asked]
    return [shown(job, {}) for job in found], any(job.state in UNFINISHED for job in found)


def signed_off_shown(versions: Sequence[Version]) -> SignedOff | None:
    """Return the last sign-off, and how many themes have been changed, added or taken out since."""
    last = next((at for at, one in enumerate(versions) if isinstance(one.codebook.decision, SignOff)), None)
    if last is None:
        return None
    changed = {_about(change) for change in diff(versions[last].codebook, versions[0].codebook)}
    return SignedOff(versions_shown(versions)[last], len(changed))


def decisions_on(versions: Sequence[Version], theme: str) -> list[VersionShown]:
    """Return the decisions that made a theme what it is, the newest first."""
    before = [*(one.codebook for one in versions), Codebook()][1:]
    return [
        shown_one
        for shown_one, one, earlier in zip(versions_shown(versions), versions, before, strict=True)
        if theme in {_about(change) for change in diff(earlier, one.codebook)}
        or theme in {getattr(one.codebook.decision, "theme", None), getattr(one.codebook.decision, "into", None)}
    ]


def _about(change: Change) -> str:
    return change.theme if isinstance(change.theme, str) else change.theme.id


def offered(themes: Sequence[Theme], codebook: Codebook, ticked: Collection[str] | None = None) -> list[Offered]:
    """Return the themes that can be taken in; ticked are, where nothing else is said, those that are not there already."""
    taken = there_already(themes, codebook.themes)
    return [
        Offered(
            id=theme.id,
            sign=theme.sign,
            name=theme.name,
            definition=theme.definition,
            includes=theme.includes,
            excludes=theme.excludes,
            examples=own_words(theme.examples),
            retired=theme.retired,
            depth=depth,
            taken=theme.id in taken,
            ticked=theme.id not in taken if ticked is None else theme.id in ticked,
        )
        for theme, depth in in_order(themes)
    ]
