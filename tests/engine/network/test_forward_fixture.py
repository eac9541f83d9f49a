"""What the page's tests hold its own forward pass against is what the engine computes."""

import json
from typing import Any

import numpy as np
import pytest

from app.engine.catalogue import ACTIVATIONS
from tests.fixtures import make_network_forward

KEPT = json.loads(make_network_forward.HERE.read_text())


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    return make_network_forward.everything()


def test_the_plane_and_the_places_are_the_engines(now: dict[str, Any]) -> None:
    for part in ("sizes", "places", "first"):
        assert now[part] == KEPT[part]
    np.testing.assert_allclose(now["plane"]["axes"], KEPT["plane"]["axes"], atol=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_layer_puts_out_what_the_engine_says(name: str, now: dict[str, Any]) -> None:
    fresh, kept = now["networks"][name], KEPT["networks"][name]

    np.testing.assert_allclose(fresh["parameters"], kept["parameters"], atol=1e-5)
    for one, other in zip(fresh["layers"], kept["layers"], strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)
