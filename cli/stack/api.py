"""The API with the web app."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from cli.stack.events import Part
from cli.stack.service import Service, answers, module_command
from cli.stack.settings import HOST


class Api(Service):
    """What people and programs talk to."""

    part = Part.API
    title: ClassVar[str] = "API"
    port_names: ClassVar[tuple[str, ...]] = ("api",)
    # Not previz: its models load while this starts.
    needs = frozenset({Part.TEMPORAL, Part.POSTGRES, Part.OBJECTS})
    # Event streams stay open until the server closes them.
    grace_s: ClassVar[float] = 5.0

    def command(self) -> Sequence[str]:
        return module_command("api")

    def environment(self) -> Mapping[str, str]:
        return {**self.site.environment, "REELWRIGHT_API_HOST": HOST, "REELWRIGHT_API_PORT": str(self.port)}

    async def is_ready(self, pid: int, /) -> bool:
        return await answers(f"{self.site.endpoints.api_url}/readyz") and await super().is_ready(pid)
