"""What came of a purchase, held against what was ordered. Nothing is refused for it: it was paid for, and is used."""

from film.catalogue import Capability, Catalogue, Model, UnknownModelError
from media.probe import MediaProbe
from store.ledger import Entry

_SECONDS_OFF = 0.25
_FPS_OFF = 0.5
_PICTURES = (Capability.MOTION, Capability.LIPSYNC)


def remarks_on(catalogue: Catalogue, entry: Entry, found: MediaProbe) -> tuple[str, ...]:
    """How a file differs from what its model promises, in words; empty when it does not."""
    if found.is_still:
        return ()
    try:
        model = catalogue.known(entry.model)
    except UnknownModelError:
        return ()
    remarks = (_length(model, entry, found), _rate(model, found), _sound(model, entry, found), _picture(model, found))
    return tuple(remark for remark in remarks if remark)


def _length(model: Model, entry: Entry, found: MediaProbe) -> str | None:
    ordered = entry.input.get(model.inputs.get("seconds", ""))
    stream = found.video or found.audio
    if isinstance(ordered, bool) or not isinstance(ordered, int | float) or ordered <= 0 or stream is None:
        return None
    ordered /= model.units.get("seconds", 1)
    if abs(stream.duration_s - ordered) <= max(_SECONDS_OFF, ordered * 0.05):
        return None
    return f"it is {stream.duration_s:.2f} s long; {ordered:g} s were ordered"


def _rate(model: Model, found: MediaProbe) -> str | None:
    if found.video is None or model.makes.fps is None or abs(float(found.video.fps) - model.makes.fps) <= _FPS_OFF:
        return None
    return f"it has {float(found.video.fps):.4g} frames per second; the model makes {model.makes.fps:g}"


def _sound(model: Model, entry: Entry, found: MediaProbe) -> str | None:
    switch = model.inputs.get("sound")
    switched_off = switch is not None and entry.input.get(switch) is False
    if model.capability not in _PICTURES or not model.makes.native_audio or switched_off or found.audio is not None:
        return None
    return "it has no sound, though the model makes some"


def _picture(model: Model, found: MediaProbe) -> str | None:
    return "there are no pictures in it" if model.capability in _PICTURES and found.video is None else None
