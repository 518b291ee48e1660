"""What a run found is kept whole, on each kind of database; what an earlier version kept reads as it did."""

import json
from dataclasses import replace

from consultation.storage import responses
from consultation.storage.reading import runs
from consultation.storage.reading.run_bodies import as_json, from_json
from consultation.storage.reading.runs import Between, Run, Shown, SubTheme
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.passages import Passage
from tests.boxes import TODAY

QUESTION = "better"
WITHIN = (SubTheme(CandidateTheme("Brev", ("brev",), 2, 0.5, (), 0.4), ()),)


def whole(key: str, comments: tuple[bytes, ...]) -> Run:
    shown = (Shown(comments[0], Passage(0, 4)),)
    return Run(
        key,
        QUESTION,
        "discover",
        7,
        {"n_themes": "auto"},
        {"numpy": "2.0"},
        "0" * 64,
        TODAY,
        len(comments),
        1,
        candidates=(CandidateTheme("Ventetid", ("ventetid",), 2, 1.0, (), 0.8),),
        examples=(shown,),
        by_role=({"patient": 2},),
        between=(Between(0, 1, 3, 0.25, shown),),
        voices=(comments[:1], comments[1:]),
    )


def test_a_run_comes_back_whole_with_its_far_comments_its_sub_themes_and_whether_others_have_come(box, add):
    add("waiting", "food")
    with box.database.transaction() as session:
        keys = responses.corpus(session, box.slug, QUESTION).keys
        run = whole(runs.next_key(session, box.slug, QUESTION, "discover"), keys)
        runs.add(session, box.slug, run)
        runs.label(session, run.key, [(key, 0, 0.1) for key in keys], far=keys[:1])
    with box.database.transaction() as session:
        assert runs.latest(session, box.slug, QUESTION, "discover") == run
        assert runs.far_from_all(session, run.key) == {keys[0]}
        assert not runs.any_unlabelled(session, box.slug, QUESTION, run.key)
        assert runs.divide(session, run.key, 0, WITHIN)
        assert runs.divide(session, run.key, 3, ())
        assert not runs.divide(session, "another", 0, WITHIN)
        runs.mark_stale(session, run.key)
        runs.mark_stale(session, run.key)
    add("one more")
    with box.database.reading() as session:
        kept = runs.latest(session, box.slug, QUESTION, "discover")
        assert kept == replace(run, within={0: WITHIN, 3: ()}, stale=True)
        assert runs.any_unlabelled(session, box.slug, QUESTION, run.key)


def test_a_body_that_was_kept_before_any_of_this_was_measured_is_still_a_run():
    run = whole("a/run", (b"a" * 16, b"b" * 16))
    body = json.loads(json.dumps(as_json(run)))
    columns = {
        name: getattr(run, name)
        for name in ("key", "question", "kind", "seed", "parameters", "versions", "input_hash", "made_on")
    }
    assert from_json(body, **columns) == run
    for later in ("by_role", "between", "voices", "within"):
        del body[later]
    assert from_json(body, **columns) == replace(run, by_role=(), between=(), voices=(), within={})
