"""The data folder of one stack: where each part keeps its files, and the secrets generated for it."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from cli.stack.events import Part, StackError
from film.model import Value

NAMESPACE = "reelwright"
BUCKET = "reelwright"
DATABASE = "reelwright"
REGION = "us-east-1"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Home:
    """The layout of a data folder. Everything a stack knows is under `root`; deleting it starts anew."""

    root: Path

    @classmethod
    def default(cls, environ: Mapping[str, str] = os.environ) -> "Home":
        """`REELWRIGHT_HOME`, or `.reelwright` in the current folder."""
        return cls.at(Path(environ.get("REELWRIGHT_HOME") or ".reelwright"))

    @classmethod
    def at(cls, folder: Path) -> "Home":
        """The data folder at this path, made absolute."""
        return cls(folder.expanduser().resolve())

    @property
    def temporal_db(self) -> Path:
        return self.root / "temporal" / "temporal.db"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def objects(self) -> Path:
        return self.root / "s3"

    @property
    def previz(self) -> Path:
        return self.root / "previz"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def lock(self) -> Path:
        return self.run / "launcher.lock"

    @property
    def record(self) -> Path:
        return self.run / "stack.json"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    def log(self, part: Part) -> Path:
        return self.logs / f"{part.value}.log"

    def create(self) -> None:
        """Make the folders that are missing, closed to other users; raises StackError when that can't be done.

        When we are root, PostgreSQL runs as another user, so a new data folder lets others pass through to theirs.
        """
        try:
            if not self.root.exists():
                self.root.mkdir(parents=True)
                self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
                (self.root / ".gitignore").write_text("*\n")
            bucket = self.objects / BUCKET
            for folder in (self.temporal_db.parent, self.objects, bucket, self.previz, self.logs, self.run):
                folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise StackError(
                f"The data folder {self.root} can't be written ({error.strerror}): "
                "choose another with REELWRIGHT_HOME, or give yourself the right to write there."
            ) from error


class Secrets(Value):
    """The credentials of one stack, made once and kept in a file that only its owner reads."""

    s3_access_key_id: str
    s3_secret_access_key: str
    postgres_password: str
    previz_token: str

    @classmethod
    def generate(cls) -> "Secrets":
        return cls(
            s3_access_key_id=secrets.token_hex(10).upper(),
            s3_secret_access_key=secrets.token_hex(20),
            postgres_password=secrets.token_hex(16),
            previz_token=secrets.token_hex(16),
        )

    @classmethod
    def read(cls, home: Home) -> "Secrets | None":
        """The secrets of this folder, or None if it has none (or a torn file)."""
        try:
            return cls.model_validate_json(home.secrets.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    @classmethod
    def ensure(cls, home: Home) -> "Secrets":
        """The secrets of this folder, generated at its first start."""
        found = cls.read(home)
        if found is not None:
            return found
        made = cls.generate()
        write_private(home.secrets, made.model_dump_json(indent=2))
        return made


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only: a reader sees the old text or the new, never half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
