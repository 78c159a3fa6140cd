"""A studio in a folder of its own, opened as a user opens it: by the command, in another process."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import psutil

from cli.stack import Endpoints, Home, read_endpoints
from cli.stack.record import read_record
from tests.conftest import bare_environment

_PATIENCE_S = 150


class StudioProcess:
    """``reelwright up`` on ``home``; can be killed in parts and opened again."""

    def __init__(self, home: Path, environ: Mapping[str, str] | None = None) -> None:
        self.home = home
        self._environ = {**bare_environment(), **(environ or {})}
        self.launcher: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        log = self.home.parent / "launcher.log"
        with log.open("ab") as output:
            self.launcher = subprocess.Popen(
                [sys.executable, "-m", "cli", "up", "--home", str(self.home)],
                stdout=output,
                stderr=output,
                env=self._environ,
            )
        process = self.launcher

        def opened() -> bool:
            assert process.poll() is None, f"the launcher gave up:\n{log.read_text('utf-8')[-3000:]}"
            return read_endpoints(self.home) is not None and self._answers()

        wait_for(opened, "the studio to open")

    def close(self) -> None:
        if self.launcher and self.launcher.poll() is None:
            self.launcher.send_signal(signal.SIGTERM)
            self.launcher.wait(60)

    @property
    def endpoints(self) -> Endpoints:
        found = read_endpoints(self.home)
        assert found is not None
        return found

    def kill(self, part: str) -> None:
        """SIGKILL one part, or the launcher."""
        if part == "launcher":
            assert self.launcher is not None
            self.launcher.kill()
            self.launcher.wait(10)
            return
        record = read_record(Home.at(self.home))
        assert record is not None
        pid = next(pid for name, pid in record.pids.items() if name.value == part)
        psutil.Process(pid).kill()

    def get(self, path: str) -> Any:
        answer = httpx.get(f"{self.endpoints.api_url}{path}", timeout=20, trust_env=False)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = httpx.post(f"{self.endpoints.api_url}{path}", json=body, timeout=20, trust_env=False)
        answer.raise_for_status()
        return answer.json()

    def download(self, url: str, path: Path) -> Path:
        answer = httpx.get(url, timeout=60, trust_env=False)
        answer.raise_for_status()
        path.write_bytes(answer.content)
        return path

    def bill(self) -> dict[str, int]:
        """What the model server says it was asked to make."""
        token = {"Authorization": f"Bearer {self.endpoints.previz_token}"}
        answer = httpx.get(f"{self.endpoints.previz_url}/previz/bill", headers=token, timeout=20, trust_env=False)
        answer.raise_for_status()
        return dict(answer.json()["by_model"])

    def wait_until(self, project_id: str, condition: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Look at the project until it is as ``condition`` wants it, through whatever outages there are."""
        seen: list[dict[str, Any]] = []

        def look() -> bool:
            try:
                seen[:] = [self.get(f"/v1/projects/{project_id}/status")]
            except (httpx.HTTPError, AssertionError):
                return False
            return condition(seen[0])

        wait_for(look, what)
        return seen[0]

    def _answers(self) -> bool:
        try:
            return bool(self.get("/readyz"))
        except (httpx.HTTPError, AssertionError):
            return False


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.2)
