"""A test program makes hundreds of applications: what is the same in all of them is made once, or when it is asked for."""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Templates as Python code, by their names and kept as long as their sources stay the same."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put in what is known of this very source."""
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None
        self._known[bucket.key] = (bucket.checksum, bucket.code)


_made_at_once = Rule._compile_builder


def _made_when_asked_for(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:  # noqa: FBT001, FBT002 -- Werkzeug's own
    """What writes a rule's address: a test asks for few of the hundreds, and making them is most of making an application."""
    made: list[Callable[..., Any]] = []

    def write(self: Rule, /, *values: Any, **more: Any) -> Any:
        if not made:
            made.append(_made_at_once(rule, append_unknown))
        return made[0](self, *values, **more)

    return write


Flask.jinja_options = {"bytecode_cache": Compiled()}
Rule._compile_builder = _made_when_asked_for  # type: ignore[assignment, method-assign]
