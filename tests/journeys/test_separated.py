"""A whole journey through three programs that trust each other with nothing: own roles, instances and users of the machine."""

import json
import os
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import lxml.html
import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.accounts import Program, answers, open_directory, python
from tests.databases import Postgres
from tests.forwarding import forwarded, through
from tests.respondent import Respondent
from tests.roles import Separated, separate
from tests.running import PATIENCE

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

SLUG, QUESTION = "waiting-times", "authorities-require"
UIDS = {"public": 41_871, "staff": 41_872, "mixer": 41_873}
EMAIL = "kari@example.no"


@dataclass
class Site:
    """The three programs, and the database that they share."""

    public: Program
    staff: Program
    mixer: Program
    database: Separated
    password: str


@pytest.fixture(scope="module")
def site(postgres: Postgres) -> Iterator[Site]:
    """Public front, staff front and worker, each as another user of the machine where we may make them so."""
    database = separate(postgres)
    with open_directory() as place, forwarded(database.superuser, place):
        others = os.geteuid() == 0 and all(python(uid) for uid in UIDS.values())
        if not others:
            warnings.warn("All three run as one user: only root may start programs as others.", stacklevel=1)
        made = {
            kind: Program(
                place / kind,
                uid if others else None,
                {"CONSULTATION_DATABASE_URL": through(database.url(kind), place), "CONSULTATION_DEMO": "1", **more},
            )
            for (kind, uid), more in zip(
                UIDS.items(),
                (
                    {"CONSULTATION_FRONT": "public"},
                    {"CONSULTATION_FRONT": "staff"},
                    {"CONSULTATION_MIXING_SECONDS": "0.5"},
                ),
                strict=True,
            )
        }
        owner = Program(place / "owner", None, {"CONSULTATION_DATABASE_URL": through(database.owner, place)})
        try:
            assert made["mixer"].command("open", SLUG, "--archive", "nothing") == 0, made["mixer"].log
            assert owner.command("staff", "add", EMAIL, "--json") == 0, owner.log
            made["mixer"].start("worker")
            made["public"].serve()
            made["staff"].serve()
            yield Site(**made, database=database, password=json.loads(owner.log)["password"])
        finally:
            for program in made.values():
                program.stop()


def until(true: Callable[[], object], said: str) -> None:
    patience = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < patience, said
        time.sleep(0.1)


class Member:
    """A member of staff with a browser that keeps the staff's cookie."""

    def __init__(self, site: Site) -> None:
        self.site, self.cookies = site, CookieJar()
        self.browser = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> lxml.html.HtmlElement:
        with self.browser.open(f"{self.site.staff.address}{path}") as page:
            return lxml.html.document_fromstring(page.read())

    def post(self, path: str, form: dict[str, str], page: str = "/staff/en/jobs/") -> lxml.html.HtmlElement:
        token = self.get(page).xpath("//input[@name='csrf_token']/@value")[0]
        sent = urlencode({**form, "csrf_token": token}).encode()
        with self.browser.open(f"{self.site.staff.address}{path}", sent) as answer:
            return lxml.html.document_fromstring(answer.read())

    def sign_in(self) -> None:
        self.post("/staff/en/sign-in", {"email": EMAIL, "password": self.site.password}, "/staff/en/sign-in")


def code_of(page: object) -> str:
    return str(page.tree.xpath("//*[contains(@class, 'receipt__code')]")[0].text_content()).strip()  # type: ignore[attr-defined]


def test_people_answer_and_withdraw_the_worker_mixes_and_staff_read(site: Site) -> None:
    someone, receipt = Respondent(site.public.address), f"/nb/{SLUG}/receipt"
    thanked = [someone.answer(SLUG, "patient", {QUESTION: f"Ring tilbake {n}"}) for n in range(9)]
    assert {page.name for page in thanked} == {"thanks"}
    code = [("code", code_of(thanked[0]))]
    assert someone.post(receipt, code).name == "receipt-found", site.public.log
    assert someone.post(f"{receipt}/withdraw", code).name == "receipt-withdrawn"
    until(lambda: someone.post(receipt, code).status == 404, "the withdrawal was never carried out")

    thanked += [someone.answer(SLUG, "patient", {QUESTION: f"Mer tid {n}"}) for n in range(2)]
    mixed = [("code", code_of(thanked[1]))]
    count = "SELECT count(*) FROM response"
    until(lambda: site.database.run(count) == [(10,)], "nothing was mixed")
    assert someone.post(receipt, mixed).name == "receipt-found"
    for page in ("", f"nb/{SLUG}/outcome", "nb/who-reads", "nb/accessibility"):
        assert someone.get(f"/{page}").status == 200, page
    someone.close()

    kari = Member(site)
    kari.sign_in()
    comments = kari.get(f"/staff/en/consultations/{SLUG}/comments/{QUESTION}/").text_content()
    assert "Ring tilbake 3" in comments
    assert "Ring tilbake 0" not in comments
    before = time.monotonic()
    kari.post(f"/staff/en/consultations/{SLUG}/themes/{QUESTION}/discover", {})
    until(lambda: site.database.run("SELECT state FROM job") not in ([("waiting",)], []), "no worker took the job up")
    assert time.monotonic() - before < 10 + PATIENCE / 2
    assert not (site.staff.instance / "jobs.sqlite").exists()
    kari.post(
        f"/staff/en/consultations/{SLUG}/outcome/",
        {"said_nb": "a", "said_nn": "a", "doing_nb": "b", "doing_nn": "b"},
    )
    assert "unexpected" not in site.public.log + site.staff.log + site.mixer.log


def test_each_program_has_no_address_of_the_other(site: Site) -> None:
    methods = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
    for path in ("/staff", "/staff/", "/staff/nb/", "/staff/en/sign-in", "/staff/en/consultations/", "/staff/en/jobs/"):
        assert {answers(f"{site.public.address}{path}", method) for method in methods} == {404}, path
        assert answers(f"{site.staff.address}{path}") not in {0, 404}, path
    for path in (
        "/",
        "/nb/",
        f"/nb/{SLUG}/",
        f"/nb/{SLUG}/patient/",
        f"/nb/{SLUG}/patient/thanks",
        f"/nb/{SLUG}/receipt",
    ):
        assert {answers(f"{site.staff.address}{path}", method) for method in methods} == {404}, path
        assert answers(f"{site.public.address}{path}") in {200, 405}, path
    for program in (site.public, site.staff):
        assert answers(f"{program.address}/healthz") == answers(f"{program.address}/readyz") == 200


def test_no_front_reads_what_another_user_of_the_machine_keeps(site: Site) -> None:
    if site.public.uid is None:
        pytest.skip("All programs run as one user here: only root may start them as others.")
    kept = {
        "a private key": next(site.mixer.instance.rglob("*.private")),
        "the mixer's secret": site.mixer.instance / "secret.key",
        "the staff's secret": site.staff.instance / "secret.key",
        "the public front's secret": site.public.instance / "secret.key",
    }
    reads = {
        (kind, name): program.tries(f"print(len(open({str(path)!r}, 'rb').read()) >= 32)").endswith("True")
        for kind, program in (("public", site.public), ("staff", site.staff), ("mixer", site.mixer))
        for name, path in kept.items()
    }
    assert {one for one, can in reads.items() if can} == {
        ("mixer", "a private key"), ("mixer", "the mixer's secret"),
        ("staff", "the staff's secret"), ("public", "the public front's secret"),
    }  # fmt: skip


def forged(secret: bytes, session: dict[str, object]) -> str:
    """A staff session, signed with a secret as Flask signs it."""
    app = Flask("forger")
    app.secret_key = secret
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    return str(signer.dumps(session))


def test_whoever_holds_the_public_front_cannot_sign_a_session_of_the_staff(site: Site) -> None:
    [(account,)] = site.database.run("SELECT fs_uniquifier FROM staff_account")
    session = {"_user_id": account, "_fresh": True, "fs_cc": "set", "fs_paa": time.time(), "identity": account}

    def lets_in(secret: bytes) -> bool:
        browser = build_opener()
        browser.addheaders = [("Cookie", f"staff={forged(secret, session)}")]
        with browser.open(f"{site.staff.address}/staff/en/jobs/") as page:
            return "sign-in" not in page.url

    assert lets_in(site.staff.secret("sessions")), "a session that is signed rightly must do, or this test sees nothing"
    assert not lets_in(site.public.secret("sessions"))
    assert not any(
        lets_in(site.staff.secret(other)) for other in ("form age", "proofs of work", "references", "totp secrets")
    )
    assert not lets_in((site.public.instance / "secret.key").read_bytes())


@pytest.mark.parametrize("front", ["public", "staff"])
def test_a_front_that_could_do_more_does_not_start_and_says_why(site: Site, front: str, tmp_path: Path) -> None:
    def refusal(**settings: str) -> str:
        before = len(site.mixer.log)
        assert site.mixer.command("serve", "--port", "1", CONSULTATION_FRONT=front, **settings) == 1
        return " ".join(site.mixer.log[before:].split())

    assert "may read the private keys" in refusal()
    own = {"CONSULTATION_INSTANCE": str(site.mixer.home / front)}
    assert f"may read {'response' if front == 'public' else 'ballot_box'}" in refusal(**own)


def test_a_front_starts_while_the_database_is_down_and_serves_when_it_comes(site: Site) -> None:
    """It may not change the schema either, and does not try."""
    place = site.public.home.parent / "later"
    place.mkdir()
    place.chmod(0o711)  # whatever this program is in the habit of closing
    settings = {**site.public.settings, "CONSULTATION_DATABASE_URL": through(site.database.url("public"), place)}
    early = Program(site.public.home.parent / "early", site.public.uid, settings)
    try:
        early.serve()
        assert [answers(f"{early.address}{path}") for path in ("/healthz", "/readyz", f"/nb/{SLUG}/")] == [
            200,
            503,
            503,
        ]
        with forwarded(site.database.superuser, place):
            until(lambda: answers(f"{early.address}/readyz") == 200, "it never came back")
            assert answers(f"{early.address}/nb/{SLUG}/") == 200
            early.stop()
        assert "does not answer" in early.log
    finally:
        early.stop()


def test_an_older_schema_is_told_at_the_start_and_to_whoever_asks_whether_we_are_ready(site: Site) -> None:
    [(newest,)] = site.database.run("SELECT version_num FROM alembic_version")
    site.database.run("UPDATE alembic_version SET version_num = 'v0001'")
    try:
        before = len(site.public.log)
        assert site.public.command("serve", "--port", "1") == 1
        assert "consultation grant" in site.public.log[before:]
        assert site.mixer.command("list") == 1
        assert answers(f"{site.public.address}/readyz") == 503
    finally:
        site.database.run(f"UPDATE alembic_version SET version_num = '{newest}'")  # noqa: S608 -- read a moment ago
    assert answers(f"{site.public.address}/readyz") == 200
