"""A worker, as a program, that is killed when all it found is written and nothing is committed."""

import os
import signal
import sys

from sqlalchemy.orm import Session

from consultation.jobs.kinds import KINDS, Ending, Work
from consultation.jobs.rhythm import Rhythm
from consultation.jobs.worker import Worker
from consultation.settings import Settings


def dies(work: Work) -> Ending:
    """Do what is asked for, and die while it is stored."""
    end = KINDS["assign"](work)

    def ends(session: Session) -> str:
        end(session)
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
        return "never"

    return ends


if __name__ == "__main__":
    Worker(Settings.read({"CONSULTATION_INSTANCE": sys.argv[1]}), Rhythm(), {**KINDS, "assign": dies}).perform(
        sys.argv[2]
    )
