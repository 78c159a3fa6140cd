"""One-off generations: bought like everything else, belonging to no film."""

from film.holds import Hold
from film.model import Value


class PredictionView(Value):
    """What a one-off generation waits for; nothing, while it is made."""

    holds: tuple[Hold, ...]


def prediction_order_key(prediction_id: str) -> str:
    """The identity of a one-off order; its attempts are this key and the number of the try."""
    return f"predictions/{prediction_id}"


def prediction_workflow_id(prediction_id: str) -> str:
    """The id of the workflow that buys it."""
    return f"prediction-{prediction_id}"
