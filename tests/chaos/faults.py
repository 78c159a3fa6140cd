"""What goes wrong at the model server while films are made: shares of its calls, chosen by the seed."""

from typing import Any

_CREATES = {
    "accept_then_drop": 0.05,
    "accept_then_hang": 0.02,
    "accept_then_500": 0.03,
    "drop": 0.02,
    "error_429": 0.05,
    "error_402": 0.004,
    "error_429_low_credit": 0.004,
    "fail_interrupted": 0.03,
    "fail_content": 0.01,
    "wrong_duration": 0.02,
    "wrong_size": 0.02,
    "wrong_fps": 0.01,
    "aborted": 0.01,
}
_DOWNLOADS = {
    "truncated": 0.10,
    "short": 0.06,
    "slow": 0.05,
    "html": 0.04,
    "error_503": 0.06,
    "drop": 0.05,
    "expired": 0.003,
}
_GETS = {"error_500": 0.08, "drop": 0.06, "html": 0.04, "json_array": 0.03, "slow": 0.03, "error_429": 0.02}
_LISTS = {"error_503": 0.15, "drop": 0.10}
_CANCELS = {"error_500": 0.10, "accept_then_drop": 0.10}
_WEBHOOKS = {"lost": 0.15, "doubled": 0.12, "late": 0.08, "forged": 0.06, "stale": 0.04, "out_of_order": 0.04}

_SHARES = {
    "create": _CREATES,
    "download": _DOWNLOADS,
    "get": _GETS,
    "list": _LISTS,
    "cancel": _CANCELS,
    "webhook": _WEBHOOKS,
}
_SECONDS = {"accept_then_hang": 4.0, "slow": 1.5, "late": 6.0, "error_429": 1.0, "error_429_low_credit": 1.0}


def plan(seed: int) -> dict[str, Any]:
    """The laboratory's plan for this seed."""
    rules = [
        {
            "id": f"{on}-{fault}",
            "on": on,
            "fault": fault,
            "share": share,
            "seed": seed,
            **({"seconds": _SECONDS[fault]} if fault in _SECONDS else {}),
        }
        for on, shares in _SHARES.items()
        for fault, share in shares.items()
    ]
    return {"rules": rules}


def struck(lab: dict[str, Any]) -> tuple[int, int]:
    """How many calls and deliveries the laboratory has seen, and how many of them it struck."""
    seen: dict[str, int] = {}
    hit = 0
    for rule in lab["plan"]["rules"]:
        count = lab["counts"].get(rule["id"], {"seen": 0, "hits": 0})
        seen[rule["on"]] = max(seen.get(rule["on"], 0), count["seen"])
        hit += count["hits"]
    return sum(seen.values()), hit
