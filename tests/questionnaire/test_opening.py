"""When a consultation takes answers."""

from datetime import date

import pytest
from questionnaire_samples import plain_with, question, questionnaire_of

from consultation.questionnaire.opening import Consultation


@pytest.mark.parametrize(
    ("state", "closes_on", "takes"),
    [
        ("open", date(2026, 11, 21), True),
        ("open", date(2026, 11, 20), False),
        ("open", None, True),
        ("draft", None, False),
        ("closed", date(2026, 12, 1), False),
    ],
)
def test_answers_are_taken_while_it_is_open_and_on_the_last_day(state, closes_on, takes):
    questionnaire = questionnaire_of(plain_with(question("a")))
    consultation = Consultation(
        slug="sample",
        questionnaire=questionnaire,
        fingerprint=questionnaire.fingerprint(),
        version=1,
        state=state,
        opened_on=None,
        closes_on=closes_on,
        erase_on=None,
        public_key=b"",
    )
    assert consultation.takes_answers(date(2026, 11, 21)) is takes
