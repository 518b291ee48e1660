"""Whether anything lies in the instance that nobody has explained to the public: a file, a mark on a file, a table of the queue."""

import os
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

from consultation.auditing import paths
from consultation.auditing.findings import Finding, judged
from consultation.privacy.stored import FILES
from consultation.settings import Settings
from consultation.storage.catalogue import live_schema

_OF_THE_QUEUE = frozenset({"counter", "kv", "schedule", "task"})
_OF_A_CHECKOUT = frozenset({"README.md", ".gitignore"})
_OF_THE_SYSTEM = ("security.", "system.", "trusted.")


def of_instance(settings: Settings) -> Finding:
    """Compares the instance with privacy.stored.FILES, which the page on what is stored is made of."""
    there = sorted(path for path in settings.instance.rglob("*") if paths.is_regular(path))
    fine = f"{len(there)} files, all of them on the list of what may lie there."
    return judged("Only files that are on the list", _troubles(settings, there), fine)


def _troubles(settings: Settings, there: list[Path]) -> Iterator[str]:
    for path in there:
        name = str(path.relative_to(settings.instance))
        if name not in _OF_A_CHECKOUT and not any(fnmatch(name, pattern) for pattern in FILES):
            yield f"{name} is not on the list: find out what writes it, and remove it."
    for path in (settings.instance, *there):
        with suppress(OSError):  # a file system without such marks
            marks = [mark for mark in os.listxattr(path) if not mark.startswith(_OF_THE_SYSTEM)]
            if marks:
                yield f"{path} carries {', '.join(marks)} beside what is in it."
    for table in sorted(live_schema.tables_of_file(settings.deliveries) - _OF_THE_QUEUE):
        yield f"The queue of jobs has a table {table} that is not its own."
