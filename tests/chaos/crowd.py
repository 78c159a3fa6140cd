"""The people and the accidents: who orders films, asks for retakes and cancels, and what is killed meanwhile."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil

from tests.e2e.studio import StudioProcess

SUBJECTS = ("A fox", "An old sailor", "A silver robot", "A baker", "Two children", "A lighthouse keeper", "A red kite")
PLACES = ("in a snowy forest", "in a harbour at dawn", "on a rooftop at night", "at a market", "by the open sea")
PARTS = ("worker", "api", "previz", "postgres", "temporal")
OVER = ("delivered", "failed", "cancelled", "moderation_failed")
WAITING = ("awaiting_budget", "awaiting_decision")

_TROUBLE = (httpx.HTTPError, AssertionError, KeyError)


@dataclass
class Film:
    """One project: what is wanted of it besides its first cut."""

    project_id: str
    retakes: int = 0
    cap_usd: str | None = None
    is_cancelled: bool = False
    asked: bool = False
    state: str = "created"
    holds: list[dict[str, Any]] = field(default_factory=list)
    takes: int = 0
    failure: str = ""


class Crowd:
    """Does what people do, again when the studio is down. Every choice comes from ``dice``."""

    def __init__(self, studio: StudioProcess, dice: random.Random) -> None:
        self.studio, self.dice = studio, dice
        self.kills: Counter[str] = Counter()
        self._next_kill = 0.0

    def order(self, duration_s: int, **options: Any) -> Film:
        """Order a film of the live studio, as a draft."""
        body = {
            "prompt": f"{self.dice.choice(SUBJECTS)} {self.dice.choice(PLACES)}",
            "studio": "live",
            "quality": "draft",
            "fps": 24,
            "duration_s": duration_s,
            "seed": self.dice.randrange(2**31),
        }
        cap = options.get("cap_usd")
        key = f"{self.dice.random()}"
        made = self.insist(lambda: self._post("/v1/projects", body | ({"budget_usd": cap} if cap else {}), key))
        return Film(project_id=made["project_id"], **options)

    def look(self, film: Film) -> None:
        """See how a film stands, and do what its people do then."""
        try:
            info = self.studio.get(f"/v1/projects/{film.project_id}")
        except _TROUBLE:
            return
        film.state, film.holds = info["state"], info["holds"]
        film.failure = str((info["failure"] or {}).get("details", ""))
        film.takes = sum(len(scene["takes"]) for scene in info["scenes"])
        if film.is_cancelled and film.state == "shooting" and self.dice.random() < 0.3:
            self._quietly(lambda: self._post(f"/v1/projects/{film.project_id}/cancel", {}, None))
        if film.cap_usd and film.state == "awaiting_budget":
            self._quietly(lambda: self._raise_cap(film))
        if film.state == "delivered" and film.retakes and not film.asked:
            scenes = [scene["scene_id"] for scene in info["scenes"]]
            self._quietly(lambda: self._ask_retakes(film, scenes[: film.retakes]))

    def is_done(self, film: Film) -> bool:
        """Whether nothing more will happen to it by itself, and nobody wants more of it."""
        if film.state == "delivered":
            return film.asked or not film.retakes
        waits = {hold["kind"] for hold in film.holds}
        return film.state in OVER or (film.state == "awaiting_decision" and waits <= {"unknown", "lost"})

    def maybe_kill(self, every_s: float) -> None:
        """Kill some part now and then, at random moments."""
        now = time.monotonic()
        if now < self._next_kill:
            return
        self._next_kill = now + self.dice.uniform(0.3, 1.7) * every_s
        part = self.dice.choice(PARTS)
        try:
            self.studio.kill(part)
            self.kills[part] += 1
        except (psutil.NoSuchProcess, AssertionError, StopIteration):
            pass

    def decide(self, film: Film, decision: str) -> None:
        """Decide about everything that waits in a film."""
        for hold in film.holds:
            body = {"attempt_key": hold["attempt_key"], "decision": decision}
            self.insist(lambda body=body: self._decided(film, body))  # type: ignore[misc]

    def insist(self, ask: Callable[[], Any]) -> Any:
        """Ask until there is an answer."""
        deadline = time.monotonic() + 90
        while True:
            try:
                return ask()
            except _TROUBLE:
                assert time.monotonic() < deadline, "the studio did not come back"
                time.sleep(0.5)

    def _ask_retakes(self, film: Film, scenes: list[str]) -> None:
        for scene in scenes:
            path = f"/v1/projects/{film.project_id}/scenes/{scene}/retakes"
            self._post(path, {"note": "closer"}, f"{film.project_id}-{scene}")
        film.asked, film.state = True, "shooting"

    def _raise_cap(self, film: Film) -> None:
        url = f"{self.studio.endpoints.api_url}/v1/projects/{film.project_id}/budget"
        httpx.put(url, json={"cap_usd": "40"}, timeout=20, trust_env=False).raise_for_status()
        film.cap_usd = None

    def _decided(self, film: Film, body: dict[str, str]) -> None:
        url = f"{self.studio.endpoints.api_url}/v1/projects/{film.project_id}/purchases/decide"
        answer = httpx.post(url, json=body, timeout=20, trust_env=False)
        if answer.status_code != 409:
            answer.raise_for_status()

    def _post(self, path: str, body: dict[str, Any], key: str | None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        url = f"{self.studio.endpoints.api_url}{path}"
        answer = httpx.post(url, json=body, headers=headers, timeout=20, trust_env=False)
        if answer.status_code == 409:
            return {}
        answer.raise_for_status()
        return answer.json()

    def _quietly(self, act: Callable[[], Any]) -> None:
        try:
            act()
        except _TROUBLE:
            return
