"""How a scene's picture is treated: how its clip is fitted, and what is laid over it."""

from pydantic import Field

from film.framing import CENTRE, Fit, Focus
from film.lettering import BrandColours, CaptionStyle
from film.model import Value
from film.product import Placement
from film.timing import Timing


class ProductLayer(Value):
    """A product over the picture: the key of a stored PNG or WebP, best one with transparency, and its place."""

    image: str = Field(pattern=r"^assets/[a-z]+/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]+$", description="A stored picture")
    placement: Placement = Placement()


class Look(Value):
    """The treatment of every scene of a film. Another look is another segment, made of the same clip."""

    fit: Fit = Field(default=Fit.COVER, description="How a clip of another shape meets the frame")
    focus: Focus = Field(default=CENTRE, description="What must stay in the picture when it is cropped")
    timing: Timing = Field(default=Timing(), description="What happens to clips of another length than their scene")
    captions: CaptionStyle | None = Field(default=None, description="How spoken words stand in the picture, if at all")
    colours: BrandColours | None = Field(default=None, description="The colours of all lettering")
    product: ProductLayer | None = Field(default=None, description="A product shown over every scene")
