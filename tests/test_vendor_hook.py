"""What a browser and gettext read is there whole at every moment, also while it is made anew."""

import gzip
import threading
from gettext import GNUTranslations
from pathlib import Path

import pytest

import vendor_hook

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + "".join(
    f'msgid "text {n}"\nmsgstr "tekst {n}"\n\n' for n in range(300)
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A root with a catalogue and a style sheet, once compiled and compressed."""
    source = tmp_path / "consultation/translations/nb/LC_MESSAGES/responding.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)
    (tmp_path / "static").mkdir()
    (tmp_path / "static/style.css").write_text("a{color:red}" * 5000)
    vendor_hook.compile_translations(tmp_path)
    vendor_hook.compress(tmp_path)
    return tmp_path


def test_who_reads_while_it_is_made_anew_meets_no_file_that_is_empty_or_half_there(made):
    stop, broken = threading.Event(), []

    def read():
        while not stop.is_set():
            try:
                with (made / "consultation/translations/nb/LC_MESSAGES/responding.mo").open("rb") as file:
                    assert GNUTranslations(file).gettext("text 299") == "tekst 299"
                assert len(gzip.decompress((made / "static/style.css.gz").read_bytes())) == 60_000
            except Exception as failed:  # noqa: BLE001 -- whatever a reader of ours would have met
                broken.append(repr(failed))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(30):
        vendor_hook.compile_translations(made)
        vendor_hook.compress(made)
    stop.set()
    reader.join()
    assert broken == []


def test_the_same_input_gives_the_same_bytes_and_nothing_is_left_beside(made):
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    vendor_hook.compile_translations(made)
    vendor_hook.compress(made)
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in before) == ["responding.mo", "responding.po", "style.css", "style.css.gz"]


def test_a_compressed_copy_goes_with_what_it_was_made_of(made):
    (made / "static/style.css").unlink()
    assert vendor_hook.compress(made) == []
    assert list((made / "static").iterdir()) == []
