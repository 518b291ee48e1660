"""Two coders and an adjudicator at their browsers, over a sample of the office's comments."""

import re
from html import unescape
from uuid import uuid4

import pytest

from consultation.storage import staff
from consultation.storage.reading import double_codings, runs
from consultation.themes.book.codebook import Accept
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.code_blind import code_blind
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG, office, token

__all__ = ["office"]

ROOM = f"double/{QUESTION}/"
ASKER, KARI, OLA = "reviewer@example.org", "kari@example.org", "ola@example.org"


def silent(*_progress):
    return None


@pytest.fixture
def team(office):
    """The office with a codebook of three themes, and two more reviewers who have their browsers open."""
    with office.database.transaction() as session:
        for name, words in (("Svar", "venting på svar"), ("Folk", "flere folk"), ("Mat", "bedre mat")):
            candidate = CandidateTheme(name, (words,), 16, 0.25, ())
            review_themes(session, SLUG, QUESTION, Accept(candidate, ASKER, "ofte nevnt"), decided_on=TODAY)
    return Team(office)


class Team:
    """Who sits at which browser."""

    def __init__(self, office):
        self.office, self.database = office, office.database
        self.clients, self.tokens = {ASKER: office.client}, {}
        for email in (KARI, OLA):
            self.hire(email)

    def hire(self, email, role="reviewer"):
        """Give somebody an account and a signed-in browser, without the second that a password takes twice."""
        account = staff.Account(email, None, uuid4().hex, (role,))
        with self.database.transaction() as session:
            staff.add(session, account)
        with self.clients[ASKER].session_transaction("/staff/en/") as hers:
            kept = dict(hers)
        self.clients[email] = self.office.app.test_client()
        with self.clients[email].session_transaction("/staff/en/") as mine:
            mine.update(kept | {"_user_id": account.uniquifier})

    def get(self, who, rest=""):
        return self.clients[who].get(self.office.at(f"{ROOM}{rest}"))

    def post(self, who, rest, **form):
        if who not in self.tokens:
            self.tokens[who] = token(self.clients[who].get("/staff/en/jobs/"))
        return self.clients[who].post(self.office.at(f"{ROOM}{rest}"), data={**form, "csrf_token": self.tokens[who]})

    def draw(self, who=ASKER, size="20", first=KARI, second=OLA):
        return self.post(who, "draw", size=size, first=first, second=second)

    def code(self, who, judge):
        """Let somebody code the whole sample, without a page for each comment."""
        with self.database.transaction() as session:
            drawn = double_codings.drawn(session, double_codings.newest(session, SLUG, QUESTION).key)
            for key, text in runs.texts(session, drawn).items():
                code_blind(session, SLUG, QUESTION, key, by=who, **{"themes": [], **judge(text)})

    def code_by_hand(self, who, judge):
        """Code until nothing is left, and return how many were coded."""
        for number in range(100):
            shown = self.get(who, "blind/").text
            if "You have coded everything" in shown:
                return number
            sent = self.post(who, "blind/", comment=reference(shown), **judge(comment(shown)))
            assert sent.status_code == 303, sent.text
        raise AssertionError("there is no end to it")

    def drawn(self):
        """The keys of what is drawn."""
        with self.database.reading() as session:
            return double_codings.drawn(session, double_codings.newest(session, SLUG, QUESTION).key)

    def sample(self):
        with self.database.reading() as session:
            return double_codings.newest(session, SLUG, QUESTION)


def reference(shown):
    return re.search(r'name="comment" value="([^"]+)"', shown)[1]


def comment(shown):
    return unescape(re.search(r'class="comment__text"[^>]*>([^<]*)<', shown)[1])


def plainly(text):
    found = [theme for theme, said in (("svar", "svar"), ("folk", "folk"), ("mat", "mat")) if said in text]
    return {"outcome": "coded", "themes": found} if found else {"outcome": "none"}


def carelessly(text):
    return {"outcome": "none"} if "mat" in text else plainly(text)
