"""What the themes page shows of candidates and themes: no count under five, and examples only of groups of ten or more."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.reviewing.finding import SMALLEST_GROUP
from consultation.reviewing.pages import Candidate, Dropped, RunShown, ThemeShown
from consultation.reviewing.standing import Standing
from consultation.storage import runs, tallies
from consultation.storage.runs import Run, Shown
from consultation.themes.book.codebook import Codebook
from consultation.themes.finding.candidates import CandidateTheme


def candidates_shown(session: Session, codebook: Codebook, standing: Standing, run: Run) -> list[Candidate]:
    """Return a run's candidates, the largest first, with what the team decided on each."""
    wanted = {one.comment for examples in run.examples for one in examples}
    texts = runs.texts(session, wanted)
    names = {theme.id: theme.name for theme in codebook.themes}
    shown = [
        _candidate(number, candidate, _quoted(examples, texts), standing, names, among=run.comments)
        for number, (candidate, examples) in enumerate(zip(run.candidates, run.examples, strict=True))
    ]
    return sorted(shown, key=lambda one: (-(one.at_least or 0), one.name))


def themes_shown(session: Session, slug: str, question: str, codebook: Codebook) -> list[ThemeShown]:
    """Return the codebook's themes with how many comments people confirmed for each, rounded down to fives."""
    confirmed = tallies.confirmed_by_role(session, slug, question)
    return [
        ThemeShown(
            theme.id, theme.name, theme.definition, theme.includes, coarse(sum(confirmed.get(theme.id, {}).values()))
        )
        for theme in codebook.themes
    ]


def run_shown(run: Run) -> RunShown:
    """Return where a run's candidates come from, and what they do not cover."""
    return RunShown(
        key=run.key,
        seed=run.seed,
        made_on=run.made_on,
        at_least=coarse(run.comments),
        not_covered=coarse(run.not_covered),
        versions=sorted(run.versions.items()),
        input_hash=run.input_hash,
        stale=run.stale,
    )


def _quoted(examples: Sequence[Shown], texts: Mapping[bytes, str]) -> list[str]:
    """Return what the examples say; a comment that has been erased since says nothing."""
    return [one.passage.of(texts[one.comment]) for one in examples if one.comment in texts]


def _candidate(
    number: int,
    candidate: CandidateTheme,
    examples: Sequence[str],
    standing: Standing,
    names: Mapping[str, str],
    *,
    among: int,
) -> Candidate:
    at_least, all_of_them = coarse(candidate.size), coarse(among)
    dropped = standing.dropped.get(candidate)
    decision = dropped.codebook.decision if dropped else None
    return Candidate(
        number=number,
        name=candidate.name,
        terms=candidate.terms,
        at_least=at_least,
        # Of what is shown, not of the true sizes: those would give a small one away as what is left of a hundred.
        percent=min(100, round(100 * at_least / all_of_them)) if at_least and all_of_them else None,
        examples=examples if candidate.size >= SMALLEST_GROUP else [],
        theme=names.get(standing.became.get(candidate, "")),
        dropped=Dropped(decision.why, dropped.decided_by, dropped.decided_on) if dropped and decision else None,
    )
