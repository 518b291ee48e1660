"""What was promised to be gone is gone, also when the operator asks for it."""

from datetime import date


def test_nothing_is_erased_before_its_day(run, facts):
    run("open", "waiting-times", "--archive", "report")
    assert facts("erase-expired") == {"erased": [], "not_cleared": []}
    assert "due" in run("erase-expired").output


def test_a_consultation_whose_day_has_come_is_gone_with_its_keys(run, facts, instance, monkeypatch):
    run("open", "waiting-times", "--archive", "report", "--closes", "2090-01-01", "--erases", "2090-02-01")
    run("open", "pain-service", "--archive", "report", "--closes", "2090-01-01", "--erases", "2090-02-02")
    monkeypatch.setattr("consultation.clock.today", lambda: date(2090, 2, 1))
    assert facts("erase-expired") == {"erased": ["waiting-times"], "not_cleared": []}
    assert [one["slug"] for one in facts("list")["consultations"]] == ["pain-service"]
    assert [path.name for path in (instance / "keys").iterdir()] == ["pain-service"]
