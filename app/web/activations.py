"""An activation as a table of its values, for who evaluates networks without the engine."""

from fastapi import APIRouter, Request, Response

from app.compute.activations import table as computed
from app.compute.coded import Coded
from app.spec import activation_from
from app.web.asking import Kept
from app.web.coding import answer_in, coding_for
from app.web.query import numbers

router = APIRouter()

KEEP = "public, max-age=86400"

kept = Kept[Coded](1024 * 1024)


@router.get("/api/activations/{name}/table")
async def table(name: str, request: Request) -> Response:
    """f(s) at -16, -16 + 1/64, ..., 16: 2049 little-endian float32. The query has parameters."""
    parameters = numbers(request)
    activation_from(name, parameters)  # what there is not need not wait for its turn
    asked = (name, tuple(sorted(parameters.items())), coding_for(request))
    content = await kept.asked(request, computed, *asked)
    return answer_in(request, "application/octet-stream", content, KEEP)
