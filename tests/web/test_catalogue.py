"""GET /api/catalog: every menu as data."""

import pytest
from fastapi.testclient import TestClient

from app import spec
from app.engine import table
from app.engine.catalogue import LOSSES, OPTIMIZERS, SCHEDULES, SURFACES
from tests.web.strict import read

FIRST_ISSUE = {
    "optimizers": "sgd momentum nesterov adagrad rmsprop adadelta adam adamax nadam amsgrad adamw",
    "schedules": "constant exponential step cosine warmup_cosine inverse_sqrt plateau",
    "surfaces": "rosenbrock beale saddle himmelblau rastrigin ackley booth matyas three_hump_camel "
    "six_hump_camel styblinski_tang goldstein_price mccormick monkey_saddle ravine double_well "
    "plateau",
}
SECOND_ISSUE = {
    "losses": "mse cross_entropy hinge huber",
    "activations": "identity sigmoid tanh relu leaky_relu elu gelu silu",
    "initializers": "xavier_uniform xavier_normal he_uniform he_normal lecun_uniform lecun_normal "
    "torch_linear constant",
    "datasets": "moons circles blobs xor spirals checkerboard plane bump sine sparse iris wine "
    "breast_cancer digits diabetes",
}
ISSUES = FIRST_ISSUE | SECOND_ISSUE
PROMISED = {"name", "label", "symbol", "default", "minimum", "maximum", "scale"}


@pytest.fixture(scope="module")
def catalog(door: TestClient):
    answer = door.get("/api/catalog")
    assert answer.headers["content-type"] == "application/json"
    return read(answer.content)


@pytest.mark.parametrize("menu", ISSUES)
def test_every_promised_name_is_on_its_menu(catalog, menu: str):
    names = [entry["name"] for entry in catalog[menu]]
    assert set(ISSUES[menu].split()) <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("menu", "numbers"),
    [
        ("optimizers", "hyperparameters"),
        *((menu, "parameters") for menu in ("surfaces", "schedules", *SECOND_ISSUE)),
    ],
)
def test_every_entry_describes_itself_and_its_numbers(catalog, menu: str, numbers: str):
    for entry in catalog[menu]:
        for field in ("name", "label", "summary", "formula", "source"):
            assert isinstance(entry[field], str)
            assert entry[field]
        for number in entry[numbers]:
            assert set(number) >= PROMISED
            assert number["scale"] in ("linear", "log", "one_minus_log")
            inside = number["minimum"] <= number["default"] <= number["maximum"]
            assert inside or (number["default"] == 0 and number["zero"] is True)


def test_the_catalog_is_sent_compressed_and_only_when_it_has_changed(door: TestClient):
    first = door.get("/api/catalog", headers={"Accept-Encoding": "br"})
    assert int(first.headers["content-length"]) < len(first.content) / 4
    tag = {"Accept-Encoding": "br", "If-None-Match": first.headers["etag"]}
    assert door.get("/api/catalog", headers=tag).status_code == 304


def test_an_optimizers_conventions_say_which_numbers_they_take(catalog):
    for entry in catalog["optimizers"]:
        optimizer = OPTIMIZERS[entry["name"]]
        for told, points in (("good_at", optimizer.good_at), ("weak_at", optimizer.weak_at)):
            assert entry[told] == [{"says": p.says, "lesson": p.lesson} for p in points]
        listed = {number["name"] for number in entry["hyperparameters"]}
        taken = set()
        for convention, form in zip(entry["conventions"], optimizer.conventions, strict=True):
            assert {"name", "label", "formula", "defaults"} <= set(convention)
            assert convention["name"] == form.name
            assert set(convention["defaults"]) == set(form.sliders)
            taken |= set(convention["defaults"])
        assert listed == taken
        assert ("textbook" in {c["name"] for c in entry["conventions"]}) <= (
            entry["conventions"][0]["name"] == "textbook"
        )


def test_only_textbook_adadelta_goes_without_a_learning_rate(catalog):
    without = [
        (entry["name"], convention["name"])
        for entry in catalog["optimizers"]
        for convention in entry["conventions"]
        if "lr" not in convention["defaults"]
    ]
    assert without == [("adadelta", "textbook")]


def test_a_surface_lists_its_domain_start_minima_and_rates(catalog):
    for entry in catalog["surfaces"]:
        surface = SURFACES[entry["name"]]()
        (x0, x1), (y0, y1) = entry["domain"]
        assert x0 < entry["start"][0] < x1
        assert y0 < entry["start"][1] < y1
        assert entry["minima"] == [list(minimum) for minimum in surface.minima_here()]
        assert all(1e-8 <= rate <= 10 for rate in entry["rates"].values())
        assert set(entry["rates"]) <= set(OPTIMIZERS)


def test_the_limits_are_those_that_are_enforced(catalog):
    assert catalog["limits"] == {
        "steps": spec.MAX_STEPS,
        "runs": spec.MAX_RUNS,
        "changes": spec.MAX_CHANGES,
        "seed": spec.MAX_SEED,
        "noise": spec.MAX_NOISE,
        "start": spec.MAX_START,
        "resolution": [spec.MIN_RESOLUTION, spec.MAX_RESOLUTION],
        "hidden_layers": spec.MAX_HIDDEN,
        "units": spec.MAX_UNITS,
        "batch_size": spec.MAX_BATCH,
        "penalty": spec.MAX_PENALTY,
        "dropout": spec.MAX_DROPOUT,
        "scale": spec.MAX_SCALE,
        "test_fraction": spec.MAX_TEST_FRACTION,
        "csv_bytes": table.MAX_BYTES,
        "csv_columns": table.MAX_COLUMNS,
        "csv_rows": [table.MIN_ROWS, table.MAX_ROWS],
        "points": table.MAX_ROWS,
        "point": table.MAX_POINT,
        "classes": table.MAX_CATEGORIES,
    }
    assert catalog["limits"]["steps"] >= 10_000
    assert catalog["limits"]["runs"] >= 64
    assert catalog["limits"]["noise"] >= 10


def test_what_the_catalog_says_is_accepted_is_accepted(catalog, door: TestClient):
    for entry in catalog["surfaces"]:
        for number in entry["parameters"]:
            for value in (number["minimum"], number["default"], number["maximum"]):
                query = f"?resolution=11&{number['name']}={value}"
                assert door.get(f"/api/surfaces/{entry['name']}/grid{query}").status_code == 200
    for entry in catalog["schedules"]:
        for number in entry["parameters"]:
            for value in (number["minimum"], number["default"], number["maximum"]):
                schedule = {"name": entry["name"], "parameters": {number["name"]: value}}
                run = {"optimizer": "sgd", "schedule": schedule}
                race = {"problem": {"name": "beale"}, "runs": [run], "steps": 20}
                assert door.post("/api/run", json=race).status_code == 200, schedule
    assert len(catalog["schedules"]) == len(SCHEDULES)
    for menu, field in (("datasets", "dataset"), ("initializers", "initializer")):
        for entry in catalog[menu]:
            for number in entry["parameters"]:
                for value in (number["minimum"], number["default"], number["maximum"]):
                    chosen = {"name": entry["name"], "parameters": {number["name"]: value}}
                    network = {"kind": "network", field: chosen}
                    race = {"problem": network, "runs": [{"optimizer": "sgd"}], "steps": 3}
                    assert door.post("/api/run", json=race).status_code == 200, chosen


def test_a_data_set_says_what_is_learned_and_a_loss_what_it_needs(catalog):
    tasks = {entry["name"]: entry["task"] for entry in catalog["datasets"]}
    assert {name for name, task in tasks.items() if task == "regression"} == {
        "plane", "bump", "sine", "diabetes",
    }  # fmt: skip
    for entry in catalog["datasets"]:
        assert entry["features"]
        assert bool(entry["classes"]) == (entry["task"] == "classification")
        taken = {
            name: {form.name for form in optimizer.conventions if "lr" in form.defaults}
            for name, optimizer in OPTIMIZERS.items()
        }
        assert {name: set(rates) for name, rates in entry["rates"].items()} == taken
    needing = {entry["name"] for entry in catalog["losses"] if entry["needs_classes"]}
    assert needing == {"cross_entropy", "hinge"}


def test_a_loss_says_what_outputs_are_and_where_two_classes_part(catalog):
    told = {
        entry["name"]: (entry["answers"], entry["threshold"]) for entry in catalog["losses"]
    }
    assert told == {
        "mse": ("numbers", 0.5),
        "cross_entropy": ("logits", 0),
        "hinge": ("margins", 0),
        "huber": ("numbers", 0.5),
    }
    assert {name: threshold for name, (_, threshold) in told.items()} == {
        name: loss.threshold for name, loss in LOSSES.items()
    }


def test_an_activation_says_whether_it_saturates_or_dies(catalog):
    told = {
        entry["name"]: (entry["saturates"], entry["dies"]) for entry in catalog["activations"]
    }
    assert {name for name, (saturates, _) in told.items() if saturates} == {"sigmoid", "tanh"}
    assert {name for name, (_, dies) in told.items() if dies} == {"relu"}
