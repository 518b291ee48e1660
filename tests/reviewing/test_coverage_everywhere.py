"""Whoever looks at a page about a question sees how much of it a person has read."""

import re

from tests.reviewing.offices import QUESTION, SLUG, written

# Downloads, and the desk: it must be there at once, and says how much is read in per cent.
OF_NO_PAGE = {"reviewing.codebook_file", "reviewing.coding"}


def pages_about_a_question(office):
    with office.app.test_request_context():
        rules = [rule for rule in office.app.url_map.iter_rules() if "GET" in rule.methods]
    return [
        rule for rule in rules if rule.arguments == {"language", "slug", "question"} and rule.endpoint not in OF_NO_PAGE
    ]


def test_every_page_about_a_question_says_how_far_its_reading_has_come(office):
    office.answer("patient", written(40))
    looked_at = []
    for rule in pages_about_a_question(office):
        _, address = rule.build({"language": "en", "slug": SLUG, "question": QUESTION})
        shown = office.get(address)
        if shown.mimetype != "text/html" or shown.status_code != 200:
            continue
        looked_at.append(rule.endpoint)
        assert re.search(r"100\+ comments: (&lt;5|\d+\+) read by a person", shown.text), rule.endpoint
    assert {"reviewing.themes", "reviewing.codebook", "reviewing.comments", "reviewing.shares"} <= set(looked_at)
