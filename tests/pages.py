"""Walks a browser through every page of the staff's front, so that each can be looked at, measured and validated."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browsing import main_page

CONSULTATION = "waiting-times"
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


def staff_states(page: Page, address: str, email: str, password: str, language: str = "nb") -> Iterator[str]:
    """Yield the name of each page of the staff's front, found by following its links, while the browser shows it."""
    page.goto(f"{address}/staff/{language}/")
    yield "sign-in"
    sign_in(page, address, email, password, language)
    waiting, seen, shown = [page.url], {page.url}, dict[str, int]()
    while waiting:
        answer = page.goto(waiting.pop(0))
        assert answer is None or answer.ok, f"{page.url} answers {answer.status}"
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        name = main_page(page)
        shown[name] = shown.get(name, 0) + 1
        if shown[name] <= 2:
            yield name if shown[name] == 1 else f"{name} again"
        for link in page.locator("a[href]").all():
            url = str(link.evaluate("a => a.href")).split("#")[0]
            own = (
                url.startswith(f"{address}/staff/{language}/")
                and "sign-out" not in url
                and "download" not in url
                and "report" not in url
                and not url.endswith(".pdf")
            )
            if own and url not in seen and len(seen) < 60:
                seen.add(url)
                waiting.append(url)
