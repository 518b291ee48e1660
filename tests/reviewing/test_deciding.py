"""From a machine's candidates to people's codings, as a reviewer's browser does it."""

import re
from html import unescape

from consultation.jobs.delivery import Queue
from consultation.storage import jobs, responses
from consultation.storage.reading import codings, tallies
from tests.judging import taught
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.team import accept, codebook, decide, discovered, on_candidate, proposed, read_one, suggested


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
    history = office.get(office.at(f"codebook/{QUESTION}/history")).text
    assert "Accepted “Mat”" in history
    assert "seen in many comments" in history
    assert "reviewer@example.org" in history


def test_the_evidence_is_marked_in_the_comment_word_for_word(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    suggested(office)
    text, part = re.compile(r'class="comment__text[^>]*>(.*?)</p>', re.DOTALL), re.compile(r"<[^>]+>")
    for _ in range(12):
        shown, _ = read_one(office, "none")
        comment = text.search(shown.text)[1]
        marked = re.search(r'class="[^"]*evidence[^>]*>([^<]+)', comment)
        if marked:
            break
    assert marked[1] in part.sub("", comment)
    assert re.search(r"(likely|possible|unsure)", shown.text)


def test_what_is_left_unticked_is_rejected_and_undecided_decides_nothing(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    suggested(office)
    read_one(office, "none")
    read_one(office, "undecided")
    with office.database.reading() as session:
        found = codings.of(session, responses.corpus(session, SLUG, QUESTION).keys).values()
        read = taught(session, SLUG, QUESTION)
    by_outcome = {one.outcome: one for one in found if one.outcome}
    assert set(by_outcome) == {"none", "undecided"}
    assert by_outcome["none"].rejected == {one.theme for one in by_outcome["none"].suggested}
    assert not by_outcome["undecided"].rejected
    assert list(read.values()) == [frozenset()]


def test_coding_without_a_tick_says_so_and_shows_the_same_comment(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    shown, refused = read_one(office, "coded")
    assert refused.status_code == 422
    text = re.compile(r'class="comment__text[^>]*>(.*?)</p>', re.DOTALL)
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
    assert decide(office, "rename", theme="mat", name="Mat og måltider").status_code == 303
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
    [told] = office.get("/staff/en/jobs/progress").json
    assert (told["key"], told["state"], told["percent"]) == (asked[0].key, "waiting", 0)


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
    history = office.get(office.at(f"codebook/{QUESTION}/history")).text
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


def test_a_refused_decision_is_shown_in_other_languages_by_the_page_it_belongs_to(office):
    run = proposed(office)
    refused = on_candidate(office, "drop-candidate", run, 1, why="")
    other = re.search(r'href="([^"]+)" lang="nb"', refused.text)[1]
    assert office.get(other).status_code == 200
