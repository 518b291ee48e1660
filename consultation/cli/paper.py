"""paper, poster: forms to fill in with a pen, and what hangs on the wall, written to files."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.questionnaire.wording import LANGUAGES, reading

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from consultation.paper.addresses import PublicAddress

FORMATS = ("a3", "a4", "card", "cards")
NO_ADDRESS = (
    "A poster needs the address that it leads to. Set CONSULTATION_PUBLIC_ADDRESS, or give --address, such as "
    "https://innspill.example.no."
)
Written = dict[Path, bytes]

slug_argument = click.argument("slug")
address_option = click.option("--address", help="Scheme and host to print. By default CONSULTATION_PUBLIC_ADDRESS.")
force_option = click.option("--force", is_flag=True, help="Overwrite files that are there.")


@click.command("paper")
@slug_argument
@click.option("--role", help="The audience role that the form is for.")
@click.option("--language", type=click.Choice(LANGUAGES), default="nb", show_default=True)
@click.option("--easy", is_flag=True, help="Its easy-read texts.")
@click.option(
    "--hand-in", default="", help="Where the form comes back to. By default there is a line to write that on."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="By default SLUG-form-ROLE-LANGUAGE.pdf.")
@click.option(
    "--all",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every form, poster and card into this directory.",
)
@address_option
@force_option
@json_option
@pass_instance
def paper_command(
    instance: Instance,
    slug: str,
    *,
    role: str | None,
    language: str,
    hand_in: str,
    out: Path | None,
    directory: Path | None,
    address: str | None,
    easy: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write a role's questionnaire as a form to print: accessible, and the same bytes for every copy.

    With --all, everything there is on paper, in each language of the consultation and its easy-read texts.
    """
    public = _public(instance, address)
    if directory is not None:
        written = _everything(instance, slug, directory, hand_in, public)
    elif role is None:
        raise Refused(f"Which form? Give --role, or --all DIRECTORY. Roles of {slug}: {_roles(instance, slug)}.")
    else:
        read_in = reading(language, easy=easy)
        path = out or Path(f"{slug}-form-{role}-{read_in}.pdf")
        written = {path: _form(instance, slug, role, read_in, hand_in=hand_in, public=public)}
    _write(written, slug, force=force, as_json=as_json)


@click.command("poster")
@slug_argument
@click.option(
    "--language",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    default=("nb",),
    show_default=True,
    help="Give it twice for two languages on one poster.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="a4",
    show_default=True,
    help="card is one of A6; cards are four on a sheet of A4 with marks to cut by.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="By default SLUG-poster-LANGUAGE-FORMAT.pdf."
)
@address_option
@force_option
@json_option
@pass_instance
def poster_command(
    instance: Instance,
    slug: str,
    *,
    languages: tuple[str, ...],
    format_: str,
    out: Path | None,
    address: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write a poster or card with a square code and a short address that lead to the consultation."""
    path = out or Path(f"{slug}-poster-{'-'.join(languages)}-{format_}.pdf")
    _write(
        {path: _poster(instance, slug, languages, format_, _public(instance, address))},
        slug,
        force=force,
        as_json=as_json,
    )


def _public(instance: Instance, address: str | None) -> "PublicAddress | None":
    from consultation.paper.addresses import NoPublicAddress, PublicAddress

    given = (address or instance.settings.public_address).rstrip("/")
    try:
        return PublicAddress(given) if given else None
    except NoPublicAddress as none:
        raise Refused(str(none)) from None


def _roles(instance: Instance, slug: str) -> str:
    return ", ".join(role.id for role in instance.consultation(slug).questionnaire.roles)


def _form(
    instance: Instance, slug: str, role: str, reading: str, *, hand_in: str, public: "PublicAddress | None"
) -> bytes:
    from consultation.usecases.print_form import print_form

    return _printed(
        instance, slug, lambda session: print_form(session, slug, role, reading, hand_in=hand_in, public=public)
    )


def _poster(
    instance: Instance, slug: str, languages: tuple[str, ...], format_: str, public: "PublicAddress | None"
) -> bytes:
    from consultation.clock import today
    from consultation.usecases.print_poster import print_poster

    if public is None:
        raise Refused(NO_ADDRESS)
    return _printed(
        instance,
        slug,
        lambda session: print_poster(session, slug, languages, format_, public=public, today=today()),
    )


def _printed(instance: Instance, slug: str, printing: "Callable[[Session], bytes]") -> bytes:
    from consultation.usecases.print_form import NotPrinted

    instance.consultation(slug)
    try:
        with instance.database.reading() as session:
            return printing(session)
    except NotPrinted as refused:
        raise Refused(str(refused)) from None


def _everything(
    instance: Instance, slug: str, directory: Path, hand_in: str, public: "PublicAddress | None"
) -> Written:
    asked = instance.consultation(slug).questionnaire
    easy = [reading(language, easy=True) for language in asked.languages if language in asked.easy_languages]
    forms = {
        directory / f"{slug}-form-{role.id}-{language}.pdf": _form(
            instance, slug, role.id, language, hand_in=hand_in, public=public
        )
        for role in asked.roles
        for language in (*asked.languages, *easy)
    }
    together = [*((language,) for language in asked.languages), ("nb", "nn")]
    posters = {
        directory / f"{slug}-poster-{'-'.join(languages)}-{format_}.pdf": _poster(
            instance, slug, languages, format_, public
        )
        for languages in together
        for format_ in FORMATS
    }
    return forms | posters


def _write(written: Written, slug: str, *, force: bool, as_json: bool) -> None:
    there = [path for path in written if path.exists()]
    if there and not force:
        raise Refused(f"{there[0]} is there already. Choose another place, or give --force.")
    for path, content in written.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as refused:
            raise Refused(f"{path} cannot be written: {refused.strerror}.") from None
    files = [str(path) for path in written]
    told = f"It is in {files[0]}." if len(files) == 1 else f"{len(files)} files are in {Path(files[0]).parent}."
    tell({"slug": slug, "files": files}, told, as_json=as_json)
