from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from consultation.questionnaire.signposts import OwnSignpost
from consultation.questionnaire.wording import Wording
from consultation.storage import consultations
from consultation.storage.keys import KeyRing
from consultation.usecases.open_consultation import NotReady, open_consultation
from tests.boxes import TODAY, Box
from tests.questionnaires import small_questionnaire, worded

CLOSES, ERASED = date(2026, 12, 24), date(2027, 12, 24)


@pytest.fixture
def unopened(database, tmp_path):
    return Box(database, KeyRing(tmp_path / "keys"))


def refusal(box, questionnaire=None, closes_on=CLOSES, erase_on=ERASED, archive="report"):
    with box.database.transaction() as session, pytest.raises(NotReady) as refused:
        open_consultation(
            session, questionnaire or small_questionnaire(), slug=box.slug, closes_on=closes_on, erase_on=erase_on,
            today=TODAY, keys=box.keys, archive=archive,
        )  # fmt: skip
    with box.database.reading() as session:
        assert consultations.all_(session) == []
    assert not box.keys.directory.exists()
    return str(refused.value)


@pytest.mark.parametrize("slug", ["Bad Slug", "../keys", "two_words", "", "a" * 64])
def test_a_slug_that_cannot_stand_in_an_address_is_refused(unopened, slug):
    assert "cannot stand in an address" in refusal(replace(unopened, slug=slug))


def test_an_opened_consultation_is_found_as_it_was_opened(unopened):
    opened = unopened.open()
    assert unopened.consultation == opened
    assert (opened.state, opened.version, opened.opened_on) == ("open", 1, TODAY)
    assert opened.fingerprint == small_questionnaire().fingerprint()
    assert opened.questionnaire == small_questionnaire()
    assert unopened.keys.opens(unopened.slug, opened.public_key)


def test_a_questionnaire_without_nynorsk_or_bokmaal_does_not_open(unopened):
    silent = replace(small_questionnaire(), title=Wording({"nb": "Venting"}))
    assert "1 of its texts are missing in nn (title)" in refusal(unopened, silent)
    assert "not offered in nb" in refusal(unopened, small_questionnaire(languages=("nn", "en")))


def test_without_a_date_of_erasure_after_the_closing_date_nobody_is_asked(unopened):
    assert "no date of erasure" in refusal(unopened, erase_on=None)
    assert "not after it closes" in refusal(unopened, erase_on=CLOSES)


def test_what_is_over_does_not_open(unopened):
    assert "is over" in refusal(unopened, closes_on=date(2026, 11, 20))


def test_every_reason_is_told_at_once(unopened):
    told = refusal(unopened, small_questionnaire(languages=("nb",)), date(2026, 1, 1), None)
    assert all(reason in told for reason in ("not offered in nn", "is over", "no date of erasure"))


def test_opening_again_unchanged_changes_nothing(box):
    before = box.consultation
    assert box.open() == before


def test_a_changed_questionnaire_is_a_new_version_and_old_responses_keep_theirs(box):
    first = box.consultation.fingerprint
    for number in range(10):
        box.put(f"to the first version {number}")
    assert box.empty() == 10
    again = box.open(small_questionnaire("Venting i 2027"))
    assert again.version == 2
    for number in range(10):
        box.put(f"to the second version {number}")
    assert box.empty() == 10
    with box.database.reading() as session:
        versions = session.execute(text("SELECT definition, count(*) FROM response GROUP BY definition")).all()
        assert {row[0]: row[1] for row in versions} == {first: 10, again.fingerprint: 10}
        assert consultations.definition(session, first) == small_questionnaire()


def test_sealed_responses_to_an_older_version_are_still_mixed_in(box):
    for number in range(10):
        box.put(f"comment {number}")
    box.open(small_questionnaire("Venting i 2027"))
    assert box.empty() == 10


def test_going_back_to_an_earlier_questionnaire_gives_its_version_again(box):
    box.open(small_questionnaire("Venting i 2027"))
    assert box.open().version == 1


def test_the_key_and_the_day_of_opening_stay_when_it_is_opened_again(box):
    before = box.consultation
    box.close()
    with box.database.transaction() as session:
        later = open_consultation(
            session, small_questionnaire(), slug=box.slug, closes_on=date(2027, 2, 1), erase_on=ERASED,
            today=date(2026, 12, 30), keys=box.keys, archive="report",
        )  # fmt: skip
    assert (later.state, later.public_key, later.opened_on) == ("open", before.public_key, before.opened_on)
    assert box.consultation == later


def opened_again(box, **changed):
    asked = {"closes_on": CLOSES, "erase_on": ERASED, "archive": "report"} | changed
    with box.database.transaction() as session:
        return open_consultation(
            session, small_questionnaire(), slug=box.slug, today=date(2026, 12, 1), keys=box.keys, **asked
        )


def test_what_goes_to_the_archive_is_decided_before_anybody_can_answer(unopened):
    assert "Nobody has decided what the archive gets" in refusal(unopened, archive=None)
    assert opened_again(unopened, archive="nothing").archive == "nothing"
    assert unopened.consultation.archive == "nothing"


def test_a_promised_day_of_erasing_is_never_put_off_but_may_come_earlier(box):
    with pytest.raises(NotReady, match="was told that all of it is erased on 2027-12-24"):
        opened_again(box, erase_on=date(2027, 12, 25))
    assert box.consultation.erase_on == ERASED
    box.close()
    with pytest.raises(NotReady, match="was told"):
        opened_again(box, erase_on=date(2028, 1, 1))
    assert opened_again(box, erase_on=date(2027, 2, 1)).erase_on == date(2027, 2, 1)
    with pytest.raises(NotReady, match="2027-02-01"):
        opened_again(box)


def test_who_was_told_that_nothing_is_archived_is_not_told_otherwise_later(box):
    assert opened_again(box, archive="nothing").archive == "nothing"
    with pytest.raises(NotReady, match="nothing goes to the archive"):
        opened_again(box, archive="report")


def test_a_consultation_whose_key_is_lost_does_not_open_with_another(box):
    before = box.consultation
    key = box.keys.path(box.slug, before.public_key)
    key.rename(box.keys.directory / "lost")
    with pytest.raises(NotReady, match="bring its file back"):
        box.open()
    assert box.consultation == before
    (box.keys.directory / "lost").rename(key)
    assert box.open() == before


def test_one_questionnaire_may_serve_two_consultations(box):
    other = replace(box, slug="other")
    assert other.open().fingerprint == box.consultation.fingerprint
    assert other.consultation.public_key != box.consultation.public_key


def test_a_text_of_an_option_counts_as_a_text(unopened):
    question = small_questionnaire().sections[0].questions[2]
    options = (replace(question.options[0], text=Wording({"nb": "Ja"})), question.options[1])
    section = replace(small_questionnaire().sections[0], questions=(replace(question, options=options),))
    silent = replace(small_questionnaire(), sections=(section,), title=worded("Venting"))
    told = refusal(unopened, silent)
    assert f"missing in nn ({question.id}, {options[0].id}: text)" in told
    assert "consultation check" in told


def test_a_signpost_of_its_own_that_is_over_a_year_old_is_read_again_first(unopened):
    def with_post(read):
        post = OwnSignpost(
            id="ward",
            kind="help",
            name=worded("Posten"),
            when=worded("Alltid"),
            phone="22 22 22 22",
            source="https://e.example/x",
            read=read,
        )
        return replace(small_questionnaire(), signposts=(post,))

    assert "ward was last read on 2025-11-01" in refusal(unopened, with_post(date(2025, 11, 1)))
    assert "ward was last read on 2027-01-01" in refusal(unopened, with_post(date(2027, 1, 1)))
    with unopened.database.transaction() as session:
        opened = open_consultation(
            session, with_post(date(2026, 11, 1)), slug="ward", closes_on=CLOSES, erase_on=ERASED, today=TODAY,
            keys=unopened.keys, archive="nothing",
        )  # fmt: skip
        assert consultations.find(session, "ward").questionnaire == opened.questionnaire
