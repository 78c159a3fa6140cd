"""Input files: linked or carried to the provider, and speech delayed where a model cannot be told its start."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import Attempt
from activities.inputs import InputFiles
from activities.workspace import Workspace
from film.assets import AssetKind
from film.catalogue import Model
from media.sound.audio import RATE, read_sound, write_wav
from store.ledger import Ledger
from store.objects import ObjectStore
from tests.activities.orders import BLEND, GATHERING, LIPS, LIPS_WITH_LEAD, attempt
from tests.activities.purchases import Purchases
from tests.activities.scripted import ScriptedProvider
from tests.store.samples import fresh

LEAD_S = 0.4


@pytest.fixture
def far_away(provider: ScriptedProvider) -> ScriptedProvider:
    provider.base_url = "https://api.replicate.com"
    return provider


async def with_picture(workspace: Workspace, folder: Path) -> tuple[Attempt, bytes]:
    content = fresh("picture").encode()
    picture = folder / "picture.png"
    picture.write_bytes(content)
    asset = await workspace.keep(picture, AssetKind.STILL, "image/png")
    wanted = attempt()
    order = wanted.order.model_copy(update={"assets": {"image": asset.key}})
    return wanted.model_copy(update={"order": order}), content


async def lipsync(workspace: Workspace, folder: Path, model: Model = LIPS) -> Attempt:
    line = folder / "line.wav"
    write_wav(line, np.full((RATE, 2), 0.5, np.float32))
    asset = await workspace.keep(line, AssetKind.SPEECH, "audio/wav")
    wanted = attempt(model)
    changes = {"assets": {"audio": asset.key}, "wants": {"lead": LEAD_S}}
    return wanted.model_copy(update={"order": wanted.order.model_copy(update=changes)})


async def heard(url: str, folder: Path) -> np.ndarray:
    path = folder / "heard.wav"
    async with httpx.AsyncClient(trust_env=False) as http:
        path.write_bytes((await http.get(url)).raise_for_status().content)
    return read_sound(path)


async def test_a_far_provider_is_handed_the_file_before_the_request_that_costs(
    env: ActivityEnvironment,
    purchases: Purchases,
    far_away: ScriptedProvider,
    workspace: Workspace,
    ledger: Ledger,
    tmp_path: Path,
) -> None:
    wanted, content = await with_picture(workspace, tmp_path)
    await env.run(purchases.submit, wanted)
    (url,) = far_away.uploads
    assert far_away.uploads[url] == (content, "image/png")
    assert far_away.posts[0][1]["image"] == url
    assert (await ledger.entry(wanted.key)).input["image"] == wanted.order.assets["image"]


async def test_a_provider_beside_us_is_given_a_link(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    wanted, content = await with_picture(workspace, tmp_path)
    await env.run(purchases.submit, wanted)
    assert provider.uploads == {}
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(str(provider.posts[0][1]["image"]))).content == content


async def test_an_upload_that_breaks_has_bought_nothing_and_is_repeated(
    env: ActivityEnvironment,
    purchases: Purchases,
    far_away: ScriptedProvider,
    workspace: Workspace,
    ledger: Ledger,
    tmp_path: Path,
) -> None:
    wanted, _ = await with_picture(workspace, tmp_path)
    far_away.broken_uploads = 1
    with pytest.raises(ApplicationError) as refusal:
        await env.run(purchases.submit, wanted)
    assert (refusal.value.type, refusal.value.non_retryable) == ("Transient", False)
    assert far_away.posts == [] and (await ledger.entry(wanted.key)).posting_at is None
    await env.run(purchases.submit, wanted)
    assert len(far_away.posts) == 1


async def test_a_model_that_cannot_be_told_the_lead_hears_it_as_silence(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    wanted = await lipsync(workspace, tmp_path)
    await env.run(purchases.submit, wanted)
    sound = await heard(str(provider.posts[0][1]["audio"]), tmp_path)
    lead = round(LEAD_S * RATE)
    assert len(sound) == lead + RATE
    assert not sound[:lead].any() and sound[lead:].min() == pytest.approx(0.5, abs=1e-3)


async def test_a_model_that_can_be_told_the_lead_gets_the_line_as_it_is(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    await env.run(purchases.submit, await lipsync(workspace, tmp_path, LIPS_WITH_LEAD))
    sent = provider.posts[0][1]
    assert sent["audio_offset_s"] == LEAD_S
    assert len(await heard(str(sent["audio"]), tmp_path)) == RATE


async def two_pictures(workspace: Workspace, folder: Path, model: Model) -> Attempt:
    assets = {}
    for name in ("image", "references"):
        path = folder / f"{name}.png"
        path.write_bytes(name.encode())
        assets[name] = (await workspace.keep(path, AssetKind.STILL, "image/png")).key
    wanted = attempt(model)
    return wanted.model_copy(update={"order": wanted.order.model_copy(update={"assets": assets})})


async def test_a_list_of_ours_that_is_taken_apart_brings_its_files_too(
    env: ActivityEnvironment, purchases: Purchases, far_away: ScriptedProvider, workspace: Workspace, tmp_path: Path
) -> None:
    await env.run(purchases.submit, await two_pictures(workspace, tmp_path, BLEND))
    sent = far_away.posts[0][1]
    assert far_away.uploads[str(sent["image"])][0] == b"image"
    assert far_away.uploads[str(sent["other_image"])][0] == b"references"


@pytest.mark.parametrize(
    ("model", "names"), [(BLEND, ["image", "other_image"]), (GATHERING, ["images", "images-references"])]
)
async def test_every_file_on_disk_has_a_name_of_its_own(
    objects: ObjectStore, workspace: Workspace, tmp_path: Path, model: Model, names: list[str]
) -> None:
    with ThreadPoolExecutor() as threads:
        wanted = await two_pictures(workspace, tmp_path, model)
        files = await InputFiles(objects, workspace, threads).on_disk(wanted, model)
    assert {name: path.read_bytes() for name, path in files.items()} == dict(
        zip(names, [b"image", b"references"], strict=True)
    )


async def test_several_files_under_one_name_are_all_sent_in_order(
    env: ActivityEnvironment,
    purchases: Purchases,
    far_away: ScriptedProvider,
    workspace: Workspace,
    ledger: Ledger,
    tmp_path: Path,
) -> None:
    keys = []
    for name in ("first", "second"):
        path = tmp_path / f"{name}.png"
        path.write_bytes(name.encode())
        keys.append((await workspace.keep(path, AssetKind.STILL, "image/png")).key)
    wanted = attempt(GATHERING)
    order = wanted.order.model_copy(update={"assets": {"references": tuple(keys)}})
    await env.run(purchases.submit, wanted.model_copy(update={"order": order}))
    urls = far_away.posts[0][1]["images"]
    assert isinstance(urls, list)
    assert [far_away.uploads[str(url)][0] for url in urls] == [b"first", b"second"]
    assert (await ledger.entry(wanted.key)).input["images"] == keys
