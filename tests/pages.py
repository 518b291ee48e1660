"""Walks a browser through every page of the staff's front, so that each can be looked at, measured and validated."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from playwright.sync_api import Error, Page, Route

from tests.browsing import main_page

CONSULTATION = "waiting-times"
NOT_FOLLOWED = ("sign-out", "download", "report")
MOST = 60
ANSWER = "Jeg ventet i åtte måneder uten å høre noe. Da jeg ringte, var henvisningen borte, og fødselsnummeret 15038510190 måtte leses opp på nytt."


def sign_in(page: Page, address: str, email: str, password: str, language: str = "nb") -> None:
    """Sign in as staff.

    Raises:
        AssertionError: the page stays the sign-in page.
    """
    page.goto(f"{address}/staff/{language}/")
    page.locator("input[type=email], input[name=email]").first.fill(email)
    page.locator("input[type=password]").first.fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main:not([data-page=sign-in])").wait_for()


def _kind(path: str) -> str:
    """An address without what it is about: of which consultation, question, job or part of a list it is a page."""
    there, _, asked = path.partition("?")
    told = re.sub(
        r"(?<=/)(consultations|comments|themes|coding|codebook|versions|ready|found|double|jobs|reading|references)/[^/]+",
        r"\1/*",
        there,
    )
    return f"{told}?{'&'.join(sorted(pair.partition('=')[0] for pair in asked.split('&')))}"


def _unanswered(asked: Route) -> None:
    with suppress(Error):  # the page was left meanwhile
        asked.abort()


def staff_states(
    page: Page, address: str, email: str, password: str, language: str = "nb", *, of_each: int = 2
) -> Iterator[str]:
    """Yield the name of each page of the staff's front, found by following its links, while the browser shows it.

    Of addresses that differ only in what they are about, no more than `of_each` are followed.
    """
    own = f"{address}/staff/{language}/"
    page.route("**/progress", _unanswered)  # or a page whose job ends is fetched anew under our eyes
    page.goto(own)
    yield "sign-in"
    sign_in(page, address, email, password, language)
    waiting, seen, shown, followed = [page.url], {page.url}, Counter[str](), Counter[str]()
    while waiting:
        answer = page.goto(waiting.pop(0))
        assert answer is None or answer.ok, f"{page.url} answers {answer.status}"
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        name = main_page(page)
        shown[name] += 1
        if shown[name] <= of_each:
            yield name if shown[name] == 1 else f"{name} again"
        links: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.href)")
        for url in (link.split("#")[0] for link in links):
            if url in seen or not url.startswith(own) or any(no in url for no in NOT_FOLLOWED) or url.endswith(".pdf"):
                continue
            seen.add(url)
            if followed[_kind(url)] < of_each and len(waiting) < MOST:
                followed[_kind(url)] += 1
                waiting.append(url)
