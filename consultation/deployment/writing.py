"""Everything that an installation in production needs, as files by their places: the same decisions give the same bytes."""

from collections.abc import Mapping, Sequence

from consultation.deployment.filling import filled
from consultation.deployment.proxy import configuration
from consultation.deployment.site import Site
from consultation.deployment.units import units


def everything(
    site: Site, *, web: Sequence[str], headers: Mapping[str, str], pages: Mapping[str, bytes], parts: str
) -> dict[str, bytes]:
    """The files by their places below a directory.

    `web` is the web server's command, `headers` what every answer carries, `pages` what nginx says by itself (below
    `errors/`) with what those pages load (below `parts/`), and `parts` the address that they load it from.
    """
    texts = {
        "INSTALL": filled("install.txt", _told(site)),
        "etc/consultation/nginx.conf": configuration(site, headers, parts),
        **units(site, web),
    }
    written = {place: text.encode() for place, text in texts.items()}
    return written | {f"etc/consultation/pages/{place}": content for place, content in pages.items()}


def _told(site: Site) -> dict[str, str]:
    return {
        "PUBLIC_AT": site.at(site.public_host),
        "STAFF_AT": site.at(site.staff_host),
        "PROGRAM": site.program,
        "CERTIFICATE": site.certificate,
        "PRIVATE_KEY": site.private_key,
        "PER_NETWORK": str(site.per_network),
        "AS_MIXER": _as_mixer(site.passphrase),
    }


def _as_mixer(passphrase: str) -> str:
    """How the operator calls a command that needs private keys; a passphrase is lent to it in memory for as long as it runs."""
    called = 'as_account consultation_mixer /var/lib/consultation-mixer "$@"'
    if not passphrase:
        return f"as_mixer() {{ {called}; }}"
    return f"""as_mixer() {{ (p=$(mktemp -p /run) || exit; trap 'rm -f $p' EXIT
                install -m 0400 -o consultation_mixer {passphrase} $p
                CONSULTATION_KEY_PASSPHRASE_FILE=$p {called}); }}"""
