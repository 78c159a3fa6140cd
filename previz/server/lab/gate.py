"""The gate that every call of a dialect passes: limits first, then what the laboratory has in store."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request, Response

from previz.server.lab.faults import LabFault, On
from previz.server.lab.lab import Lab
from previz.server.lab.limits import Limiter
from previz.server.lab.plan import Rule
from previz.server.lab.replies import Words, tampered


@dataclass(frozen=True)
class Gate:
    """``words`` are the dialect's; ``refuse`` closes the port for some seconds."""

    lab: Lab
    limiter: Limiter
    refuse: Callable[[float], None]
    words: Words

    async def call(
        self,
        on: On,
        model: str,
        act: Callable[[Rule | None], Awaitable[Response]],
        *,
        about: str = "",
        own: frozenset[LabFault] = frozenset(),
    ) -> Response:
        """The reply to a call that does ``act``, which is told the rule that strikes it, if one does.

        ``about`` is the prediction it is about, ``own`` are faults of replies that ``act`` sees to itself.
        """
        rule = self.limiter.rule(on, self.lab.plan.limits) or await self.lab.rule(on, model, about=about)
        if rule is not None and rule.fault in own:
            return await act(rule)
        return await tampered(rule, lambda: act(rule), self.words, self.refuse)


def gate_with(words: Words) -> Callable[[Request], Gate]:
    """A dependency: the gate of a dialect."""

    def gate_of(request: Request) -> Gate:
        state = request.app.state
        return Gate(state.lab, state.limiter, state.refuse, words)

    return gate_of
