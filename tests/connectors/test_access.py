"""A guarded broker: what `[kafka]` must say together, and that no password is ever shown."""

import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest

from connectors.access import choose_options, unlock
from connectors.config import ConfigurationError, build_section
from connectors.errors import MisconfiguredError
from connectors.settings import Guard, Kafka, Mechanism

PASSWORD = "correct-horse-battery"  # noqa: S105 - of nobody.
SASL = {
    "security_protocol": "SASL_PLAINTEXT",
    "sasl_mechanism": "SCRAM-SHA-256",
    "user": "crisis",
    "password_env": "KAFKA_PASSWORD",
}


def read(values: Mapping[str, object]) -> Kafka:
    return build_section(Kafka, values, file="crisis.toml", at="kafka")


def opened(values: Mapping[str, object], **environ: str) -> Kafka:
    return unlock(read(values), environ, file="crisis.toml")


def test_a_broker_that_asks_for_nothing_needs_nothing() -> None:
    kafka = Kafka(bootstrap="b:1")
    assert unlock(kafka, {}, file="crisis.toml") is kafka
    assert choose_options(kafka) == {"bootstrap_servers": "b:1", "security_protocol": "PLAINTEXT"}


def test_user_and_password_reach_the_client() -> None:
    kafka = opened(SASL, KAFKA_PASSWORD=f" {PASSWORD}\n")
    assert choose_options(kafka) == {
        "bootstrap_servers": "127.0.0.1:9092",
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": "crisis",
        "sasl_plain_password": PASSWORD,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_password_may_stand_in_a_file(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding=encoding)
    values = {key: value for key, value in SASL.items() if key != "password_env"}
    assert choose_options(opened({**values, "password_file": file}))["sasl_plain_password"] == PASSWORD


def test_an_encrypted_line_is_checked_against_the_systems_authorities() -> None:
    context = choose_options(opened({"security_protocol": "SSL"}))["ssl_context"]
    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_no_text_of_it_shows_the_password() -> None:
    kafka = opened(SASL, KAFKA_PASSWORD=PASSWORD)
    moved = kafka.model_copy(update={"lane": "drill-1"})
    assert choose_options(moved)["sasl_plain_password"] == PASSWORD
    for text in (str(kafka), repr(kafka), kafka.model_dump_json(), str(moved), repr(kafka.password)):
        assert PASSWORD not in text


def test_without_its_password_no_client_is_made() -> None:
    with pytest.raises(MisconfiguredError, match=r"password of `crisis` for .* was not read"):
        choose_options(read(SASL))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"security_protocol": "TLS"}, "'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'"),
        ({"password": PASSWORD}, "kafka.password: unknown key; allowed here:"),
        ({"password_env": "not a variable"}, "never the secret itself"),
        ({"user": "crisis"}, "`user` is only for a security_protocol with SASL, this is PLAINTEXT"),
        ({"ca_file": "ca.pem"}, "`ca_file` is only for a security_protocol with SSL"),
        ({**SASL, "ca_file": "ca.pem"}, "`ca_file` is only for a security_protocol with SSL"),
        ({"security_protocol": "SASL_SSL"}, "SASL_SSL needs `sasl_mechanism`; SASL_SSL needs `user`"),
        ({**SASL, "password_file": "pw"}, "needs one of `password_env` and `password_file`"),
        ({**SASL, "sasl_mechanism": "GSSAPI"}, "'PLAIN', 'SCRAM-SHA-256' or 'SCRAM-SHA-512'"),
        ({"security_protocol": "SSL", "key_file": "key.pem"}, "`key_file` needs `cert_file`"),
    ],
)
def test_what_does_not_go_together_is_named(values: Mapping[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(values)
    assert said in str(caught.value)
    assert PASSWORD not in str(caught.value)


def test_everything_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text(PASSWORD)
    with pytest.raises(ConfigurationError) as caught:
        opened({**SASL, "security_protocol": "SASL_SSL", "ca_file": broken})
    said = str(caught.value).splitlines()
    assert said[0].startswith(f"crisis.toml: kafka: `ca_file` {broken}: not a certificate or key in PEM")
    assert said[1] == "crisis.toml: kafka.password_env: the environment variable KAFKA_PASSWORD is not set"
    assert len(said) == 2


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_password_file_that_holds_none_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_text(content)
    kafka = Kafka(
        security_protocol=Guard.SASL_PLAINTEXT,
        sasl_mechanism=Mechanism.PLAIN,
        user="crisis",
        password_file=file,
    )
    with pytest.raises(
        ConfigurationError, match=r"kafka\.password_file: the file .* (cannot be read|is empty)"
    ):
        unlock(kafka, {}, file="crisis.toml")


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"`cert_file` .*none\.pem with .*key\.pem: cannot be read"):
        opened(
            {"security_protocol": "SSL", "cert_file": tmp_path / "none.pem", "key_file": tmp_path / "key.pem"}
        )
