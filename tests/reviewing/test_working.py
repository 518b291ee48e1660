"""What the machine is at, and what it learned, as the team sees it: in words, in per cent, and in no number under five."""

from html import unescape

from lxml import html

from consultation.jobs.kinds import GIVEN_UP, NO_COMMENTS
from consultation.storage import jobs
from consultation.storage.reading import codings, measurements, runs
from consultation.storage.reading.measurements import Measurement
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Accept
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.ask_to_learn_again import THE_MACHINE
from consultation.usecases.reading.code_comments import code_comments
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.judging import judge
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.team import silent

PROMISE = {"precision": 0.9, "threshold": 0.714, "codings": 3, "right": 3, "share": 0.4}
BODY = {
    "new_codings": 43, "because_of": None, "comments": 317, "changed": 128, "compared_on": 41,
    "themes": [{"theme": "mat", "came": 37, "went": 3, "stayed": 9}, {"theme": "ro", "came": 4, "went": 2, "stayed": 1}],
    "compared": [{"theme": "mat", "only_before": 1, "only_after": 19, "verdict": "better"},
                 {"theme": "ro", "only_before": 2, "only_after": 3, "verdict": "open"}],
}  # fmt: skip


def asked(office, kind="assign", *, by="kari", **given):
    """A job as a worker has left it."""
    with office.database.transaction() as session:
        key = jobs.request(session, kind, SLUG, {"question": QUESTION, "seed": 1}, by)
        if given:
            job = jobs.claim(session, key, now=1.0)
            if given["state"] == "running":
                jobs.beat(session, job, now=1.0, done=given["done"], total=100, message=given["message"])
            if given["state"] == "waiting":
                jobs.wait_again(session, job)
            if given["state"] == "failed":
                jobs.fail(session, job, given["message"])
            if given["state"] == "done":
                jobs.finish(session, job, given["message"])
    return key


def learned(office, *, promise=PROMISE, promise_not_for=(), **body):
    """A codebook of two themes, and a run with what it changed."""
    key = f"{SLUG}/{QUESTION}/assign/1"
    with office.database.transaction() as session:
        for name in ("Mat", "Ro"):
            candidate = CandidateTheme(name, (name.casefold(),), 16, 0.25, ())
            review_themes(session, SLUG, QUESTION, Accept(candidate, "kari", "ofte nevnt"), decided_on=TODAY)
        told = {"codebook_version": 2, "taught_by": 243, "promise": promise, "promises": {"mat": PROMISE}}
        told |= {"promise_not_for": list(promise_not_for)}
        runs.add(session, SLUG, Run(key, QUESTION, "assign", 1, told, {}, "0" * 64, TODAY, 317, 0))
        found = {**BODY, "after": key, **body}
        measurements.keep(session, SLUG, QUESTION, Measurement("learning", found, 2, 1, {}, {}, "0" * 64, TODAY))
    return asked(office, state="done", message=key, by=THE_MACHINE)


def page(office, language="en", path="jobs/"):
    shown = html.fromstring(office.get(f"/staff/{language}/{path}").text)
    return " ".join(shown.xpath("string(//main)").split())


STEPS = [
    ("assign", "", "en", "Reads the comments"),
    ("assign", "learning", "nb", "Lærer av det dere har kodet"),
    ("assign", "suggesting", "nn", "Foreslår tema og finn orda som vog tyngst"),
    ("discover", "read", "en", "Looks for what the comments have in common"),
    ("measure", "learnt", "en", "Works out shares and how certain they are"),
    ("measure-agreement", "learnt", "en", "Compares what was found"),
    ("screen", "read", "en", "Reads the comments"),
]


def test_a_job_says_what_it_is_at_and_how_far_in_words_and_per_cent(office):
    for at, (kind, word, language, said) in enumerate(STEPS, start=31):
        key = asked(office, kind, state="running", done=at, message=word)
        shown = page(office, language)
        assert said in shown
        assert f"{at} %" in shown
        told = next(one for one in office.get(f"/staff/{language}/jobs/progress").json if one["key"] == key)
        assert (told["percent"], told["told"], told["step"]) == (at, f"{at} %", said)


def test_a_job_that_was_interrupted_or_stopped_says_so_plainly(office):
    asked(office, state="waiting")
    asked(office, state="failed", message=NO_COMMENTS)
    asked(office, state="failed", message=GIVEN_UP)
    shown = page(office)
    assert "Was interrupted, and begins again by itself" in shown
    assert "no comment to this question yet" in shown
    assert "interrupted several times" in shown


def test_what_the_machine_learned_is_told_in_words_and_no_number_is_exact_or_under_five(office):
    learned(office)
    shown = page(office)
    for said in (
        "The machine began by itself",
        "learned from at least 40 comments that you have coded since last time",
        "other suggestions than before: at least 125 of at least 315",
        "“Mat”: new suggestions: at least 35, taken away: fewer than 5",
        "compared on at least 40 comments that neither had learned from. Right more often about: “Mat”.",
        "From 72 % and up, its suggestions were right 9 times in 10",
        "For single themes the line is: “Mat” 72 %",
    ):
        assert said in shown
    assert "“Ro”" not in shown
    assert not {"43", "317", "128", "37", "243", "19"} & set(shown.replace(",", " ").replace(".", " ").split())
    assert "learned from at least 40 comments" in page(office, path=f"consultations/{SLUG}/")
    assert "Maskina har lært av minst 40 kommentarar" in page(office, "nn")
    assert "Fra 72 % og oppover" in page(office, "nb")


def test_where_nothing_changed_or_can_be_promised_it_says_that_too(office):
    learned(office, promise=None, new_codings=3, changed=2, compared=[], themes=[])
    shown = page(office)
    assert "from fewer than 5 new codings" in shown
    assert "other suggestions than before: fewer than 5" in shown
    assert "No difference is larger than chance." in shown
    assert "There is no line yet above which it was right 9 times in 10" in shown


def test_themes_that_were_suggested_anew_because_the_codebook_changed_are_named_and_old_runs_are_not(office):
    learned(office, promise_not_for=["mat", "gone-since"], because_of=["mat", "gone-since"])
    shown = page(office)
    assert "The machine suggested these themes anew: “Mat”." in shown
    assert "not tried for what was suggested anew since: “Mat”." in shown
    asked(office, state="done", message=f"{SLUG}/{QUESTION}/assign/2")
    assert page(office).count("Suggest themes for each comment") == 1


def test_what_a_real_run_stored_can_be_told(office):
    with office.database.transaction() as session:
        candidate = CandidateTheme("Mat", ("mat",), 16, 0.25, ())
        review_themes(session, SLUG, QUESTION, Accept(candidate, "kari", "ofte nevnt"), decided_on=TODAY)
        for _ in range(2):
            run = code_comments(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
            for key in sorted(codings.unread(session, SLUG, QUESTION))[:6]:
                judge(session, key, {"mat": True}, outcome="coded", by="kari")
    asked(office, state="done", message=run.key)
    shown = page(office)
    assert "learned from at least 5 comments that you have coded since last time" in unescape(shown)
