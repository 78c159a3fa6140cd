"""``python -m api``: serve the HTTP API until told to stop."""

import uvicorn

from api.app import create_app
from api.settings import ApiSettings
from store.logs import configure_logs

_DRAIN_S = 3


def main() -> None:
    """Serve on ``REELWRIGHT_API_HOST`` and ``REELWRIGHT_API_PORT``; open streams get a moment to end."""
    configure_logs()
    settings = ApiSettings()
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_DRAIN_S,
    )


if __name__ == "__main__":
    main()
