"""The worker pools, all in one process."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from cli.stack.events import Part
from cli.stack.service import Service, module_command


class Worker(Service):
    """Runs workflows and activities. It says that it polls by writing the file it is told to."""

    part = Part.WORKER
    title: ClassVar[str] = "Worker"
    # Not previz: its models load while this starts.
    needs = frozenset({Part.TEMPORAL, Part.POSTGRES, Part.OBJECTS})
    # It lets running activities finish for 30 s; more is for closing connections.
    grace_s: ClassVar[float] = 35.0

    @property
    def ready_file(self) -> Path:
        return self.site.home.run / "worker.ready"

    def command(self) -> Sequence[str]:
        return module_command("worker", "--pool", "all")

    def environment(self) -> Mapping[str, str]:
        return {**self.site.environment, "REELWRIGHT_READY_FILE": str(self.ready_file)}

    async def prepare(self) -> None:
        self.ready_file.unlink(missing_ok=True)

    async def is_ready(self, _pid: int, /) -> bool:
        return self.ready_file.exists()
