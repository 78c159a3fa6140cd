"""What the operator sees in the Temporal UI: the production board and its search attributes."""

from temporalio import workflow
from temporalio.common import SearchAttributeKey

with workflow.unsafe.imports_passed_through():
    from film.production import Production, SceneBoard

OWNER = SearchAttributeKey.for_keyword("ReelwrightOwner")
STATE = SearchAttributeKey.for_keyword("ReelwrightState")
MODE = SearchAttributeKey.for_keyword("ReelwrightMode")
SCENES = SearchAttributeKey.for_int("ReelwrightScenes")
SPEND_CENTS = SearchAttributeKey.for_int("ReelwrightSpendCents")


def show(production: Production) -> None:
    """Refresh the board and the searchable state. One event; call it at changes of state only."""
    workflow.set_current_details(_markdown(production))
    workflow.upsert_search_attributes(
        [
            STATE.value_set(production.state.value),
            SCENES.value_set(len(production.scenes)),
            SPEND_CENTS.value_set(int(production.spent_usd * 100)),
        ]
    )


def _markdown(production: Production) -> str:
    title = production.plan.title if production.plan else production.brief.prompt[:80]
    lines = [f"## {title}", f"**{production.state.value}** · ${production.spent_usd}"]
    if production.plan:
        lines += ["", "| Scene | Take | State | Action |", "|---|---|---|---|"]
        lines += [
            f"| {scene.number} | {_latest(production.scenes[scene.scene_id])} | {scene.subject} {scene.action} |"
            for scene in production.plan.scenes
        ]
    if production.holds:
        lines += ["", "| Waits | Why | Reason |", "|---|---|---|"]
        lines += [
            f"| {h.hold.label} ({h.hold.attempt_key}) | {h.hold.kind.value} | {h.hold.reason} |"
            for h in production.holds
        ]
    return "\n".join(lines)[:19_000]


def _latest(board: SceneBoard) -> str:
    return f"{board.takes[-1].number} | {board.takes[-1].state.value}" if board.takes else "– | –"
