"""An activation as a table of its values, for who evaluates networks without the engine."""

import numpy as np
from fastapi import APIRouter, Request, Response

from app.engine.contracts import Activation, Floats
from app.spec import activation_from
from app.web.coding import answer, in_all_forms
from app.web.query import numbers

router = APIRouter()

KEEP = "public, max-age=86400"
REACH = 16.0  # from -REACH to REACH; beyond, all activations are as good as straight
STEPS = 64  # in 1


@router.get("/api/activations/{name}/table")
def table(name: str, request: Request) -> Response:
    """f(s) at -16, -16 + 1/64, ..., 16: 2049 little-endian float32. The query has parameters."""
    activation = activation_from(name, numbers(request))
    content = values(activation).astype("<f4").tobytes()
    return answer(request, in_all_forms("application/octet-stream", content), KEEP)


@np.errstate(all="ignore")
def values(activation: Activation) -> Floats:
    """The activation at each place of the table."""
    return activation.value(np.linspace(-REACH, REACH, round(2 * REACH * STEPS) + 1))
