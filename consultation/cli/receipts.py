"""receipt and withdraw: who holds a code can show that they answered, and take it back, also on the telephone."""

from typing import TYPE_CHECKING

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

if TYPE_CHECKING:
    from consultation.privacy.receipts import Mistyped, Names

FOUND = {
    "stored": "There is a response with this code. It is mixed in with the others and stored.",
    "waiting": "There is a response with this code. It lies sealed in the ballot box, and is not mixed in yet.",
    "set_aside": "There is a response with this code, but it could not be opened. Bring back the ballot box's key.",
}
WITHDRAWN = (
    "The response is withdrawn, at once: {where}. It cannot come back. {key} A worker writes the database's files anew, so "
    "that no copy is left in them. Reports that were made before, and backups, still hold it; make reports and themes anew."
)
NEW_KEY = "The ballot box has a new key, and the old one is destroyed."
OLD_KEY = "The ballot box keeps its key until it is next emptied, because: {why}"
WAS = {
    "stored": "its answers and comments are gone, with all codings of them",
    "waiting": "its sealed envelope is gone from the ballot box",
    "set_aside": "its envelope, which could not be opened, is gone",
}
NOT_CLEARED = (
    "Withdrawn. But somebody is using the database, so its files are not cleared yet of what was withdrawn: a worker does it as "
    "soon as nobody is in the way, and `consultation erase-expired` at once."
)
NOT_THERE = "The code is whole, but {slug} has no response with it. Is it another consultation's, or was the response withdrawn?"


@click.command("receipt")
@click.argument("slug")
@click.argument("code")
@json_option
@pass_instance
def receipt_command(instance: Instance, slug: str, code: str, *, as_json: bool) -> None:
    """Tell whether there is a response with this receipt CODE, or why the code is mistyped.

    Spaces, dashes and small letters do not matter. Exit code 1 when there is none.
    """
    from consultation.usecases.find_response import find_response

    instance.consultation(slug)
    names = _read(slug, code)
    with instance.database.reading() as session:
        found = find_response(session, slug, names)
    if found is None:
        raise Refused(NOT_THERE.format(slug=slug))
    tell({"slug": slug, "found": found}, FOUND[found], as_json=as_json)


@click.command("withdraw")
@click.argument("slug")
@click.argument("code")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@json_option
@pass_instance
def withdraw_command(instance: Instance, slug: str, code: str, *, yes: bool, as_json: bool) -> None:
    """Withdraw the response with this receipt CODE, for somebody who asks for it by telephone.

    It is done when this command ends, and need not wait for a worker as on the respondents' page. It cannot be undone.
    Exit code 1 when there is no such response, and also when it was withdrawn but the database's files still hold it.
    """
    from consultation.usecases.withdraw_response import withdraw_response

    instance.consultation(slug)
    names = _read(slug, code)
    if not yes:
        click.confirm(f"Withdraw this response from {slug}? It cannot be undone", abort=True, err=True)
    with instance.database.transaction() as session:
        found = withdraw_response(session, slug, names)
    if found is None:
        raise Refused(NOT_THERE.format(slug=slug))
    kept, cleared = _change_key(instance, slug)
    said = WITHDRAWN.format(where=WAS[found], key=OLD_KEY.format(why=kept) if kept else NEW_KEY)
    tell({"slug": slug, "withdrawn": found, "new_key": not kept, "cleared": cleared}, said, as_json=as_json)
    if not cleared:
        raise Refused(NOT_CLEARED)


def _change_key(instance: Instance, slug: str) -> tuple[str, bool]:
    """Why the ballot box keeps its key, which opens the envelope that was withdrawn in a copy of the box, else nothing.

    And whether what left the box is gone from the database's files.
    """
    from consultation.jobs.mixing import clear, destroy_superseded
    from consultation.storage.keys import KeyMissing, KeyRing
    from consultation.usecases.change_key import change_key

    keys, kept = KeyRing.of(instance.settings), ""
    try:
        with instance.database.transaction() as session:
            change_key(session, slug, keys=keys)
        destroy_superseded(instance.database, keys, slug)
    except KeyMissing as missing:
        kept = str(missing)
    return kept, clear(instance.database)


def _read(slug: str, code: str) -> "Names":
    from consultation.privacy.receipts import Mistyped, names, parse

    receipt = parse(code)
    if isinstance(receipt, Mistyped):
        raise Refused(_mistake(receipt))
    return names(receipt, slug)


def _mistake(mistyped: "Mistyped") -> str:
    shape = "A receipt code has sixteen letters and digits, such as XXXX-XXXX-XXXX-XXXX"
    match mistyped.why:
        case "empty":
            return f"{shape}; this is empty."
        case "short" | "long":
            return f"{shape}; this has {mistyped.by} too {'few' if mistyped.why == 'short' else 'many'}."
        case "character":
            return f"No receipt code has {' or '.join(mistyped.strange)} in it. Look at it again."
        case "check":
            return (
                "One character is wrong, or two have changed places: no such code was ever given out. Look at it again."
            )
