"""From a machine's candidates to people's codings, as a reviewer's browser does it."""

import re
from datetime import date
from html import unescape

from consultation.jobs.delivery import Queue
from consultation.storage import codebooks, codings, jobs, responses, runs, tallies
from consultation.storage.runs import Run, Shown
from consultation.themes.candidates import CandidateTheme
from consultation.themes.passages import Passage
from consultation.usecases.code_comments import code_comments
from consultation.usecases.discover_themes import discover_themes
from tests.reviewing.offices import QUESTION, SLUG

WAITING = [f"Jeg ventet {at} uker på time og fikk ikke svar på brevet om ventetid." for at in range(2, 32)]
FOOD = [f"Maten på avdelingen var kald, og middagen kom for sent den {at}. dagen." for at in range(1, 26)]


def silent(*_progress):
    return None


def discovered(office):
    office.answer("patient", WAITING + FOOD)
    with office.database.transaction() as session:
        return discover_themes(session, SLUG, QUESTION, seed=1, progress=silent)


def proposed(office) -> Run:
    """A stored run as the machine would have made it, without the seconds it takes: two large candidates, a small one."""
    office.answer("patient", WAITING + FOOD)
    with office.database.transaction() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
        nearest = [0 if "ventet" in text else 1 if "Maten" in text else 2 for text in corpus.texts]
        sizes = [nearest.count(0), nearest.count(1), 4]
        names = (("Ventetid", "ventet"), ("Mat", "middagen"), ("Ro", "ro"))
        run = Run(
            key=runs.next_key(session, SLUG, QUESTION, "discover"),
            question=QUESTION,
            kind="discover",
            seed=1,
            parameters={},
            versions={},
            input_hash="0" * 64,
            made_on=date(2026, 11, 21),
            comments=len(corpus),
            not_covered=7,
            candidates=tuple(
                CandidateTheme(name, (word,), size, size / len(corpus), ())
                for (name, word), size in zip(names, sizes, strict=True)
            ),
            examples=tuple((Shown(corpus.keys[nearest.index(at)], Passage(0, 9)),) for at in range(3)),
        )
        runs.add(session, SLUG, run)
        runs.label(session, run.key, ((key, at, 0.5) for key, at in zip(corpus.keys, nearest, strict=True)))
    return run


def suggested(office):
    with office.database.transaction() as session:
        return code_comments(session, SLUG, QUESTION, seed=1, progress=silent)


def decide(office, kind: str, **form):
    page = office.at(f"themes/{QUESTION}/")
    return office.post(f"{page}{kind}", {"why": "seen in many comments", **form}, page=page)


def codebook(office):
    with office.database.reading() as session:
        return codebooks.current(session, SLUG, QUESTION)


def accept(office, run, number: int, name: str):
    return decide(office, "accept", run=run.key, candidate=str(number), name=name, definition=f"{name} og slikt")


def read_one(office, outcome: str, *, tick: bool = False):
    page = office.at(f"coding/{QUESTION}/")
    shown = office.get(page)
    form = {"comment": re.search(r'name="comment" value="([^"]+)"', shown.text)[1], "outcome": outcome}
    if tick:
        form["themes"] = re.findall(r'name="themes" value="([^"]+)"', shown.text)[:1]
    return shown, office.post(page, form, page=page)


def test_a_candidate_becomes_a_theme_a_suggestion_a_coding_and_a_count(office):
    run = discovered(office)
    shown = office.get(office.at(f"themes/{QUESTION}/")).text
    assert all(one.name in unescape(shown) for one in run.candidates)
    assert accept(office, run, 0, "Ventetid").status_code == 303
    assert accept(office, run, 1, "Mat").status_code == 303
    assert [theme.name for theme in codebook(office).themes] == ["Ventetid", "Mat"]
    suggested(office)
    shown, answered = read_one(office, "coded", tick=True)
    assert answered.status_code == 303
    assert "Saved." in office.get(answered.headers["Location"]).text
    with office.database.reading() as session:
        counted = tallies.confirmed_by_role(session, SLUG, QUESTION)
        assert tallies.coverage(session, SLUG, QUESTION).read == 1
    assert sum(count for roles in counted.values() for count in roles.values()) == 1
    history = office.get(office.at(f"themes/{QUESTION}/history")).text
    assert "Accepted “Mat”" in history
    assert "seen in many comments" in history
    assert "reviewer@example.org" in history


def test_the_evidence_is_marked_in_the_comment_word_for_word(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    suggested(office)
    for _ in range(12):
        shown, _ = read_one(office, "none")
        if "<mark>" in shown.text:
            break
    comment = re.search(r'class="comment__text"[^>]*>(.*?)</p>', shown.text, re.DOTALL)[1]
    marked = re.search(r"<mark>([^<]+)</mark>", comment)[1]
    assert marked in re.sub("</?mark>", "", comment)
    assert re.search(r"(likely|possible|unsure) · \d+ %", shown.text)


def test_what_is_left_unticked_is_rejected_and_undecided_decides_nothing(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    suggested(office)
    read_one(office, "none")
    read_one(office, "undecided")
    with office.database.reading() as session:
        found = codings.of(session, responses.corpus(session, SLUG, QUESTION).keys).values()
        taught = codings.taught(session, SLUG, QUESTION)
    by_outcome = {one.outcome: one for one in found if one.outcome}
    assert set(by_outcome) == {"none", "undecided"}
    assert by_outcome["none"].rejected == {one.theme for one in by_outcome["none"].suggested}
    assert not by_outcome["undecided"].rejected
    assert list(taught.values()) == [frozenset()]


def test_coding_without_a_tick_says_so_and_shows_the_same_comment(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    shown, refused = read_one(office, "coded")
    assert refused.status_code == 422
    text = re.compile(r'class="comment__text"[^>]*>(.*?)</p>', re.DOTALL)
    assert text.search(refused.text)[1] == text.search(shown.text)[1]


def test_a_refused_decision_keeps_what_was_written(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    for form in (
        {"why": "", "name": "Mat & ro"},
        {"name": "  "},
        {"name": "ventetid"},
        {"name": "x" * 121},
        {"name": "Mat", "run": "waiting-times/gone/discover/9"},
    ):
        sent = {"run": run.key, "candidate": "1", "definition": "det «vi» mener", **form}
        answer = decide(office, "accept", **sent)
        assert answer.status_code == 422, form
        assert "det «vi» mener" in unescape(answer.text)
        assert form["name"].strip() in unescape(answer.text)
    assert codebook(office).version == 1


def test_the_five_decisions_each_make_a_version(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    accept(office, run, 1, "Mat")
    assert decide(office, "rename", theme="mat", name="Mat og måltider", definition="").status_code == 303
    two = {"first_name": "Kald mat", "second_name": "Sen mat", "first_definition": "", "second_definition": ""}
    assert decide(office, "split", theme="mat", **two).status_code == 303
    assert decide(office, "merge", theme="kald-mat", others=["sen-mat"]).status_code == 303
    assert decide(office, "drop", theme="ventetid").status_code == 303
    assert codebook(office).version == 6
    assert [theme.id for theme in codebook(office).themes] == ["kald-mat"]
    assert decide(office, "drop", theme="ventetid").status_code == 422


def test_a_split_theme_must_be_read_again_and_a_merged_one_keeps_its_codings(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    accept(office, run, 1, "Mat")
    read_one(office, "coded", tick=True)
    first, second = (theme.id for theme in codebook(office).themes)
    decide(office, "merge", theme=second, others=[first])
    with office.database.reading() as session:
        assert set(tallies.confirmed_by_role(session, SLUG, QUESTION)) <= {second}
        assert tallies.coverage(session, SLUG, QUESTION).read == 1
    two = {"first_name": "En", "second_name": "To", "first_definition": "", "second_definition": ""}
    decide(office, "split", theme=second, **two)
    with office.database.reading() as session:
        assert tallies.confirmed_by_role(session, SLUG, QUESTION) == {}
        assert tallies.coverage(session, SLUG, QUESTION).read == 0


def test_asking_twice_is_asking_once_and_the_job_is_seen(office):
    page = office.at(f"themes/{QUESTION}/")
    for _ in range(2):
        answer = office.post(f"{page}discover", {}, page=page)
        shown = office.get(answer.headers["Location"])
        assert "Waiting" in shown.text
        assert "<progress" in shown.text
    with office.database.reading() as session:
        asked = jobs.all_(session)
    assert [(job.kind, job.arguments["question"], job.requested_by) for job in asked] == [
        ("discover", QUESTION, "reviewer@example.org")
    ]
    settings = office.app.extensions["consultation.settings"]
    assert Queue(settings.deliveries).under_way() == {asked[0].key}
    assert "Waiting" in office.get("/staff/en/jobs/").text
    assert office.get("/staff/en/jobs/progress").json == [{"key": asked[0].key, "state": "waiting", "percent": 0}]


def test_a_candidate_of_few_comments_shows_neither_number_nor_words(office):
    run = proposed(office)
    small = [number for number, one in enumerate(run.candidates) if one.size < 10]
    assert small
    shown = office.get(office.at(f"themes/{QUESTION}/")).text
    for number in small:
        card = re.search(rf'id="candidate-{number}">(.*?)</li>', shown, re.DOTALL)[1]
        assert "blockquote" not in card
        assert "fewer than 5" in card
        assert "%" not in card
    assert "blockquote" in shown
    for one in run.candidates:
        assert f">{one.size}<" not in shown


def test_a_machines_proposal_and_a_teams_decision_never_look_alike(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    shown = office.get(office.at(f"themes/{QUESTION}/")).text
    assert {"theme", "candidate"} == set(re.findall(r'<li class="(theme|candidate)"', shown))
    assert not re.search(r'class="[^"]*mark--people[^"]*mark--machine', shown)


def on_candidate(office, kind: str, run, number: int, **form):
    return decide(office, kind, run=run.key, candidate=str(number), **form)


def test_a_dropped_candidate_is_folded_away_with_who_and_why_and_can_be_taken_up_again(office):
    run = proposed(office)
    page = office.at(f"themes/{QUESTION}/")
    dropped = on_candidate(office, "drop-candidate", run, 1, why="only one ward «B»")
    assert dropped.status_code == 303
    shown = office.get(dropped.headers["Location"]).text
    assert "Dropped the candidate “Mat”" in shown
    assert '<li class="candidate" id="candidate-1"' not in shown
    folded = re.search(r'<li id="candidate-1">(.*?)</li>', shown, re.DOTALL)[1]
    assert "only one ward «B»" in folded
    assert "reviewer@example.org" in folded
    assert on_candidate(office, "accept", run, 1, name="Mat").status_code == 422
    assert on_candidate(office, "take-up-candidate", run, 1, why="there were more").status_code == 303
    assert '<li class="candidate" id="candidate-1"' in office.get(page).text
    assert codebook(office).themes == ()
    history = office.get(f"{page}history").text
    assert "Took up the candidate “Mat” again" in history
    assert "only one ward «B»" in history


def test_a_candidate_put_into_a_theme_gives_it_its_words_and_is_open_no_more(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    refused = on_candidate(office, "merge-candidate", run, 1, into="", why="the same «thing»")
    assert refused.status_code == 422
    assert "the same «thing»" in refused.text
    assert "Choose a theme." in refused.text
    assert on_candidate(office, "merge-candidate", run, 1, into="gone").status_code == 422
    put = on_candidate(office, "merge-candidate", run, 1, into="ventetid")
    assert "Put the candidate “Mat” into “Ventetid”" in office.get(put.headers["Location"]).text
    assert codebook(office).theme("ventetid").includes == ("ventet", "middagen")
    assert on_candidate(office, "drop-candidate", run, 1).status_code == 422
    assert on_candidate(office, "take-up-candidate", run, 1).status_code == 422


def test_a_candidate_whose_theme_was_taken_out_is_open_again(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    decide(office, "drop", theme="ventetid")
    assert accept(office, run, 0, "Ventetid igjen").status_code == 303


def test_a_history_without_decisions_is_a_page(office):
    assert office.get(office.at(f"themes/{QUESTION}/history")).status_code == 200


def test_the_history_tells_themes_by_the_names_they_had(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    decide(office, "rename", theme="ventetid", name="Lang ventetid", definition="")
    decide(office, "drop", theme="ventetid")
    history = office.get(office.at(f"themes/{QUESTION}/history")).text
    assert "Renamed “Ventetid” to “Lang ventetid”" in history
    assert "Took “Lang ventetid” out of the codebook" in history


def test_a_refused_decision_is_shown_in_other_languages_by_the_page_it_belongs_to(office):
    run = proposed(office)
    refused = on_candidate(office, "drop-candidate", run, 1, why="")
    other = re.search(r'href="([^"]+)" lang="nb"', refused.text)[1]
    assert office.get(other).status_code == 200
