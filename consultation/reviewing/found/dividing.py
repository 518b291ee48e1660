"""Asks a worker for the sub-themes of a candidate."""

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from consultation.jobs.delivery import deliver
from consultation.reviewing import finding, forms
from consultation.reviewing.asking import ask
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.found.forms import DivideForm
from consultation.storage.reading import runs
from consultation.web.database import transaction


@blueprint.post(f"{PREFIX}/consultations/<slug>/themes/<question>/divide")
def divide(slug: str, question: str) -> AnyResponse:
    """Ask for sub-themes; where there is a newer run by now, its candidates are shown instead."""
    form = DivideForm()
    number = forms.number(form.candidate.data)
    with transaction() as session:
        finding.at(session, slug, question, covered=False)
        run = runs.latest(session, slug, question, "discover")
        if run is None or number is None or not form.validate_on_submit():
            abort(404)
        key, new = None, False
        if run.key == form.run.data and number < len(run.candidates):
            key, new = ask(session, slug, question, "divide", {"candidate": number, "run": run.key})
    if key is not None and new:
        deliver(finding.settings(), key)
    anchor = f"candidate-{number}"
    return redirect(url_for("reviewing.themes", slug=slug, question=question, job=key, _anchor=anchor), 303)
