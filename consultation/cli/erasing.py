"""erase-expired: what was promised to be gone by today goes now, and not only when a worker next looks."""

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell


@click.command("erase-expired")
@json_option
@pass_instance
def erase_expired_command(instance: Instance, *, as_json: bool) -> None:
    """Erase every consultation whose day of erasing has come: responses, themes, questions and keys.

    A running worker does this every day. Backups go by the day in their names, when `consultation backup` next runs.
    """
    from consultation.clock import today
    from consultation.jobs.erasing import clear_files, clear_server, erase

    erased = erase(instance.settings, instance.database, today=today())
    # Also when nothing was due: another may have been stopped between the rows and the files.
    if not clear_files(instance.database):
        gone = f"Erased: {', '.join(erased)}. " if erased else ""
        raise Refused(f"{gone}Somebody is using the database, so its files are not cleared yet. Run this once more.")
    not_ours = clear_server(instance.database)
    told = f"Erased: {', '.join(erased)}." if erased else "No consultation is due for erasing."
    tell({"erased": list(erased), "not_cleared": list(not_ours)}, "\n".join([told, *not_ours]), as_json=as_json)
