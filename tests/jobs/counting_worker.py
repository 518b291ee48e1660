"""A worker, as a program, with one more kind of job: it counts slowly, keeps its place, and writes every number down."""

import sys
import time
from pathlib import Path

from consultation.jobs import worker
from consultation.jobs.kinds import KINDS, Ending, Work
from consultation.jobs.rhythm import Rhythm
from consultation.settings import Settings

RHYTHM = Rhythm(beat=0.1, stale=1.0, sweep=0.2, mixing=0.3, patience=5.0)


def count(work: Work) -> Ending:
    """Count to `to`, from where the last worker kept its place; each number goes to the file `out`."""
    to = int(work.job.arguments["to"])
    start = int(work.job.checkpoint or 0)
    for number in range(start + 1, to + 1):
        with Path(work.job.arguments["out"]).open("a") as out:
            out.write(f"{number}\n")
        work.heartbeat.keep(number)
        work.heartbeat.progress(number, to, "counting")
        time.sleep(float(work.job.arguments.get("pause", 0.05)))
    return lambda _session: "counted"


def stumble(_work: Work) -> Ending:
    """Fail with words that nobody may see."""
    raise ValueError("Kari Nordmann, 01017012345")


MORE_KINDS = {**KINDS, "count": count, "stumble": stumble}

if __name__ == "__main__":
    worker.main(Settings.read({"CONSULTATION_INSTANCE": sys.argv[1]}), rhythm=RHYTHM, kinds=MORE_KINDS)
