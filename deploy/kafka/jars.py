"""The jars of Apache Kafka: where they are kept, and how Maven brings them."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.broker import BrokerMissingError

VERSION = "4.3.1"
POM = Path(__file__).with_name("pom.xml")
FETCH_WITHIN = 600
JAVA_AT_LEAST = 17
DONE = ".complete"
"""Written last, so that a half-fetched directory is never taken for a whole one."""


def jar_home(environ: Mapping[str, str]) -> Path:
    """CRISIS_KAFKA_HOME if set, else a directory per version in the user's cache."""
    if chosen := environ.get("CRISIS_KAFKA_HOME"):
        return Path(chosen)
    cache = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "crisis-monitor" / f"kafka-{VERSION}"


def find_jars(environ: Mapping[str, str] = os.environ) -> Path:
    """The directory of jars. Raises BrokerMissingError if they were not fetched."""
    home = jar_home(environ)
    if not (home / DONE).exists():
        raise BrokerMissingError(f"no Apache Kafka in {home}: run `python -m deploy.kafka fetch` first")
    return home


def fetch_jars(environ: Mapping[str, str] = os.environ) -> Path:
    """Bring the jars with Maven, unless they are there. Raises BrokerMissingError."""
    home = jar_home(environ)
    if (home / DONE).exists():
        return home
    mvn = shutil.which("mvn")
    if mvn is None:
        raise BrokerMissingError("mvn is not installed: apt-get install maven, or brew install maven")
    home.mkdir(parents=True, exist_ok=True)
    goal = [
        "dependency:copy-dependencies",
        f"-Dkafka.version={VERSION}",
        "-DincludeScope=runtime",
        f"-DoutputDirectory={home.absolute()}",
    ]
    try:
        done = subprocess.run(  # noqa: S603 our own command
            [mvn, "--quiet", "--batch-mode", "--file", str(POM), *goal],
            check=False,
            capture_output=True,
            text=True,
            timeout=FETCH_WITHIN,
        )
    except subprocess.TimeoutExpired as exc:
        raise BrokerMissingError(f"mvn did not bring the jars within {FETCH_WITHIN} s; run it again") from exc
    if done.returncode:
        raise BrokerMissingError(f"mvn could not bring the jars into {home}:\n{done.stdout[-2000:]}")
    (home / DONE).touch()
    return home


def find_java(environ: Mapping[str, str] = os.environ) -> str:
    """The java program of JAVA_HOME or PATH, 17 or newer. Raises BrokerMissingError."""
    home = environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    install = "apt-get install openjdk-17-jre-headless, or brew install openjdk@17"
    if java is None:
        raise BrokerMissingError(f"java is not installed: {install}")
    said = subprocess.run(  # noqa: S603 our own command
        [java, "-version"], check=False, capture_output=True, text=True, timeout=30
    ).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found is None or int(found[1]) < JAVA_AT_LEAST:
        first = said.partition("\n")[0]
        raise BrokerMissingError(
            f"Apache Kafka needs Java {JAVA_AT_LEAST} or newer, {java} is {first}: {install}"
        )
    return java
