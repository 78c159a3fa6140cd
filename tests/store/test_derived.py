"""Remembered results, and what makes two pieces of work the same."""

from pydantic import Field

from film.model import Value
from store.database import Database
from store.derived import Derived, digest
from tests.store.samples import fresh


class Work(Value):
    project_id: str
    frames: int
    sizes: dict[str, int] = Field(default_factory=dict)


class Result(Value):
    made: str


async def test_a_result_is_found_again(database: Database) -> None:
    derived, key = Derived(database), fresh("digest")
    assert await derived.find(key, Result) is None
    await derived.keep(key, "card", Result(made="first"))
    assert await derived.find(key, Result) == Result(made="first")


async def test_the_first_result_stays(database: Database) -> None:
    derived, key = Derived(database), fresh("digest")
    await derived.keep(key, "card", Result(made="first"))
    await derived.keep(key, "card", Result(made="second"))
    assert await derived.find(key, Result) == Result(made="first")


def test_for_whom_work_is_done_does_not_matter() -> None:
    mine, yours = Work(project_id="a", frames=3), Work(project_id="b", frames=3)
    assert digest("cut", 1, mine, ignoring={"project_id"}) == digest("cut", 1, yours, ignoring={"project_id"})
    assert digest("cut", 1, mine) != digest("cut", 1, yours)


def test_other_inputs_another_kind_or_a_newer_engine_are_other_work() -> None:
    work = Work(project_id="a", frames=3)
    others = [
        digest("cut", 1, work.model_copy(update={"frames": 4})),
        digest("mix", 1, work),
        digest("cut", 2, work),
    ]
    assert digest("cut", 1, work) not in others and len(set(others)) == 3


def test_the_order_of_names_does_not_matter() -> None:
    one = Work(project_id="a", frames=3, sizes={"x": 1, "y": 2})
    other = Work(project_id="a", frames=3, sizes={"y": 2, "x": 1})
    assert digest("cut", 1, one) == digest("cut", 1, other)
