"""What an activity fails with."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

Request = TypeVar("Request")


async def failure_of(activity: Callable[[Request], Awaitable[object]], request: Request) -> ApplicationError:
    """The error that the activity tells Temporal."""
    with pytest.raises(ApplicationError) as failure:
        await ActivityEnvironment().run(activity, request)
    return failure.value
