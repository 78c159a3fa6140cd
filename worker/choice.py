"""What one worker process can be asked to serve."""

from enum import StrEnum


class PoolChoice(StrEnum):
    """What one worker process serves."""

    ALL = "all"
    STUDIO = "studio"
    RECORDS = "records"
    PLAN = "plan"
    SUBMIT = "submit"
    AWAIT = "await"
    MEDIA = "media"
