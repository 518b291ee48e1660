"""grant: what it refuses, what it tells, and what it prints."""

import json

import pytest
from click.testing import CliRunner

from consultation.cli import main
from tests.roles import separate


@pytest.fixture
def granting(tmp_path, monkeypatch):
    """Run the command against a database address."""

    def run(url: str, *words: str):
        monkeypatch.setenv("CONSULTATION_DATABASE_URL", url)
        return CliRunner().invoke(main, ["--instance", str(tmp_path / "instance"), "grant", *words])

    return run


@pytest.mark.postgres
def test_the_owner_grants_and_is_told_what_only_a_superuser_can_do(granting, postgres):
    made = separate(postgres)
    names = [f"--{kind}={made.name(kind)}" for kind in ("public", "staff", "mixer")]
    by_owner, by_superuser = (granting(url, *names, "--json") for url in (made.owner, made.superuser))
    assert [json.loads(done.output)["catalogue_closed"] for done in (by_owner, by_superuser)] == [False, True]
    assert "takes a superuser" in granting(made.owner, *names).output
    assert "REVOKE EXECUTE ON FUNCTION" in granting(made.owner, *names, "--print").output
    made.run(
        f"GRANT SELECT ON comment TO {made.name('public')}", "CREATE ROLE archive", "GRANT SELECT ON comment TO archive"
    )
    assert "archive may use" in granting(made.owner, *names).output
    assert made.refused("public", "SELECT * FROM comment") == "42501"
    for kind in ("public", "staff", "mixer"):
        refused = granting(made.url(kind), *names)
        assert (refused.exit_code, "right role" in refused.output) == (1, True)


@pytest.mark.postgres
def test_roles_that_are_missing_are_named_with_what_makes_them_unless_they_are_to_be_created(granting, postgres):
    made = separate(postgres)
    names = ["--public=new-public", "--staff=new-staff", f"--mixer={made.name('mixer')}"]
    refused = granting(made.owner, *names)
    assert (refused.exit_code, refused.output.count("CREATE ROLE")) == (1, 2)
    assert granting(made.owner, *names, "--create").exit_code == 1  # the owner may not create roles
    assert granting(made.superuser, *names, "--create").exit_code == 0
    assert made.refused("new-public", "SELECT * FROM response") == "42501"
    assert made.refused("new-public", "SELECT * FROM consultation") == ""


def test_sqlite_has_no_roles_and_three_roles_must_be_three(granting, tmp_path):
    assert "SQLite has no roles" in granting(f"sqlite:///{tmp_path}/x.sqlite").output
    for crooked in ("consultation_staff", 'a"; DROP TABLE x', "pg role"):
        refused = granting(f"sqlite:///{tmp_path}/x.sqlite", "--public", crooked)
        assert (refused.exit_code, "Name three roles" in refused.output) == (2, True)
