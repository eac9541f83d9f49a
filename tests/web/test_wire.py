"""Blocks as bytes: what is packed is what a client reads."""

import base64
import json
import struct

import numpy as np

from tests.fixtures import make_block, make_network_block
from tests.web.protocol_client import read_look, read_network


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


def test_the_shared_fixture_of_networks_is_what_their_packer_makes():
    assert make_network_block.HERE.read_text() == make_network_block.text()


def test_a_block_of_networks_is_a_header_then_rates_columns_and_scores():
    for block in json.loads(make_network_block.HERE.read_text())["blocks"]:
        content = base64.b64decode(block["base64"])
        found = read_network(content)
        numbers = struct.unpack_from("<IIIIIII", content, 4)
        names = ("race", "first", "steps", "lanes", "flags")
        assert list(numbers) == [*(block[name] for name in names), len(block["evaluated"]), 2]
        assert found.scored == block["evaluated"]
        columns = [found.loss, found.gradient_norm, found.moves]
        if block["flags"]:
            columns.append(found.rates)
        else:
            np.testing.assert_array_equal(found.rates[:, 0], block["rates"])
        for column, expected in zip(columns, block["columns"].values(), strict=True):
            np.testing.assert_array_equal(column, np.array(expected, "f4"))
        np.testing.assert_array_equal(found.flow, np.array(block["flow"], "f4"))
        np.testing.assert_array_equal(found.scores, np.array(block["scores"], "f4"))


def test_a_look_is_a_header_then_steps_json_and_weights():
    for look in json.loads(make_network_block.HERE.read_text())["looks"]:
        found = read_look(base64.b64decode(look["base64"]))
        assert (found.race, found.step, found.steps) == (look["race"], look["step"], look["steps"])
        assert found.details == look["details"]
        weights = np.concatenate([np.array(run, "f4") for run in look["weights"]])
        np.testing.assert_array_equal(found.weights, weights)
