"""The unprivileged user that PostgreSQL runs as when we are root, which it refuses to be."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

from cli.stack.events import Part, StackError
from cli.stack.process import Account

USER = "reelwright"


def database_account(data: Path) -> Account | None:
    """Who runs the server on this data folder: None for ourselves, else its owner, else a system user made for it.

    Raises StackError when the folder belongs to someone we can't become, or the user can't be made.
    """
    owner = data.stat() if data.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise StackError(
                f"The database folder {data} belongs to user {owner.st_uid}: run as that user, or as root, "
                "or choose another data folder with REELWRIGHT_HOME.",
                part=Part.POSTGRES,
            )
        return None
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return _system_account()


def let_through(path: Path) -> list[Path]:
    """Let other users pass (not list) the parents of a path; returns those that had to be changed.

    Only for root: a server under another user must reach the data folder, wherever root keeps it.
    """
    changed = []
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            changed.append(parent)
    return changed


def let_read(folder: Path) -> None:
    """Let other users read an installed package, in case it was installed under a strict umask."""
    if folder.stat().st_mode & stat.S_IROTH:
        return
    for path in [folder, *folder.rglob("*")]:
        mode = path.stat().st_mode
        wanted = stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        path.chmod(stat.S_IMODE(mode) | wanted)


def _system_account() -> Account:
    try:
        entry = pwd.getpwnam(USER)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise StackError(
                "PostgreSQL refuses to run as root, and the system user for it can't be made "
                f"({made.stderr.strip()}): run as an ordinary user, or set DATABASE_URL to a database of yours.",
                part=Part.POSTGRES,
            ) from None
        entry = pwd.getpwnam(USER)
    return Account(entry.pw_uid, entry.pw_gid)
