"""The Kubernetes manifests: valid, with commands, ports and paths that our own code has."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from connectors.cli import main as connectors
from connectors.keyfile import VARIABLE
from connectors.receiver.options import ReceiverOptions
from connectors.receiver.server import HEALTH
from deploy.document import Document, check_document
from streams.workplace import Workplace
from tests.deploy.commanded import parse

FOLDER = Path(__file__).parents[2] / "deploy" / "k8s"
FILES = sorted(file for file in FOLDER.glob("*.yaml") if file.name != "kustomization.yaml")
SCHEMAS = Path(__file__).with_name("kubernetes.json")
METRICS = "/metrics"
STATE = "/var/lib/crisis/data"


def read(file: Path) -> list[dict[str, Any]]:
    return [each for each in yaml.safe_load_all(file.read_text(encoding="utf-8")) if each]


def workloads() -> Iterator[Any]:
    for file in FILES:
        for each in read(file):
            if each["kind"] in {"StatefulSet", "Deployment"}:
                yield pytest.param(each, id=file.stem)


def container(workload: dict[str, Any]) -> dict[str, Any]:
    (only,) = workload["spec"]["template"]["spec"]["containers"]
    assert isinstance(only, dict)
    return only


def image_environment() -> dict[str, str]:
    dockerfile = (FOLDER.parent / "Dockerfile").read_text(encoding="utf-8")
    return dict(re.findall(r"(CRISIS_\w+)=(\S+)", dockerfile))


def configuration() -> Document:
    (config,) = read(FOLDER / "configmap.yaml")
    text = config["data"][Path(image_environment()["CRISIS_CONFIG"]).name]
    return check_document(tomllib.loads(text), {"SLACK_BOT_TOKEN": "xoxb-1"}, file="configmap.yaml")


def refuse(manifest: dict[str, Any]) -> list[str]:
    """What Kubernetes would say against it."""
    schemas = json.loads(SCHEMAS.read_text(encoding="utf-8"))
    kind = schemas["kinds"][f"{manifest['apiVersion']} {manifest['kind']}"]
    judge = jsonschema.Draft7Validator({"$defs": schemas["$defs"], "allOf": [{"$ref": kind}]})
    return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(manifest)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_kubernetes_would_take_it(file: Path) -> None:
    assert [said for each in read(file) for said in refuse(each)] == []


def test_kubernetes_would_not_take_a_key_that_it_does_not_know_or_a_value_of_another_type() -> None:
    (workload,) = (each for each in read(FOLDER / "desk.yaml") if each["kind"] == "Deployment")
    container(workload)["livenesProbe"] = container(workload).pop("livenessProbe")
    workload["spec"]["replicas"] = "two"
    replicas, probe = sorted(refuse(workload))
    assert replicas.startswith("$.spec.replicas: 'two'")
    assert "livenesProbe" in probe


def test_every_file_is_in_the_kustomization_at_least_as_a_choice() -> None:
    listed = (FOLDER / "kustomization.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"- ([\w-]+\.yaml)", listed)) == {file.name for file in FILES}
    assert set(yaml.safe_load(listed)["resources"]) <= {file.name for file in FILES}


def test_the_configuration_is_right_and_open_to_other_pods() -> None:
    document = configuration()
    assert document.sources.receiver.host == "0.0.0.0"  # noqa: S104 - inside a pod.
    assert document.response.response.kafka.replication == 3


@pytest.mark.parametrize("workload", [*workloads()])
def test_it_starts_a_command_that_exists_and_serves_where_the_probes_ask(
    workload: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in image_environment().items():
        monkeypatch.setenv(name, value)
    pod = container(workload)
    command = parse(pod["args"])
    ports = {each["name"]: each["containerPort"] for each in pod["ports"]}
    served = {ports["metrics"]: METRICS}
    if command.info_name == "worker":
        place = Workplace.from_env(image_environment(), data_dir=STATE)
        assert (place.web_port, place.web_host) == (ports["metrics"], "0.0.0.0")  # noqa: S104 - inside a pod.
        assert command.params["data_dir"] == Path(STATE)
    else:
        assert command.params["metrics_port"] == ports["metrics"]
    if command.info_name == "receiver":
        served[ports["hooks"]] = HEALTH
        assert ports["hooks"] == ReceiverOptions().port == configuration().sources.receiver.port
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        asked = pod[probe]["httpGet"]
        assert served[ports[asked["port"]]] == asked["path"], probe


@pytest.mark.parametrize("command", ["run", "receive"])
def test_connectors_open_their_metrics_to_other_pods(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRISIS_WEB_HOST", image_environment()["CRISIS_WEB_HOST"])
    assert parse([command], connectors).params["metrics_host"] == "0.0.0.0"  # noqa: S104 - inside a pod.


@pytest.mark.parametrize("workload", [*workloads()])
def test_a_pod_has_no_rights_and_no_secret_of_its_own(workload: dict[str, Any]) -> None:
    spec, pod = workload["spec"]["template"]["spec"], container(workload)
    assert spec["securityContext"]["runAsNonRoot"]
    assert spec["automountServiceAccountToken"] is False
    assert pod["securityContext"]["readOnlyRootFilesystem"]
    assert pod["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert pod["envFrom"] == [{"secretRef": {"name": "crisis-secrets"}}]
    assert all("value" not in each for each in pod.get("env", ()))
    assert {each["name"] for each in pod["volumeMounts"]} == {
        *(each["name"] for each in spec["volumes"]),
        *(each["metadata"]["name"] for each in workload["spec"].get("volumeClaimTemplates", ())),
    }


@pytest.mark.parametrize("workload", [*workloads()])
def test_selectors_find_their_pods(workload: dict[str, Any]) -> None:
    labels = workload["spec"]["template"]["metadata"]["labels"]
    beside = [each for file in FILES for each in read(file) if each["metadata"] == workload["metadata"]]
    selectors = [each["spec"]["selector"] for each in beside]
    assert all(selector.get("matchLabels", selector) == labels for selector in selectors)


def test_what_must_run_once_runs_once_and_ends_before_it_starts_again() -> None:
    for name in ("connectors", "receiver"):
        (deployment,) = (each for each in read(FOLDER / f"{name}.yaml") if each["kind"] == "Deployment")
        assert deployment["spec"]["replicas"] == 1
        assert deployment["spec"]["strategy"] == {"type": "Recreate"}


def test_workers_keep_their_name_and_there_are_no_more_than_partitions() -> None:
    for name in ("sentiment", "response"):
        (workers,) = (each for each in read(FOLDER / f"{name}.yaml") if each["kind"] == "StatefulSet")
        assert workers["spec"]["replicas"] <= configuration().sentiment.kafka.partitions
        (worker,) = (each for each in container(workers)["env"] if each["name"] == "CRISIS_WORKER")
        assert worker["valueFrom"]["fieldRef"]["fieldPath"] == "metadata.name"


def test_the_page_names_the_secret_and_the_author_key() -> None:
    page = (FOLDER.parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "crisis-secrets" in page
    assert VARIABLE in page
