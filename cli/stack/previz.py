"""The bundled model server."""

from collections.abc import Sequence
from typing import ClassVar

from cli.stack.events import Part
from cli.stack.service import Service, answers, module_command


class Previz(Service):
    """Draws animatics and speaks, offline, in the dialects of the model providers."""

    part = Part.PREVIZ
    title: ClassVar[str] = "Previz"
    port_names: ClassVar[tuple[str, ...]] = ("previz",)

    def command(self) -> Sequence[str]:
        return module_command("previz.server", "--port", str(self.port), "--data", str(self.site.home.previz))

    async def is_ready(self, pid: int, /) -> bool:
        return await answers(f"{self.site.endpoints.previz_url}/healthz") and await super().is_ready(pid)
