"""Settings: one module per place, each with ``build(look) -> Backdrop``."""

from importlib import import_module

from previz.art.layer import Backdrop, Look


def build(look: Look) -> Backdrop:
    """The backdrop of the shot's setting, drawn for its light and seed. Its module is loaded when first needed."""
    module = import_module(f"{__name__}.{look.shot.setting.value}")
    backdrop: Backdrop = module.build(look)
    return backdrop
