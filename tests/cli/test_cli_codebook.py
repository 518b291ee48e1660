"""A codebook is begun, decided on, compared, and taken out and in from the command line."""

import json
from secrets import token_hex

import pytest

from consultation.privacy.anonymise import Channel, anonymise
from consultation.questionnaire.answering import check
from consultation.questionnaire.loading import library, load
from consultation.storage import responses
from consultation.storage.database import Database
from consultation.usecases.reading.confirm_coding import Beside, confirm_coding

WHO = ("--by", "kari@example.org", "--why", "leste femti")
HERE = ("codebook", "waiting-times", "feel-safe")


@pytest.fixture
def begun(run, facts):
    """An open consultation with a codebook of two themes."""
    run("open", "waiting-times", "--archive", "report")
    return decided(facts, "adopt", source="et utkast", themes=[adopted("ventetid"), adopted("mat")])


@pytest.fixture
def noted(begun, instance):
    """So many more comments that somebody has read, confirmed for "Mat", with this noted beside it."""

    def note(number: int, facets: dict[str, str]) -> None:
        asked = load(library()["waiting-times"])
        sheet, mark = check(asked.for_role("patient"), {"feel-safe": ["Maten var kald."]}), asked.fingerprint()
        given = [
            anonymise(sheet, definition=mark, channel=Channel.web, nonce=token_hex(16)).response for _ in range(number)
        ]
        database = Database(f"sqlite:///{instance / 'consultation.sqlite'}")
        with database.transaction() as session:
            before = responses.corpus(session, "waiting-times", "feel-safe").keys
            responses.add_batch(session, "waiting-times", given, "2026-W47")
            for key in {*responses.corpus(session, "waiting-times", "feel-safe").keys} - {*before}:
                kept = {
                    "themes": ("mat",),
                    "outcome": "coded",
                    "by": "kari@example.org",
                    "beside": Beside(facets=facets),
                }
                confirm_coding(session, "waiting-times", "feel-safe", key, **kept)
        database.close()

    return note


def adopted(name: str) -> dict[str, object]:
    theme = {"name": name.capitalize(), "definition": "", "includes": [], "excludes": [], "examples": []}
    return {"id": name, "parent": None, "sign": "", "theme": theme}


def decided(facts, kind: str, **what):
    return facts(*HERE, "--decide", json.dumps({"kind": kind, **what}), *WHO)


def test_every_decision_is_taken_and_told(begun, facts, run):
    assert begun == {
        "slug": "waiting-times",
        "question": "feel-safe",
        "version": 1,
        "themes": 2,
        "touched": ["mat", "ventetid"],
    }
    assert decided(facts, "describe", theme="mat", definition="Måltider", includes=["brød"])["touched"] == ["mat"]
    assert decided(facts, "move", theme="mat", parent="ventetid")["touched"] == []
    decided(facts, "rename", theme="mat", name="Mat og drikke")
    decided(facts, "retire", theme="mat")
    decided(facts, "sign_off")
    shown = run(*HERE).output
    assert "Version 6, 2 themes" in shown
    assert "Version 6 was signed off by kari@example.org" in shown
    assert facts(*HERE)["signed_off"]["changed"] is False
    assert "   [MA] Mat og drikke (mat) - retired" in shown
    versions = facts(*HERE, "--versions")["versions"]
    assert [one["kind"] for one in versions] == ["sign_off", "retire", "rename", "move", "describe", "adopt"]
    assert versions[0]["by"] == "kari@example.org"
    told = run(*HERE, "--diff", "1", "6").output
    for words in (
        "Mat og drikke: name\n    - Mat\n    + Mat og drikke",
        "+ brød",
        "from the top to below 'Ventetid'",
        "retired",
    ):
        assert words in told
    assert facts(*HERE, "--diff", "0", "1")["changes"] == ["Ventetid: new theme", "Mat: new theme"]
    for wrong, said in (
        (("--decide", '{"kind": "drop", "theme": "gone"}', *WHO), "unknown theme"),
        (("--decide", "{", *WHO), "This is no decision"),
        (("--decide", "[]", *WHO), "This is no decision"),
        (("--decide", '{"kind": "describe", "theme": "mat", "includes": "kake"}', *WHO), "not a list of texts"),
        (
            ("--decide", '{"kind": "split", "theme": "mat", "parts": [{"name": "Frokost"}]}', *WHO),
            "split needs two parts",
        ),
        (("--decide", '{"kind": "rename", "theme": "mat", "name": "Mat og drikke"}', *WHO), "nothing has changed"),
        (("--decide", '{"kind": "accept", "candidate": 0}', *WHO), "no candidate yet"),
        (("--decide", '{"kind": "sign_off"}'), "who and why"),
        (("--diff", "1", "9"), "There is no version 9"),
        (("--versions", "--diff", "1", "2"), "one thing at a time"),
    ):
        assert said in run(*HERE, *wrong, code=1).stderr


@pytest.mark.parametrize("ending", ["csv", "qdc"])
def test_a_file_goes_out_and_comes_in_whole_or_not_at_all(begun, facts, run, tmp_path, ending):
    run(*HERE, "--export", f"bok.{ending}")
    assert "is there already" in run(*HERE, "--export", f"bok.{ending}", code=1).stderr
    other = ("codebook", "waiting-times", "authorities-require")
    assert facts(*other, "--import", f"bok.{ending}", *WHO)["themes"] == 2
    assert "name is taken" in run(*other, "--import", f"bok.{ending}", *WHO, code=1).stderr
    assert "nothing to adopt" in run(*other, "--import", f"bok.{ending}", "--only-new", *WHO, code=1).stderr
    (tmp_path / "feil.csv").write_text("name;sign\nRo;RO\n;X\nBrev;RO\n")
    refused = run(*other, "--import", "feil.csv", *WHO, code=1).stderr
    assert "line 3: name is missing" in refused
    assert "line 4: sign stands twice: 'RO'" in refused
    assert facts(*other)["version"] == 1
    assert "must end in" in run(*HERE, "--export", "bok.xlsx", code=1).stderr
    assert "No free-text question" in run("codebook", "waiting-times", "never", code=1).stderr


def test_what_was_noted_beside_the_themes_is_told_and_nothing_under_five(begun, facts, run, noted):
    noted(9, {"steg": "venting", "tone": "god"})
    noted(4, {"steg": "henvisning"})
    assert not any(
        one["at_least"] for one in facts(*HERE, "--facets")["noted"] if one["of"] == "Mat"
    )  # all of thirteen
    noted(10, {})
    told = {(one["of"], one["value"]): one["at_least"] for one in facts(*HERE, "--facets")["noted"]}
    assert told["Mat", "venting"] == told["all comments", "god"] == 5
    assert told["Mat", "henvisning"] is told["all comments", "henvisning"] is told["Ventetid", "venting"] is None
    shown = run(*HERE, "--facets").output
    assert "   Mat: Waiting 5" in shown
    assert "Referral" not in shown


def test_a_ready_codebook_is_a_place_to_start(begun, facts, run):
    assert facts(*HERE, "--ready", "patient_experience", "--language", "nn", "--only-new", *WHO)["version"] == 2
    assert "patient_experience" in run(*HERE, "--ready", "none", *WHO, code=1).stderr
