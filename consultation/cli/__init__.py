"""The operator's commands, thin over use cases: `consultation --help`."""

from consultation.cli.program import main

__all__ = ["main"]
