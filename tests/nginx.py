"""Finds an nginx to run, or takes Debian's out of its package without installing it; says plainly when none can be had."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("nginx", "libnginx-mod-http-headers-more-filter")
MODULE = "usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so"
SORRY = (
    "No nginx could be found or taken from Debian, and the tests of the deployment need a real one. "
    "Install nginx (on Debian: apt-get install nginx libnginx-mod-http-headers-more-filter), or set NGINX to its path."
)


@dataclass(frozen=True)
class Nginx:
    """A program, its module that takes `Server` away ("" where it is not there), and where its libraries lie."""

    program: Path
    module: str
    libraries: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment it runs in."""
        return {"LD_LIBRARY_PATH": self.libraries} if self.libraries else {}

    @property
    def runs(self) -> bool:
        """Whether all of it can be loaded."""
        try:
            said = subprocess.run([self.program, "-V"], env=self.environment, capture_output=True, check=False)
        except OSError:
            return False
        return said.returncode == 0 and b"http_v2_module" in said.stderr


def cache() -> Path:
    """Where the unpacked packages lie, used without network from then on."""
    return Path(os.environ.get("NGINX_CACHE") or Path(sys.prefix) / "nginx")


def find() -> Nginx | None:
    """The nginx named by NGINX, an installed one, or the one that was unpacked before."""
    named = os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    found = _installed(Path(named)) if named else _unpacked(cache())
    return found if found and found.runs else None


def find_or_install() -> Nginx:
    """An nginx that runs, unpacked into the cache if there is none; no system daemon is installed or started.

    Raises:
        SystemExit: none can be had; the message says what to do. These tests are never skipped silently.
    """
    if found := find():
        return found
    if shutil.which("apt-get") and shutil.which("dpkg-deb"):
        draft = cache().with_name(f"{cache().name}.{os.getpid()}")
        try:
            _unpack(draft, *PACKAGES)
            fresh = _unpacked(draft)
            if fresh and not fresh.runs:
                _unpack(draft, *_needed(draft))
            shutil.rmtree(cache(), ignore_errors=True)
            draft.rename(cache())
        except (OSError, subprocess.CalledProcessError) as failed:
            print(failed, file=sys.stderr)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    if found := find():
        return found
    raise SystemExit(SORRY)


def _installed(program: Path) -> Nginx:
    module = Path("/") / MODULE
    return Nginx(program, str(module) if module.exists() else "")


def _unpacked(root: Path) -> Nginx | None:
    program, module = root / "usr/sbin/nginx", root / MODULE
    if not program.exists():
        return None
    folders = sorted({str(path.parent) for path in root.rglob("*.so.*")})
    return Nginx(program, str(module) if module.exists() else "", ":".join(folders))


def _unpack(root: Path, *packages: str) -> None:
    """Download packages and unpack them below a directory; also for who is not root, and where no list was ever fetched."""
    (root / "packages").mkdir(parents=True, exist_ok=True)
    if not _download(root, *packages):
        own = [f"Dir::State={root}/state", f"Dir::Cache={root}/cache", "Debug::NoLocking=1", "APT::Sandbox::User="]
        options = [word for option in own for word in ("-o", option)]
        (root / "state/lists/partial").mkdir(parents=True, exist_ok=True)
        (root / "cache/archives/partial").mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "update", "-qq", *options], check=True)
        if not _download(root, *packages, options=options):
            raise FileNotFoundError(f"apt-get could not download {', '.join(packages)}")
    for package in sorted((root / "packages").glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, root], check=True)


def _download(root: Path, *packages: str, options: list[str] | None = None) -> bool:
    command = ["apt-get", "download", "-qq", *(options or []), *packages]
    return subprocess.run(command, cwd=root / "packages", capture_output=True, check=False).returncode == 0


def _needed(root: Path) -> list[str]:
    """The libraries that the package asks for, by the names they have in this Debian."""
    package = next((root / "packages").glob("nginx_*.deb"))
    asked = subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True).stdout
    names = [one.split("|")[0].split("(")[0].strip() for one in asked.split(",")]
    return [name for name in names if name.startswith(("lib", "zlib")) and name != "libc6"]


if __name__ == "__main__":
    print(f"nginx: {find_or_install().program}")
