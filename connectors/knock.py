"""A knock: why a guarded broker does not let us in.

Asked before a client is made. kafka-python 3.0.12 cannot say: its bootstrap swallows the reason and tries again
until its time is up, what the broker says with its last breath is dropped with the connection, and a TLS handshake
that failed leaves its socket open.
"""

import socket
import ssl
from typing import Any, Final

from kafka.errors import KafkaError, for_code
from kafka.net.sasl import get_sasl_mechanism
from kafka.protocol.parser import KafkaProtocol
from kafka.protocol.sasl import SaslAuthenticateRequest, SaslHandshakeRequest

from connectors.access import choose_options, open_context
from connectors.settings import Kafka

_WITHIN: Final = 5.0
_CHUNK: Final = 4096
_VERSION: Final = 1
"""Of both requests; brokers since Kafka 1.0 speak it."""
_STEPS: Final = 8
"""More than any mechanism has."""


def find_refusal(kafka: Kafka) -> str | None:
    """What the broker, or its certificate, has against us; none when it lets us in or cannot be reached. Blocks."""
    if not kafka.security_protocol.is_encrypted and not kafka.security_protocol.asks_who:
        return None
    host, _, port = kafka.bootstrap.partition(",")[0].strip().rpartition(":")
    try:
        with socket.create_connection((host, int(port)), _WITHIN) as line:
            return _try_line(kafka, line, host)
    except ssl.SSLCertVerificationError as exc:
        return f"its certificate is not to be trusted: {exc.verify_message}"
    except ssl.SSLError as exc:
        return f"no TLS is spoken there, or it wants another certificate of ours: {exc.reason}"
    except (OSError, KafkaError, ValueError):
        return None


def _try_line(kafka: Kafka, line: socket.socket, host: str) -> str | None:
    context = open_context(kafka)
    if context is None:
        return _authenticate(kafka, line, host)
    with context.wrap_socket(line, server_hostname=host) as secured:
        if kafka.security_protocol.asks_who:
            return _authenticate(kafka, secured, host)
        # TLS 1.3 tells of a certificate that is missing only when we read.
        secured.settimeout(1.0)
        try:
            secured.recv(1)
        except TimeoutError:
            return None
        return None


def _authenticate(kafka: Kafka, line: socket.socket, host: str) -> str | None:
    options = choose_options(kafka)
    name = options["sasl_mechanism"]
    protocol = KafkaProtocol(client_id="crisis-knock")
    answer = _ask(protocol, line, SaslHandshakeRequest(version=_VERSION, mechanism=name))
    if name not in answer.mechanisms:
        return f"it does not take {name}, only {', '.join(sorted(answer.mechanisms))}"
    mechanism = get_sasl_mechanism(name)(host=host, **options)
    for _ in range(_STEPS):
        answer = _ask(
            protocol, line, SaslAuthenticateRequest(version=_VERSION, auth_bytes=mechanism.auth_bytes())
        )
        if answer.error_code:
            return f"user `{kafka.user}` or the password is wrong ({for_code(answer.error_code).__name__})"
        mechanism.receive(answer.auth_bytes)
        if mechanism.is_done():
            break
    return None


def _ask(protocol: Any, line: socket.socket, request: Any) -> Any:  # noqa: ANN401 - no py.typed.
    protocol.send_request(request)
    line.sendall(protocol.send_bytes())
    while True:
        data = line.recv(_CHUNK)
        if not data:
            raise ConnectionAbortedError
        for _, response in protocol.receive_bytes(data):
            return response
