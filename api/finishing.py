"""How a film is finished, changed after the fact: other versions, transitions, captions, loudness."""

import asyncio

from fastapi import APIRouter

from api.context import Context, Here, Owner
from api.parameters import ProjectId
from api.problems import ProblemError
from api.responses import BUSY, FULL, INVALID, REFUSED, UNKNOWN
from api.space import require_space
from film.finish import Finish

router = APIRouter(prefix="/v1/projects/{project_id}/finish", tags=["projects"])


@router.get("", responses=UNKNOWN)
async def get_finish(here: Here, owner: Owner, project_id: ProjectId) -> Finish:
    """How the film is finished."""
    return (await here.projects.get(owner, project_id)).view.finish


@router.put("", status_code=202, responses={**UNKNOWN, **REFUSED, **BUSY, **FULL, **INVALID})
async def set_finish(here: Here, owner: Owner, project_id: ProjectId, finish: Finish) -> Finish:
    """Finish the film otherwise and cut it anew. Nothing is bought; what does not change is used again."""
    await here.projects.get(owner, project_id)
    await require_space(here.settings)
    await require_pictures(here, finish)
    await here.commands.refinish(project_id, finish)
    return finish


async def require_pictures(here: Context, finish: Finish) -> None:
    """Refuse a finish that names a picture which is not stored. Raises ``ProblemError`` (422)."""
    product = finish.look.product
    if product and await asyncio.to_thread(here.objects.size, product.image) is None:
        detail = "There is no such file here; name the key of a stored picture"
        raise ProblemError(422, "no-such-file", detail, pointer="/finish/look/product/image")
