"""``python -m previz.server``: serve until told to stop, or until whoever started it is gone."""

import argparse
import asyncio
import logging
from pathlib import Path

import structlog
import uvicorn

from previz.server.app import create_app
from previz.server.process import FolderTakenError, only_one_in, when_orphaned
from previz.server.settings import Settings
from previz.server.wire import Line, Server

_GRACE_S = 2


async def serve(settings: Settings, host: str, port: int) -> None:
    """Serve on ``host:port`` until SIGTERM, SIGINT, or the end of the parent process."""
    app = create_app(settings)
    config = uvicorn.Config(
        app, host=host, port=port, http=Line, log_level="warning", timeout_graceful_shutdown=_GRACE_S
    )
    server = Server(config)
    app.state.refuse = server.refuse
    watch = asyncio.create_task(when_orphaned(server.stop))
    try:
        await server.serve()
    finally:
        watch.cancel()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m previz.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder for predictions and their outputs")
    parser.add_argument("--drawers", type=int, default=2, help="drawing processes")
    parser.add_argument("--keep-hours", type=float, default=168.0, help="how long outputs stay deliverable")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    settings = Settings(data=options.data.resolve(), drawers=max(1, options.drawers), keep_hours=options.keep_hours)
    try:
        with only_one_in(settings.data):
            asyncio.run(serve(settings, options.host, options.port))
    except FolderTakenError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
