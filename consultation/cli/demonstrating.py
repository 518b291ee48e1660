"""demo: a whole installation with life in it, ready to be answered, read and reported."""

import base64
import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consultation.cli.consultations import DAYS_KEPT, WEEKS_OPEN, open_questionnaire
from consultation.cli.instance import Instance, pass_instance
from consultation.cli.invented import IN_THE_BOX, invented
from consultation.cli.questions import free_text_questions
from consultation.cli.serving import WORKER, refuse_taken, run_together, web_server, worker
from consultation.cli.theming import ask_for

if TYPE_CHECKING:
    from consultation.questionnaire.opening import Consultation
    from consultation.usecases.plan_import import PlannedResponse

CASES = ("waiting-times", "pain-service")
CASE_A = CASES[0]
REAL_COMMENTS = Path("shared/data/nhs-patient-comments.csv")  # beside the project's root
EMAIL = "demo@example.org"
CONTACT = "accessibility@example.org"
HOST = "127.0.0.1"
AT_ONCE = 500

WELCOME = """
The demo runs.   Stop it with Ctrl-C; start it again and everything is still there.

  Answer      {address}/
              Open "{title}", choose a role, answer and send.
              {waiting}
  Read        {address}/staff/
              {email}   {password}
              See themes grow out of comments, decide on them, and download a report.

{origin}
"""
NINE_WAIT = "Nine responses lie in its ballot box: yours is the tenth, and a few seconds later staff see all ten."
FEWER_WAIT = "Staff see new responses when ten lie in its ballot box, never fewer: anonymity has no off switch."
INVENTED_ONLY = (
    "All {invented} responses were invented for this demo. Nobody has said them: do not quote them as anyone's words."
)
WITH_REAL = (
    "Under patients lie {real} responses of real people to two English health trusts (published by NHS England, MIT\n"
    "licence). The other {invented} responses were invented for this demo: do not quote them as anyone's words."
)


@click.command("demo")
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True)
@click.option("--prepare-only", is_flag=True, help="Set everything up, and do not serve.")
@pass_instance
def demo_command(instance: Instance, port: int, *, prepare_only: bool) -> None:
    """Set up two consultations with responses, and serve them until Ctrl-C.

    Uses real patients' comments where they lie in ../shared/data, and otherwise only invented ones.
    """
    instance.overrides["CONSULTATION_DEMO"] = "1"
    instance.overrides["CONSULTATION_CONTACT"] = os.environ.get("CONSULTATION_CONTACT") or CONTACT
    if not prepare_only:
        refuse_taken(HOST, port)
    origin = prepare(instance)
    address = f"http://{HOST}:{port}"
    text = WELCOME.format(
        address=address,
        title=instance.consultation(CASE_A).questionnaire.title.in_("nb"),
        waiting=NINE_WAIT if _nine_wait(instance) else FEWER_WAIT,
        email=EMAIL,
        password=_password(instance),
        origin=origin,
    )
    if prepare_only:
        click.echo(text)
        return
    programs = {"the web server": web_server(HOST, port, 2), WORKER: worker(instance)}
    run_together(programs, instance.environment, ready=lambda: click.echo(text))


def prepare(instance: Instance) -> str:
    """Bring the demo to where a newcomer finds it, whatever of it is there already; return where its comments are from."""
    from consultation.jobs.mixing import mix

    counts = {"real": 0, "invented": 0}
    for name in CASES:
        consultation = _opened(instance, name)
        if consultation.state != "open":
            continue
        click.echo(f"Preparing {name} ...")
        counts["invented"] += _put(instance, consultation, invented(name, consultation.questionnaire))
        if name == CASE_A:
            counts["real"] += _put(instance, consultation, _real(consultation))
        mix(instance.settings, instance.database, name)
        _ask_for_themes(instance, name)
    counts["invented"] += _fill_the_box(instance)
    _account(instance)
    return (WITH_REAL if counts["real"] else INVENTED_ONLY).format(**counts)


def _opened(instance: Instance, name: str) -> "Consultation":
    from consultation.clock import today
    from consultation.questionnaire.loading import library, load
    from consultation.storage import consultations

    with instance.database.reading() as session:
        there = consultations.find(session, name)
    if there is not None:
        return there
    closes_on = today() + timedelta(weeks=WEEKS_OPEN)
    erase_on = closes_on + timedelta(days=DAYS_KEPT)
    return open_questionnaire(
        instance,
        load(library()[name]),
        slug=name,
        closes_on=closes_on,
        erase_on=erase_on,
        archive="report",
        today=today(),
    )


def _real(consultation: "Consultation") -> tuple["PlannedResponse", ...]:
    """Real patients' comments, all to the patients' first free-text question; none where the file is not there."""
    from consultation.usecases.plan_import import ImportColumns, plan_import
    from consultation.usecases.recognise_csv import recognise_csv

    path = Path(__file__).resolve().parents[3] / REAL_COMMENTS
    if not path.is_file():
        return ()
    columns = ImportColumns((("comment", None),), role_column="role", respondent="respondent")
    return plan_import(recognise_csv(path.read_bytes()), consultation.questionnaire, columns).responses


def _put(
    instance: Instance, consultation: "Consultation", planned: Iterable["PlannedResponse"], *, channel: str = "imported"
) -> int:
    """Put them in the ballot box, unless they are there or mixed in; return how many there are in all."""
    from consultation.privacy.anonymise import Channel
    from consultation.usecases.import_responses import import_responses

    everything = list(planned)
    for at in range(0, len(everything), AT_ONCE):
        some = everything[at : at + AT_ONCE]
        with instance.database.transaction() as session:
            import_responses(
                session, consultation, some, secret=instance.settings.secret("imports"), channel=Channel(channel)
            )
    return len(everything)


def _fill_the_box(instance: Instance) -> int:
    """Nine invented responses: anonymity has no off switch, also not in a demo, so the newcomer's own is the tenth.

    By the newcomer's channel, because ten of one channel go together.
    """
    consultation = instance.consultation(CASE_A)
    if consultation.state != "open":
        return 0
    return _put(instance, consultation, invented(IN_THE_BOX, consultation.questionnaire), channel="web")


def _nine_wait(instance: Instance) -> bool:
    from consultation.storage import ballot_box

    with instance.database.reading() as session:
        return ballot_box.waiting(session, CASE_A) == instance.settings.batch_minimum - 1


def _ask_for_themes(instance: Instance, slug: str) -> None:
    """Leave a job for the worker where a question has no candidates, nor a job for them."""
    from consultation.storage import jobs, responses
    from consultation.storage.reading import runs
    from consultation.usecases.reading.discover_themes import FEWEST_COMMENTS

    questions = free_text_questions(instance, slug)
    with instance.database.reading() as session:
        asked_for = {job.arguments.get("question") for job in jobs.all_(session, slug) if job.kind == "discover"}
        bare = [
            question
            for question in questions
            if question not in asked_for
            and runs.latest(session, slug, question, "discover") is None
            and len(responses.corpus(session, slug, question)) >= FEWEST_COMMENTS
        ]
    for question in bare:
        ask_for(instance, "discover", slug, question)


def _password(instance: Instance) -> str:
    """The demo account's password: made from the instance's secret, so that it can be printed at every start."""
    digest = instance.settings.secret("demo account", size=10)
    letters = base64.b32encode(digest).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _account(instance: Instance) -> None:
    from consultation.storage.staff import AccountExists
    from consultation.usecases.create_staff_account import create_staff_account

    try:
        with instance.database.transaction() as session:
            create_staff_account(session, EMAIL, roles=("reviewer",), password=_password(instance))
    except AccountExists:
        return
