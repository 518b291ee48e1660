"""grant: the powers of the respondents' front, the staff's front and the mixer, as roles of PostgreSQL."""

import re

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,62}")
CATALOGUE = """
The rest takes a superuser of the server. Without it PostgreSQL tells everybody how many
rows were put into which table and how large its files are, and writes failing rows into
its log. Whether it was done before cannot be seen from here, and twice does no harm. As
the server's superuser, in this database, after every upgrade:
    consultation grant --print | psql -1qv ON_ERROR_STOP=1 DATABASE"""


@click.command("grant")
@click.option("--public", default="consultation_public", show_default=True, help="The role of the respondents' front.")
@click.option("--staff", default="consultation_staff", show_default=True, help="The role of the staff's front.")
@click.option("--mixer", default="consultation_mixer", show_default=True, help="The role of the worker.")
@click.option("--create", is_flag=True, help="Make the roles that are missing, without a password; needs CREATEROLE.")
@click.option("--print", "only_print", is_flag=True, help="Print the SQL instead, also what only a superuser may run.")
@json_option
@pass_instance
def grant_command(
    instance: Instance, public: str, staff: str, mixer: str, *, create: bool, only_print: bool, as_json: bool
) -> None:
    """Bring the schema up to date and give each of three PostgreSQL roles its powers, and no others.

    Run it as the owner of the tables (CONSULTATION_DATABASE_URL with the owner's role) when the database is set up and
    after every upgrade of the program; running it twice changes nothing. The roles must be there, each for itself and a
    member of none, unless --create makes them: they may sign in but have no password, so let the server know them by the
    operating system's user (peer) or set one. Afterwards it looks whether each role may do exactly what it should, and
    undoes everything where one may do more. What is not named is denied, also in tables that later versions add.

    \b
    public  puts envelopes into the ballot box; reads consultations that are no drafts, their
            questions and published outcomes, audits; spends proofs; asks where a receipt's response is
    staff   reads what is mixed in, and writes codings, codebooks, outcomes and jobs; never the box
    mixer   empties the box, does the jobs, erases: the worker and the operator's other commands
    owner   changes the schema, adds staff accounts, and nothing runs on it
    """  # noqa: D301 -- click's own mark
    from consultation.storage.roles import granting
    from consultation.storage.roles.powers import Roles

    if len({public, staff, mixer}) < 3 or not all(map(_NAME.fullmatch, (public, staff, mixer))):  # noqa: PLR2004
        raise click.UsageError("Name three roles, each with letters, digits, - and _ alone.")
    if instance.database.on_sqlite:
        raise Refused(
            "SQLite has no roles: whoever can read the file can read all of it. Set CONSULTATION_DATABASE_URL."
        )
    roles = Roles(public, staff, mixer)
    try:
        with instance.database.transaction() as session:
            if only_print:
                click.echo(str(granting.script(session.connection(), roles, create=create)))
                return
            done = granting.grant(session.connection(), roles, create=create)
    except granting.NotGranted as refused:
        raise Refused(str(refused)) from None
    finally:
        instance.database.close()
    lines = [f"{public}, {staff} and {mixer} have their powers, and no others."]
    lines += [f"Also {role} may use some of the tables: somebody else gave it that." for role in done.others]
    text = "\n".join(lines) + ("" if done.closed_catalogue else CATALOGUE)
    tell(
        {"public": public, "staff": staff, "mixer": mixer, "catalogue_closed": done.closed_catalogue, "others": done.others},
        text, as_json=as_json,
    )  # fmt: skip
