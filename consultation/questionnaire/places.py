"""Where: a regional health authority (RHF) and, for those who want to say it, a health trust (HF) in it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.kinds import Answer, Problem, Question, RawAnswers, filled_in
from consultation.questionnaire.wording import Worded, Wording


@dataclass(frozen=True, slots=True)
class Trust:
    """A health trust (HF), or the private hospitals a region has agreements with."""

    id: str
    text: Wording


@dataclass(frozen=True, slots=True)
class Region:
    """A regional health authority (RHF) and its trusts."""

    id: str
    text: Wording
    trusts: tuple[Trust, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Place(Question):
    """A region, and unless ``level`` is ``region`` a trust in it; the answer is ``rhf`` or ``rhf/hf``. Always optional.

    The code list is frozen with the definition, so an old answer keeps its meaning when trusts merge.
    """

    kind: ClassVar[str] = "place"
    regions: tuple[Region, ...]
    level: str = "trust"

    def fields(self) -> tuple[str, ...]:
        """``id.rhf`` and, where a trust can be named, ``id.hf``."""
        return (f"{self.id}.rhf", f"{self.id}.hf") if self.level == "trust" else (f"{self.id}.rhf",)

    def region(self, region: str) -> Region | None:
        """The region with this id."""
        return next((known for known in self.regions if known.id == region), None)

    def region_of(self, trust: str) -> Region | None:
        """The region this trust belongs to."""
        return next((region for region in self.regions if any(known.id == trust for known in region.trusts)), None)

    def read(self, raw: RawAnswers) -> str | Problem | None:
        """The place; a trust alone tells its region, a trust of another region is a problem."""
        for name in self.fields():
            if len(filled_in(raw, name)) > 1:
                return self.problem("several_answers", field=name)
        rhf, hf = self._given(raw, "rhf"), self._given(raw, "hf")
        if rhf and self.region(rhf) is None:
            return self.problem("not_an_option", field=f"{self.id}.rhf")
        if not hf:
            return rhf
        home = self.region_of(hf)
        if home is None:
            return self.problem("not_an_option", field=f"{self.id}.hf")
        if rhf and home.id != rhf:
            return self.problem("not_in_region", field=f"{self.id}.hf")
        return f"{home.id}/{hf}"

    def _given(self, raw: RawAnswers, part: str) -> str | None:
        name = f"{self.id}.{part}"
        return next(iter(filled_in(raw, name)), None) if name in self.fields() else None

    def display(self, answer: Answer, language: str) -> str:
        """The region, and the trust after a comma."""
        rhf, _, hf = str(answer).partition("/")
        region = self.region(rhf)
        if region is None:
            return str(answer)
        trusts = [trust.text.in_(language).text for trust in region.trusts if trust.id == hf]
        return ", ".join([region.text.in_(language).text, *trusts])

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per region, whether or not they named a trust."""
        counted = Counter(str(answer).partition("/")[0] for answer in answers)
        return {region.id: counted[region.id] for region in self.regions}

    def label(self, key: str, language: str) -> Worded:
        """The words for a region, or for ``rhf/hf``."""
        rhf, _, hf = key.partition("/")
        region = self.region(rhf)
        trust = next((trust for trust in region.trusts if trust.id == hf), None) if region else None
        known = trust or region
        return known.text.in_(language) if known else Worded(key, language)
