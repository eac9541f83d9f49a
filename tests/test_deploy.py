"""Files for Docker Compose, Kubernetes and Grafana: they say what the service does."""

import json
import re
from typing import Any

import pytest
import yaml
from prometheus_client import Metric

from app import metrics
from app.settings import PREFIX, Settings
from tests.serving import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
DRAINING = Settings.model_fields["drain_seconds"].default


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["descent-lab"]


def kubernetes() -> dict[str, dict[str, Any]]:
    """Each object by its kind; one of a kind."""
    found = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text()))
    assert len({one["kind"] for one in found}) == len(found)
    return {one["kind"]: one for one in found}


def pod() -> dict[str, Any]:
    return kubernetes()["Deployment"]["spec"]["template"]["spec"]


def container() -> dict[str, Any]:
    (only,) = pod()["containers"]
    return only


def test_composed_service_has_limits_and_no_rights() -> None:
    service = compose()

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert service["mem_limit"] == service["memswap_limit"]
    assert service["cpus"] > 0
    assert service["pids_limit"] > 0
    assert all("noexec" in place for place in service["tmpfs"])
    assert int(service["stop_grace_period"].removesuffix("s")) > DRAINING + 1


def test_composed_service_is_open_to_its_own_machine_alone() -> None:
    assert all(port.startswith("127.0.0.1:") for port in compose()["ports"])


def test_pods_have_limits_and_no_rights() -> None:
    assert pod()["automountServiceAccountToken"] is False
    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert f"\nUSER {pod()['securityContext']['runAsUser']}:" in DOCKERFILE
    assert container()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert set(container()["resources"]["limits"]) == {"cpu", "memory"}
    assert kubernetes()["NetworkPolicy"]["spec"]["egress"] == []


def test_two_replicas_are_replaced_one_at_a_time_and_drained() -> None:
    deployment = kubernetes()["Deployment"]["spec"]
    pause = int(container()["lifecycle"]["preStop"]["exec"]["command"][1])

    assert deployment["replicas"] == 2
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert kubernetes()["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1
    probe = container()["readinessProbe"]
    # Who ends is not asked for before everybody has heard of it.
    assert pause > probe["timeoutSeconds"] + probe["periodSeconds"] - 1
    assert pod()["terminationGracePeriodSeconds"] > pause + DRAINING + 1


def test_everything_selects_the_pods_by_their_label() -> None:
    found = kubernetes()
    label = found["Deployment"]["spec"]["template"]["metadata"]["labels"]

    assert found["Deployment"]["spec"]["selector"]["matchLabels"] == label
    assert found["Service"]["spec"]["selector"] == label
    assert found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == label
    assert found["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == label


def test_probes_ask_at_addresses_that_answer() -> None:
    names = {port["name"]: port["containerPort"] for port in container()["ports"]}
    asked = {kind: container()[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness")}

    assert container()["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "http"}
    assert all(probe == {"path": "/healthz", "port": "http"} for probe in asked.values())
    assert f"\nEXPOSE {names['http']}\n" in DOCKERFILE
    assert f"127.0.0.1:{names['http']}/readyz" in compose()["healthcheck"]["test"][-1]


@pytest.mark.parametrize("given", [
    pytest.param(compose()["environment"], id="compose.yaml"),
    pytest.param(kubernetes()["ConfigMap"]["data"], id="kubernetes.yaml"),
    pytest.param(
        dict(re.findall(rf"({PREFIX}[A-Z_]+)=(\S+)", DOCKERFILE)), id="Dockerfile"
    ),
])  # fmt: skip
def test_every_setting_that_is_set_is_one_and_takes_its_value(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        assert isinstance(value, str), f"{name} is no text in quotes"
        assert name.removeprefix(PREFIX).lower() in Settings.model_fields, f"{name} is no setting"
        monkeypatch.setenv(name, value)
    Settings()


def test_metrics_are_served_where_they_are_looked_for() -> None:
    given = kubernetes()["ConfigMap"]["data"][f"{PREFIX}METRICS_PORT"]
    names = {port["name"]: str(port["containerPort"]) for port in container()["ports"]}
    annotations = kubernetes()["Deployment"]["spec"]["template"]["metadata"]["annotations"]

    assert names["metrics"] == given == annotations["prometheus.io/port"]
    composed = compose()["environment"][f"{PREFIX}METRICS_PORT"]
    assert any(port.endswith(f":{composed}") for port in compose()["ports"])
    assert f"{PREFIX}METRICS_HOST=0.0.0.0" in DOCKERFILE


def test_dashboard_shows_every_metric_and_no_other() -> None:
    shown = {
        name
        for panel in dashboard()["panels"]
        for target in panel["targets"]
        for name in re.findall(r"descent_lab_\w+", target["expr"])
    }
    series = {described.name: _series(described) for described in counted()}

    assert not shown - set().union(*series.values()), "the dashboard asks for what is not counted"
    for name, of_metric in series.items():
        assert shown & of_metric, f"{name} is on no panel"


def test_panels_of_the_dashboard_lie_side_by_side() -> None:
    cells: set[tuple[int, int]] = set()
    for panel in dashboard()["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        covered = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & covered, f"{panel['title']} lies upon another"
        cells |= covered
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(dashboard()["panels"])


def dashboard() -> dict[str, Any]:
    return json.loads((ROOT / "deploy" / "grafana.json").read_text())


def counted() -> list[Metric]:
    return [
        described
        for name, metric in vars(metrics).items()
        if name.isupper() and hasattr(metric, "describe")
        for described in metric.describe()
    ]


def _series(described: Metric) -> set[str]:
    """The names under which Prometheus keeps a metric."""
    endings = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}
    return {described.name + ending for ending in endings.get(described.type, [""])}
