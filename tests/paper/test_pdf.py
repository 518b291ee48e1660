"""What is printed is accessible, fits on its paper, and is the same bytes each time."""

import io
import subprocess
import sys
from itertools import pairwise

import pikepdf
import pytest

from consultation.questionnaire.questions import FreeText, MultipleChoice, SingleChoice
from tests.paper.printing import (
    PAPERS,
    consultation,
    form,
    in_library,
    options,
    outside,
    pages,
    poster,
    squeezed,
    structure,
    words_of,
)
from tests.questionnaires import worded

A4, A3, A6 = (595.3, 841.9), (841.9, 1190.6), (297.6, 419.5)
STRANGE = "#panic() $x$ \\u{41} 🙂 漢字 Čáhci đŋšŧž \u202e\x07 " + "x" * 400
SCRIPT = """
import hashlib, sys; sys.path.insert(0, '.')
from tests.paper.printing import consultation, form, poster
print(hashlib.sha256(form(consultation()) + poster(consultation(), 'nb', 'nn', paper='cards')).hexdigest())
"""


@pytest.mark.parametrize("language", ["nb", "nn", "se", "en"])
def test_forms_and_posters_declare_themselves_accessible_in_their_language(language):
    for found in in_library():
        for content in (form(found, "patient", language), poster(found, language)):
            with pikepdf.open(io.BytesIO(content)) as document:
                assert document.Root.MarkInfo.Marked
                assert str(document.Root.Lang).startswith(language)
                assert document.Root.ViewerPreferences.DisplayDocTitle
                with document.open_metadata() as said:
                    assert (said["pdfuaid:part"], said["pdfaid:part"]) == ("1", "2")
                    assert said["dc:title"] == found.questionnaire.title.in_(language).text


def test_headings_go_down_one_step_at_a_time_and_options_are_lists():
    kinds = [kind for kind, _ in structure(form(consultation()))]
    headings = [int(kind[1]) for kind in kinds if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit()]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert {"L", "LI", "Table", "TH", "TD"} <= set(kinds)


def test_what_northern_sami_lacks_is_marked_as_bokmaal():
    languages = {language for _, language in structure(form(in_library()[0], "patient", "se"))}
    assert "nb" in {language.split("-")[0] for language in languages}


def test_the_code_is_a_picture_that_says_where_it_leads():
    with pikepdf.open(io.BytesIO(poster(consultation(), "nn"))) as document:
        said = [
            str(thing.Alt) for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
        ]
    assert said == ["QR-kode som fører til https://innspill.example.no/nn/hjelp/"]


def test_another_day_on_another_clock_prints_the_same_bytes(tmp_path):
    seen = set()
    for zone, seed in (("Asia/Tokyo", "1"), ("America/Lima", "2")):
        environment = {"TZ": zone, "PYTHONHASHSEED": seed, "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        seen.add(run.stdout)
    assert len(seen) == 1


def test_a_copy_knows_the_day_of_opening_and_nothing_of_its_own_printing():
    with pikepdf.open(io.BytesIO(form(consultation()))) as document:
        assert str(document.docinfo.CreationDate).startswith("D:20261101000000")
        assert "/Author" not in document.docinfo


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("title", ["Hjelp", "Hjelp i rett tid " * 20, STRANGE], ids=["short", "long", "strange"])
@pytest.mark.parametrize("languages", [("nb",), ("nb", "nn")], ids=["one", "two"])
def test_a_poster_is_one_page_whatever_it_is_called(paper, title, languages):
    content = poster(consultation(title=title), *languages, paper=paper)
    assert pages(content) == 1
    assert outside(content) == []
    with pikepdf.open(io.BytesIO(content)) as document:
        width, height = (float(edge) for edge in list(document.pages[0].MediaBox)[2:])
    assert (width, height) == pytest.approx({"a3": A3, "a4": A4, "card": A6, "cards": A4}[paper], abs=0.5)


FORTY = options(*(f"Mulighet {n}." for n in range(40)))


@pytest.mark.parametrize(
    ("question", "most", "said"),
    [
        (MultipleChoice(id="a", text=worded("Valg?"), options=FORTY), 6, [f"Mulighet {n}." for n in range(40)]),
        (SingleChoice(id="a", text=worded("Valg?"), options=options("z" * 500, STRANGE)), 5, ["z" * 500, "Čáhci"]),
        (FreeText(id="a", text=worded("Spørsmål " * 100), help=worded("Hjelp " * 1700)), 9, ["Hjelp" * 1700]),
        (FreeText(id="a", text=worded(STRANGE), help=worded("y" * 10_000)), 9, ["y" * 10_000]),
    ],
    ids=["forty options", "endless words", "long help", "strange"],
)
def test_long_and_strange_texts_go_on_over_the_page_and_none_is_lost(question, most, said):
    content = form(consultation(question))
    assert pages(content) <= most
    assert outside(content) == []
    drawn = words_of(content)
    for text in said:  # a footer may stand between two of its pages
        assert squeezed(text) in drawn or all(drawn.count(letter) >= text.count(letter) for letter in set(text))


def test_the_librarys_forms_have_a_sane_number_of_pages():
    for found in in_library():
        for role in found.questionnaire.roles:
            assert 4 <= pages(form(found, role.id)) <= 8
