"""Every page of the respondent's front in every state it can be in: one line for each, for the walk and for the pictures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask, request
from playwright.sync_api import Page
from werkzeug.exceptions import TooManyRequests

from consultation import clock
from consultation.app import create_app
from consultation.privacy import receipts
from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.wording import reading
from consultation.responding.finding import posted
from consultation.settings import Settings
from consultation.usecases.close_consultation import close_consultation
from consultation.web import database
from tests.browsing import main_page, settled
from tests.questionnaires import every_kind
from tests.responding.visiting import open_, serving

WORDS = "Jeg ventet i åtte måneder uten å høre noe, og fødselsnummeret 15038510190 måtte leses opp på nytt."
MARKED = "Kari Nordmann i Storgata 14 ventet lenge. Hun har tlf. 912 34 567."
FORM, EVERY, SECTIONS = "waiting-times/patient/", "every-kind/patient/", "pain-service/patient/"
RECEIPT, CHECK_CODE = "waiting-times/receipt", "main #receipt-form button[type=submit]"
NOBODYS = receipts.for_answers("0" * 32, b"nobody's").code
FAILURES: dict[str, type[Exception]] = {"429": TooManyRequests, "503": OSError, "500": RuntimeError}


@dataclass(frozen=True)
class Sites:
    """Where the walk goes: a site with consultations, one of which is closed and one changed, and a site with none."""

    full: str
    empty: str


@contextmanager
def sites(folder: Path) -> Iterator[Sites]:
    """Both sites behind real sockets, until the end of the block; below `folder` is what they store."""
    full, empty = (_site(folder / name) for name in ("full", "empty"))
    for slug, path in library().items():
        open_(full, load(path), slug)
    asked = every_kind(languages=["nb", "nn", "se", "en"])
    open_(full, asked, "every-kind")
    open_(full, asked, "changed")
    open_(full, _without(asked, "own"), "changed")
    open_(full, asked, "closed")
    with full.app_context(), database.transaction() as session:
        close_consultation(session, "closed", today=clock.today())
    with serving(full) as there, serving(empty) as nowhere:
        yield Sites(there, nowhere)


def _site(folder: Path) -> Flask:
    app = create_app(Settings.read({"CONSULTATION_INSTANCE": str(folder), "CONSULTATION_FRONT": "public"}))

    @app.before_request
    def fail() -> None:
        """Fail as the address asks for, once the form is read: what a person then sees is the real page."""
        if wanted := request.args.get("fails"):
            posted()
            raise FAILURES[wanted]

    return app


def _without(asked: Questionnaire, question: str) -> Questionnaire:
    return replace(
        asked,
        sections=tuple(replace(s, questions=tuple(q for q in s.questions if q.id != question)) for s in asked.sections),
    )


@dataclass(frozen=True)
class Visit:
    """A browser on its way through the sites in one language; each step returns the visit, so that a state is one line."""

    page: Page
    sites: Sites
    language: str

    def opens(self, rest: str = "", *, of: str = "", easy: bool = False) -> "Visit":
        """Open an address below the language, or below its easy-read variant where it has one."""
        read = reading(self.language, easy=easy and self.language != "se")
        self.page.goto(f"{of or self.sites.full}/{read}/{rest}")
        settled(self.page)
        return self

    def writes(self, words: str = WORDS, **fields: str) -> "Visit":
        """Fill in fields; without a name the first text, with words that hold an identity number."""
        for name, text in (
            fields or {self.page.locator("main textarea:visible").first.get_attribute("id") or "": words}
        ).items():
            self.page.locator(f'main [name="{name}"]:not([type=hidden])').first.fill(text)
        return self

    def ticks(self, *values: str) -> "Visit":
        """Choose options by their values."""
        for value in values:
            self.page.locator(f'main input[value="{value}"]:visible').first.check()
        return self

    def presses(self, button: str = "main form#answers button[data-variant=primary]") -> "Visit":
        """Press a button, and wait for what it brings."""
        self.page.evaluate(
            "document.querySelector('main').dataset.left = ''; document.querySelector('main h1').dataset.left = ''"
        )
        self.page.locator(button).last.click()
        self.page.locator("main h1:not([data-left]), .send-trouble:not([hidden])").first.wait_for()
        return self

    def sends(self) -> "Visit":
        """Press the button until the answers are taken: a guard against machines may ask for a moment's patience."""
        for _ in range(20):
            self.presses()
            if main_page(self.page) == "thanks":
                break
            self.page.wait_for_timeout(500)
        return self

    def holds_a_receipt(self) -> "Visit":
        """Answer, and look the receipt up."""
        self.opens(FORM).writes().presses().sends()
        code = self.page.locator(".receipt__code").inner_text()
        return self.opens(RECEIPT).writes(code=code).presses(CHECK_CODE)

    def posts(self, action: str = "", **fields: str) -> "Visit":
        """Send the form as a browser without script does, to this address if one is given, with fields added."""
        with self.page.expect_event("load"):
            self.page.evaluate(POST, [action and f"/{self.language}/{action}", fields])
        return self

    def unfolds(self) -> "Visit":
        """Open everything that is folded, once the scripts have come and nothing moves any more."""
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        return self

    def offline(self) -> "Visit":
        """Lose the network and press the button."""
        self.page.context.set_offline(True)
        self.presses()
        self.page.context.set_offline(False)
        return self

    def from_elsewhere(self) -> "Visit":
        """Post a form that stands on a page of somebody else."""
        self.page.goto("about:blank")
        self.page.set_content(f'<form method="post" action="{self.sites.full}/{self.language}/{FORM}check"></form>')
        return self.posts(x="Mine ord")


POST = """([action, fields]) => {
  const form = document.querySelector("form#answers") ?? document.querySelector("form") ?? document.body.appendChild(document.createElement("form"));
  form.method = "post";
  if (action) form.action = action;
  for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  HTMLFormElement.prototype.submit.call(form);
}"""

State = Callable[[Visit], Any]
# A name that begins with "errors" is a page that says what must be put right; "refused" is one that could not be answered.
STATES: dict[str, State] = {
    "home": lambda v: v.opens(),
    "home with nothing open": lambda v: v.opens(of=v.sites.empty),
    "consultation": lambda v: v.opens("waiting-times/"),
    "consultation unfolded": lambda v: v.opens("pain-service/").unfolds(),
    "form": lambda v: v.opens(FORM),
    "form unfolded": lambda v: v.opens(FORM).unfolds(),
    "form of a leader": lambda v: v.opens("waiting-times/leader/"),
    "form of every kind": lambda v: v.opens(EVERY),
    "form with a question opened": lambda v: v.opens(FORM).ticks("waited"),
    "form with more questions": lambda v: v.opens("waiting-times/next_of_kin/").posts(waited="waited"),
    "form with words": lambda v: v.opens(FORM).writes(),
    "first section": lambda v: v.opens(SECTIONS),
    "second section": lambda v: v.opens(SECTIONS).writes().presses(),
    "last section": lambda v: v.opens(SECTIONS).presses().presses(),
    "errors as nothing is answered": lambda v: v.opens(FORM).presses(),
    "errors in every kind": lambda v: v.opens(EVERY).writes(own="x" * 300, weeks="mange").presses(),
    "check": lambda v: v.opens("waiting-times/next_of_kin/").writes().presses(),
    "check with marks": lambda v: v.opens("waiting-times/leader/").writes(MARKED).presses(),
    "check of every kind": lambda v: v.opens(EVERY).writes(own="Ro.", weeks="12").ticks("other").presses(),
    "sending fails": lambda v: v.opens(FORM).writes().presses().offline(),
    "thanks": lambda v: v.opens(FORM).writes().presses().sends(),
    "thanks without a receipt": lambda v: v.opens(f"{FORM}thanks"),
    "receipt": lambda v: v.opens(RECEIPT),
    "errors in a receipt": lambda v: v.opens(RECEIPT).writes(code="7KQ2-M9XA-41TV-ZZ").presses(CHECK_CODE),
    "receipt of nothing": lambda v: v.opens(RECEIPT).writes(code=NOBODYS).presses(CHECK_CODE),
    "receipt found": lambda v: v.holds_a_receipt(),
    "withdrawn": lambda v: v.holds_a_receipt().presses("main form[action$=withdraw] button[type=submit]"),
    "outcome": lambda v: v.opens("waiting-times/outcome"),
    "accessibility": lambda v: v.opens("accessibility"),
    "who reads": lambda v: v.opens("who-reads"),
    "what we store": lambda v: v.opens("what-we-store").unfolds(),
    "easy consultation": lambda v: v.opens("waiting-times/", easy=True),
    "easy form": lambda v: v.opens(FORM, easy=True),
    "refused: no such page": lambda v: v.opens("nothing-here/"),
    "refused: wrong method": lambda v: v.opens().posts("waiting-times/"),
    "refused: closed": lambda v: v.opens("closed/"),
    "refused: closed meanwhile": lambda v: v.opens(EVERY).writes().posts("closed/patient/check"),
    "refused: changed": lambda v: v.opens("changed/patient/").posts("changed/patient/check", own="Mine ord"),
    "refused: too large": lambda v: v.opens(FORM).writes().posts(more="x" * 300_000),
    "refused: too many": lambda v: v.opens(FORM).writes().posts(f"{FORM}check?fails=429"),
    "refused: unavailable": lambda v: v.opens(FORM).writes().posts(f"{FORM}check?fails=503"),
    "refused: our fault": lambda v: v.opens(FORM).writes().posts(f"{FORM}check?fails=500"),
    "refused: from elsewhere": lambda v: v.from_elsewhere(),
}
