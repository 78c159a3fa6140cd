"""Uploads and references: kept once, found by their owner alone."""

import hashlib

import pytest

from film.assets import AssetKind
from film.reference import Reference, ReferenceKind
from store.database import Database
from store.keys import asset_key
from store.references import References, UnknownReferenceError
from store.uploads import Upload, Uploads
from tests.store.samples import fresh


@pytest.fixture
def uploads(database: Database) -> Uploads:
    return Uploads(database)


@pytest.fixture
def references(database: Database) -> References:
    return References(database)


def upload(name: str = "bottle.png") -> Upload:
    sha256 = hashlib.sha256(fresh().encode()).hexdigest()
    key = asset_key(AssetKind.PICTURE, sha256, "image/png")
    return Upload(
        key=key,
        kind=AssetKind.PICTURE,
        name=name,
        content_type="image/png",
        size_bytes=1234,
        sha256=sha256,
        width=640,
        height=480,
        transparent=True,
    )


def reference(name: str = "Mara", kind: ReferenceKind = ReferenceKind.CHARACTER) -> Reference:
    return Reference(reference_id=fresh("r"), kind=kind, name=name, looks="a grey coat", image=upload().key)


async def test_the_same_file_again_is_the_upload_it_was(uploads: Uploads) -> None:
    owner, file = fresh("o"), upload()
    first = await uploads.add(owner, file)
    again = await uploads.add(owner, file.model_copy(update={"name": "another.png"}))
    assert again == first and again.name == "bottle.png"
    assert [each.key for each in await uploads.page(owner, before=None, limit=9)] == [file.key]


async def test_one_file_of_two_owners_is_an_upload_of_each(uploads: Uploads) -> None:
    mine, yours, file = fresh("o"), fresh("o"), upload()
    await uploads.add(mine, file)
    assert await uploads.of(yours, [file.key]) == {}
    await uploads.add(yours, file)
    assert list(await uploads.of(yours, [file.key])) == [file.key]


async def test_uploads_are_paged_newest_first(uploads: Uploads) -> None:
    owner = fresh("o")
    kept = [await uploads.add(owner, upload()) for _ in range(3)]
    newest = await uploads.page(owner, before=None, limit=2)
    rest = await uploads.page(owner, before=newest[-1].created_at, limit=2)
    assert [each.key for each in (*newest, *rest)] == [each.key for each in reversed(kept)]


async def test_a_reference_added_twice_is_kept_once(references: References) -> None:
    owner, made = fresh("o"), reference()
    first = await references.add(owner, made, project_id="p1")
    assert await references.add(owner, made.model_copy(update={"name": "Other"}), project_id="p2") == first
    assert (first.reference, first.project_id) == (made, "p1")


async def test_a_strangers_reference_is_unknown(references: References) -> None:
    owner, stranger, made = fresh("o"), fresh("o"), reference()
    await references.add(owner, made)
    with pytest.raises(UnknownReferenceError):
        await references.get(stranger, made.reference_id)
    with pytest.raises(UnknownReferenceError):
        await references.remove(stranger, made.reference_id)
    assert await references.of(stranger, [made.reference_id]) == {}


async def test_references_are_listed_by_kind_until_they_are_removed(references: References) -> None:
    owner = fresh("o")
    person, place = reference(), reference("The quay", ReferenceKind.LOCATION)
    for each in (person, place):
        await references.add(owner, each)
    assert [each.reference for each in await references.list(owner)] == [place, person]
    assert [each.reference for each in await references.list(owner, ReferenceKind.CHARACTER)] == [person]
    await references.remove(owner, person.reference_id)
    assert [each.reference for each in await references.list(owner)] == [place]
