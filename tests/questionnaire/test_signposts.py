"""Where to turn: every fact has a source and an age, and a consultation may have its own but never hides who helps in danger."""

import json
import re
from datetime import timedelta

import pytest
from test_loading import HEAD, SOUND

from consultation import clock
from consultation.questionnaire.building import from_json
from consultation.questionnaire.loading import library as questionnaires
from consultation.questionnaire.loading import load, mistakes_in
from consultation.questionnaire.signposts import ALWAYS, FRESH, OwnSignpost, library, standing

NUMBERS = {"113", "116117", "116123", "22400040", "116111"}
COMPLAINTS = ["place_of_treatment", "county_governor", "ombud", "compensation", "supervision"]
FACTS = 'source = "https://www.e.example/x"\nread = 2026-11-01\n'
WORDS = 'name = { nb = "N", nn = "N" }\nwhen = { nb = "W", nn = "W" }\n'
OLD = timedelta(days=3 * 366)


def own(text, tmp_path):
    path = tmp_path / "asked.toml"
    path.write_text(HEAD + SOUND + text, "utf-8")
    return path


def test_every_signpost_was_read_at_its_source_within_a_year_and_tells_how_old_the_source_is_where_it_says_so(
    capsys,
):
    today = clock.today()
    for post in library():
        assert post.source.startswith("https://"), post.id
        assert today - FRESH <= post.read <= today, f"{post.id}: read {post.source} again"
        assert post.source_date is None or post.source_date <= post.read
        assert not post.name.missing, post.id
        assert not post.when.missing, post.id
    old = [f"{p.id} ({p.source_date})" for p in library() if p.source_date and today - p.source_date > OLD]
    unknown = [post.id for post in library() if post.source_date is None]
    with capsys.disabled():
        print(
            f"\nSignposts whose source is over three years old: {', '.join(old)}; of unknown age: {', '.join(unknown)}"
        )


def test_all_numbers_and_all_complaint_routes_are_there():
    assert {post.phone for post in library() if post.kind == "help"} == NUMBERS
    assert [post.id for post in library() if post.kind == "complaint"] == COMPLAINTS
    assert [post.id for post in library()][:2] == ["medical_emergency", "emergency_clinic"]
    assert {"medical_emergency", "emergency_clinic"} == ALWAYS


def test_a_number_is_shown_as_it_is_called():
    for post in library():
        if post.phone:
            assert {re.sub(r"\D", "", name.split("–")[0]) for name in post.name.texts.values()} == {post.phone}


def test_a_consultation_replaces_adds_and_hides(tmp_path):
    text = (
        f'[[signposts]]\nid = "place_of_treatment"\n{WORDS}{FACTS}'
        f'[[signposts]]\nid = "ward"\nkind = "help"\nphone = "22 22 22 22"\nurl = "https://ward.example/a?b=c"\n{WORDS}{FACTS}'
        '[[signposts]]\nid = "compensation"\nhide = true\n'
    )
    stands = standing(load(own(text, tmp_path)).signposts)
    assert [post.id for post in stands] == [
        *(post.id for post in library() if post.kind == "help"),
        "ward",
        *(post for post in COMPLAINTS if post != "compensation"),
    ]
    by_id = {post.id: post for post in stands}
    assert by_id["place_of_treatment"].name.texts == {"nb": "N", "nn": "N"}
    assert by_id["ward"].phone == "22222222"
    assert by_id["medical_emergency"] == library()[0]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('id = "medical_emergency"\nhide = true', "always stand as they are"),
        (f'id = "emergency_clinic"\nphone = "12345678"\n{WORDS}{FACTS}', "always stand as they are"),
        ('id = "church_sos"\nhide = true', "never who helps in danger"),
        ('id = "nothing_of_ours"\nhide = true', "never who helps in danger"),
        (f'id = "ombud"\nhide = true\n{FACTS}', "says nothing"),
        (f'id = "church_sos"\n{WORDS}{FACTS}', "must be there to call"),
        (f'id = "ward"\n{WORDS}{FACTS}', "`kind` is missing"),
        (f'id = "ombud"\nkind = "help"\n{WORDS}{FACTS}', "is of kind 'complaint'"),
        (f'id = "Ward!"\nkind = "help"\n{WORDS}{FACTS}', "not a plain word"),
        (f'id = "ward"\nkind = "help"\nphone = "1234"\n{WORDS}{FACTS}', "not a telephone number"),
        (f'id = "ward"\nkind = "help"\nphone = "22 22 22 22 ext 3"\n{WORDS}{FACTS}', "not a telephone number"),
        (f'id = "ward"\nkind = "help"\nurl = "http://ward.example/"\n{WORDS}{FACTS}', "`url` is not a whole address"),
        (f'id = "ward"\nkind = "help"\n{WORDS}read = 2026-11-01', "`source` is missing"),
        (f'id = "ward"\nkind = "help"\n{WORDS}source = "https://e.example/"', "`read` is missing"),
        (f'id = "ward"\nkind = "help"\n{FACTS}name = {{ nb = "N", nn = "N" }}', "`when` is missing"),
        (
            f'id = "ward"\nkind = "help"\n{FACTS}when = {{ nb = "N", nn = "N" }}\nname = {{ nb = "N" }}',
            "`name.nn` is missing",
        ),
        (f'id = "ward"\nkind = "help"\n{WORDS}source = "https://e.example/"\nread = "yesterday"', "`read`"),
        (f'id = "ward"\nkind = "help"\nlink = "x"\n{WORDS}{FACTS}', "there is no key `link`"),
    ],
)
def test_check_tells_what_is_wrong_with_a_signpost_and_where(wrong, told, tmp_path):
    found = mistakes_in(own(f"[[signposts]]\n{wrong}\n", tmp_path))
    assert len(found) == 1, found
    assert told in found[0].message
    assert found[0].where.startswith("signpost ")
    assert found[0].line > (HEAD + SOUND).count("\n")


def test_two_of_one_id_are_told(tmp_path):
    one = f'[[signposts]]\nid = "ward"\nkind = "help"\n{WORDS}{FACTS}'
    assert "two signposts" in mistakes_in(own(one + one, tmp_path))[0].message


def test_an_empty_list_of_signposts_is_told(tmp_path):
    path = tmp_path / "asked.toml"
    path.write_text(f"signposts = []\n{HEAD}{SOUND}", "utf-8")
    assert [mistake.message for mistake in mistakes_in(path)] == ["there are no signposts"]


def test_its_own_signposts_are_frozen_with_the_definition_and_read_back_the_same():
    asked = load(questionnaires()["pain-service"])
    assert [post.id for post in asked.signposts] == ["place_of_treatment"]
    assert from_json(asked.as_json()) == asked
    assert from_json(asked.as_json()).fingerprint() == asked.fingerprint()
    assert not asked.signposts[0].stale(clock.today())


def test_a_questionnaire_without_its_own_keeps_the_fingerprint_it_had(tmp_path):
    plain = json.loads(load(own("", tmp_path)).as_json())
    assert "signposts" not in plain
    before_there_were_any = "2c035c91f6fb68d4983fa018ab7c51e9fc0ffceaeaa03fcf76bee511c0cb4883"
    assert load(own("", tmp_path)).fingerprint() == before_there_were_any


def test_a_signpost_that_is_not_whole_is_never_shown():
    with pytest.raises(ValueError, match="not whole"):
        standing([OwnSignpost(id="ombud")])
