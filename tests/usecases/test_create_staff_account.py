"""A password is stored as OWASP asks, and the sign-in checks it as it was stored."""

import pytest

from consultation.storage import staff
from consultation.usecases.create_staff_account import NotAnEmail, UnknownStaffRole, create_staff_account
from tests.reviewing.offices import open_office


@pytest.mark.usefixtures("slow_passwords")
def test_a_password_costs_three_passes_over_64_mebibytes_and_lets_its_owner_in(request):
    office = open_office(request, demo=True)
    with office.database.transaction() as session:
        password = create_staff_account(session, "kari@example.org")
        (stored,) = staff.all_(session)
    assert "$argon2id$" in stored.password
    assert "m=65536,t=3,p=1" in stored.password
    assert office.sign_in("kari@example.org", password).status_code == 302
    with office.database.reading() as session:
        assert (
            staff.all_(session)[0].password == stored.password
        )  # the sign-in asks for the same, and hashes nothing anew
    office.database.close()


def test_what_cannot_be_an_address_or_a_role_is_refused(sqlite):
    with sqlite.transaction() as session:
        for wrong in ("kari", "kari@", "kari@nowhere", "ka ri@example.org"):
            with pytest.raises(NotAnEmail):
                create_staff_account(session, wrong)
        with pytest.raises(UnknownStaffRole, match="king"):
            create_staff_account(session, "kari@example.org", roles=["king"])
