"""A stage: every receiver that a channel of the registry may tell, and what each of them was told."""

import io
import json
from base64 import b64encode

from pydantic import SecretStr
from rich.console import Console

from alerts.channels.channel import Channel
from alerts.channels.console import ConsoleChannel
from alerts.places import Channel as ChannelSection
from alerts.places import ChannelType
from alerts.posts import Post
from alerts.registry import CHANNELS
from alerts.sections import Response
from deploy.slack_standin import SlackStandIn
from tests.alerts.channels.receiver import Mailbox, Receiver

SECRET = "s3cretvaluenobodymaysee"  # noqa: S105 - a made-up one.
KEY = "whsec_" + b64encode(SECRET.encode() + b"-and-more").decode()
LINE_ID = "U" + "0123456789abcdef" * 2


class Stage:
    """All receivers; closed channels and servers at the end."""

    def __init__(self, slack: SlackStandIn) -> None:
        self.slack = slack
        self.receiver = Receiver()
        self.mailbox = Mailbox()
        self.output = io.StringIO()

    async def start(self) -> None:
        await self.receiver.start()
        await self.mailbox.start()

    async def stop(self) -> None:
        await self.receiver.stop()
        await self.mailbox.stop()

    def open(
        self, kind: ChannelType, *, drill: bool = False, timeout: str = "10s", **more: object
    ) -> Channel:
        url = self.receiver.url
        options: dict[ChannelType, dict[str, object]] = {
            ChannelType.CONSOLE: {},
            ChannelType.SLACK: {"to": "C0123456789", "secret_env": "X"},
            ChannelType.SLACK_WEBHOOK: {"secret_env": "X"},
            ChannelType.ALERTMANAGER: {"url": url, "secret_env": "X"},
            ChannelType.PAGERDUTY: {"url": f"{url}/v2/enqueue", "secret_env": "X"},
            ChannelType.LINE: {"url": url, "to": LINE_ID, "secret_env": "X"},
            ChannelType.TEAMS: {"secret_env": "X"},
            ChannelType.EMAIL: {
                "url": f"smtp://127.0.0.1:{self.mailbox.port}",
                "to": "pr@acme.example, lead@acme.example",
                "sender": "crisis@acme.example",
            },
            ChannelType.WEBHOOK: {"url": f"{url}/hook", "secret_env": "X"},
        }
        secrets = {
            ChannelType.SLACK_WEBHOOK: f"{self.slack.url}/hooks/{SECRET}",
            ChannelType.TEAMS: f"{url}/workflows/x?sig={SECRET}",
            ChannelType.WEBHOOK: KEY,
        }
        values = {"name": "pr-room", "type": kind, "drill": drill, **options[kind], **more}
        section = ChannelSection.model_validate(values)
        response = Response.model_validate(
            {
                "slack": {"base_url": f"{self.slack.url}/api/", "timeout": timeout},
                "alerts": {"timeout": timeout, "zone": "Europe/Budapest"},
            }
        )
        secret = SecretStr(secrets.get(kind, f"xoxb-{SECRET}")) if "secret_env" in values else None
        if kind is ChannelType.CONSOLE:
            return ConsoleChannel("pr-room", Console(file=self.output, width=120))
        return CHANNELS[kind](Post(channel=section, secret=secret), response)

    @property
    def shown(self) -> str:
        """Everything anybody was told, as they would read it."""
        slack = "".join(f"{one.text}{one.blocks}" for one in self.slack.sent)
        posted = "".join(
            json.dumps(one.json, ensure_ascii=False) for one in self.receiver.requests if one.body
        )
        mails = "".join(
            f"{mail['Subject']}"
            + "".join(part.get_content() for part in mail.walk() if not part.is_multipart())
            for mail in self.mailbox.messages
        )
        return self.output.getvalue() + slack + posted + mails

    @property
    def headlines(self) -> list[str]:
        """What each message opens with, by any receiver."""
        found = [one.text for one in self.slack.sent]
        found += [str(mail["Subject"]) for mail in self.mailbox.messages]
        for request in self.receiver.requests:
            body = request.json if request.body else None
            if isinstance(body, list):
                found += [alert["annotations"]["summary"] for alert in body]
            elif body and "messages" in body:
                found += [message["text"] for message in body["messages"]]
            elif body and "attachments" in body:
                found += [body["attachments"][0]["content"]["body"][0]["inlines"][0]["text"], body["summary"]]
            elif body and "payload" in body:
                found.append(body["payload"]["summary"])
            elif body and "data" in body:
                found.append(body["data"]["headline"])
        return found
