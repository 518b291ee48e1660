"""Finds a Chromium to drive, or installs one; says plainly when none can be had."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A second list of features takes the place of the first: these are the ones of Playwright 1.65 that matter to a test.
PLAYWRIGHT_LEAVES_OUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
)  # fmt: skip
# Each window would start a program of its own for what drops down from its address bar: a third of all that Chromium does here.
NOBODY_TYPES_AN_ADDRESS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join((*PLAYWRIGHT_LEAVES_OUT, *NOBODY_TYPES_AN_ADDRESS)),
)


def find() -> str | None:
    """Return the path of a Chromium on this machine: the one named by CHROMIUM, an installed one, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _playwrights_own()


def find_or_install() -> str:
    """Return a Chromium's path, installing Debian's package (as root) or Playwright's download when there is none.

    Raises:
        SystemExit: none can be had; the message says what to do. Browser tests are never skipped silently.
    """
    if path := find():
        return path
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "chromium"], check=False, env=environment, stdout=subprocess.DEVNULL
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if path := find():
        return path
    raise SystemExit(
        "No Chromium could be found or installed, and the browser tests need a real one. "
        "Install Chromium, or set CHROMIUM to its path, and run again."
    )


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    print(f"Chromium: {find_or_install()}")
