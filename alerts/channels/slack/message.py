"""A message: what a letter looks like in Slack.

The first two lines, which are all that a phone shows, say brand, what is happening, how bad, since when,
and what to do now; then come the reasons, the quotes, the first steps and the ids. Words of strangers
stand only in rich text, which Slack never parses for pings or links.
"""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from alerts.arithmetic import write_term
from alerts.change import tell_change
from alerts.channels.slack.buttons import (
    write_answer_buttons,
    write_first_buttons,
    write_last_buttons,
)
from alerts.channels.slack.guide import write_guide
from alerts.channels.slack.permalink import find_permalink
from alerts.channels.slack.text import (
    FALLBACK_LIMIT,
    SECTION_LIMIT,
    clock,
    context,
    escape,
    fit,
    header,
    inline,
    join_within,
    mrkdwn,
    section,
)
from alerts.excerpt import clean_excerpt
from alerts.facts import list_facts, list_origin
from alerts.figures import stamp, write_rise, write_since
from alerts.gist import list_asides, write_gist
from alerts.heading import choose_sign, name_reason, say_command, say_now, say_severity, tells_change
from alerts.incident import Incident
from alerts.letter import Letter
from alerts.notice import PAGES, Notice, Reason
from alerts.parts import list_parts
from alerts.saidlines import tell_said
from alerts.words.message import Words
from alerts.words.registry import VOCABULARIES
from streams.minute import Quote
from streams.spike import FeedAlarm, FeedState, Severity

Block = dict[str, Any]

QUOTES_SHOWN: Final = 3
EXCERPT_SHOWN: Final = 280
FIELD_SHOWN: Final = 400
"""Below Slack's 2,000: Slack also refuses a message whose blocks are too long together."""
TERMS_SHOWN: Final = 10

_PINGS: Final = PAGES | {Reason.LAPSING, Reason.FEED_SILENT}


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to Slack: blocks, and the text of notifications and screen readers."""

    text: str
    blocks: tuple[Block, ...]
    alone: str = ""
    """The text when Slack refuses the blocks: then it has to ping, and to say how to have it."""

    def without_blocks(self) -> "Message":
        return Message(text=self.alone or self.text, blocks=())


def write_message(letter: Letter, *, is_answer: bool = False, has_desk: bool = False) -> Message:
    """Write a letter as a Slack message.

    Args:
        letter: what to say.
        is_answer: it stands in the thread of the incident's first message, which has all the rest.
        has_desk: somebody listens to what is pressed, so there are buttons.
    """
    words = VOCABULARIES[letter.language].words
    notice = letter.notice
    if notice.feed is not None:
        return _write_feed(letter, notice.feed, words)
    incident = notice.incident
    if incident is None:
        return _write_bulletin(letter)
    asides = [inline(line, limit=600) for line in list_asides(letter)]
    lead = _lead(letter, incident, words)
    if not has_desk and (command := say_command(notice.reason, incident, notice.lane, letter.language)):
        lead.insert(2, escape(clean_excerpt(command, limit=300)))  # As it is: it is copied and run.
    lead += [*asides, *_ping(letter, words)]
    blocks = [header(_headline(letter, incident, words)), section(join_within(lead, SECTION_LIMIT))]
    if has_desk:
        blocks += (write_answer_buttons if is_answer else write_first_buttons)(letter, incident)
    if not is_answer:
        blocks += _why(letter, incident, words)
        blocks += _quotes(letter, incident, words)
        blocks += write_guide(letter, incident)
    if has_desk and not is_answer:
        blocks += write_last_buttons(letter, incident)
    blocks.append(_ids(notice, incident))
    plain = [_headline(letter, incident, words), *_plain_lead(letter, incident, words)]
    text = fit("\n".join(plain), FALLBACK_LIMIT)
    command = say_command(notice.reason, incident, notice.lane, letter.language)
    asked = [escape(clean_excerpt(command, limit=300))] if command else []
    alone = "\n".join([text, *asked, *_ping(letter, words)])
    return Message(text=text, blocks=tuple(blocks), alone=alone)


def _mark(letter: Letter, words: Words) -> str:
    drill = "[DRILL] " if letter.is_drill else ""
    return drill + (f"{words.repeat} " if letter.is_repeat else "")


def _headline(letter: Letter, incident: Incident, words: Words) -> str:
    told = name_reason(letter.notice.reason, incident, letter.language)
    why_told = f"{told}: " if told else ""
    brand = clean_excerpt(incident.brand, limit=60)
    mark = _mark(letter, words)
    return f"{mark}{choose_sign(incident)} {incident.severity} · {brand} · {why_told}{words.kinds[incident.kind]}"


def _lead(letter: Letter, incident: Incident, words: Words) -> list[str]:
    rise, since, now = _facts(letter, incident, words)
    since = since.format(
        when=clock(incident.onset, letter.zone),
        how_long=write_since(incident.changed_at, incident.onset, words),
    )
    lines = [f"*{escape(rise)}* · {since}", f"*{inline(now)}*"]
    if said := _say_change(letter, incident, words):
        lines.append(f"{inline(said, limit=900)} · {clock(incident.changed_at, letter.zone)}")
    return lines


def _say_change(letter: Letter, incident: Incident, words: Words) -> str:
    if not tells_change(letter.notice.reason, incident):
        return ""
    change = tell_change(incident.change, letter.language, letter.playbook)
    return f"{words.state}: {words.states[incident.state]} · {change}"


def _plain_lead(letter: Letter, incident: Incident, words: Words) -> list[str]:
    rise, since, now = _facts(letter, incident, words)
    since = since.format(
        when=stamp(incident.onset, letter.zone),
        how_long=write_since(incident.changed_at, incident.onset, words),
    )
    change = clean_excerpt(_say_change(letter, incident, words), limit=900)
    return [f"{rise} · {since} · {clean_excerpt(now, limit=300)}", *([change] if change else [])]


def _facts(letter: Letter, incident: Incident, words: Words) -> tuple[str, str, str]:
    rise = write_rise(incident, words)
    return rise, words.since, say_now(incident, letter.playbook, letter.language)


def _ping(letter: Letter, words: Words) -> list[str]:
    """Name who is on call; ping only for what needs a person now, and never in a drill."""
    duty = letter.duty
    if duty is None:
        return []
    name = inline(duty.name, limit=80)
    incident = letter.notice.incident
    is_quiet = incident is not None and incident.severity is Severity.SEV4
    if duty.slack and letter.notice.reason in _PINGS and not is_quiet and not letter.is_drill:
        name = f"<@{duty.slack}> {name}"
    return [words.on_call.format(who=name)]


def _why(letter: Letter, incident: Incident, words: Words) -> list[Block]:
    fields = [
        mrkdwn(f"*{label}*\n{inline(value, limit=FIELD_SHOWN)}")
        for label, value in list_facts(incident, letter.language)
    ]
    title = f"*{words.why}*"
    blocks: list[Block] = [{"type": "section", "text": mrkdwn(title), "fields": fields}]
    if incident.terms or incident.because:
        lines = [f"*{words.severity_terms.format(severity=incident.severity)}*"]
        said = say_severity(incident, letter.language)
        lines += [f"{inline(label)}: {inline(value, limit=FIELD_SHOWN)}" for label, value in said]
        shown = (write_term(term, letter.language) for term in incident.terms[:TERMS_SHOWN])
        lines += [f"• {inline(line, limit=200)}" for line in shown]
        blocks.append(section(join_within(lines, SECTION_LIMIT)))
    for name, part in list_parts(incident, letter.language, letter.contents):
        lines = [f"*{name}*", *(f"• {inline(line)}" for line in part)]
        blocks.append(section(join_within(lines, SECTION_LIMIT)))
    return blocks


def _quotes(letter: Letter, incident: Incident, words: Words) -> list[Block]:
    title = f"*{words.quotes}*" if incident.quotes else f"*{words.quotes}*\n{words.no_quotes}"
    elements = _said(letter, incident)
    for quote in incident.quotes[:QUOTES_SHOWN]:
        said = clean_excerpt(quote.excerpt, limit=EXCERPT_SHOWN) or "…"
        elements.append({"type": "rich_text_quote", "elements": [{"type": "text", "text": said}]})
        elements.append({"type": "rich_text_section", "elements": _source(quote, words, letter.zone)})
    return [section(title), *([{"type": "rich_text", "elements": elements}] if elements else [])]


def _said(letter: Letter, incident: Incident) -> list[Block]:
    """At most four lines in one: two pieces of rich text in a row would run together."""
    parts: list[Block] = []
    for label, value in tell_said(incident, letter.language):
        start = "\n" if parts else ""
        parts.append({"type": "text", "text": f"{start}{label}: ", "style": {"bold": True}})
        parts.append({"type": "text", "text": value})
    return [{"type": "rich_text_section", "elements": parts}] if parts else []


def _source(quote: Quote, words: Words, zone: tzinfo) -> list[Block]:
    said: list[Block] = [
        {"type": "text", "text": " · ".join(list_origin(quote, words, zone)), "style": {"italic": True}}
    ]
    link = find_permalink(quote.platform, quote.url)
    if link:
        said.append({"type": "text", "text": " · "})
        said.append({"type": "link", "url": link, "text": words.open_original})
    return said


def _ids(notice: Notice, incident: Incident) -> Block:
    spikes = ", ".join(incident.spikes[:3])
    where = f"incident {incident.id} r{incident.revision} · spike {spikes} · playbook {incident.playbook}"
    return context(inline(f"{where} · notice {notice.id} · lane {notice.lane}", limit=900))


def _write_bulletin(letter: Letter) -> Message:
    """Write a digest, or a silence that ends soon: it needs nobody just now, and pings nobody."""
    gist = write_gist(letter)
    lead = [f"*{inline(line)}*" if number == 1 else inline(line) for number, line in enumerate(gist.lead)]
    blocks = [header(gist.headline), section(join_within(lead, SECTION_LIMIT))]
    blocks += [
        section(join_within([f"• {inline(line)}" for line in part.lines], SECTION_LIMIT))
        for part in gist.sections
    ]
    blocks.append(context(inline(gist.ids, limit=900)))
    return Message(text=fit("\n".join([gist.headline, *gist.lead]), FALLBACK_LIMIT), blocks=tuple(blocks))


def _write_feed(letter: Letter, feed: FeedAlarm, words: Words) -> Message:
    notice = letter.notice
    mark = f"{_mark(letter, words)}{'⚪' if feed.state is FeedState.SILENT else '✅'}"
    reason = words.reasons[notice.reason]
    brand = clean_excerpt(feed.brand, limit=60)
    source = clean_excerpt(feed.source, limit=120)
    said = words.feed_back if feed.state is FeedState.BACK else words.feed_silent
    headline = f"{mark} {brand} · {reason}: {source}"
    lines = [said.format(source=f"*{inline(source)}*", when=clock(feed.since, letter.zone))]
    plain = [headline, said.format(source=source, when=stamp(feed.since, letter.zone))]
    if feed.state is FeedState.SILENT:
        lines.append(f"*{escape(words.feed_do)}*")
        plain[1] += f" · {words.feed_do}"
    lines += [inline(line, limit=600) for line in list_asides(letter)]
    ping = _ping(letter, words)
    lines += ping
    ids = context(inline(f"feed {feed.id} · notice {notice.id} · lane {notice.lane}", limit=900))
    blocks = (header(headline), section(join_within(lines, SECTION_LIMIT)), ids)
    text = fit("\n".join(plain), FALLBACK_LIMIT)
    return Message(text=text, blocks=blocks, alone="\n".join([text, *ping]))
