"""The code lists that come with the library: the health regions with their trusts, and the types of service."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).parent / "library"


@cache
def places() -> list[dict[str, Any]]:
    """The regions (RHF), each with its trusts (HF), as plain data."""
    regions: list[dict[str, Any]] = tomllib.loads((LIBRARY / "places.toml").read_text("utf-8"))["regions"]
    return regions


@cache
def service_types() -> list[dict[str, Any]]:
    """The types of specialist health service, as plain data."""
    options: list[dict[str, Any]] = tomllib.loads((LIBRARY / "service_types.toml").read_text("utf-8"))["options"]
    return options
