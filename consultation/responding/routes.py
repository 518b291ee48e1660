"""Every public address, one module for each part of the way: importing them all is what fills the blueprint."""

from consultation.responding import (
    around,
    asking,
    inviting,
    outcomes,
    refusals,
    sending,
    short_addresses,
    what_we_store,
    withdrawing,
)
from consultation.responding.blueprint import blueprint

__all__ = [
    "around",
    "asking",
    "blueprint",
    "inviting",
    "outcomes",
    "refusals",
    "sending",
    "short_addresses",
    "what_we_store",
    "withdrawing",
]
