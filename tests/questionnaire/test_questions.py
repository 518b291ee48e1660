"""Each kind of question reads its own answer, shows it, and counts many."""

import time

import pytest
from questionnaire_samples import asking, question

from consultation.questionnaire.questions import KINDS, FreeText, MultipleChoice, Problem

PLACE = question("where", "place")


def read(asked, raw):
    (only,) = asking(asked).questions
    return only.read({name: [values] if isinstance(values, str) else values for name, values in raw.items()})


def code(asked, raw):
    problem = read(asked, raw)
    assert isinstance(problem, Problem), problem
    return problem.code


def test_the_kinds_are_the_ten_that_a_file_may_name():
    choices = ["single_choice", "multiple_choice", "service_type", "ranking", "matrix", "scale"]
    assert sorted(KINDS) == sorted(["free_text", "number", "month", "place", *choices])


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_reads_an_answer_where_nothing_was_filled_in(kind):
    for blank in ({}, {"q": []}, {"q": [""]}, {"q": [" ", "\x00"], "q.rhf": [""], "q.hf": ["\n"]}):
        assert read(question("q", kind), blank) is None


def test_twenty_thousand_emoji_are_too_long_and_the_problem_says_by_how_much():
    problem = read(question("q"), {"q": "😀" * 20_000})
    assert problem == Problem("q", "q", "too_long", {"limit": 10_000, "length": 20_000})


def test_a_text_of_exactly_the_limit_is_kept_whole():
    text = ("æ\r\n" * 5_000)[:-2] + "x"
    assert read(question("q"), {"q": text}) == text.replace("\r\n", "\n")
    assert FreeText.__dataclass_fields__["max_length"].default == 10_000


def test_a_closed_question_refuses_an_unknown_option():
    for kind in ("single_choice", "multiple_choice", "scale", "service_type"):
        assert code(question("q", kind), {"q": "1; DROP TABLE"}) == "not_an_option"


def test_a_scale_refuses_a_step_that_is_not_on_it():
    assert read(question("q", "scale"), {"q": "5"}) == 5
    for step in ("0", "6", "01", "1.0", "-1", "٣"):
        assert code(question("q", "scale"), {"q": step}) == "not_an_option"


@pytest.mark.parametrize("kind", ["free_text", "single_choice", "scale", "number", "month", "service_type"])
def test_several_values_for_one_answer_are_a_problem_never_a_silent_choice(kind):
    assert code(question("q", kind), {"q": ["yes", "no"]}) == "several_answers"


def test_a_multiple_choice_keeps_each_option_once_in_the_order_of_the_questionnaire():
    assert read(question("q", "multiple_choice"), {"q": ["blue", "red", "blue"]}) == ("red", "blue")
    assert code(question("q", "multiple_choice", at_most=1), {"q": ["blue", "red"]}) == "too_many"


@pytest.mark.parametrize(
    ("written", "number"), [("12", 12), (" 012 ", 12), ("0 012", 12), ("0", 0), ("100", 100), ("12,0", 12), ("+3", 3)]
)
def test_a_number_is_understood_as_people_write_it(written, number):
    assert read(question("q", "number"), {"q": written}) == number


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("-1", "too_small"),
        ("\u22121", "too_small"),
        ("101", "too_large"),
        ("9" * 12, "too_large"),
        ("9" * 400, "not_a_number"),
        ("2,5", "not_a_whole_number"),
        ("nan", "not_a_number"),
        ("inf", "not_a_number"),
        ("1e2", "not_a_number"),
        ("about ten", "not_a_number"),
        ("10 12", "not_a_number"),
        ("10-12", "not_a_number"),
        ("1 000 000", "too_large"),
    ],
)
def test_a_number_that_cannot_be_is_a_problem_that_says_why(written, why):
    assert code(question("q", "number"), {"q": written}) == why


def test_a_number_need_not_be_whole_and_is_shown_as_the_language_writes_it():
    asked = question("q", "number", whole=False)
    (number,) = asking(asked).questions
    assert read(asked, {"q": "2,5"}) == 2.5
    assert (number.display(2.5, "nb"), number.display(2.5, "en")) == ("2,5 weeks", "2.5 weeks (en)")


@pytest.mark.parametrize(
    "written", ["2026-03", "3.2026", "03/2026", "03 2026", "2026-3", "mars 2026", "Mar. 2026", "March, 2026"]
)
def test_a_month_is_understood_as_people_write_it(written):
    assert read(question("q", "month"), {"q": written}) == "2026-03"


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "26-03", "yesterday", "12.03.2026", "2026-03-01", "0 2026"])
def test_what_is_no_month_is_a_problem(written):
    assert code(question("q", "month"), {"q": written}) == "not_a_month"


def test_the_time_for_what_is_no_month_grows_with_its_length_and_no_faster():
    def seconds(length):
        began = time.process_time()
        assert code(question("q", "month"), {"q": f"a{' ' * length}b"}) == "not_a_month"
        return time.process_time() - began

    assert seconds(20_000) < 3.2 * seconds(10_000) + 0.02


def test_a_month_outside_the_limits_is_a_problem():
    asked = question("q", "month", earliest="2000-01", latest="2026-11")
    assert (code(asked, {"q": "1999-12"}), code(asked, {"q": "2026-12"})) == ("too_small", "too_large")


def test_a_month_is_shown_by_its_name():
    (month,) = asking(question("q", "month")).questions
    assert [month.display("2026-03", language) for language in ("nb", "nn", "en")] == [
        "mars 2026",
        "mars 2026",
        "March 2026",
    ]
    assert "2026" in month.display("2026-03", "se")


@pytest.mark.parametrize(
    ("rhf", "hf", "place"),
    [
        ("helse-vest", "", "helse-vest"),
        ("helse-vest", "helse-bergen", "helse-vest/helse-bergen"),
        ("", "helse-bergen", "helse-vest/helse-bergen"),
        ("", "", None),
    ],
)
def test_a_place_is_a_region_or_a_trust_in_it(rhf, hf, place):
    assert read(PLACE, {"where.rhf": rhf, "where.hf": hf}) == place


@pytest.mark.parametrize(
    ("rhf", "hf", "why", "field"),
    [
        ("helse-sor", "", "not_an_option", "where.rhf"),
        ("helse-vest", "ullevaal", "not_an_option", "where.hf"),
        ("helse-nord", "helse-bergen", "not_in_region", "where.hf"),
        (["helse-nord", "helse-vest"], "", "several_answers", "where.rhf"),
    ],
)
def test_a_place_that_does_not_exist_is_a_problem_at_the_field_it_stands_in(rhf, hf, why, field):
    assert read(PLACE, {"where.rhf": rhf, "where.hf": hf}) == Problem("where", field, why)


def test_a_place_by_region_only_has_no_field_for_a_trust_and_reads_none():
    (place,) = asking(question("where", "place", level="region")).questions
    assert place.fields() == ("where.rhf",)
    assert place.read({"where.rhf": ["helse-nord"], "where.hf": ["unn"]}) == "helse-nord"


def test_a_place_is_shown_with_its_region_and_counted_by_region():
    (place,) = asking(PLACE).questions
    assert place.display("helse-vest/helse-fonna", "nn") == "Helse Vest, Helse Fonna"
    counted = place.summarise(["helse-vest", "helse-vest/helse-fonna", "helse-nord/unn"])
    assert dict(counted) == {"helse-sor-ost": 0, "helse-vest": 2, "helse-midt-norge": 0, "helse-nord": 1}


def test_every_kind_counts_also_what_nobody_chose():
    def counted(kind, answers, **more):
        (only,) = asking(question("q", kind, **more)).questions
        return dict(only.summarise(answers))

    assert counted("single_choice", ["no", "no"]) == {"yes": 0, "no": 2}
    assert counted("multiple_choice", [("red", "blue"), ("blue",)]) == {"red": 1, "green": 0, "blue": 2}
    assert counted("scale", [1, 5, 5]) == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 2}
    assert counted("number", [0, 4, 5, 99], bands=[0, 5, 6]) == {"0-4": 2, "5": 1, "6+": 1}
    assert counted("month", ["2026-03", "2025-01", "2026-04"]) == {"2025": 1, "2026": 2}
    assert counted("free_text", ["a", "b"]) == {"answered": 2}


def test_options_are_shown_and_labelled_in_the_readers_language():
    (several,) = asking(question("q", "multiple_choice")).questions
    (scale,) = asking(question("q", "scale")).questions
    assert isinstance(several, MultipleChoice)
    assert several.display(("red", "blue"), "en") == "red (en)\nblue (en)"
    assert several.label("red", "se").language == "nb"
    assert [scale.display(step, "en") for step in (1, 3, 5)] == ["1 – worst (en)", "3", "5 – best (en)"]
