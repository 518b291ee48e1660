"""The units of systemd and what goes with them: each program an account, a directory and a right of its own, and no more."""

from collections.abc import Sequence

from consultation.deployment.filling import filled
from consultation.deployment.site import Site

UNITS = (
    "consultation-public.socket", "consultation-public.service", "consultation-staff.socket", "consultation-staff.service",
    "consultation-mixer.service", "consultation-proxy.service", "consultation-audit.service", "consultation-audit.timer",
    "consultation-backup.service", "consultation-backup.timer", "consultation-backup-gone.service",
    "consultation-backup-gone.timer", "consultation-keys.service", "consultation-keys.timer",
)  # fmt: skip
BESIDE = {
    "sysusers.conf": "etc/sysusers.d/consultation.conf",
    "tmpfiles.conf": "etc/tmpfiles.d/consultation.conf",
    "journald.conf": "etc/systemd/journald@consultation.conf",
    "mixer.env": "etc/consultation/mixer.env",
    "audit.hosts": "etc/consultation/audit.hosts",
    "postgresql.conf": "postgresql/consultation.conf",
    "pg_hba.conf": "postgresql/pg_hba.conf",
}
"""Where each of the other texts belongs; PostgreSQL's go where its version keeps them."""
SYSTEM = "etc/systemd/system"


def units(site: Site, web: Sequence[str]) -> dict[str, str]:
    """Every text by its place; `web` is the command of a web server that takes its socket from systemd."""
    values = {
        "PROGRAM": site.program,
        "WEB": " ".join(web),
        "SOCKETS": site.sockets,
        "PUBLIC_AT": site.at(site.public_host),
        "STAFF_AT": site.at(site.staff_host),
        "DATABASE": site.database,
        "CERTIFICATE": site.certificate,
        "PRIVATE_KEY": site.private_key,
        "CONTACT": f"Environment=CONSULTATION_CONTACT={site.contact}" if site.contact else "# No contact was given.",
        "NETWORK": site.network_of_programs,
        "NETWORK_OF_THE_AUDIT": site.network_of_the_audit,
        "FRONT_DOOR": site.front_door,
        "PUBLIC_HOST": site.public_host,
        "PASSPHRASE": _passphrase(site.passphrase),
        "HARDENING": filled("hardening.conf", {}),
    }
    written = {f"{SYSTEM}/{name}": filled(name, values) for name in UNITS}
    return written | {place: filled(name, values) for name, place in BESIDE.items()}


def _passphrase(place: str) -> str:
    if not place:
        return "# No passphrase was given: the private keys lie as they are, readable for this account alone."
    return f"LoadCredential=consultation-passphrase:{place}"
