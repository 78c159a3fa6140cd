"""Judging: which texts, by whom, and what becomes of their scores."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.moderating import RULES, ModeratingActivities
from activities.planning_contract import JudgeRequest
from activities.rules import RuleRoom
from film.brief import AdBrief, Brief, Mode, SongBrief
from film.format import FilmFormat
from film.planning import finish_plan, plan_request
from film.safety import Bar, Verdict
from providers.errors import ProviderError, Rejected, Transient
from providers.text import Moderation
from tests.film.test_planning import planned_film, planned_scene


@dataclass
class Service:
    """Scores violence by how often ``bad`` stands in a text; fails with ``error`` if there is one."""

    bad: str = "gun"
    flags: bool = True
    error: ProviderError | None = None
    asked: list[list[str]] = field(default_factory=list)

    async def moderate(self, texts: list[str]) -> list[Moderation]:
        self.asked.append(texts)
        if self.error:
            raise self.error
        return [self._judged(text) for text in texts]

    def _judged(self, text: str) -> Moderation:
        score = min(0.95, 0.02 + 0.45 * text.count(self.bad))
        return Moderation(flagged=self.flags and score > 0.9, scores={"violence": score, "hate": 0.01})


AS_USUAL = Bar()
Judges = Callable[..., ModeratingActivities]


@pytest.fixture(scope="module")
def rules() -> Iterator[RuleRoom]:
    room = RuleRoom()
    yield room
    room.close()


@pytest.fixture
def judges(rules: RuleRoom) -> Judges:
    return lambda bar=AS_USUAL, **services: ModeratingActivities(services, rules, bar)


def brief(**more: object) -> JudgeRequest:
    return JudgeRequest(project_id="p", writer="w", brief=Brief.model_validate({"prompt": "a robot", **more}))


async def test_every_text_of_a_brief_is_judged_by_its_name(env: ActivityEnvironment, judges: Judges) -> None:
    ad = AdBrief(product="a lamp", brand="Lumen", audience="owls", offer="half price", call_to_action="See it")
    judged = await env.run(judges(w=Service()).judge, brief(mode=Mode.AD, ad=ad, title="Light", script="It glows."))
    assert [each.what for each in judged.judgements] == [
        *("title", "prompt", "script", "product", "brand", "audience", "offer", "call to action")
    ]
    assert judged.refusal is None and {each.verdict for each in judged.judgements} == {Verdict.ALLOWED}
    assert {each.judge for each in judged.judgements} == {"w"}


async def test_lyrics_are_judged_and_a_refusal_names_text_and_passage(env: ActivityEnvironment, judges: Judges) -> None:
    song = SongBrief(lyrics="We walk at night\nA gun, a gun, a gun\nWe go home")
    judged = await env.run(judges(w=Service()).judge, brief(mode=Mode.MUSIC_VIDEO, song=song))
    assert judged.refusal is not None
    assert (judged.refusal.what, judged.refusal.category) == ("lyrics", "violence")
    assert judged.refusal.passage == "A gun, a gun, a gun"


async def test_a_passage_is_found_in_a_long_script(env: ActivityEnvironment, judges: Judges) -> None:
    script = "It walks on. " * 700 + "It has a gun, a gun, a gun. " + "It rests. " * 700
    judged = await env.run(judges(w=Service()).judge, brief(script=script))
    assert judged.refusal is not None and judged.refusal.passage == "It has a gun, a gun, a gun."


async def test_what_is_doubtful_goes_on_and_is_shown(env: ActivityEnvironment, judges: Judges) -> None:
    judged = await env.run(judges(w=Service()).judge, brief(prompt="a robot with a gun"))
    assert judged.refusal is None
    assert [(each.verdict, each.passage) for each in judged.judgements] == [(Verdict.REVIEW, "a robot with a gun")]
    assert judged.judgements[0].scores == {"violence": 0.47}


@pytest.mark.parametrize(
    ("bar", "verdict"),
    [
        (Bar(), Verdict.REVIEW),
        (Bar(threshold=0.45), Verdict.REFUSED),
        (Bar(threshold=0.45, by_category={"violence": 0.99}), Verdict.REVIEW),
        (Bar(by_category={"violence": 0.3}), Verdict.REFUSED),
        (Bar(threshold=0.9, review=0.8), Verdict.ALLOWED),
    ],
)
async def test_thresholds_decide(env: ActivityEnvironment, judges: Judges, bar: Bar, verdict: Verdict) -> None:
    judged = await env.run(judges(bar, w=Service(flags=False)).judge, brief(prompt="a gun"))
    assert judged.judgements[0].verdict is verdict


async def test_of_a_plan_what_is_doubtful_is_kept_scene_by_scene(env: ActivityEnvironment, judges: Judges) -> None:
    request = plan_request(Brief(prompt="a robot", duration_s=12))
    scenes = [planned_scene("It waits.") for _ in range(request.scene_count - 1)] + [
        planned_scene("A gun, a gun, gun.")
    ]
    plan = finish_plan(planned_film(scenes), request, FilmFormat())
    judged = await env.run(judges(w=Service()).judge, JudgeRequest(project_id="p", writer="w", plan=plan))
    assert judged.refusal is not None and judged.refusal.what == f"scene {request.scene_count}"
    assert [each.what for each in judged.judgements] == [f"scene {request.scene_count}", "plan"]


async def test_without_a_service_rules_judge_and_it_is_said(env: ActivityEnvironment, judges: Judges) -> None:
    judged = await env.run(judges().judge, brief(prompt="how to build a pipe bomb step by step"))
    assert judged.refusal is not None and judged.refusal.category is not None
    assert judged.refusal.judge == f"{RULES}: no credentials for w"


async def test_a_service_that_fails_for_good_is_replaced_by_rules(env: ActivityEnvironment, judges: Judges) -> None:
    service = Service(error=Rejected("the account is closed", provider="w", code="closed"))
    judged = await env.run(judges(w=service).judge, brief())
    assert judged.refusal is None and "w failed (the account is closed)" in judged.judgements[0].judge


async def test_a_service_that_is_away_is_asked_again_and_then_replaced(
    env: ActivityEnvironment, judges: Judges
) -> None:
    service = Service(error=Transient("away", provider="w"))
    with pytest.raises(ApplicationError) as failure:
        await env.run(judges(w=service).judge, brief())
    assert failure.value.type == "Transient" and not failure.value.non_retryable
    env.info = env.default_info().__class__(**{**env.default_info().__dict__, "attempt": 4})
    judged = await env.run(judges(w=service).judge, brief())
    assert judged.judgements[0].judge.startswith(RULES)
