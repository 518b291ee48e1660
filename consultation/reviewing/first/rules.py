"""Which rules raise a comment, in words, and how much they were measured to find: plainly not everything."""

from flask import Response

from consultation.reviewing import framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.first.pages import Measured, RuleShown, RulesPage
from consultation.themes.finding.harm import KINDS, Told, told
from consultation.usecases.reading.screen_comments import parameters

# As `python -m tests.benchmarks.harm` prints it, but that of what was read for a rule later the first run counts: a test
# holds these against it, and the rules must find no less.
MEASURED = (
    Measured("in-passing-unseen", found=35, of=60, wrongly=3, harmless=18),
    Measured("told-by-others", found=24, of=144, wrongly=2, harmless=36),
    Measured("unseen", found=8, of=18, wrongly=0, harmless=8),
    Measured("held-out", found=110, of=110, wrongly=2, harmless=97),
)


@blueprint.get(f"{PREFIX}/read-first/rules")
def harm_rules() -> Response:
    """Show every rule with its description and an example, and what was measured; the reader's language first."""
    spoken = sorted(map(_shown, told()), key=lambda rule: (rule.language == "en") != (framing.language() == "en"))
    kinds = {rule.id: rule.kind for rule in told()}
    by_kind = [(kind, [rule for rule in spoken if kinds[rule.id] == kind]) for kind in KINDS]
    return framing.show(RulesPage(framing.frame(), by_kind, MEASURED, parameters()["rules"]))


def _shown(rule: Told) -> RuleShown:
    return RuleShown(rule.id, rule.why, rule.example, "en" if rule.id.startswith("en-") else "no")
