"""Reading the model catalogue from its data file."""

from functools import cache
from importlib.resources import files

import yaml

from film.catalogue import Catalogue


@cache
def load_catalogue() -> Catalogue:
    """The catalogue in ``film/models.yaml``, validated; read once per process."""
    return Catalogue.model_validate(yaml.safe_load(files("film").joinpath("models.yaml").read_text("utf-8")))
