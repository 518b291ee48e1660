"""staff: who may sign in."""

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

ROLES = ("reviewer", "reader")


@click.group("staff")
def staff_command() -> None:
    """Give people a way in to the staff pages."""


@staff_command.command("add")
@click.argument("email")
@click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, help="By default reviewer.")
@json_option
@pass_instance
def add_command(instance: Instance, email: str, roles: tuple[str, ...], *, as_json: bool) -> None:
    """Create an account for EMAIL, and print its password once."""
    password = create_account(instance, email, roles or ("reviewer",))
    text = (
        f"Account: {email}\nPassword: {password}\nIt is shown this once. A second step is set up at the first sign-in."
    )
    tell({"email": email, "password": password, "roles": list(roles or ("reviewer",))}, text, as_json=as_json)


def create_account(instance: Instance, email: str, roles: tuple[str, ...]) -> str:
    """Create an account and return its password. Raises Refused."""
    from consultation.storage.staff import AccountExists
    from consultation.usecases.create_staff_account import NotAnEmail, create_staff_account

    try:
        with instance.database.transaction() as session:
            return create_staff_account(session, email, roles=roles)
    except NotAnEmail:
        raise Refused(f"{email!r} cannot be an e-mail address.") from None
    except AccountExists:
        raise Refused(f"There is an account for {email} already.") from None
