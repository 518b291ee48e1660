"""A file with mistakes is told all of them at once: the line, the question, what is wrong, and what to do."""

import pytest
from questionnaire_samples import plain_with, question, words

from consultation.questionnaire.loading import (
    LONGEST_TEXT,
    ROLES_TAKEN,
    Mistake,
    Mistakes,
    judge,
    library,
    load,
    mistakes_in,
)

HEAD = """id = "x"
title = { nb = "T", nn = "T" }
asker = { nb = "A", nn = "A" }
purpose = { nb = "P", nn = "P" }
use = { nb = "U", nn = "U" }
[[roles]]
id = "patient"
name = { nb = "Pasient", nn = "Pasient" }
[[sections]]
id = "s"
title = { nb = "S", nn = "S" }
"""
SOUND = """[[sections.questions]]
id = "q"
kind = "free_text"
text = { nb = "Hva?", nn = "Kva?" }
"""
WRONG = """id = "x"
titel = { nb = "T", nn = "T" }
asker = { nb = "A", nn = "A" }
purpose = { nb = "P" }
use = { nb = "U", nn = " " }
layout = "two_pages"
[[roles]]
id = "patient"
name = { nb = "Pasient", nn = "Pasient" }
[[roles]]
id = "patient"
name = { nb = "Leder", nn = "Leiar" }
[[sections]]
id = "s"
title = { nb = "S", nn = "S" }
[[sections.questions]]
id = "first"
kind = "single_choice"
text = { nb = "Hva?", nn = "Kva?" }
show_when = { question = "second", answered = true }
roles = ["ghost"]
options = [
  { id = "a", text = { nb = "A" } },
  { id = "a", text = { nb = "A", nn = "A" } },
]
[[sections.questions]]
id = "second"
kind = "free_texts"
text = { nb = "Hva?", nn = "Kva?" }
[[sections.questions]]
id = "third"
kind = "number"
text = { nb = "Hvor gammel er du?", nn = "Kor gammal er du?" }
maximum = "ten"
[[sections.questions]]
id = "your-email"
kind = "free_text"
text = { nb = "Hva er e-postadressen din?", nn = "Kva er e-postadressa di?" }
[[sections.questions]]
id = "where"
kind = "place"
required = true
text = { nb = "Hvor?", nn = "Kvar?" }
show_when = { question = "first", one_of = ["b"] }
"""


@pytest.fixture
def mistakes(tmp_path):
    def found(text):
        file = tmp_path / "q.toml"
        file.write_text(text, "utf-8")
        return mistakes_in(file)

    return found


def test_every_mistake_is_told_at_once_with_its_line_and_question(mistakes):
    found = {(mistake.line, mistake.where, mistake.message) for mistake in mistakes(WRONG)}
    assert found == {
        (1, "title", "`title` is missing"),
        (2, "titel", "there is no key `titel` here"),
        (4, "purpose", "`purpose.nn` is missing"),
        (5, "use", "`use.nn` is empty"),
        (6, "layout", "`layout` cannot be 'two_pages'"),
        (
            7,
            "role patient",
            "where single out a unit, and how many people have this role in the smallest one is not said",
        ),
        (10, "role patient", "two roles have the id 'patient'"),
        (
            10,
            "role patient",
            "where single out a unit, and how many people have this role in the smallest one is not said",
        ),
        (16, "first", "there is no role 'ghost'"),
        (16, "first", "two options have the id 'a'"),
        (23, "first", "`text.nn` is missing"),
        (28, "second", "there is no kind 'free_texts'"),
        (30, "third", "`unit` is missing"),
        (34, "third", "`maximum` should be a whole number"),
        (30, "third", "the question asks for an exact age or date of birth"),
        (35, "your-email", "the question asks for an e-mail address"),
        (39, "where", "a place must never be required"),
        (39, "where", "'b' is not an answer to 'first'"),
        (39, "where", "the role 'patient' is never asked 'first', which `show_when` looks at"),
    }


def test_every_mistake_says_what_to_do(mistakes):
    found = mistakes(WRONG)
    assert all(mistake.remedy for mistake in found)
    remedies = {mistake.message: mistake.remedy for mistake in found}
    assert remedies["there is no kind 'free_texts'"] == "did you mean 'free_text'?"
    assert remedies["there is no key `titel` here"] == "did you mean `title`?"
    assert "the law asks for both forms" in remedies["`text.nn` is missing"]


def test_loading_raises_exactly_what_checking_tells(tmp_path):
    file = tmp_path / "q.toml"
    file.write_text(WRONG, "utf-8")
    with pytest.raises(Mistakes) as refused:
        load(file)
    assert refused.value.mistakes == mistakes_in(file)
    assert str(refused.value).count("q.toml:") == len(refused.value.mistakes)


def test_two_questions_of_one_id_are_told_also_where_one_of_them_cannot_be_read(mistakes):
    told = mistakes(HEAD + SOUND + SOUND.replace("free_text", "free_txt"))
    assert [(mistake.where, mistake.message) for mistake in told if "two" in mistake.message] == [
        ("q", "two questions have the id 'q'")
    ]
    assert [mistake.message for mistake in mistakes(HEAD + SOUND + SOUND)] == ["two questions have the id 'q'"]


def test_a_remedy_that_asks_ends_with_its_question_mark(mistakes):
    told = [str(mistake) for mistake in mistakes(HEAD + SOUND.replace("free_text", "free_txt"))]
    assert [line for line in told if line.endswith("Did you mean 'free_text'?")] == told


def test_a_sound_file_has_no_mistakes_and_loads(tmp_path, mistakes):
    assert mistakes(HEAD + SOUND) == ()
    assert load(tmp_path / "q.toml").id == "x"


def test_a_condition_may_look_neither_forward_nor_at_itself_so_there_are_no_circles(mistakes):
    looking = SOUND + 'show_when = { question = "%s", answered = true }\n'
    for at in ("r", "q"):
        (mistake,) = mistakes(HEAD + looking % at + SOUND.replace('"q"', '"r"'))
        assert (mistake.line, mistake.where) == (12, "q")
        assert mistake.message == f"`show_when` looks at '{at}', which is not asked before it"


@pytest.mark.parametrize(
    "rule",
    ['question = "q"', 'one_of = ["a"]', 'question = "q", answered = false', "all = []", 'question = "q", all = []'],
)
def test_a_condition_that_is_not_one_rule_is_a_mistake(mistakes, rule):
    found = mistakes(HEAD + SOUND + SOUND.replace('"q"', '"r"') + f"show_when = {{ {rule} }}\n")
    assert {mistake.where for mistake in found} == {"r"}
    assert {mistake.line for mistake in found} == {20}


def test_a_questionnaire_that_does_not_offer_nynorsk_is_a_mistake(mistakes):
    (mistake,) = mistakes('languages = ["en", "nb"]\n' + HEAD + SOUND)
    assert (mistake.line, mistake.where, mistake.message) == (1, "languages", "nynorsk is not offered")


def test_a_text_without_nynorsk_is_a_mistake_in_the_line_where_it_stands(mistakes):
    (mistake,) = mistakes(HEAD + SOUND.replace(', nn = "Kva?"', ""))
    assert mistake == Mistake(
        "q.toml", 15, "q", "`text.nn` is missing", "write it in nynorsk: the law asks for both forms"
    )
    assert str(mistake) == "q.toml:15: q: `text.nn` is missing. Write it in nynorsk: the law asks for both forms."


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('id = "x"\nid = "y"\n', 2, "this is not TOML"),
        ('id = "x\n', 1, "this is not TOML"),
        ("", 1, "`id` is missing"),
        ("roles = 3\nsections = [1]\n", 1, "there are no roles"),
        (f"id = {'[' * 5000}{']' * 5000}", 1, "its brackets lie too deep"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_told_so(mistakes, text, line, message):
    assert any(mistake.line == line and mistake.message.startswith(message) for mistake in mistakes(text))


def test_a_file_that_cannot_be_read_is_told_so(tmp_path):
    (missing,) = mistakes_in(tmp_path / "nowhere.toml")
    assert "cannot be read" in missing.message
    (tmp_path / "latin.toml").write_bytes("id = 'blåbær'".encode("latin-1"))
    (latin,) = mistakes_in(tmp_path / "latin.toml")
    assert latin.remedy == "save it as UTF-8"


def test_a_part_of_the_wrong_shape_never_breaks_the_check(mistakes):
    for odd in ("[[sections.questions]]\nid = 3\nkind = 4\ntext = 5\n", "questions = [1, [], {}]\n", "[[sections]]\n"):
        assert mistakes(HEAD + odd)


def test_the_library_is_free_of_mistakes():
    for path in library().values():
        assert mistakes_in(path) == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "draft"}, "a part of the page has this id already"),
        ({"id": "main"}, "a part of the page has this id already"),
        ({"max_length": LONGEST_TEXT + 1}, "so long a text cannot be sent"),
    ],
)
def test_what_no_form_can_hold_is_a_mistake(change, message):
    plain = plain_with({**question("q", "free_text"), **change})
    assert message in " ".join(flaw.message for flaw in judge(plain)[1])


@pytest.mark.parametrize("role", sorted(ROLES_TAKEN))
def test_a_role_that_would_stand_where_another_page_does_is_a_mistake(role):
    plain = plain_with(question("q"), roles=[{"id": role, "name": words("R")}])
    assert [flaw.where for flaw in judge(plain)[1] if "another page" in flaw.message] == [f"role {role}"]
