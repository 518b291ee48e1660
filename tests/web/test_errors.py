"""Whatever goes wrong, a person gets a plain page in their language with everything they wrote, and no log has a word of it."""

import logging
from io import BytesIO

import pytest
from gunicorn.http.errors import InvalidChunkSize

from consultation.storage.database import Database, Unacceptable
from consultation.web import database
from tests.responding.visiting import Visitor

FORM = "/nb/waiting-times/patient/"
TEXT = "\nMIN HISTORIE:\n<b>ikke</b> borte & æøå 🙂"
FIELDS = [("_nonce", "a" * 32), ("feel-safe", TEXT), ("waited", "no"), ("worked-badly", "x"), ("worked-badly", "y")]


def _broken(app, tmp_path):
    """Take the database away, as a server that is down."""
    app.extensions[database.EXTENSION] = Database(f"sqlite:///{tmp_path}/no/such/folder/x.sqlite")


@pytest.mark.parametrize("step", ["", "check", "thanks"])
def test_a_database_that_is_down_costs_nobody_their_text(fresh, tmp_path, step):
    working = fresh.extensions[database.EXTENSION]
    _broken(fresh, tmp_path)
    visitor = Visitor(fresh.test_client()).posts(FORM + step, FIELDS)
    assert (visitor.status, visitor.page) == (503, "error")
    assert "Vi kan ikke ta imot akkurat nå" in visitor.text
    assert sorted(pair for pair in visitor.form.form_values() if pair[0] != "_made") == sorted(FIELDS)
    shown = [area.text.removeprefix("\n") for area in visitor.tree.xpath("//textarea[@readonly]")]
    assert TEXT in shown
    fresh.extensions[database.EXTENSION] = working
    again = visitor.fills_in({}, button="Prøv igjen")
    assert again.address == FORM + step
    assert again.status in (200, 422)


def test_a_full_disk_costs_nobody_their_text(fresh):
    with fresh.app_context(), database.reading() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
    full = Database(fresh.extensions["consultation.settings"].database_url)
    fresh.extensions[database.EXTENSION] = full
    with full.transaction() as session:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    long = [("_nonce", "b" * 32), ("feel-safe", "Ord " * 2400)]
    seen = set()
    for number in range(40):
        visitor = Visitor(fresh.test_client()).posts(f"{FORM}thanks", [*long, ("authorities-require", f"{number}")])
        seen.add(visitor.status)
        if visitor.status == 503:
            assert dict(visitor.form.form_values())["feel-safe"] == long[1][1]
            break
    assert 503 in seen


def test_a_bug_is_a_plain_page_and_one_log_line_without_content(fresh, caplog):
    def stumble(language: str) -> str:
        raise ValueError(f"{language} {TEXT}")

    fresh.add_url_rule("/stumble/<any(nn):language>", view_func=stumble)
    with caplog.at_level(logging.DEBUG):
        visitor = Visitor(fresh.test_client()).goes_to("/stumble/nn?q=HISTORIE")
    assert (visitor.status, visitor.page) == (500, "error")
    assert "Noko gjekk gale hos oss" in visitor.text
    logged = "\n".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)
    assert "ValueError" in logged
    assert "HISTORIE" not in logged + visitor.html
    assert "Traceback" not in logged + visitor.html


def test_nothing_of_a_visit_is_logged(app, caplog):
    with caplog.at_level(logging.DEBUG):
        visitor = Visitor(app.test_client()).goes_to("/nb/waiting-times/").goes_to(FORM)
        visitor.posts(f"{FORM}check", FIELDS)
        visitor.posts(f"{FORM}thanks", [("_nonce", "c" * 32), ("feel-safe", TEXT)])
        visitor.goes_to("/nb/nothing/?q=HISTORIE")
    assert visitor.status == 404
    assert [record.getMessage() for record in caplog.records if record.name != "asyncio"] == []


def test_too_large_a_body_says_that_the_text_is_still_in_the_form(app):
    answer = app.test_client().post(f"{FORM}check", data={"feel-safe": "x" * 300_000})
    assert answer.status_code == 413
    assert "står fortsatt i skjemaet" in answer.get_data(as_text=True)


@pytest.mark.parametrize("step", ["", "check", "thanks"])
@pytest.mark.parametrize("told", [True, False], ids=["with its length", "in pieces"])
def test_too_much_text_is_given_back_and_never_cut_short(app, step, told):
    body = b"feel-safe=Begynnelse+" + b"y" * 300_000 + b"+slutten"
    length = {} if told else {"content_length": None, "headers": {"Transfer-Encoding": "chunked"}}
    pieces = {"environ_overrides": {"wsgi.input_terminated": True}}
    form = "application/x-www-form-urlencoded"
    answer = app.test_client().post(FORM + step, input_stream=BytesIO(body), content_type=form, **length, **pieces)
    assert answer.status_code == 413
    assert "slutten</textarea>" in answer.get_data(as_text=True)


def test_a_body_that_the_server_cannot_read_is_the_senders_fault(app, caplog):
    class Broken(BytesIO):
        def read(self, *_size: int | None) -> bytes:
            raise InvalidChunkSize(b"zz")

        readinto = readline = read

    pieces = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    form = "application/x-www-form-urlencoded"
    answer = app.test_client().post(f"{FORM}check", input_stream=Broken(), content_type=form, environ_overrides=pieces)
    assert answer.status_code == 400
    assert not caplog.records


@pytest.mark.parametrize("path", ["%00", "a%0d%0aSet-Cookie:%20a=b", "a%0ab", "%1b", "%7f", "%C2%85"])
@pytest.mark.parametrize("rest", ["/", "/patient/check"])
def test_an_address_with_a_control_character_is_no_page(app, path, rest, caplog):
    answer = app.test_client().get(f"/nn/{path}{rest}")
    assert answer.status_code == 404
    assert "Sida finst ikkje" in answer.get_data(as_text=True)
    assert not caplog.records


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_what_is_no_ordinary_form_is_refused(app, content_type):
    answer = app.test_client().post(f"{FORM}check", data=b"feel-safe=x", content_type=content_type)
    assert answer.status_code == 415
    assert 'data-page="error"' in answer.get_data(as_text=True)


def test_a_wrong_method_says_which_are_right(app):
    answer = app.test_client().delete(FORM)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= {method.strip() for method in answer.headers["Allow"].split(",")}


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Siden finnes ikke"), ("nn", "Sida finst ikkje"), ("en", "There is no such page")]
)
def test_an_error_speaks_the_language_of_the_address_and_points_to_help(visitor, language, words):
    visitor.goes_to(f"/{language}/nothing/at/all")
    assert visitor.status == 404
    assert words in visitor.text
    assert visitor.tree.get("lang") == language
    assert visitor.tree.xpath("//main//a[@href='tel:113']")


def test_the_machine_room_is_told_when_the_database_is_down(fresh, tmp_path):
    client = fresh.test_client()
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 200)
    _broken(fresh, tmp_path)
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)


def test_a_value_that_the_database_cannot_take_is_the_senders_fault(fresh, caplog):
    def ask() -> str:
        raise Unacceptable("DataError", "22021")

    fresh.add_url_rule("/ask", view_func=ask)
    assert fresh.test_client().get("/ask").status_code == 400
    assert not caplog.records
