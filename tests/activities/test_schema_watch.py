"""Is a model still what the catalogue says? Asked before it is bought, and not too often."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.inputs import InputFiles
from activities.schema_watch import SchemaWatch
from activities.submitting import SubmitActivities
from activities.till import Till
from activities.workspace import Workspace
from providers.errors import NotFound, ProviderError, RateLimited, Transient, Unauthenticated
from store.ledger import Ledger, UnknownAttemptError
from store.objects import ObjectStore
from tests.activities.orders import CLIP, WATCHED, attempt
from tests.activities.scripted import ScriptedProvider

AS_COPIED: dict[str, JsonValue] = {
    "type": "object",
    "required": ["prompt"],
    "properties": {"prompt": {"type": "string"}, "image": {"type": "string"}, "seed": {"type": "integer"}},
}
MOVED: dict[str, JsonValue] = {**AS_COPIED, "properties": {"prompt": {"type": "string"}}}


class Clock:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


class Asked(ScriptedProvider):
    """Counts how often its schema was asked for; ``fault`` is raised instead of an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.fault: ProviderError | None = None
        self.schema = AS_COPIED

    async def input_schema(self, model: str) -> dict[str, JsonValue]:
        self.asked.append(model)
        if self.fault:
            raise self.fault
        return self.schema


@pytest.fixture
def provider() -> Asked:
    return Asked()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> SchemaWatch:
    return SchemaWatch(clock)


async def test_a_model_as_it_was_copied_is_trusted_for_an_hour(
    watch: SchemaWatch, provider: Asked, clock: Clock
) -> None:
    for seconds, asked in ((0.0, 1), (3599.0, 1), (3601.0, 2)):
        clock.s = seconds
        await watch.check(WATCHED, provider)
        assert len(provider.asked) == asked


async def test_a_model_that_has_moved_is_refused_each_time_until_it_is_as_it_was(
    watch: SchemaWatch, provider: Asked
) -> None:
    provider.schema = MOVED
    for _ in range(2):
        with pytest.raises(ApplicationError, match="its input image is gone") as refusal:
            await watch.check(WATCHED, provider)
        assert (refusal.value.type, refusal.value.non_retryable) == ("Rejected", True)
    provider.schema = AS_COPIED
    await watch.check(WATCHED, provider)
    assert len(provider.asked) == 3


async def test_a_model_that_moves_within_the_hour_is_found_out_after_it(
    watch: SchemaWatch, provider: Asked, clock: Clock
) -> None:
    await watch.check(WATCHED, provider)
    provider.schema = MOVED
    await watch.check(WATCHED, provider)
    clock.s = 3601.0
    with pytest.raises(ApplicationError):
        await watch.check(WATCHED, provider)


async def test_a_model_that_is_not_offered_any_more_is_refused(watch: SchemaWatch, provider: Asked) -> None:
    provider.fault = NotFound("no such model", provider="previz")
    with pytest.raises(ApplicationError, match="not offered by previz any more") as refusal:
        await watch.check(WATCHED, provider)
    assert (refusal.value.type, refusal.value.non_retryable) == ("Rejected", True)


@pytest.mark.parametrize(
    "fault",
    [
        Transient("busy", provider="previz"),
        RateLimited("slow down", provider="previz", retry_after_s=9),
        Unauthenticated("no such token", provider="previz"),
    ],
)
async def test_a_provider_that_does_not_answer_is_no_reason_against_a_model_and_is_asked_again(
    watch: SchemaWatch, provider: Asked, fault: ProviderError
) -> None:
    provider.fault = fault
    for _ in range(2):
        await watch.check(WATCHED, provider)
    assert len(provider.asked) == 2


async def test_a_model_without_a_published_schema_is_not_asked_about(watch: SchemaWatch, provider: Asked) -> None:
    await watch.check(CLIP, provider)
    assert provider.asked == []


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_property = st.dictionaries(
    st.sampled_from(["type", "enum", "allOf", "anyOf", "minimum", "maximum", "multipleOf", "default", "items"]), _json
)


@given(
    schema=st.fixed_dictionaries(
        {"properties": _json | st.dictionaries(st.sampled_from(["prompt", "image", "seed"]), _property | _json)},
        optional={"required": _json},
    )
)
async def test_whatever_a_provider_publishes_the_answer_is_yes_or_no(schema: dict[str, JsonValue]) -> None:
    """Anything else raised here would be retried for an hour."""
    provider = Asked()
    provider.schema = schema
    try:
        await SchemaWatch().check(WATCHED, provider)
    except ApplicationError as refusal:
        assert refusal.non_retryable


async def test_a_model_that_has_moved_is_refused_before_anything_is_written(
    env: ActivityEnvironment,
    till: Till,
    provider: Asked,
    ledger: Ledger,
    objects: ObjectStore,
    workspace: Workspace,
    threads: ThreadPoolExecutor,
) -> None:
    provider.schema = MOVED
    files = InputFiles(objects, workspace, threads)
    wanted = attempt(WATCHED)
    with pytest.raises(ApplicationError, match="has changed since"):
        await env.run(SubmitActivities(till, files, workspace, SchemaWatch()).submit, wanted)
    assert provider.posts == []
    with pytest.raises(UnknownAttemptError):
        await ledger.entry(wanted.key)
