"""Which calls a rule strikes, and that it remembers them."""

import asyncio

import httpx
import pytest

from previz.server.lab.faults import LabFault, On
from previz.server.lab.plan import Rule
from tests.previz.server.lab.bench import Bench
from tests.previz.server.running import HEADERS, Previz


def struck(calls: int, **rule: object) -> list[int]:
    made = Rule.model_validate({"id": "r", "fault": "drop", **rule})
    return [n for n in range(1, calls + 1) if made.strikes(n, "")]


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"nth": [1, 4]}, [1, 4]),
        ({"every": 3}, [3, 6]),
        ({"after": 4}, [5, 6]),
        ({"after": 2, "every": 2}, [4, 6]),
        ({"share": 0}, []),
        ({"share": 1}, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_selectors_choose_by_number(selectors, expected):
    assert struck(6, **selectors) == expected


def test_a_share_is_about_that_large_and_the_same_at_every_run():
    first = struck(2000, share=0.2, seed=3)
    assert 330 < len(first) < 470
    assert first == struck(2000, share=0.2, seed=3) != struck(2000, share=0.2, seed=4)


@pytest.mark.parametrize("fault", list(LabFault))
def test_every_fault_has_a_place_where_it_usually_is(fault):
    rule = {"fault": fault} | ({"text": "x"} if fault is LabFault.SCRIPTED else {})
    assert Rule.model_validate(rule).on in fault.places


@pytest.mark.parametrize(
    "rule",
    [
        {"fault": "lost", "on": "create"},
        {"fault": "nothing"},
        {"fault": "drop", "on": "create", "event": "start"},
        {"fault": "drop", "nht": [1]},
        {"fault": "refusal", "on": "create"},
        {"fault": "accept_then_drop", "on": "get"},
        {"fault": "scripted"},
        {"fault": "refusal", "text": "x"},
    ],
)
async def test_a_rule_that_can_never_be_is_refused(bench: Bench, rule: dict):
    reply = await bench.http.post("/previz/lab", json=rule)
    assert reply.status_code == 422
    assert (await bench.http.get("/previz/lab")).json()["plan"]["rules"] == []


async def test_rules_concern_the_models_their_glob_fits(bench: Bench):
    await bench.rule(fault="error_500", on="create", model="*/lipsync*")
    assert (await bench.create()).status_code == 201
    assert (await bench.create("previz/lipsync", {"video": "data:,x", "audio": "data:,y"})).status_code == 500
    assert await bench.count() == (1, 1)


async def test_of_several_rules_the_first_that_strikes_counts_and_all_count_on(bench: Bench):
    await bench.rule(id="first", fault="error_500", on="create", nth=[2])
    await bench.rule(id="second", fault="error_503", on="create", after=1)
    assert [(await bench.create()).status_code for _ in range(3)] == [201, 500, 503]
    assert await bench.count("first") == (3, 1)
    assert await bench.count("second") == (3, 1)


async def test_counting_for_each_prediction_by_itself(bench: Bench):
    await bench.settings(paces=[{"starting_s": 30}])
    urls = [(await bench.create()).json()["urls"]["get"] for _ in range(2)]
    await bench.rule(fault="error_500", on="get", nth=[2], each=True)
    for url in urls:
        assert [(await bench.http.get(url)).status_code for _ in range(3)] == [200, 500, 200]


async def test_put_replaces_and_counts_anew_post_adds_delete_clears(bench: Bench):
    plan = {"rules": [{"id": "mine", "fault": "error_500", "on": "list"}], "ttl_s": 9}
    await bench.http.put("/previz/lab", json=plan)
    await bench.http.get("/v1/predictions")
    assert await bench.count("mine") == (1, 1)
    added = (await bench.http.post("/previz/lab", json=[{"fault": "drop"}, {"fault": "lost"}])).json()
    assert [rule["id"] for rule in added["plan"]["rules"]] == ["mine", "r1", "r2"]
    assert added["counts"]["mine"] == {"seen": 1, "hits": 1}
    assert (await bench.http.post("/previz/lab", json={"id": "mine", "fault": "drop"})).status_code == 422
    again = (await bench.http.put("/previz/lab", json=plan)).json()
    assert (again["counts"]["mine"], again["plan"]["ttl_s"]) == ({"seen": 0, "hits": 0}, 9)
    cleared = (await bench.http.delete("/previz/lab")).json()
    assert (cleared["counts"], cleared["plan"]["rules"], cleared["plan"].get("ttl_s")) == ({}, [], None)


async def test_what_get_shows_can_be_put(bench: Bench):
    await bench.rule(fault="slow", on="download", share=0.5, seconds=1)
    await bench.settings(limits={"low_credit": True}, paces=[{"starting_s": 1}])
    shown = (await bench.http.get("/previz/lab")).json()["plan"]
    assert (await bench.http.put("/previz/lab", json=shown)).json()["plan"] == shown


async def test_a_kill_forgets_neither_rules_nor_counts_nor_fates(tmp_path):
    server = Previz(tmp_path)
    await server.start()
    async with httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=30) as http:
        bench = Bench(server, http)
        await bench.settings(paces=[{"starting_s": 1}])
        await bench.rule(id="fate", fault="fail_content", nth=[1])
        await bench.rule(id="third", fault="error_500", on="create", nth=[3])
        doomed = (await bench.create()).json()
        await bench.create()
        server.kill()
        await server.start()
        assert (await bench.create()).status_code == 500
        assert (await bench.create()).status_code == 201
        assert await bench.count("third") == (4, 1)
        for _ in range(100):
            prediction = (await http.get(doomed["urls"]["get"])).json()
            if prediction["status"] == "failed":
                break
            await asyncio.sleep(0.1)
        assert "E005" in prediction["error"]
        assert len(await bench.lines()) == 3
    server.stop()


def test_every_kind_of_call_has_faults():
    assert all(any(on in fault.places for fault in LabFault) for on in On)
