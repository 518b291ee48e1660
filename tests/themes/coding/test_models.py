"""Models that learn themes give decisions for odd codings too, and the same ones on any machine's hash seed."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from consultation.themes.coding.assign import ThemeAssigner, _taught
from consultation.themes.coding.models import teach

CODED = [
    ("Jeg ventet lenge på time", {"ventetid"}),
    ("Ventetiden er altfor lang", {"ventetid"}),
    ("Maten var kald", {"mat"}),
    ("God mat og gode måltider", {"mat"}),
    ("Alt var bra", set()),
    ("Takk for hjelpen", set()),
]


def taught(coded=CODED, descriptions=None):
    return _taught([text for text, _ in coded], [frozenset(themes) for _, themes in coded], descriptions or {})


def test_a_decision_above_nought_speaks_for_a_theme():
    lesson = taught(CODED * 5)
    decisions = teach(lesson, 0).decisions(["Ventetiden er altfor lang", "Maten var kald", "Alt var bra"])
    assert lesson.classes == ("mat", "ventetid")
    assert (decisions > 0).tolist() == [[False, True], [True, False], [False, False]]


def test_a_theme_that_all_comments_have_and_one_that_none_has_need_no_model():
    lesson = taught([(text, {"alle"}) for text, _ in CODED], {"ingen": ""})
    decisions = teach(lesson, 0).decisions(["hva som helst", ""])
    assert (decisions == [[1.0, -1.0]] * 2).all()


def test_descriptions_teach_the_less_the_more_codings_there_are():
    described = {"mat": "Mat. Middag, frokost og kjøkken", "ventetid": "Ventetid"}
    few, many = (teach(taught(CODED * times, described), 0).decisions(["Frokost fra kjøkkenet"]) for times in (1, 20))
    assert few[0, 0] > few[0, 1]
    assert many[0, 0] > many[0, 1]
    assert many[0, 0] - many[0, 1] < few[0, 0] - few[0, 1]


def test_a_theme_counts_by_its_best_sentence_whatever_else_a_comment_says():
    model = teach(taught(CODED * 5), 0)
    short, long = "Maten var kald.", "Maten var kald. " + "Alt var bra og takk for hjelpen. " * 8
    alone, among = model.decisions([short, long])[:, 0]
    whole = replace(model, by_sentence=0.0).decisions([short, long])[:, 0]
    assert alone == pytest.approx(whole[0])
    assert among == pytest.approx((whole[1] + whole[0]) / 2)


ODD = {
    "a theme that every comment has": [(text, {"alle", *themes}) for text, themes in CODED],
    "no theme for any comment": [(text, set()) for text, _ in CODED],
    "equal comments coded differently": [("Det samme", {"mat"}), ("Det samme", set())] * 5,
    "only emoji and stop words": [("😀", {"mat"}), ("og i på", {"mat"}), ("!!!", set()), ("", set())] * 4,
    "very long comments": [("ord " * 2_500, {"mat"}), ("x" * 10_000, set()), ("😀" * 10_000, {"mat"})] * 4,
    "what is no text": [("\x00", {"mat"}), ("\ud83d", set()), ("\u202e\x07", {"mat"})] * 4,
    "one comment with a theme among many": [*CODED * 20, ("Tolken kom ikke", {"tolk"})],
}


@pytest.mark.parametrize("odd", list(ODD))
def test_odd_codings_give_scores_that_are_probabilities(odd):
    texts, themes = [text for text, _ in ODD[odd]], [frozenset(themes) for _, themes in ODD[odd]]
    for descriptions in (None, {"ubrukt": "Parkering", "tom": ""}):
        learnt = ThemeAssigner().fit(texts, themes, descriptions)
        scores = learnt.predict_proba([*texts, "noe annet", ""])
        assert scores.shape == (len(texts) + 2, len(learnt.classes_))
        assert np.isfinite(scores).all()
        assert ((scores >= 0) & (scores <= 1)).all()
        assert all(suggested <= set(learnt.classes_) for suggested in learnt.predict(texts))
        for theme in learnt.classes_:
            assert learnt.evidence(texts[0], theme).stop <= len(texts[0])


def test_what_nobody_coded_is_not_suggested_and_what_all_coded_is():
    none = ThemeAssigner().fit(*zip(*ODD["no theme for any comment"], strict=True), {"tom": ""})
    assert none.predict(["Jeg ventet"]) == [frozenset()]
    every = ThemeAssigner().fit(*zip(*[(text, frozenset({"alle"})) for text, _ in CODED * 4], strict=True))
    assert every.predict(["Jeg ventet lenge på time"]) == [frozenset({"alle"})]


PROGRAM = """
from hashlib import blake2b
from consultation.themes.coding.assign import ThemeAssigner
from consultation.themes.finding.discover import ThemeDiscoverer
texts = [f"{what} {more}" for what in ("Lang ventetid", "Kald mat", "Dyr parkering", "God hjelp") for more in
    ("her", "hos legen", "på sykehuset", "for alle", "i år", "igjen", "hver dag", "for mor", "om natten", "til slutt")]
themes = [frozenset({text.split()[1]}) for text in texts]
learnt = [ThemeAssigner().fit(texts, themes, {"tolk": "Tolk"}).predict_proba(texts)]
found = ThemeDiscoverer().fit(texts)
print(blake2b(b"".join(one.tobytes() for one in (*learnt, found.labels_, found.distances_))).hexdigest())
print(found.candidates_)
"""


def test_another_hash_seed_and_other_threads_give_the_same_bytes():
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
            check=True,
            capture_output=True,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }
    assert len(outputs) == 1
