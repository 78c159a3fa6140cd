"""What a model is told, where that is more than values under its names: the conversations with language models.

An order for a language model wants ``template`` (``plan`` where it says nothing), ``flavour`` (``default``) and
``request``, the JSON it is about. When an answer was of no use, ``faults`` are sentences that say why, and ``answer``
is that answer.
"""

import json
from typing import Literal

import structlog
from pydantic import BaseModel, JsonValue

from activities.contract import Order
from film.catalogue import Capability, Model
from film.conversation import ChatAnswer, ChatRequest
from film.flavour import Flavour
from film.plan import PlannedFilm
from film.planning import PlanRequest
from film.prices import Usage
from providers.openai_adapter import strict_schema
from store.flavours import DEFAULT, BrokenFlavourError, UnknownFlavourError, load_flavours

log = structlog.get_logger()

_CHARACTERS_PER_TOKEN = 4
_ANSWER_TOKENS = {"plan": 3000, "brief_chat": 800}
"""About as long as the plan of a film of three minutes; what is used is billed, this is reserved."""

_ANSWERS: dict[str, tuple[str, type[BaseModel]]] = {
    "plan": ("film_plan", PlannedFilm),
    "brief_chat": ("brief_chat", ChatAnswer),
}
"""What is answered to each template: the name of its schema, and its model."""

_REQUESTS: dict[str, type[BaseModel]] = {"plan": PlanRequest, "brief_chat": ChatRequest}
_MOST_FAULTS, _LONGEST_FAULT, _LONGEST_ANSWER = 20, 400, 6000


class _Wish(BaseModel):
    """What an order for a language model wants."""

    template: Literal["plan", "brief_chat"] = "plan"
    flavour: str = DEFAULT
    request: dict[str, JsonValue]
    faults: list[str] = []
    answer: str = ""


def worded(order: Order, model: Model) -> dict[str, JsonValue]:
    """The order's wishes in our words, a request to a language model as the messages of a chat.

    The request is always the last message, as JSON. Raises ``ValueError`` for a request that is none.
    """
    if model.capability is not Capability.PLAN:
        return order.wants
    return {"request": _messages(_Wish.model_validate(order.wants))}


def answer_schema(order: Order, model: Model) -> dict[str, JsonValue]:
    """What a direct call must be told besides its inputs: the strict schema of its answer, where it has one."""
    if model.capability is not Capability.PLAN:
        return {}
    name, answer = _ANSWERS[_Wish.model_validate(order.wants).template]
    schema: JsonValue = strict_schema(answer)  # type: ignore[assignment]
    return {"schema_name": name, "schema": schema}


def plan_instructions(flavour: str = DEFAULT) -> str:
    """What a language model is told about writing a film of this flavour."""
    return load_flavours().prompt(flavour, "plan").text


def planned_usage(order: Order, model: Model) -> Usage:
    """What a call is expected to use, to reserve its price."""
    if model.capability is Capability.PLAN:
        wish = _Wish.model_validate(order.wants)
        asked = len(str(_messages(wish))) + len(str(strict_schema(_ANSWERS[wish.template][1])))
        tokens = _ANSWER_TOKENS[wish.template]
        return Usage(images=0, input_tokens=asked // _CHARACTERS_PER_TOKEN, output_tokens=tokens)
    images = order.wants.get("images")
    return Usage(
        seconds=model.seconds_for(order.seconds, **order.wants) if order.seconds else 0.0,
        characters=len(str(order.wants.get("text", ""))),
        images=images if isinstance(images, int) else 1,
    )


def _messages(wish: _Wish) -> list[JsonValue]:
    """What is told by us as the system, what was made by others as the user, what is to be answered at the end."""
    flavour = _flavour(wish.flavour)
    messages: list[JsonValue] = [{"role": "system", "content": flavour.prompt(wish.template).text}]
    if wish.faults:
        answer = json.dumps(_shortened(wish.answer), ensure_ascii=False)
        said = flavour.prompt("repair").filled(faults=_listed(wish.faults), answer=answer)
        messages.append({"role": "user", "content": said})
    request = _REQUESTS[wish.template].model_validate(wish.request)
    return [*messages, {"role": "user", "content": request.model_dump_json()}]


def _flavour(name: str) -> Flavour:
    """The flavour, or the default one where it was taken away after the film was ordered: the film is made all the
    same, since all else of its flavour travels with it.
    """
    flavours = load_flavours()
    try:
        return flavours.flavour(name)
    except (UnknownFlavourError, BrokenFlavourError) as error:
        log.warning("flavour not usable, the default one instead", flavour=name, reason=str(error))
        return flavours.flavour(DEFAULT)


def _listed(faults: list[str]) -> str:
    lines = [f"- {' '.join(fault.split())[:_LONGEST_FAULT]}" for fault in faults[:_MOST_FAULTS]]
    if left := len(faults) - len(lines):
        lines.append(f"- and {left} more like these")
    return "\n".join(lines)


def _shortened(answer: str) -> str:
    """Its beginning and its end, which show best what went wrong."""
    if len(answer) <= _LONGEST_ANSWER:
        return answer
    half = _LONGEST_ANSWER // 2
    return f"{answer[:half]} … {answer[-half:]}"
