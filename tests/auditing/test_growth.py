"""What grows with visits is named, also where others write; what grows by itself, or once by chance, is not."""

import os

import pytest

from consultation.auditing import arrival_times, files, growth
from consultation.auditing.growth import Watch, Written
from consultation.auditing.moments import Moments

VISITS = 10


class Machine:
    """A directory that others use too. `per_visit` and `always` write into it: with each visit, and whenever time passes."""

    def __init__(self, shared, ours, per_visit=(), always=()):
        self.shared, self.per_visit, self.always = shared, per_visit, always
        self.watch = Watch(self.look, lambda path: path.is_relative_to(ours), {}, rest=lambda _: self.pass_time())
        self.watch.at_first = {str(path): told.size for path, told in self.look().items()}

    def look(self):
        found = files.entries(self.shared)
        return {path: Written(told.st_size, (told.st_mtime_ns, told.st_ctime_ns)) for path, told in found}

    def pass_time(self):
        for one in self.always:
            one(self.shared)

    def visits(self):
        for _ in range(VISITS):
            for one in self.per_visit:
                one(self.shared)
        self.pass_time()
        return VISITS

    def findings(self):
        for turn in range(growth.RUNS):
            self.watch.during(self.visits, at_once=turn > 0)
        return {one.subject: one for one in self.watch.findings()}


def a_byte(at):
    with (at / "bytes").open("ab") as file:
        file.write(b"x")


def a_file(at):
    (at / f"visit-{os.urandom(8).hex()}").touch()


def a_directory(at):
    (at / f"room-{os.urandom(8).hex()}").mkdir()


def a_line_in_what_others_write(at):
    with (at / "theirs.log").open("a") as file:
        file.write("a visit\n" * 3)


def others(at):
    """Whatever other people's programs do: a log, new files, a file written over in its place."""
    with (at / "theirs.log").open("a") as file:
        file.write("something of theirs\n")
    for _ in range(2 * VISITS):
        (at / "theirs" / os.urandom(8).hex()).touch()
    (at / "state").write_bytes(os.urandom(4096))


@pytest.fixture
def machine(tmp_path):
    """Makes one."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs.log").write_text("before\n" * 100)

    def made(**more):
        return Machine(tmp_path, tmp_path / "instance", **more)

    return made


NAME = "No file and no directory grows with each visit"


def test_what_others_write_all_the_time_breaks_nothing_and_is_told(machine):
    found = machine(always=[others]).findings()
    assert found[NAME].verdict == "kept", found[NAME].seen
    told = found["What others write too"]
    assert (told.verdict, told.needed) == ("not seen", False)
    assert "files in directories that others use too" in told.seen
    assert "theirs" not in told.seen


@pytest.mark.parametrize(
    ("leak", "named"),
    [
        (a_byte, f"bytes grew by {growth.RUNS * VISITS} bytes"),
        (a_file, "files more in"),
        (a_directory, "files more in"),
        (a_line_in_what_others_write, "theirs.log grew by"),
    ],
)
def test_what_grows_with_visits_is_named_among_what_others_write(machine, leak, named):
    found = machine(per_visit=[leak], always=[others]).findings()
    assert found[NAME].verdict == "broken"
    assert named in found[NAME].seen
    assert "state" not in found[NAME].seen
    assert "in theirs" not in found[NAME].seen


def test_what_others_did_once_while_visits_came_is_not_of_visits(machine):
    running = machine()
    running.watch.during(running.visits)
    running.per_visit = [a_byte, a_file]
    running.watch.during(running.visits)
    running.per_visit = []
    assert running.findings()[NAME].verdict == "kept"


def test_a_file_that_was_large_before_has_grown_by_what_was_added_alone(machine):
    found = machine(always=[others]).findings()
    assert found[NAME].verdict == "kept"


def test_a_list_without_end_is_cut_short(machine, tmp_path):
    def everywhere(at):
        for number in range(50):
            with (at / f"place{number:02}").open("ab") as file:
                file.write(b"x")

    seen = machine(per_visit=[everywhere]).findings()[NAME].seen
    assert seen.endswith("And 30 more.")


def test_in_the_instance_a_trace_needs_no_comparison(machine, tmp_path):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "kept").write_bytes(b"-")

    def always_in_ours(at):
        with (at / "instance" / "kept").open("ab") as file:
            file.write(bytes(VISITS))

    assert "kept grew by" in machine(always=[always_in_ours]).findings()[NAME].seen


def test_times_are_looked_for_in_what_was_written_with_visits_alone(machine, tmp_path):
    running = machine(per_visit=[a_byte], always=[others])
    running.findings()
    assert [path.name for path in running.watch.written()] == ["bytes"]
    now = 1_800_000_000
    (tmp_path / "bytes").write_bytes(now.to_bytes(4, "big") * 40)
    counted = arrival_times.of_grown(running.watch.at_first, running.watch.written(), Moments(now - 5, now + 5))
    assert counted[f"{tmp_path / 'bytes'} (seconds, 4 bytes big-endian)"] >= 40
