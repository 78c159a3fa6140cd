"""Sums of money as people read them, and as they type them."""

from decimal import Decimal, InvalidOperation

from cli.exits import CommandError, Exit

_CENT = Decimal("0.01")


def plain(amount: Decimal) -> str:
    """With two decimals, or as many as it takes: ``1.20``, ``0.2665``."""
    exact = amount.normalize()
    return f"{exact:f}" if exact < exact.quantize(_CENT) or exact > exact.quantize(_CENT) else f"{amount:.2f}"


def dollars(amount: Decimal | None) -> str:
    """``$1.20``; a dash for no cap."""
    return "–" if amount is None else f"${plain(amount)}"


def parsed(text: str) -> Decimal | None:
    """A typed sum; ``none`` is no cap. Raises ``CommandError`` for anything else."""
    if text.lower() == "none":
        return None
    try:
        amount = Decimal(text.removeprefix("$"))
    except InvalidOperation as error:
        raise CommandError(Exit.BAD_INPUT, f"{text!r} is no sum; say 25, 12.50 or none") from error
    if not amount.is_finite() or amount < 0 or amount > 1_000_000:
        raise CommandError(Exit.BAD_INPUT, f"A cap is a sum from 0 to 1000000, not {text}")
    return amount
