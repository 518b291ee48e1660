"""receipt: shows that whoever holds a code has answered, without showing what."""

from typing import TYPE_CHECKING

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

if TYPE_CHECKING:
    from consultation.privacy.receipts import Receipt

FOUND = {
    "stored": "There is a response with this code. It is mixed in with the others and stored.",
    "waiting": "There is a response with this code. It lies sealed in the ballot box, and is not mixed in yet.",
    "set_aside": "There is a response with this code, but it could not be opened. Bring back the ballot box's key.",
}
MISTYPED = {
    "length": "A receipt code has sixteen letters and digits, such as XXXX-XXXX-XXXX-XXXX; this has more or fewer.",
    "character": "There is a character in it that no receipt code has. Look at it again.",
    "check": "One character is wrong, or two have changed places: no such code was ever given out. Look at it again.",
}


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
    receipt = _read(code)
    with instance.database.reading() as session:
        found = find_response(session, slug, receipt)
    if found is None:
        raise Refused(f"The code is whole, but {slug} has no response with it. Is it another consultation's?")
    tell({"slug": slug, "found": found}, FOUND[found], as_json=as_json)


def _read(code: str) -> "Receipt":
    from consultation.privacy.receipts import Mistyped, parse

    receipt = parse(code)
    if isinstance(receipt, Mistyped):
        raise Refused(MISTYPED[receipt.why])
    return receipt
