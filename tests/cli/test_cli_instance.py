"""What is refused before anything of an instance is touched."""

import os


def test_nobody_writes_into_the_instance_of_another_account(run, instance, monkeypatch):
    run("list")
    before = {path.name for path in instance.iterdir()}
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 4242)
    refused = run("open", "waiting-times", code=1)
    assert "belongs to the account" in refused.stderr
    assert "runuser -u" in refused.stderr
    assert {path.name for path in instance.iterdir()} == before
