"""Makes a bare machine ready: system libraries, uv, the Python packages, the narrator's voices.

Runs on Python 3.11 with nothing installed, neither pip nor venv, as root or not. Idempotent; the Makefile keeps
stamps so that it only runs when something changed.

    python3 scripts/bootstrap.py [--dev | --bench] [--voices] [--browser]
"""

import argparse
import ctypes
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"

UV_VERSION = "0.13.8"
WHEELS = "https://files.pythonhosted.org/packages"
# The wheels of uv by machine, from PyPI: address and SHA-256.
UV_WHEELS = {
    "x86_64": (
        f"{WHEELS}/c5/32/52ee34636aea1ab3f8baeeae1c3599461b8cddfb379862cc72ac61b8d91c/"
        "uv-0.13.8-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "e18a57b8b352eb7c8feb317b9f6f533c8f0ad9673fd6cf34bbe3cf1a9f6a8984",
    ),
    "aarch64": (
        f"{WHEELS}/80/ce/f5eba24d8ec7fa566f9d50d1a69dbf9510137c30366b9f16dbeaf9b9dae4/"
        "uv-0.13.8-py3-none-manylinux_2_28_aarch64.whl",
        "5337c30bb893b4f9ce0ceb921ba2da0d13f649da644f40ad3bef84083bef0203",
    ),
}
DOWNLOAD_TIMEOUT_S = 60

# What the Python wheels expect of the system, and the Debian package that brings it.
LIBRARIES = {"libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libexpat.so.1": "libexpat1"}
BROWSERS = ("chromium", "chromium-browser")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class SetupError(Exception):
    """The machine can't be made ready; the sentence says what to do."""


def main() -> int:
    """Make ready what the arguments ask for; 0 when everything is, 1 with a sentence when something is not."""
    parser = argparse.ArgumentParser(description="Make this machine ready for Reelwright.")
    parser.add_argument("--dev", action="store_true", help="also what tests and linters need")
    parser.add_argument("--bench", action="store_true", help="also what tests, linters and benchmarks need")
    parser.add_argument("--voices", action="store_true", help="only the narrator's voices")
    parser.add_argument("--browser", action="store_true", help="only the browser that films are played in by tests")
    options = parser.parse_args()
    try:
        if options.voices:
            install_voices()
        elif options.browser:
            install_browser()
        else:
            install_libraries()
            sync_packages(find_uv(), dev=options.dev, bench=options.bench)
            compile_own_packages()
    except SetupError as error:
        say(f"Setup stopped: {error}")
        return 1
    return 0


def install_libraries() -> None:
    """Install the system libraries that are missing, with apt-get; raises SetupError if that is not possible."""
    if platform.system() != "Linux":
        return
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    if not CERTIFICATES.exists() and "SSL_CERT_FILE" not in os.environ:
        missing.append("ca-certificates")
    if missing:
        install_packages(missing)


def install_browser() -> None:
    """Install Debian's Chromium if there is none; raises SetupError if that is not possible."""
    if not any(shutil.which(name) for name in BROWSERS):
        install_packages([BROWSERS[0]])


def install_packages(packages: list[str]) -> None:
    """Install Debian packages with apt-get; raises SetupError if that is not possible."""
    say(f"Installing system packages: {', '.join(packages)}")
    command = [*as_root(packages), "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run([*command, *step], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            raise SetupError(f"`apt-get {' '.join(step)}` failed: {by_hand(packages)}")


def as_root(packages: list[str]) -> list[str]:
    """The prefix that makes apt-get run as root; raises SetupError when there is no apt-get or no way."""
    if shutil.which("apt-get") is None:
        raise SetupError(f"{', '.join(packages)}: missing; install what your package manager has by that name.")
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        raise SetupError(f"system packages are missing and this user can't install them: {by_hand(packages)}")
    # Without a terminal nobody can type a password.
    return [sudo] if sys.stdin.isatty() else [sudo, "-n"]


def by_hand(packages: list[str]) -> str:
    """What to ask an administrator."""
    return f"have `apt-get install {' '.join(packages)}` run as root, then repeat."


def loads(library: str) -> bool:
    """Whether the dynamic linker finds this library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def find_uv() -> str:
    """A uv of the pinned version: the one on the PATH, the one kept from last time, or a new one."""
    kept = cache() / f"uv-{UV_VERSION}" / "uv"
    for candidate in (shutil.which("uv"), str(kept)):
        if candidate and uv_version(candidate) == UV_VERSION:
            return candidate
    say(f"Fetching uv {UV_VERSION}")
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        program = download_uv()
    except (OSError, SetupError) as reason:
        program = uv_from_pip(str(reason))
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        file.write(program)
    Path(file.name).chmod(0o755)
    Path(file.name).replace(kept)
    return str(kept)


def uv_version(program: str) -> str | None:
    """The version of this uv, None if it does not run."""
    try:
        output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return output.split()[1] if len(output.split()) > 1 else None


def download_uv() -> bytes:
    """The uv program from its wheel on PyPI, checked; raises OSError or SetupError."""
    known = UV_WHEELS.get(platform.machine()) if platform.system() == "Linux" else None
    if known is None:
        raise SetupError(f"no wheel of uv is pinned for {platform.system()} on {platform.machine()}")
    url, sha256 = known
    with urllib.request.urlopen(url, timeout=DOWNLOAD_TIMEOUT_S) as response:  # noqa: S310  (a constant https address)
        wheel = response.read()
    if hashlib.sha256(wheel).hexdigest() != sha256:
        raise SetupError("the downloaded wheel of uv is not the one expected")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return archive.read(f"uv-{UV_VERSION}.data/scripts/uv")


def uv_from_pip(reason: str) -> bytes:
    """The uv program by way of pip, which may know of a mirror; raises SetupError with both reasons."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, f"uv=={UV_VERSION}"]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        program = Path(folder) / "bin" / "uv"
        if made.returncode != 0 or not program.exists():
            lines = made.stderr.strip().splitlines() or ["no uv in the package"]
            raise SetupError(f"uv {UV_VERSION} can't be had, neither from PyPI ({reason}) nor with pip ({lines[-1]}).")
        return program.read_bytes()


def sync_packages(uv: str, *, dev: bool, bench: bool) -> None:
    """Install exactly what uv.lock names; without either, leave alone what those may have added."""
    say("Installing Python packages")
    extent = ["--group", "bench"] if bench else [] if dev else ["--no-dev", "--inexact"]
    # Compiled here, by all cores at once: each part of the studio would do it again at its start, all of them together.
    command = [uv, "sync", "--frozen", "--quiet", "--compile-bytecode", "--python", wanted_python(), *extent]
    if CERTIFICATES.exists():
        # uv brings its own certificates, which know nothing of a company's proxy; the system's do.
        command.append("--system-certs")
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
        raise SetupError("the Python packages can't be installed; uv says why above.")


def compile_own_packages() -> None:
    """Compile our modules too, which uv leaves where they are; what fails is compiled when it is imported."""
    folders = [str(init.parent) for init in ROOT.glob("*/__init__.py")]
    subprocess.run([str(VENV_PYTHON), "-m", "compileall", "-q", "-j", "0", *folders], cwd=ROOT, check=False)


def wanted_python() -> str:
    """This interpreter if it is of a version we run on, else a version for uv to find or fetch."""
    return sys.executable if (3, 11) <= sys.version_info[:2] <= (3, 13) else "3.11"


def install_voices() -> None:
    """Fetch the narrator's weights and voices into the user's cache; raises SetupError."""
    say("Preparing the narrator's voices")
    # npm is to trust what the system trusts, like uv.
    trust = {"NODE_EXTRA_CA_CERTS": str(CERTIFICATES)} if CERTIFICATES.exists() else {}
    command = [str(VENV_PYTHON), "-m", "previz.sound.install"]
    if subprocess.run(command, cwd=ROOT, env={**trust, **os.environ}, check=False).returncode != 0:
        raise SetupError("the voices are missing; films are made with captions and silence until `make setup` works.")


def cache() -> Path:
    """The user's cache folder of this project."""
    override = os.environ.get("REELWRIGHT_CACHE")
    if override:
        return Path(override)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reelwright"


def say(sentence: str) -> None:
    """Tell the user what is going on."""
    sys.stderr.write(f"reelwright: {sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
