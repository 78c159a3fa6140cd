"""The one way to reach Temporal: standard environment variables, Pydantic payloads."""

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig

NAMESPACE = "reelwright"
DATA_CONVERTER = pydantic_data_converter


async def connect(*, lazy: bool = False) -> Client:
    """A client for ``TEMPORAL_ADDRESS`` and ``TEMPORAL_NAMESPACE`` (or the profile that envconfig finds).

    ``lazy`` lets a service start before Temporal is up; workers need an eager client.
    """
    config = ClientConfig.load_client_connect_config()
    config.setdefault("target_host", "localhost:7233")
    config.setdefault("namespace", NAMESPACE)
    return await Client.connect(**config, data_converter=DATA_CONVERTER, lazy=lazy)
