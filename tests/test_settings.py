import re
import stat
from pathlib import Path
from typing import get_args

import pytest

from consultation.privacy import form_age
from consultation.settings import BadSetting, Purpose, Settings


def read(tmp_path, **more):
    return Settings.read({"CONSULTATION_INSTANCE": str(tmp_path / "instance"), **more})


def test_the_instance_and_its_secret_are_for_their_owner_only(tmp_path):
    settings = read(tmp_path)
    assert stat.S_IMODE(settings.instance.stat().st_mode) == 0o700
    assert stat.S_IMODE((settings.instance / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in settings.instance.iterdir()] == ["secret.key"]


def test_an_instance_that_was_open_to_others_is_closed_to_them(tmp_path):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance").chmod(0o755)
    read(tmp_path)
    assert (tmp_path / "instance").stat().st_mode & 0o007 == 0


def test_the_secret_stays_the_same_from_start_to_start(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 32


def test_secrets_are_not_shown_with_the_settings(tmp_path):
    settings = read(tmp_path, CONSULTATION_DATABASE_URL="postgresql://us:password@host/name")
    assert "password" not in repr(settings)
    assert repr(settings.secret_key) not in repr(settings)


def test_without_a_choice_the_database_is_a_file_in_the_instance(tmp_path):
    assert read(tmp_path).database_url == f"sqlite:///{tmp_path / 'instance' / 'consultation.sqlite'}"


@pytest.mark.parametrize("given", ["postgres://host/name", "postgresql://host/name", "postgresql+psycopg://host/name"])
def test_postgresql_is_reached_by_the_driver_we_ship(tmp_path, given):
    assert read(tmp_path, CONSULTATION_DATABASE_URL=given).database_url == "postgresql+psycopg://host/name"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CONSULTATION_ACCESS_LOG", "1", "There is no setting CONSULTATION_ACCESS_LOG"),
        ("CONSULTATION_KEEP_IP", "1", "The settings are: CONSULTATION_BATCH_MINIMUM"),
        ("CONSULTATION_BATCH_MINIMUM", "9", "hides nobody"),
        ("CONSULTATION_BATCH_MINIMUM", "many", "whole number"),
        ("CONSULTATION_BATCH_MINIMUM", "-10", "not negative"),
        ("CONSULTATION_MIXING_SECONDS", "nan", "number"),
        ("CONSULTATION_DEMO", "perhaps", "1 or 0"),
        ("CONSULTATION_FRONT", "back", "both, public, staff"),
        ("CONSULTATION_DATABASE_URL", "mysql://host/name", "postgresql:// or sqlite:///"),
        ("FLASK_DEBUG", "1", "would record who answers"),
        ("SENTRY_DSN", "https://watcher", "would record who answers"),
        ("GUNICORN_CMD_ARGS", "--access-logfile -", "would record who answers"),
    ],
)
def test_an_impossible_setting_is_refused_and_the_message_says_what_to_do(tmp_path, name, value, said):
    with pytest.raises(BadSetting, match=said):
        read(tmp_path, **{name: value})


def test_no_code_can_make_a_batch_smaller_than_ten(tmp_path):
    with pytest.raises(BadSetting):
        Settings(instance=tmp_path, database_url="sqlite://", secret_key=b"", batch_minimum=9)


def test_every_choice_arrives(tmp_path):
    settings = read(
        tmp_path, CONSULTATION_DEMO="1", CONSULTATION_BATCH_MINIMUM="20", CONSULTATION_FRONT="public",
        CONSULTATION_MIXING_SECONDS="0.5", CONSULTATION_TRUSTED_PROXIES="1", FLASK_DEBUG="0",
    )  # fmt: skip
    assert (settings.demo, settings.batch_minimum, settings.front) == (True, 20, "public")
    assert (settings.mixing_seconds, settings.trusted_proxies) == (0.5, 1)


@pytest.mark.parametrize(
    "given", ["", "post@dir.no", "fornavn.etternavn+uu@helse-nord.example.no", "https://dir.no/feil?x=1"]
)
def test_a_contact_is_an_e_mail_or_a_page(tmp_path, given):
    assert read(tmp_path, CONSULTATION_CONTACT=given).contact == given


@pytest.mark.parametrize("given", ["http://dir.no", "post", "post@dir", "Ring oss", "javascript:alert(1)", "a@b.no\nx"])
def test_a_contact_that_nobody_can_use_is_refused(tmp_path, given):
    with pytest.raises(BadSetting, match="CONSULTATION_CONTACT"):
        read(tmp_path, CONSULTATION_CONTACT=given)


@pytest.mark.parametrize(
    "given", ["https://innspill.example.no", "https://innspill.example.no/", "http://localhost:8000"]
)
def test_the_public_address_is_scheme_and_host(tmp_path, given):
    assert read(tmp_path, CONSULTATION_PUBLIC_ADDRESS=given).public_address == given.rstrip("/")


@pytest.mark.parametrize(
    "given", ["innspill.example.no", "https://a.no/path", "https://me@a.no", "ftp://a.no", "https://a b.no", "https://"]
)
def test_an_address_that_could_not_be_printed_is_refused(tmp_path, given):
    with pytest.raises(BadSetting, match="CONSULTATION_PUBLIC_ADDRESS"):
        read(tmp_path, CONSULTATION_PUBLIC_ADDRESS=given)


PURPOSES = get_args(Purpose)


def test_each_purpose_has_a_secret_that_is_no_other_purposes_nor_another_instances(tmp_path):
    settings, other = read(tmp_path), read(tmp_path / "other")
    secrets_ = [one.secret(purpose) for one in (settings, other) for purpose in PURPOSES]
    assert len({*secrets_, settings.secret_key, other.secret_key}) == 2 * len(PURPOSES) + 2
    assert {len(one) for one in secrets_} == {32}
    assert settings.secret("sessions") == read(tmp_path).secret("sessions")


def test_what_is_signed_for_one_purpose_is_worth_nothing_for_another(tmp_path):
    settings = read(tmp_path)
    for signed in PURPOSES:
        mark = form_age.mark(settings.secret(signed), consultation="waiting", now=1.0)
        taken = {p for p in PURPOSES if form_age.is_ours(settings.secret(p), mark, consultation="waiting")}
        assert taken == {signed}


def test_nobody_but_the_settings_reads_the_key_that_all_secrets_come_from():
    """With the key itself, a form's mark was signed by what signs the staff's sessions."""
    ours = Path(__file__).parents[1] / "consultation"
    readers = {
        str(p.relative_to(ours))
        for p in ours.rglob("*.py")
        if re.search(r"secret_key\b|SECRET_KEY", p.read_text("utf-8"))
    }
    assert readers == {"settings/__init__.py", "app.py"}
    assert (ours / "app.py").read_text("utf-8").count('app.config["SECRET_KEY"] = settings.secret("sessions")') == 1


@pytest.mark.parametrize("staff", ["https://same.no", "https://SAME.no:443", "https://same.no/"])
def test_the_staff_pages_need_another_host_than_the_respondents(tmp_path, staff):
    with pytest.raises(BadSetting, match="one of their own"):
        read(tmp_path, CONSULTATION_PUBLIC_ADDRESS="https://same.no", CONSULTATION_STAFF_ADDRESS=staff)


@pytest.mark.parametrize("given", ["stab.example.no", "https://a.no/path", "https://me@a.no"])
def test_an_address_of_the_staff_is_scheme_and_host(tmp_path, given):
    with pytest.raises(BadSetting, match="CONSULTATION_STAFF_ADDRESS"):
        read(tmp_path, CONSULTATION_STAFF_ADDRESS=given)
