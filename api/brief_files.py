"""Files that are named in a body: only the owner's own, and of the kind that is wanted there."""

from collections.abc import Mapping

from api.context import Context
from api.problems import FieldProblem, ProblemError
from film.assets import AssetKind
from store.uploads import KeptUpload

_WHAT = {AssetKind.PICTURE: "a picture", AssetKind.SONG: "a song"}


async def require_files(here: Context, owner: str, named: Mapping[str, tuple[str, AssetKind]]) -> dict[str, KeptUpload]:
    """The uploads that are named, by the JSON pointers of their fields.

    Raises ``ProblemError`` (422 ``no-such-file``) with every field that names none of the owner's, or one of another
    kind.
    """
    if not named:
        return {}
    found = await here.uploads.of(owner, {key for key, _ in named.values()})
    faults = []
    for pointer, (key, kind) in named.items():
        upload = found.get(key)
        if upload is None:
            what = f"There is no such file of yours; bring {_WHAT[kind]} with POST /v1/uploads and name its key"
            faults.append(FieldProblem(pointer=pointer, detail=what))
        elif upload.kind is not kind:
            what = f"{upload.name} is {_WHAT.get(upload.kind, 'of another kind')}; this takes {_WHAT[kind]}"
            faults.append(FieldProblem(pointer=pointer, detail=what))
    if faults:
        detail = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults)
        raise ProblemError(422, "no-such-file", detail, fields=faults)
    return {pointer: found[key] for pointer, (key, _) in named.items()}
