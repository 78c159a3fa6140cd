"""Which files go to a model: references as far as the rest of the call allows."""

import pytest
from pydantic import JsonValue

from activities.contract import Files, Order
from activities.sent_files import as_arguments, sent_files
from film.assets import AssetKind
from film.catalogue import Model
from film.production_stage import Stage
from store.catalogue import load_catalogue

PICTURES = tuple(f"assets/still/aa/{name}.png" for name in "bcdefg")
FIRST = "assets/still/aa/a.png"


def model(slug: str) -> Model:
    return load_catalogue().known(slug)


def order(assets: dict[str, Files], scene_id: str | None = "s1", **wants: JsonValue) -> Order:
    return Order(
        key="k",
        project_id="p",
        scene_id=scene_id,
        take=1,
        stage=Stage.CLIP,
        kind=AssetKind.CLIP,
        label="Scene 1",
        models=(model("google/veo-3.1").ref,),
        wants={"prompt": "a boat", "aspect": "16:9", "quality": "final", **wants},
        assets=assets,
    )


def call(wanted: Order, slug: str) -> dict[str, JsonValue]:
    return model(slug).arguments(**wanted.wants, **as_arguments(sent_files(wanted, model(slug))))


def test_a_model_without_references_is_sent_none() -> None:
    wanted = order({"image": FIRST, "references": PICTURES})
    assert sent_files(wanted, model("bytedance/seedance-1-pro")) == {"image": FIRST}


def test_no_more_references_are_sent_than_a_model_takes() -> None:
    wanted = order({"image": FIRST, "references": PICTURES}, seconds=8)
    assert sent_files(wanted, model("google/veo-3.1"))["references"] == PICTURES[:3]


def test_references_that_go_into_the_same_input_as_the_picture_follow_it() -> None:
    sent = call(order({"image": FIRST, "references": PICTURES[:2]}), "google/nano-banana-2")
    assert sent["image_input"] == [FIRST, *PICTURES[:2]]


def test_a_list_is_taken_apart_where_the_model_has_an_input_for_each() -> None:
    sent = call(order({"image": FIRST, "references": PICTURES}), "flux-kontext-apps/multi-image-kontext-pro")
    assert (sent["input_image_1"], sent["input_image_2"]) == (FIRST, PICTURES[0])


@pytest.mark.parametrize(
    ("slug", "assets", "wants"),
    [
        ("google/veo-3.1", {"references": PICTURES}, {"seconds": 8, "aspect": "9:16"}),
        ("google/veo-3.1", {"references": PICTURES}, {"seconds": 5}),
        ("bytedance/seedance-2.0", {"image": FIRST, "references": PICTURES}, {"seconds": 5}),
    ],
    ids=["another shape", "another length", "beside a first frame"],
)
def test_references_that_a_model_forbids_beside_the_rest_are_dropped(
    slug: str, assets: dict[str, Files], wants: dict[str, JsonValue]
) -> None:
    wanted = order(assets, **wants)
    assert "references" not in sent_files(wanted, model(slug))
    assert model(slug).faults(call(wanted, slug)) == []


def test_what_a_person_buys_by_itself_is_sent_as_they_gave_it() -> None:
    wanted = order({"references": PICTURES[0]}, scene_id=None, seconds=5)
    assert sent_files(wanted, model("google/veo-3.1")) == {"references": PICTURES[0]}


def test_an_order_of_the_first_generations_still_parses() -> None:
    wanted = order({"image": FIRST})
    document = wanted.model_dump(mode="json")
    assert document["assets"] == {"image": FIRST}
    assert Order.model_validate(document) == wanted
