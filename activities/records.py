"""Writing the production's log and read model."""

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import RECORD, Done, RecordBatch
from store.projects import Projects, UnknownProjectError


class RecordActivities:
    """Bookkeeping in PostgreSQL."""

    def __init__(self, projects: Projects) -> None:
        self._projects = projects

    @activity.defn(name=RECORD.name)
    async def record(self, batch: RecordBatch) -> Done:
        """Append the events and refresh the read model; doing it twice changes nothing."""
        try:
            await self._projects.record(batch.project_id, batch.events, batch.view)
        except UnknownProjectError as error:
            message = f"Project {batch.project_id} is not in the database"
            raise ApplicationError(message, type="UnknownProject", non_retryable=True) from error
        return Done()
