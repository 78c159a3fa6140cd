"""The real Temporal, PostgreSQL and S3, with small processes in the place of our own modules."""

import sys
from collections.abc import Sequence
from pathlib import Path

from cli.stack.api import Api
from cli.stack.objects import Objects
from cli.stack.postgres import Postgres
from cli.stack.previz import Previz
from cli.stack.service import Service
from cli.stack.temporal import Temporal
from cli.stack.worker import Worker

HERE = Path(__file__).parent


class SmallPreviz(Previz):
    def command(self) -> Sequence[str]:
        return [sys.executable, str(HERE / "web.py"), "--port", str(self.port)]


class SmallApi(Api):
    def command(self) -> Sequence[str]:
        return [sys.executable, str(HERE / "web.py"), "--port", str(self.port)]


class SmallWorker(Worker):
    def command(self) -> Sequence[str]:
        return [sys.executable, str(HERE / "poller.py")]


SERVERS: Sequence[type[Service]] = (Temporal, Postgres, Objects)
CREW: Sequence[type[Service]] = (*SERVERS, SmallPreviz, SmallWorker, SmallApi)
