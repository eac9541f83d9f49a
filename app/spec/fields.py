"""What specs are made of: their base, and fields that several of them have."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat

from app.engine.catalogue import Catalogue
from app.engine.contracts import Entry
from app.sentences import MAX_NAME, Place
from app.spec.limits import MAX_SEED
from app.spec.refusals import at

E = TypeVar("E", bound=Entry)


def _whole(given: Any) -> Any:
    """500.0 is a whole number too, as some languages write it."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


Whole = Annotated[int, BeforeValidator(_whole)]
Name = Annotated[str, Field(max_length=MAX_NAME)]
# Far more than any entry takes: who sends thousands is refused before anything looks at them.
Numbers = Annotated[dict[Name, FiniteFloat], Field(max_length=64)]
Seed = Annotated[Whole, Field(ge=0, le=MAX_SEED)]


class Spec(BaseModel):
    """Base of all specs: nothing unknown comes in, nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def named(given: Any) -> Any:
    """A name alone stands for an entry with its defaults."""
    return {"name": given} if isinstance(given, str) else given


class ChoiceSpec(Spec):
    """An entry of a menu, with its parameters."""

    name: Name
    parameters: Numbers = {}


Choice = Annotated[ChoiceSpec, BeforeValidator(named)]


def entry_from(
    catalogue: Catalogue[E],
    name: str,
    parameters: Mapping[str, float],
    where: Place = ("name",),
    inside: Place = (),
) -> E:
    """An entry of a menu with its parameters. Raises BadChoice at `where`, or `inside` it."""
    with at(where):
        catalogue.find(name)
    with at(inside):
        return catalogue.build(name, parameters)
