"""The work on references as workflows order it: names, requests and results."""

from activities.contract import Activity, Done
from film.catalogue import Crew
from film.format import FilmFormat
from film.model import Value
from film.reference import Reference


class ReferenceQuestion(Value):
    """A crew that may or may not have a use for pictures to agree with."""

    project_id: str
    crew: Crew
    film_format: FilmFormat


class ReferenceAdvice(Value):
    """``used`` says that a model of the crew looks at references, ``free`` that drawing one costs nothing."""

    used: bool
    free: bool


class NewReference(Value):
    """A reference that a film has made, for its owner's library."""

    owner: str
    project_id: str
    reference: Reference


ADVISE_ON_REFERENCES = Activity("advise_on_references", ReferenceQuestion, ReferenceAdvice)
KEEP_REFERENCE = Activity("keep_reference", NewReference, Done)
