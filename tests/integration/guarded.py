"""An Apache Kafka with guarded listeners: a password over TLS, and our own certificate asked for."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from deploy.kafka.server import ApacheKafka, Listener
from deploy.local import LOOPBACK, LocalBroker, free_port

USER = "crisis"
PASSWORD = "correct-horse-battery"  # noqa: S105 - of a broker that lives for one test.
_PLAIN = (
    "org.apache.kafka.common.security.plain.PlainLoginModule required"
    f' username="{USER}" password="{PASSWORD}" user_{USER}="{PASSWORD}";'
)
_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"


@dataclass(frozen=True, slots=True)
class Certificates:
    """Signed by an authority that only this test knows."""

    authority: Path
    server: Path
    """Key and chain, as Kafka reads them."""
    client: Path

    @classmethod
    def make(cls, folder: Path) -> Self:
        folder.mkdir(parents=True, exist_ok=True)
        authority = trustme.CA()
        made = cls(folder / "ca.pem", folder / "server.pem", folder / "client.pem")
        authority.cert_pem.write_to_path(str(made.authority))
        _write(authority.issue_cert(LOOPBACK), made.server)
        _write(authority.issue_cert("worker@crisis.example"), made.client)
        return made


def _write(certificate: trustme.LeafCert, path: Path) -> None:
    """Kafka reads PKCS #8 only."""
    key = load_pem_private_key(certificate.private_key_pem.bytes(), None)
    chain = b"".join(blob.bytes() for blob in certificate.cert_chain_pems)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + chain)


@dataclass(frozen=True, slots=True)
class GuardedKafka:
    """The broker, its two guarded listeners and what opens them."""

    server: LocalBroker
    with_password: Listener
    with_certificate: Listener
    certificates: Certificates


def guarded_kafka(folder: Path) -> GuardedKafka:
    """One that is not started yet."""
    certificates = Certificates.make(folder / "certificates")
    keys = {"ssl.keystore.type": "PEM", "ssl.keystore.location": str(certificates.server)}
    trust = {"ssl.truststore.type": "PEM", "ssl.truststore.location": str(certificates.authority)}
    with_password = Listener(
        "PASSWORD",
        "SASL_SSL",
        free_port(),
        {
            **keys,
            "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
            "plain.sasl.jaas.config": _PLAIN,
            "scram-sha-512.sasl.jaas.config": _SCRAM,
        },
    )
    with_certificate = Listener(
        "CERTIFICATE", "SSL", free_port(), {**keys, **trust, "ssl.client.auth": "required"}
    )
    recipe = ApacheKafka((with_password, with_certificate), users={USER: PASSWORD})
    return GuardedKafka(LocalBroker(recipe, folder / "broker"), with_password, with_certificate, certificates)
