"""Reading a prediction in Replicate's dialect, from a reply or from a webhook, whatever else it holds."""

from pydantic import ValidationError

from providers.errors import Transient
from providers.predictions import PredictionStatus, ProviderPrediction
from providers.redaction import redacted

_LOGS_TAIL = 2000


def read_row(row: object, *, provider: str) -> ProviderPrediction:
    """The prediction in a parsed JSON ``row``. Raises ``Transient`` when there is none to be read.

    The SDK's own object refuses ``aborted`` and drops ``data_removed`` and ``webhook``, so it is not used.
    """
    if not isinstance(row, dict):
        raise Transient("the reply holds no prediction", provider=provider)
    metrics, error, logs = row.get("metrics"), row.get("error"), row.get("logs")
    try:
        return ProviderPrediction(
            provider_id=row["id"],
            model=row.get("model") or "",
            status=PredictionStatus(row["status"]),
            input=row.get("input"),
            output=row.get("output"),
            error=None if error is None else redacted(str(error)),
            logs_tail=logs[-_LOGS_TAIL:] if isinstance(logs, str) else "",
            data_removed=bool(row.get("data_removed")),
            predict_time_s=metrics.get("predict_time") if isinstance(metrics, dict) else None,
            created_at=row["created_at"],
            started_at=row.get("started_at"),
            webhook=row.get("webhook"),
        )
    except (KeyError, ValueError, ValidationError) as fault:
        raise Transient("the reply holds no readable prediction", provider=provider) from fault
