"""A part of a look: what a flavour says of it, over what is planned for a film."""

from pydantic import Field

from film.model import Value
from film.style import StyleSpec


class StyleHints(Value):
    """The parts of a ``StyleSpec`` that are fixed; what is empty is left to the film."""

    lighting: str = Field(default="", max_length=160)
    camera: str = Field(default="", max_length=160)
    lens: str = Field(default="", max_length=160)
    texture: str = Field(default="", max_length=160)
    mood: str = Field(default="", max_length=160)
    palette: tuple[str, ...] = Field(default=(), max_length=6)
    grade: str = Field(default="", max_length=160)

    def over(self, style: StyleSpec) -> StyleSpec:
        """``style`` with these parts in place of its own."""
        return style.model_copy(update=self._said)

    @property
    def sentence(self) -> str:
        """What is fixed, a line for each part."""
        parts = {name: ", ".join(said) if isinstance(said, tuple) else said for name, said in self._said.items()}
        return "\n".join(f"- `{name}`: {said}" for name, said in parts.items())

    @property
    def _said(self) -> dict[str, str | tuple[str, ...]]:
        return {name: said for name in type(self).model_fields if (said := getattr(self, name))}
