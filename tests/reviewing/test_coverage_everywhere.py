"""Whoever looks at a page about a question sees how far its reading has come, over all comments and by role."""

import re

from consultation.storage import responses
from consultation.storage.reading import readings
from consultation.storage.reading.readings import Decided
from tests.reviewing.coding.desks import adopt, follow, send, suggest
from tests.reviewing.offices import QUESTION, SLUG, written

# Downloads, and pages on which nobody may see how far others, or the machine, have come.
OF_NO_PAGE = {"reviewing.codebook_file", "reviewing.blind", "reviewing.own_codings"}
NOTHING_READ = "100+ comments: &lt;10 read by a person, &lt;10 only suggested by a machine, 100+ under no theme yet"
# Forty more patients than the office has; its four leaders are counted nowhere.
BY_ROLE = ["Patient 80+ &lt;5 &lt;5 80+", "Next of kin 20+ &lt;5 &lt;5 20+", "All 100+ &lt;10 &lt;10 100+"]


def pages_about_a_question(office):
    with office.app.test_request_context():
        rules = [rule for rule in office.app.url_map.iter_rules() if "GET" in rule.methods]
    about = {"language", "slug", "question"}
    return [
        rule for rule in rules if rule.arguments - {"theme", "version"} == about and rule.endpoint not in OF_NO_PAGE
    ]


def rows(text: str) -> list[str]:
    """The rows of the first table by role, without the marks between the cells."""
    table = text.partition('class="ds-table coverage__table"')[2].partition("</table>")[0]
    return [" ".join(re.sub("<[^>]*>", " ", row).split()) for row in table.split("<tr>")[2:]]


def test_every_page_about_a_question_says_how_far_its_reading_has_come(office):
    office.answer("patient", written(40))
    adopt(office)
    looked_at = []
    for rule in pages_about_a_question(office):
        _, address = rule.build({"language": "en", "slug": SLUG, "question": QUESTION, "theme": "mat", "version": 1})
        shown = office.get(address)
        if shown.mimetype != "text/html" or shown.status_code != 200:
            continue
        looked_at.append(rule.endpoint.removeprefix("reviewing."))
        assert NOTHING_READ in shown.text, rule.endpoint
        assert rows(shown.text) == BY_ROLE, rule.endpoint
    there = {"themes", "codebook", "theme", "history", "version", "coding", "comments", "campaigns", "few", "shares"}
    assert there | {"double"} <= set(looked_at)


def test_the_consultation_and_its_summary_say_it_of_each_question(office):
    office.answer("patient", written(40))
    summary = office.get(office.at("summary/")).text
    assert rows(summary[summary.index(NOTHING_READ) :]) == BY_ROLE
    card = office.get(office.at("")).text.partition(NOTHING_READ)[2].partition("</details>")[0]
    assert re.findall(r"<li>([^:<]*): (\S+) comments: (\S+) read by a person", card) == [
        ("Patient", "80+", "&lt;5"),
        ("Next of kin", "20+", "&lt;5"),
    ]


def test_the_desk_says_at_once_what_its_reader_has_decided(office):
    adopt(office)
    suggest(office)
    shown = office.get(office.at(f"coding/{QUESTION}/"))
    told = []
    for _ in range(24):
        shown = follow(office, send(office, shown, outcome="none"))
        told.append(re.search(r"(\d+\+|&lt;10) read by a person", shown.text)[1])
        assert told[-1] in office.get(office.at(f"themes/{QUESTION}/")).text
    assert told[0] == "&lt;10"
    assert told[-1] in {"10+", "15+", "20+"}


def test_what_somebody_put_under_a_theme_from_a_list_is_neither_read_nor_under_no_theme(office):
    adopt(office)
    with office.database.transaction() as session:
        for comment in [one for one in responses.corpus(session, SLUG, QUESTION) if one.role == "patient"][:12]:
            readings.put(session, comment.key, Decided(themes={"mat": ("kari", True)}))
    for page in ("themes", "coding"):
        assert (
            "60+ comments: &lt;10 read by a person, 10+ put under a theme but not read yet, "
            "&lt;10 only suggested by a machine, 45+ under no theme yet"
        ) in office.get(office.at(f"{page}/{QUESTION}/")).text
