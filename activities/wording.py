"""What a model is told, where that is more than values under its names: the conversation that asks for a plan."""

from pydantic import JsonValue

from activities.contract import Order
from film.catalogue import Capability, Model
from film.planning import PlanRequest
from film.prices import Usage
from providers.openai_adapter import film_schema, plan_instructions

_CHARACTERS_PER_TOKEN = 4
_PLAN_TOKENS = 3000
"""About as long as the plan of a film of three minutes; what is used is billed, this is reserved."""


def worded(order: Order, model: Model) -> dict[str, JsonValue]:
    """The order's wishes in our words, a request for a plan as the messages of a chat."""
    if model.capability is not Capability.PLAN:
        return order.wants
    request = PlanRequest.model_validate(order.wants["request"])
    messages: list[JsonValue] = [
        {"role": "system", "content": plan_instructions()},
        {"role": "user", "content": request.model_dump_json()},
    ]
    return {**order.wants, "request": messages}


def answer_schema(model: Model) -> dict[str, JsonValue]:
    """What a direct call must be told besides its inputs: the schema of its answer, where it has one."""
    if model.capability is not Capability.PLAN:
        return {}
    schema: JsonValue = film_schema()  # type: ignore[assignment]
    return {"schema_name": "film_plan", "schema": schema}


def planned_usage(order: Order, model: Model) -> Usage:
    """What a call is expected to use, to reserve its price."""
    if model.capability is Capability.PLAN:
        asked = len(plan_instructions()) + len(str(order.wants)) + len(str(film_schema()))
        return Usage(images=0, input_tokens=asked // _CHARACTERS_PER_TOKEN, output_tokens=_PLAN_TOKENS)
    images = order.wants.get("images")
    return Usage(
        seconds=model.seconds_for(order.seconds, **order.wants) if order.seconds else 0.0,
        characters=len(str(order.wants.get("text", ""))),
        images=images if isinstance(images, int) else 1,
    )
