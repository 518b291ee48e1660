"""Puts what a browser and gettext need in place: chosen files of node_modules in static/vendor, and compiled translations.

Run as a script (`python vendor_hook.py`) or by hatchling as a build hook; both give the same bytes from the same input.
"""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # as a script it needs no build backend
    BuildHookInterface = None  # type: ignore[assignment, misc]

ROOT = Path(__file__).resolve().parent
COMPONENTS = Path("node_modules/@digdir/designsystemet-css/dist/src")
# What each front uses of the design system: a respondent on a phone pays for nothing that only staff see.
RESPONDENT_PARTS = (
    "label", "heading", "paragraph", "link", "list", "input", "field", "fieldset", "validation-message", "button",
    "card", "details", "error-summary", "skip-link", "alert", "tag",
)  # fmt: skip
STAFF_PARTS = ("breadcrumbs", "table")
COPIES = {
    "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "node_modules/@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
}
LICENCES = {
    "node_modules/@digdir/designsystemet-css/LICENSE": "LICENSE-designsystemet",
    "node_modules/@fontsource-variable/inter/LICENSE": "LICENSE-inter",
}
FONT = """@font-face{font-family:"Inter Variable";font-style:normal;font-display:swap;font-weight:100 900;
src:url(inter-latin.woff2) format("woff2-variations");unicode-range:U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212}
@font-face{font-family:"Inter Variable";font-style:normal;font-display:swap;font-weight:100 900;
src:url(inter-latin-ext.woff2) format("woff2-variations");unicode-range:U+0100-0130,U+0132-0151,U+0154-02BA,U+1E00-1E9F,U+1EF2-1EFF,U+2C60-2C7F,U+A720-A7FF}
"""
PICTURE = re.compile(r'url\("data:image/svg\+xml[^,]*,([^"]*)"\)')
WORTH_COMPRESSING = {".css", ".js", ".svg", ".json", ".txt"}


def vendor(root: Path = ROOT) -> list[Path]:
    """Fill static/vendor anew from node_modules and compress what is text; returns the files written.

    Raises FileNotFoundError with the remedy when node_modules is not there and static/vendor is empty.
    """
    target = root / "static" / "vendor"
    if not (root / COMPONENTS).is_dir():
        if (target / "designsystemet.css").is_file():  # an unpacked sdist carries them
            return []
        raise FileNotFoundError("node_modules is missing: run `npm ci --ignore-scripts` (or `make setup`) first")
    shutil.rmtree(target, ignore_errors=True)
    (target / "icons").mkdir(parents=True)
    _write(target / "designsystemet.css", _design_system(root, target, ("base", *RESPONDENT_PARTS)))
    _write(target / "designsystemet-staff.css", _design_system(root, target, STAFF_PARTS))
    _write(target / "inter.css", FONT)
    _write(target / "guard-words.js", _guard_words(root))
    _write(target / "guard-texts.js", _guard_texts(root))
    for source, name in {**COPIES, **LICENCES}.items():
        if (root / source).is_file():
            shutil.copyfile(root / source, target / name)
    return sorted(path for path in target.rglob("*") if path.is_file())


def _design_system(root: Path, target: Path, parts: tuple[str, ...]) -> str:
    text = "@layer ds.theme,ds.base,ds.components;"
    for part in (*parts, *(["data-size-workaround"] if "base" in parts else [])):
        rules = (root / COMPONENTS / f"{part}.css").read_text(encoding="utf-8")
        layer = "ds.base" if part in ("base", "data-size-workaround") else "ds.components"
        text += rules if rules.lstrip().startswith("@layer") else f"@layer {layer}{{{rules}}}"
    return PICTURE.sub(lambda match: _as_file(match, target), text)


def _as_file(match: re.Match[str], target: Path) -> str:
    """Write a picture that the style sheet carries inline as a file: our policy lets no data: address in."""
    picture = unquote_to_bytes(match.group(1))
    name = hashlib.sha256(picture).hexdigest()[:12] + ".svg"
    (target / "icons" / name).write_bytes(picture)
    return f"url(icons/{name})"


def _guard_words(root: Path) -> str:
    """The word lists of consultation/privacy/words for the browser, so that it marks by the very same ones."""
    lists = {}
    for path in sorted((root / "consultation" / "privacy" / "words").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        lists[path.stem] = _front_coded({word for line in lines if not line.startswith("#") for word in line.split()})
    return f"export default {json.dumps(lists, ensure_ascii=False, separators=(',', ':'))};\n"


def _front_coded(words: set[str]) -> str:
    """The words in order, each as a capital letter for how many letters it shares with the one before (A: none), and the rest."""
    coded, before = "", ""
    for word in sorted(words):
        shared = 0
        while shared < min(len(before), len(word), 25) and before[shared] == word[shared]:
            shared += 1
        coded, before = f"{coded}{chr(ord('A') + shared)}{word[shared:]}", word
    return coded


def _guard_texts(root: Path) -> str:
    """What the guard says while somebody types, per language, from the catalogue's entries that are meant for it."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted((root / "consultation" / "translations").glob("*/LC_MESSAGES/guarding.po")):
        with path.open("rb") as file:
            for entry in read_po(file):
                for comment in entry.auto_comments:
                    name = comment.removeprefix("guard.js: ")
                    texts.setdefault(path.parent.parent.name, {})[name] = str(entry.string)
                    texts.setdefault("en", {})[name] = str(entry.id)
    return f"export default {json.dumps(texts, ensure_ascii=False, separators=(',', ':'))};\n"


def _write(path: Path, text: str) -> None:
    _put(path, text.encode())


def _put(path: Path, content: bytes) -> None:
    """Give a file its content whole: a program that runs from this checkout may read it at any moment."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def compress(root: Path = ROOT) -> list[Path]:
    """Put a .gz beside every static text file that it makes smaller; same input, same bytes."""
    written = []
    for path in sorted((root / "static").rglob("*")):
        if path.suffix in WORTH_COMPRESSING:
            packed = gzip.compress(path.read_bytes(), 9, mtime=0)
            if len(packed) < 0.95 * path.stat().st_size:
                written.append(path.with_name(path.name + ".gz"))
                _put(written[-1], packed)
    for path in set((root / "static").rglob("*.gz")) - set(written):
        path.unlink()
    return written


def compile_translations(root: Path = ROOT) -> list[Path]:
    """Compile every catalogue beside its source; a fuzzy text counts as missing."""
    written = []
    for source in sorted((root / "consultation" / "translations").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, domain=source.stem)
        written.append(source.with_suffix(".mo"))
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        _put(written[-1], compiled.getvalue())
    return written


def main() -> int:
    """Do all three and say how much was written."""
    try:
        counts = (len(vendor()), len(compile_translations()), len(compress()))
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 1
    print("{} vendored files, {} translations, {} compressed copies".format(*counts))
    return 0


if BuildHookInterface is not None:

    class VendorHook(BuildHookInterface[Any]):
        """The same, before hatchling packs a wheel or an sdist."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
            """Write the files that the wheel lists as artifacts."""
            vendor()
            compile_translations()
            compress()


if __name__ == "__main__":
    raise SystemExit(main())
