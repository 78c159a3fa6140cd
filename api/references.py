"""References: pictures of people, places and products that films are to agree with."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.brief_files import require_files
from api.context import Context, Here, Owner
from api.parameters import IdempotencyKey, ReferenceId, new_id
from api.problems import ProblemError
from api.reference_schemas import NewReference, ReferenceInfo, ReferenceList
from api.responses import INVALID, UNKNOWN, located
from film.assets import AssetKind
from film.reference import Reference, ReferenceKind
from store.references import KeptReference

router = APIRouter(prefix="/v1/references", tags=["references"])


@router.post("", status_code=201, responses={**INVALID, 201: located("It is kept")})
async def add_reference(
    here: Here, owner: Owner, new: NewReference, response: Response, idempotency_key: IdempotencyKey = None
) -> ReferenceInfo:
    """Keep an uploaded picture as a reference. The same `Idempotency-Key` twice is one reference."""
    await require_files(here, owner, {"/image": (new.image, AssetKind.PICTURE)})
    wanted = Reference(
        reference_id=new_id("references", owner, idempotency_key=idempotency_key),
        kind=new.kind,
        name=new.name,
        looks=new.looks,
        image=new.image,
    )
    kept = await here.references.add(owner, wanted)
    if kept.reference != wanted:
        detail = "This Idempotency-Key belongs to another reference; take a new key for a new one"
        raise ProblemError(422, "idempotency-key-reused", detail, pointer="Idempotency-Key")
    response.headers["Location"] = f"/v1/references/{wanted.reference_id}"
    return _info(here, kept)


@router.get("", responses=INVALID)
async def list_references(
    here: Here,
    owner: Owner,
    kind: Annotated[ReferenceKind | None, Query(description="Only references of this kind")] = None,
) -> ReferenceList:
    """Your references, newest first: uploaded ones, and those that films have made."""
    return ReferenceList(references=[_info(here, each) for each in await here.references.list(owner, kind)])


@router.get("/{reference_id}", responses=UNKNOWN)
async def get_reference(here: Here, owner: Owner, reference_id: ReferenceId) -> ReferenceInfo:
    """A reference with a link to its picture."""
    return _info(here, await here.references.get(owner, reference_id))


@router.delete("/{reference_id}", status_code=204, responses=UNKNOWN)
async def remove_reference(here: Here, owner: Owner, reference_id: ReferenceId) -> None:
    """Forget a reference. Films that were ordered with it keep it."""
    await here.references.remove(owner, reference_id)


def _info(here: Context, kept: KeptReference) -> ReferenceInfo:
    reference = kept.reference
    return ReferenceInfo(
        **reference.model_dump(),
        url=here.objects.url(reference.image),
        project_id=kept.project_id,
        created_at=kept.created_at,
    )
