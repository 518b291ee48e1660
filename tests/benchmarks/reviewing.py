"""How long a reviewer waits for the next comment, among 12,000 of them: the server's time from decision to next page."""

import random
import re
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from consultation.app import create_app
from consultation.privacy.anonymise import AnonymousResponse, Channel
from consultation.questionnaire.loading import library, load
from consultation.settings import Settings
from consultation.storage import responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.storage.reading import runs, suggestions
from consultation.storage.reading.runs import Run
from consultation.storage.reading.suggestions import MachineReading
from consultation.themes.book.codebook import Adopt, AdoptedTheme, NewTheme, Suggested
from consultation.themes.reading.passages import Passage, passages
from consultation.usecases.create_staff_account import create_staff_account
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY, WEEK, Box
from tests.judging import judge

SLUG, QUESTION = "waiting-times", "authorities-require"
COMMENTS, THEMES, DECISIONS = 12_000, 30, 150
PASSWORD = "a-long-password-of-the-benchmark"
CLAUSES = (
    "jeg ventet lenge på time",
    "ingen ringte tilbake",
    "vi fikk ikke svar fra avdelingen",
    "hva skulle skje etterpå",
)


def main() -> None:
    """Print p50 and p95 in milliseconds: the decision, the page after it, and both; and both beside an almost empty page."""
    comments = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else COMMENTS
    with tempfile.TemporaryDirectory() as root:
        client = _desk(Path(root), comments)
        decided, shown, both = _decisions(client)
        empty = [_timed(lambda: client.get("/staff/en/jobs/"))[0] for _ in range(DECISIONS)]
    print(f"{comments} comments, {THEMES} themes, {DECISIONS} decisions, SQLite, one process, without a network")
    for name, waited in (
        ("decision", decided),
        ("next page", shown),
        ("both", both),
        ("page with nothing on it", empty),
    ):
        print(f"  {name:<24} p50 {_at(waited, 50):6.1f} ms   p95 {_at(waited, 95):6.1f} ms")
    print(f"  both, as times a page with nothing on it: {_at(both, 50) / _at(empty, 50):.1f}")


def _desk(root: Path, comments: int) -> FlaskClient:
    settings = Settings.read({"CONSULTATION_INSTANCE": str(root / "instance"), "CONSULTATION_DEMO": "1"})
    app = create_app(settings)
    database = Database(settings.database_url)
    opened = Box(database, KeyRing(settings.keys), SLUG).open(load(library()[SLUG]))
    with database.transaction() as session:
        create_staff_account(session, "kari@example.org", roles=["reviewer"], password=PASSWORD)
        responses.add_batch(session, SLUG, _responses(opened.fingerprint, comments), WEEK)
        themes = tuple(
            AdoptedTheme(f"t{at}", NewTheme(f"Tema nummer {at}", "Hva det handler om")) for at in range(THEMES)
        )
        review_themes(session, SLUG, QUESTION, Adopt(themes, "a list", "kari", "to begin with"), decided_on=TODAY)
    _let_a_machine_read(database)
    database.close()
    client = app.test_client()
    page = client.get("/staff/en/sign-in").text
    client.post(
        "/staff/en/sign-in",
        data={"email": "kari@example.org", "password": PASSWORD, "csrf_token": _field(page, "csrf_token")},
    )
    return client


def _responses(definition: str, comments: int) -> list[AnonymousResponse]:
    drawn = random.Random(1)
    roles = ("patient", "patient", "next_of_kin", "leader", "health_personnel")
    return [
        AnonymousResponse(
            secrets.token_bytes(16), definition, roles[at % 5], Channel.web, {},
            {QUESTION: ". ".join(", og ".join(drawn.choices(CLAUSES, k=2)) for _ in range(4)) + f". Nr {at}."},
        )
        for at in range(comments)
    ]  # fmt: skip


def _let_a_machine_read(database: Database) -> None:
    drawn = random.Random(2)
    with database.transaction() as session:
        run = runs.next_key(session, SLUG, QUESTION, "assign")
        runs.add(session, SLUG, Run(run, QUESTION, "assign", 1, {}, {}, "0" * 64, TODAY, 0, 0))
        made, read = [], []
        for turn, comment in enumerate(responses.corpus(session, SLUG, QUESTION)):
            parts = passages(comment.text)
            read.append(
                (
                    comment.key,
                    MachineReading(run, "suggested", turn, drawn.choice(("audit", "rare", "uncertain")), "t1"),
                )
            )
            for theme in drawn.sample(range(THEMES), 3):
                part = drawn.choice(parts)
                made.append(
                    (
                        comment.key,
                        Suggested(f"t{theme}", drawn.random(), run, part, (Passage(part.start, part.start + 3),)),
                    )
                )
            if turn % 3 == 0:  # a third is read already
                judge(session, comment.key, {"t1": True}, outcome="coded", by="ola")
        suggestions.suggest(session, SLUG, QUESTION, made)
        suggestions.read_by_machine(session, SLUG, QUESTION, read)


def _decisions(client: FlaskClient) -> tuple[list[float], list[float], list[float]]:
    address = f"/staff/en/consultations/{SLUG}/coding/{QUESTION}/"
    page = client.get(address).text
    decided, shown = [], []
    for at in range(DECISIONS):
        desk = page.partition('<form class="coding__desk"')[2]
        form = {name: _field(desk, name) for name in ("csrf_token", "comment", "seen")}
        took, answer = _timed(
            lambda form=form, at=at: client.post(
                address, data={**form, "themes": f"t{at % THEMES}", "outcome": "coded"}
            )
        )  # type: ignore[misc]
        assert answer.status_code == 303, answer.status_code
        decided.append(took)
        took, answer = _timed(lambda answer=answer: client.get(answer.headers["Location"]))  # type: ignore[misc]
        shown.append(took)
        page = answer.text
    return decided, shown, [one + other for one, other in zip(decided, shown, strict=True)]


def _timed(what: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    answer = what()
    return 1000 * (time.perf_counter() - began), answer


def _at(waited: list[float], percent: int) -> float:
    return statistics.quantiles(waited, n=100)[percent - 1]


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found[1]
