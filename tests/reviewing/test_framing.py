"""Another language is another word for the same page: what the page is about goes along."""

import re
from html import unescape

from tests.reviewing.offices import QUESTION


def test_whoever_changes_language_stays_with_the_comment_they_asked_about(office):
    comments = office.get(office.at(f"comments/{QUESTION}/")).text
    alike = unescape(re.search(r'href="([^"]*/alike\?at=[^"]+)"', comments)[1])
    shown = office.get(alike)
    assert shown.status_code == 200
    nynorsk = unescape(re.search(r'href="([^"]+)" lang="nn"', shown.text)[1])
    assert nynorsk == alike.replace("/en/", "/nn/")
    assert office.get(nynorsk).status_code == 200


def test_what_somebody_puts_behind_an_address_stays_text(office):
    shown = office.get(office.at(f"themes/{QUESTION}/?by=%22%3E%3Cscript%3E&language=se")).text
    assert "<script>" not in shown.partition("</nav>")[0]
    assert re.search(r'href="/staff/nn/[^"]+" lang="nn"', shown)
