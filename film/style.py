"""The look of a film, decided once and told to every model."""

from film.model import Value


class StyleSpec(Value):
    """One look for all pictures of a film. Every part is a short phrase; ``palette`` names colours or ``#rrggbb``.

    ``texture`` is what the picture feels like (grain, paper, glass), ``grade`` how its colours are bent.
    """

    lighting: str
    camera: str
    lens: str
    texture: str
    mood: str
    palette: tuple[str, ...]
    grade: str

    @property
    def sentence(self) -> str:
        """The look in one sentence, as prompts carry it; parts that say nothing are left out."""
        colours = f"palette of {', '.join(self.palette)}" if self.palette else ""
        parts = (self.mood, self.lighting, colours, self.grade, self.camera, self.lens, self.texture)
        told = ", ".join(part.strip().rstrip(".") for part in parts if part.strip())
        return told[:1].upper() + told[1:]
