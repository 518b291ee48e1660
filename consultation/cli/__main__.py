"""`python -m consultation.cli` is `consultation`."""

from consultation.cli import main

main(prog_name="consultation")
