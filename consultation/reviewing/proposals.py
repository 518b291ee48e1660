"""What the candidates' page shows of a run: no count under five, no role that could be worked out, its own words verbatim."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.questionnaire.wording import Worded
from consultation.reviewing.finding import SMALLEST_GROUP
from consultation.reviewing.found.pages import BetweenShown, Candidate, Dropped, RoleShare, RunShown, ThemeShown
from consultation.reviewing.found.role_shares import role_shares
from consultation.reviewing.standing import Standing
from consultation.storage.reading import campaigns, runs
from consultation.storage.reading.runs import Run, Shown
from consultation.themes.book.codebook import Codebook
from consultation.themes.finding.candidates import CandidateTheme, are_wordless
from consultation.usecases.compose_report import confirmed_at_least
from consultation.usecases.reading.tell_staleness import tell_staleness

# Hennig (2007) calls a group that is found again with a likeness of .75 or more stable, and one under .5 dissolved.
STABLE, LOOSE = 0.75, 0.5
PAIRS_SHOWN = 12


class Proposals:
    """A run's candidates, sub-themes and what lies between them, with what the team decided on each."""

    def __init__(
        self, session: Session, run: Run, codebook: Codebook, standing: Standing, *, but: Collection[bytes]
    ) -> None:
        """Words of comments `but` these, which are coded blindly: to be an example is what the machine says of one."""
        self._run, self._standing = run, standing
        self._names = {theme.id: theme.name for theme in codebook.themes}
        examples = [*run.examples, *(one.examples for one in run.between)]
        examples += [one.examples for found in run.within.values() for one in found]
        self._texts = runs.texts(session, {one.comment for shown in examples for one in shown} - {*but})
        self._letters = campaigns.copies_nearest(session, run.key)

    def candidates(self, roles: Mapping[str, Worded]) -> list[Candidate]:
        """The candidates, the largest first."""
        shares = role_shares(self._run, roles)
        shown = [self._with_subthemes(number, shares[number]) for number in range(len(self._run.candidates))]
        return sorted(shown, key=lambda one: (-(one.at_least or 0), one.name))

    def between(self) -> list[BetweenShown]:
        """The pairs that share most, with passages where ten comments or more lie between the two."""
        named = [one.name for one in self._run.candidates]
        return [
            BetweenShown(
                named[one.first],
                named[one.second],
                coarse(one.size),
                self._quoted(one.examples) if one.size >= SMALLEST_GROUP else [],
            )
            for one in self._run.between[:PAIRS_SHOWN]
        ]

    def _with_subthemes(self, number: int, shares: Sequence[RoleShare]) -> Candidate:
        found = self._run.within.get(number)
        divided = None
        if found is not None:
            within = sum(one.candidate.size for one in found)
            divided = [
                self._shown(f"{number}.{at}", one.candidate, one.examples, among=within) for at, one in enumerate(found)
            ]
        one = self._run.candidates[number]
        shown = self._shown(
            str(number), one, self._run.examples[number], among=self._run.comments, shares=shares, divided=divided
        )
        copies = sum(many for many in self._letters.get(number, {}).values() if many >= SMALLEST_GROUP)
        return replace(shown, letters=coarse(copies))

    def _shown(
        self,
        number: str,
        candidate: CandidateTheme,
        examples: Sequence[Shown],
        *,
        among: int,
        shares: Sequence[RoleShare] = (),
        divided: Sequence[Candidate] | None = None,
    ) -> Candidate:
        at_least, all_of_them = coarse(candidate.size), coarse(among)
        dropped = self._standing.dropped.get(candidate)
        decision = dropped.codebook.decision if dropped else None
        return Candidate(
            number=number,
            name=candidate.name,
            terms=candidate.terms,
            at_least=at_least,
            # Of what is shown, not of the true sizes: those would give a small one away as what is left of a hundred.
            percent=min(100, round(100 * at_least / all_of_them)) if at_least and all_of_them else None,
            examples=self._quoted(examples) if candidate.size >= SMALLEST_GROUP else [],
            theme=self._names.get(self._standing.became.get(candidate, "")),
            dropped=Dropped(decision.why, dropped.decided_by, dropped.decided_on) if dropped and decision else None,
            readable=candidate.size >= SMALLEST_GROUP,
            stability=None if candidate.stability is None else round(100 * candidate.stability),
            steady=_steady(candidate.stability),
            shares=shares,
            divided=divided,
        )

    def _quoted(self, examples: Sequence[Shown]) -> list[str]:
        """What the examples say; a comment that has been erased since says nothing."""
        return [one.passage.of(self._texts[one.comment]) for one in examples if one.comment in self._texts]


def themes_shown(session: Session, slug: str, question: str, codebook: Codebook) -> list[ThemeShown]:
    """Return the codebook's themes with how many comments people confirmed for each, rounded down to fives."""
    confirmed = confirmed_at_least(session, slug, question)
    return [
        ThemeShown(
            theme.id,
            theme.name,
            theme.definition,
            theme.includes,
            confirmed.get(theme.id),
            theme.retired,
        )
        for theme in codebook.themes
    ]


def run_shown(session: Session, slug: str, run: Run) -> RunShown:
    """Return where a run's candidates come from, all that repeats it, and what they do not cover."""
    return RunShown(
        key=run.key,
        seed=run.seed,
        made_on=run.made_on,
        at_least=coarse(run.comments),
        not_covered=coarse(run.not_covered),
        parameters=sorted((name, str(value)) for name, value in run.parameters.items()),
        versions=sorted(run.versions.items()),
        input_hash=run.input_hash,
        arrived="arrived" in tell_staleness(session, slug, run.question, run),
        wordless=are_wordless(run.candidates),
    )


def _steady(stability: float | None) -> str | None:
    if stability is None:
        return None
    return "stable" if stability >= STABLE else "fairly" if stability >= LOOSE else "loose"
