"""The HTML is one file that fetches nothing, says every number twice, and lets no text become an element."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.reporting.formats import html
from consultation.reporting.formats.markup import Markup, element
from consultation.reporting.lettering import printable
from tests.reporting import reading
from tests.reporting.composed import quoted, report, themes_by_role

SIZES = {"patient": 400, "leader": 60}
COUNTS = {"Ventetid": {"patient": 120, "leader": 20}, "Reise": {"patient": 30, "leader": 3}}


def _with(text, title="Ventetider"):
    return report(SIZES, confirmed=themes_by_role(COUNTS, SIZES, quoted(text)), title=title)


def _read(text, language="nb"):
    return reading.html(html.write(_with(text), language))


def test_the_file_needs_no_other_and_runs_nothing():
    content = html.write(_with("Det tok lang tid."), "nb").decode()
    assert content.startswith("<!doctype html>")
    for fetched in ("src=", "<link", "<script", "@import", "url(", "http"):
        assert fetched not in content
    links = [attributes["href"] for name, attributes in reading.html(content.encode()).elements if name == "a"]
    assert links
    assert all(link.startswith("#part-") for link in links)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</style></title><img src=x onerror=alert(1)>",
        '" onmouseover="alert(1)\' autofocus',
        "&lt;b&gt; &amp; &#x3c;",
        "<!-- --> <![CDATA[ ]]> {{ 7*7 }}",
    ],
)
def test_what_people_write_stays_text_wherever_it_stands(text):
    plain = reading.html(html.write(_with("Det tok lang tid."), "nb"))
    content = html.write(_with(text, title=text), "nb")
    read = reading.html(content)
    assert [name for name, _ in read.elements] == [name for name, _ in plain.elements]
    assert text in "".join(read.prose)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=60))
def test_any_text_at_all_can_be_told(text):
    told = report(SIZES, confirmed=themes_by_role({text: {"patient": 120}}, SIZES), title=text)
    content = html.write(told, "se")
    assert "\0" not in content.decode()
    assert printable(text) in "".join(reading.html(content).prose)


def test_every_table_has_a_caption_and_headers_for_rows_and_columns():
    read = _read("Det tok lang tid.")
    names = [name for name, _ in read.elements]
    assert names.count("table") == names.count("caption") >= 2
    scopes = [attributes.get("scope") for name, attributes in read.elements if name == "th"]
    assert set(scopes) == {"col", "row"}


def test_headings_go_down_one_step_at_a_time():
    levels = [int(name[1]) for name, _ in _read("Det tok lang tid.").elements if name in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_bar_is_as_long_as_its_share_and_silent_to_a_screen_reader():
    read = _read("Det tok lang tid.")
    cell = next(cell for cell in read.cells if cell.text.startswith("120"))
    assert cell.bar == "30"
    assert "30\N{NO-BREAK SPACE}%" in cell.text
    assert all(attributes["aria-hidden"] == "true" for name, attributes in read.elements if name == "svg")


def test_a_withheld_number_is_said_to_be_withheld_and_the_rule_is_explained():
    read = _read("Det tok lang tid.", "en")
    assert any(cell.text.strip() == "not shown" for cell in read.cells)
    assert "fewer than five people" in "".join(read.prose)


def test_texts_say_which_language_they_are_in():
    read = _read("Mun vurden guhká.", "en")
    attributes = dict(read.elements)
    assert attributes["html"]["lang"] == "en"
    assert attributes["h1"]["lang"] == "nb"
    quoted_in = [one["lang"] for (name, _), (_, one) in pairwise(read.elements) if name == "blockquote"]
    assert quoted_in == [""]  # nobody asked which language people wrote in


def test_an_element_escapes_all_but_elements():
    assert element("p", "<b>", element("b", "&"), title='"<') == '<p title="&quot;&lt;">&lt;b&gt;<b>&amp;</b></p>'
    assert isinstance(element("p"), Markup)
