"""keys: how the ballot boxes' private keys lie, and what to do when they change hands, or are lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

if TYPE_CHECKING:
    from consultation.questionnaire.opening import Consultation
    from consultation.storage.keys import KeyRing

LOST = """{lost} sealed responses can be opened by no key that is here: they are lost, unless the old key is found.
They are set aside. If its file turns up in a backup: consultation keys {slug} --found FILE
From now on responses are sealed for a new key, and {slug} goes on."""
SURE = """Without its private key, what waits in the ballot box of {slug} cannot be read by anyone, ever.
Look for the file first: {path}
Is it lost, and shall {slug} go on with a new key?"""


@click.command("keys")
@click.argument("slug", required=False)
@click.option("--wrap", is_flag=True, help="Keep the private key wrapped with a passphrase.")
@click.option("--unwrap", is_flag=True, help="Keep it bare again.")
@click.option("--renew", is_flag=True, help="Change the key now; what waits is sealed anew.")
@click.option("--lost", is_flag=True, help="The private key is gone: go on with a new one.")
@click.option(
    "--found",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A lost key's file: open with it what was set aside.",
)
@click.option("--yes", is_flag=True, help="Do not ask again whether a key is lost.")
@json_option
@pass_instance
def keys_command(
    instance: Instance, /, slug: str | None, found: Path | None, *, yes: bool, as_json: bool, **acts: bool
) -> None:
    """Tell how the private keys lie and which ballot boxes are in trouble, or act on the key of one.

    Without --wrap and its like nothing is changed, and exit code 1 says that a box is in trouble: let a timer ask once a
    day, as the account that runs the worker, since others may read no key. A passphrase is read from the file in CONSULTATION_KEY_PASSPHRASE_FILE, or asked for.
    """
    asked = [name for name, wanted in acts.items() if wanted]
    if len(asked) + (found is not None) > 1:
        raise click.UsageError("One thing at a time: --wrap, --unwrap, --renew, --lost or --found.")
    act = asked[0] if asked else ""
    if slug is None:
        if act or found:
            raise click.UsageError("Name the consultation whose key is meant.")
        _tell_all(instance, None, as_json=as_json)
        return
    consultation = instance.consultation(slug)
    if found is not None:
        _open_set_aside(instance, slug, found, as_json=as_json)
    elif act == "renew":
        _renew(instance, slug, as_json=as_json)
    elif act == "lost":
        _replace(instance, consultation, yes=yes, as_json=as_json)
    elif act:
        _wrap(instance, slug, wrapped=act == "wrap", as_json=as_json)
    else:
        _tell_all(instance, slug, as_json=as_json)


def _tell_all(instance: Instance, slug: str | None, *, as_json: bool) -> None:
    from consultation.clock import today
    from consultation.jobs.alarm import alarms
    from consultation.storage import consultations

    with instance.database.reading() as session:
        those = [one for one in consultations.all_(session) if slug in {None, one.slug} and one.state != "draft"]
    states = [_state(instance, one) for one in those]
    trouble = alarms(instance.settings, instance.database, today=today())
    for state in states:
        state["trouble"] = trouble.get(str(state["slug"]))
    text = "\n".join(_line(state) for state in states) or "There is no consultation yet, and so no key."
    tell({"keys": states}, text, as_json=as_json)
    if any(state["trouble"] for state in states):
        raise SystemExit(1)


def _state(instance: Instance, consultation: "Consultation") -> dict[str, object]:
    from consultation.clock import iso_week
    from consultation.storage import ballot_box, looks

    with _ring(instance) as keys, instance.database.reading() as session:
        opened = iso_week(consultation.opened_on) if consultation.opened_on else None
        return {
            "slug": consultation.slug,
            "key": keys.path(consultation.slug, consultation.public_key).stem,
            "since": ballot_box.last_mixed(session, consultation.slug) or opened,
            **asdict(keys.standing(consultation.slug, consultation.public_key)),
            "looked": looks.last(keys.directory, consultation.slug),
        }


def _line(state: dict[str, object]) -> str:
    kept = "wrapped with a passphrase" if state["wrapped"] else "not wrapped"
    lines = [f"{state['slug']:24} {state['key']}  since {state['since']} or later, {kept}"]
    if state["exposed"]:
        lines.append(f"others than its owner could read it until now: consultation keys {state['slug']} --renew")
    if state["older"]:
        lines.append(f"{state['older']} older files are left; the next look into the ballot box destroys them")
    if state["trouble"]:
        lines.append(f"ALARM: {state['trouble']}")
    return "\n    ".join(lines)


def _renew(instance: Instance, slug: str, *, as_json: bool) -> None:
    from consultation.usecases.change_key import change_key

    with _ring(instance) as keys:
        with instance.database.transaction() as session:
            change_key(session, slug, keys=keys)
        _destroy(instance, keys, slug)
    tell({"slug": slug, "renewed": True}, f"{slug} has a new key, and the old one is destroyed.", as_json=as_json)


def _replace(instance: Instance, consultation: "Consultation", *, yes: bool, as_json: bool) -> None:
    from consultation.usecases.replace_lost_key import NotLost, replace_lost_key

    slug = consultation.slug
    with _ring(instance) as keys:
        if not yes:
            click.confirm(SURE.format(slug=slug, path=keys.path(slug, consultation.public_key)), abort=True)
        try:
            with instance.database.transaction() as session:
                lost = replace_lost_key(session, slug, keys=keys)
        except NotLost as there:
            raise Refused(str(there)) from None
        _destroy(instance, keys, slug)
    tell({"slug": slug, "lost": lost}, LOST.format(slug=slug, lost=lost or "No"), as_json=as_json)


def _open_set_aside(instance: Instance, slug: str, file: Path, *, as_json: bool) -> None:
    from consultation.privacy import wrapping
    from consultation.usecases.open_set_aside import open_set_aside

    content = file.read_bytes()
    if wrapping.is_wrapped(content):
        with _ring(instance, ask=True) as keys:
            content = keys.unwrapped(slug, content)
    with instance.database.transaction() as session:
        back = open_set_aside(session, slug, private_key=content)
    if not back:
        raise Refused(f"{file} opens nothing that was set aside from {slug}. Keep it: it may be another key.")
    text = (
        f"{back} responses lie in the ballot box again, sealed for its new key. Now destroy {file}: it is not needed."
    )
    tell({"slug": slug, "brought_back": back}, text, as_json=as_json)


def _wrap(instance: Instance, slug: str, *, wrapped: bool, as_json: bool) -> None:
    from consultation.storage import ballot_box, consultations

    with _ring(instance, ask=True, twice=wrapped) as keys, instance.database.transaction() as session:
        ballot_box.keep_mixers_away(session)
        now = consultations.find(session, slug)
        if now is not None:
            keys.wrap(slug, now.public_key, keys.passphrase() if wrapped else None)
    hint = (
        ""
        if instance.settings.key_passphrase_file
        else " The worker needs CONSULTATION_KEY_PASSPHRASE_FILE to open it."
    )
    bare = "" if not instance.settings.key_passphrase_file else " The next key is wrapped: a passphrase file is set."
    text = f"The key of {slug} is wrapped.{hint}" if wrapped else f"The key of {slug} is not wrapped any more.{bare}"
    tell({"slug": slug, "wrapped": wrapped}, text, as_json=as_json)


def _destroy(instance: Instance, keys: "KeyRing", slug: str) -> None:
    from consultation.jobs.mixing import clear, destroy_superseded

    destroy_superseded(instance.database, keys, slug)
    if not clear(instance.database):
        raise Refused("Done. Somebody is using the database, so its files are not cleared yet: the worker does it.")


@contextmanager
def _ring(instance: Instance, *, ask: bool = False, twice: bool = False) -> Iterator["KeyRing"]:
    """The keys, with a passphrase from the operator's file or asked for; what they refuse is told plainly."""
    from consultation.storage.keys import KeyMissing, KeyRing

    keys = KeyRing.of(instance.settings)
    if ask and keys.passphrase_file is None:
        typed = click.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)
        keys = replace(keys, typed=typed.encode())
    try:
        yield keys
    except KeyMissing as missing:
        raise Refused(str(missing)) from None
