"""Blocks as bytes: what is packed is what a client reads."""

import base64
import json
import struct

import numpy as np

from tests.fixtures import make_block


def test_the_shared_fixture_is_what_the_packer_makes():
    assert make_block.HERE.read_text() == make_block.text()


def test_a_block_is_a_header_then_exact_points_and_rates_then_columns():
    for block in json.loads(make_block.HERE.read_text())["blocks"]:
        content = base64.b64decode(block["base64"])
        magic, *numbers = struct.unpack_from("<4sIIIII", content)
        assert magic == b"DLB1"
        assert numbers == [block[name] for name in ("race", "first", "steps", "lanes", "flags")]
        lanes, steps = block["lanes"], block["steps"]
        points = np.frombuffer(content, "<f8", 2 * lanes, 24).reshape(lanes, 2)
        rates = np.frombuffer(content, "<f8", lanes, 24 + 16 * lanes)
        columns = np.frombuffer(content, "<f4", offset=24 + 24 * lanes)
        columns = columns.reshape(-1, lanes, steps)
        np.testing.assert_array_equal(points, np.array(block["points"], float))
        np.testing.assert_array_equal(rates, np.array(block["rates"], float))
        for column, expected in zip(columns, block["columns"].values(), strict=True):
            np.testing.assert_array_equal(column, np.array(expected, "f4"))
