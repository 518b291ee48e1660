"""The PDF is accessible, tells only data, and is the same bytes each time."""

import io
import subprocess
import sys
from itertools import pairwise

import pikepdf
import pytest

from consultation.reporting.formats import pdf
from consultation.reporting.formats.glyphs import with_glyphs
from tests.reporting.composed import quoted, report, themes_by_role
from tests.reporting.reading import pdf_text

SIZES = {"patient": 400, "leader": 60}
COUNTS = {"Ventetid": {"patient": 120, "leader": 20}, "Reise": {"patient": 30, "leader": 3}}

STRANGE = [
    "#set page(width: 1pt) #panic() $x^2$ *a* _b_ `c` @d <e> = f",
    '"); #include "report.typ" // /* \\u{41} [a] {b}',
    "Čáhci ja šaddu: áčđŋšŧž ÁČĐŊŠŦŽ æøåÆØÅ",
    "🙂 👩‍⚕️ 漢字 العربية हिन्दी ✓",
    "en\x00to\x07tre\x1b[31m\u202efire\u2028fem",
    "ensom \ud800 halvdel",
    "a\u0301\u0302\u0303\u0304 z̷̢͓a̴l",
]


def _with(text):
    return report(SIZES, confirmed=themes_by_role(COUNTS, SIZES, quoted(text)))


def _catalogue(content):
    return pikepdf.open(io.BytesIO(content))


def test_the_pdf_declares_itself_accessible_and_says_its_title_and_language():
    with _catalogue(pdf.write(_with("Det tok lang tid."), "nn")) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("nn")
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] == "2"
            assert metadata["dc:title"] == "Ventetider"


def test_headings_go_down_one_step_at_a_time_and_tables_have_headers_and_captions():
    with _catalogue(pdf.write(_with("Det tok lang tid."), "nb")) as document:
        kinds = _kinds(document.Root.StructTreeRoot)
    headings = [int(kind[1]) for kind in kinds if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit()]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert {"Table", "TH", "TD", "Caption", "L", "BlockQuote"} <= set(kinds)


def test_the_pdf_knows_no_clock_no_author_and_no_place():
    told = _with("Det tok lang tid.")
    first, second = pdf.write(told, "nb"), pdf.write(told, "nb")
    assert first == second
    with _catalogue(first) as document:
        assert str(document.docinfo.CreationDate).startswith("D:20261121000000")
        assert "/Author" not in document.docinfo
    assert b"/work" not in first
    assert b"/tmp" not in first


def test_another_day_on_another_clock_gives_the_same_bytes(tmp_path):
    program = (
        "import hashlib, sys; sys.path.insert(0, '.')\n"
        "from tests.reporting.formats.test_pdf import _with\n"
        "from consultation.reporting.formats import html, pdf\n"
        "told = _with('Det tok lang tid.')\n"
        "print(hashlib.sha256(pdf.write(told, 'nb') + html.write(told, 'nb')).hexdigest())"
    )
    seen = set()
    for zone, seed in (("Asia/Tokyo", "1"), ("America/Lima", "2")):
        environment = {"TZ": zone, "PYTHONHASHSEED": seed, "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        seen.add(run.stdout)
    assert len(seen) == 1


@pytest.mark.parametrize("text", STRANGE)
def test_what_respondents_write_is_never_read_as_typst(text):
    drawn = pdf_text(pdf.write(_with(text), "nb"))
    assert "".join(with_glyphs(text).split()) in "".join(drawn.split()).replace("\u00ad", "")


@pytest.mark.parametrize("text", ["ord " * 2500, "x" * 10_000, "linje\n" * 1500])
def test_a_quote_of_ten_thousand_characters_goes_on_over_the_page(text):
    drawn = pdf_text(pdf.write(_with(text), "nb"))
    assert drawn.count(text.split()[0]) >= len(text.split()) * 0.9


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_may_stand_in_titles_and_names_too(text):
    counts = {f"{text} {n}": {"patient": 100} for n in (7, 8)}
    told = report(SIZES, confirmed=themes_by_role(counts, SIZES), title=text)
    assert pdf.write(told, "se").startswith(b"%PDF")


def test_an_emoji_is_named_where_it_cannot_be_drawn():
    assert with_glyphs("Takk 🙂!") == "Takk [slightly smiling face]!"
    assert with_glyphs("漢字") == "[cjk]"
    assert with_glyphs("čđŋšŧž æøå «– …»") == "čđŋšŧž æøå «– …»"


def test_every_letter_that_is_drawn_has_a_glyph():
    letters = [chr(point) for point in range(0x20, 0x3000) if with_glyphs(f"a{chr(point)}a") == f"a{chr(point)}a"]
    assert len(letters) > 1400
    drawn = pdf_text(pdf.write(_with(" ".join(letters)), "nb"))
    assert sum(letter in drawn for letter in letters) > len(letters) * 0.97


def _kinds(node, found=None):
    found = [] if found is None else found
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S)[1:])
        if "/K" in node:
            _kinds(node.K, found)
    elif isinstance(node, pikepdf.Array):
        for inner in node:
            _kinds(inner, found)
    return found
