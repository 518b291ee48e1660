"""How often a worker beats, looks around and empties the ballot boxes."""

from dataclasses import dataclass

from consultation.settings import Settings

MIXING = 60.0
MIXING_IN_A_DEMO = 3.0
LEARNING = 60.0
LEARNING_IN_A_DEMO = 5.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """All in seconds, but for the attempts."""

    beat: float = 2.0
    stale: float = 30.0
    """A worker silent for so long is taken for dead."""
    sweep: float = 10.0
    mixing: float = MIXING
    learning: float = LEARNING
    """Between two questions whether the machine should learn from what was coded since."""
    erasing: float = 600.0
    """Between two questions whether a new day has begun, and which spent proofs have expired."""
    attempts: int = 3
    """A job that was begun so often and never ended is given up."""
    patience: float = 25.0
    """How long a stopping worker waits for the job in its hands."""

    @classmethod
    def of(cls, settings: Settings) -> "Rhythm":
        """The rhythm that the operator's settings ask for."""
        mixing = settings.mixing_seconds or (MIXING_IN_A_DEMO if settings.demo else MIXING)
        return cls(mixing=mixing, learning=LEARNING_IN_A_DEMO if settings.demo else LEARNING)
