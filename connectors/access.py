"""Access: what a client needs to get into a guarded broker. kafka-python, aiokafka and Faust get the same."""

import ssl
from collections.abc import Mapping
from typing import Any

from connectors.config import ConfigurationError, Problem
from connectors.errors import MisconfiguredError
from connectors.secret import Secret, read_secret
from connectors.settings import Kafka


def unlock(kafka: Kafka, environ: Mapping[str, str], *, file: str) -> Kafka:
    """Read the password that `[kafka]` names, and try the certificates.

    Args:
        kafka: as it stands in the file; one that needs nothing comes back as it is.
        environ: with the variable under `password_env`.
        file: for the error text.

    Raises:
        ConfigurationError: with everything that is missing or unreadable; it never shows a secret.
    """
    problems = []
    try:
        open_context(kafka)
    except MisconfiguredError as exc:
        problems.append(Problem(file, "kafka", str(exc)))
    unlocked = kafka
    if kafka.security_protocol.asks_who:
        key = "password_env" if kafka.password_env else "password_file"
        try:
            unlocked = kafka.with_password(_read_password(kafka, environ))
        except MisconfiguredError as exc:
            problems.append(Problem(file, f"kafka.{key}", str(exc)))
    if problems:
        raise ConfigurationError(tuple(problems))
    return unlocked


def open_context(kafka: Kafka) -> ssl.SSLContext | None:
    """What TLS checks the broker with; none where the line is not encrypted.

    Raises:
        MisconfiguredError: a certificate or a key cannot be read.
    """
    if not kafka.security_protocol.is_encrypted:
        return None
    try:
        context = ssl.create_default_context(cafile=kafka.ca_file)
    except (OSError, ssl.SSLError) as exc:
        raise MisconfiguredError(f"`ca_file` {kafka.ca_file}: {_explain(exc)}") from exc
    if kafka.cert_file:
        try:
            context.load_cert_chain(kafka.cert_file, kafka.key_file, password="")
        except (OSError, ssl.SSLError) as exc:
            where = f"`cert_file` {kafka.cert_file}" + (f" with {kafka.key_file}" if kafka.key_file else "")
            raise MisconfiguredError(f"{where}: {_explain(exc)}") from exc
    return context


def choose_options(kafka: Kafka) -> dict[str, Any]:
    """The settings of a client, in the words that kafka-python and aiokafka share.

    Raises:
        MisconfiguredError: the password was not read, or a certificate cannot be.
    """
    options: dict[str, Any] = {
        "bootstrap_servers": kafka.bootstrap,
        "security_protocol": kafka.security_protocol.value,
    }
    context = open_context(kafka)
    if context is not None:
        options["ssl_context"] = context
    if kafka.security_protocol.asks_who and kafka.sasl_mechanism:
        options["sasl_mechanism"] = kafka.sasl_mechanism.value
        options["sasl_plain_username"] = kafka.user
        options["sasl_plain_password"] = reveal_password(kafka)
    return options


def reveal_password(kafka: Kafka) -> str:
    """The password itself, for the client that sends it.

    Raises:
        MisconfiguredError: it was not read.
    """
    if kafka.password is None:
        raise MisconfiguredError(f"the password of `{kafka.user}` for {kafka.bootstrap} was not read")
    return kafka.password.reveal()


def _read_password(kafka: Kafka, environ: Mapping[str, str]) -> Secret:
    if kafka.password_env:
        return read_secret(environ, kafka.password_env)
    assert kafka.password_file is not None  # noqa: S101 - the section has checked it.
    try:
        value = kafka.password_file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise MisconfiguredError(f"the file {kafka.password_file} cannot be read") from exc
    if not value:
        raise MisconfiguredError(f"the file {kafka.password_file} is empty")
    return Secret(value)


def _explain(exc: OSError) -> str:
    if isinstance(exc, ssl.SSLError):
        return "not a certificate or key in PEM, or one that asks for a passphrase"
    return f"cannot be read: {exc.strerror}"
