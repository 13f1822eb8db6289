"""A gist: a letter in plain words, part by part, for every channel that has no form of its own for them.

Nothing in it can act: words of strangers have passed `clean_excerpt`, and an address is there only when
it leads to the platform's own host. A channel still escapes what its format would read as markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from alerts.change import tell_change
from alerts.channels.slack.permalink import find_permalink
from alerts.channels.slack.text import join_within
from alerts.digest import Digest, Line
from alerts.excerpt import clean_excerpt
from alerts.facts import list_facts, list_origin
from alerts.figures import stamp, write_duration, write_rise, write_since
from alerts.guidance import find_open_steps
from alerts.heading import choose_sign, name_reason, say_command, say_now, say_severity, tells_change
from alerts.incident import Incident
from alerts.letter import STEPS_SHOWN, Letter
from alerts.parts import list_parts
from alerts.playbook import Step
from alerts.saidlines import tell_said
from alerts.silence import Silence
from alerts.typed import write_list, write_renewal
from alerts.words.message import Words
from alerts.words.registry import VOCABULARIES
from streams.spike import FeedAlarm, FeedState, SpikeKind

QUOTES_SHOWN: Final = 3
EXCERPT_SHOWN: Final = 280
FACT_SHOWN: Final = 300
FEEDS_SHOWN: Final = 600
DRILL: Final = "[DRILL] "


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What somebody said, and where."""

    text: str
    source: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part; each line is one paragraph."""

    title: str
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    sayings: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What a letter says."""

    headline: str
    """How bad, whom, what; begins with `[DRILL]` in a drill."""
    lead: tuple[str, ...]
    """What rose, what to do now, what changed, who is on call."""
    sections: tuple[Section, ...] = ()
    ids: str = ""

    def write_plain(self, *, limit: int, sections: int | None = None) -> str:
        """As plain text of at most `limit` UTF-16 units; what does not fit is left out from the end."""
        lines = [self.headline, *self.lead]
        for part in self.sections[:sections]:
            lines += ["", part.title]
            lines += [f"{label}: {value}" for label, value in part.facts]
            lines += part.lines
            for saying in part.sayings:
                lines += [
                    f"“{saying.text}”",
                    f"  {saying.source}" + (f" {saying.link}" if saying.link else ""),
                ]
        return join_within([*lines, "", self.ids] if self.ids else lines, limit)


def write_gist(letter: Letter) -> Gist:
    """Say a letter in plain words."""
    words, zone = VOCABULARIES[letter.language].words, letter.zone
    notice = letter.notice
    if notice.feed is not None:
        return _tell_feed(letter, notice.feed, words, zone)
    if notice.digest is not None:
        return _tell_digest(letter, notice.digest, words, zone)
    if notice.silence is not None:
        return _tell_silence(letter, notice.silence, words, zone)
    if notice.incident is None:  # A notice is about one of the four (`Notice`).
        raise ValueError("a notice about nothing")
    return _tell_incident(letter, notice.incident, words, zone)


def mark(letter: Letter) -> str:
    """What opens every message of a drill, and of a perhaps second one."""
    repeat = f"{VOCABULARIES[letter.language].words.repeat} " if letter.is_repeat else ""
    return (DRILL if letter.is_drill else "") + repeat


def open_steps(letter: Letter) -> Sequence[Step]:
    """Steps of the playbook that are still to be done, on the branches that are open."""
    incident = letter.notice.incident
    return find_open_steps(letter.playbook, incident) if letter.playbook and incident else ()


def _tell_incident(letter: Letter, incident: Incident, words: Words, zone: tzinfo) -> Gist:
    reason = letter.notice.reason
    told = name_reason(reason, incident, letter.language)
    why_told = f"{told}: " if told else ""
    brand = clean_excerpt(incident.brand, limit=60)
    steps = open_steps(letter)
    now = say_now(incident, letter.playbook, letter.language)
    rise = write_rise(incident, words)
    since = words.since.format(
        when=stamp(incident.onset, zone), how_long=write_since(incident.changed_at, incident.onset, words)
    )
    lead = [f"{rise} · {since}", now]
    if command := say_command(reason, incident, letter.notice.lane, letter.language):
        lead.append(clean_excerpt(command, limit=300))
    if tells_change(reason, incident):
        change = clean_excerpt(tell_change(incident.change, letter.language, letter.playbook), limit=400)
        lead.append(f"{words.state}: {words.states[incident.state]} · {change}")
    lead += _end_lead(letter, words)
    sections = [_why(letter, incident, words)]
    parts = list_parts(incident, letter.language, letter.contents)
    sections += (Section(title=title, lines=lines) for title, lines in parts)
    sections.append(_quotes(letter, incident, words))
    if steps:
        sections.append(_steps(letter, steps, words))
    spikes = ", ".join(incident.spikes[:3])
    where = f"incident {incident.id} r{incident.revision} · spike {spikes} · playbook {incident.playbook}"
    return Gist(
        headline=f"{mark(letter)}{choose_sign(incident)} {incident.severity} · {brand} · {why_told}{words.kinds[incident.kind]}",
        lead=tuple(lead),
        sections=tuple(sections),
        ids=clean_excerpt(f"{where} · {_ids(letter)}", limit=900),
    )


def list_asides(letter: Letter) -> list[str]:
    """What else is told: further feeds, and why it is told at all or only now."""
    notice = letter.notice
    lines = [clean_excerpt(notice.why, limit=400)] if notice.why else []
    if notice.also:
        feeds = ", ".join(other.source for other in notice.also)
        lines.append(
            clean_excerpt(
                VOCABULARIES[letter.language].phrases.further_feeds.format(feeds=feeds), limit=FEEDS_SHOWN
            )
        )
    return lines


def _end_lead(letter: Letter, words: Words) -> list[str]:
    duty = letter.duty
    on_call = [words.on_call.format(who=clean_excerpt(duty.name, limit=80))] if duty else []
    return [*list_asides(letter), *on_call]


def _ids(letter: Letter) -> str:
    return f"notice {letter.notice.id} · lane {letter.notice.lane}"


def _why(letter: Letter, incident: Incident, words: Words) -> Section:
    facts = [*say_severity(incident, letter.language), *list_facts(incident, letter.language)]
    return Section(
        title=words.why,
        facts=tuple((label, clean_excerpt(value, limit=FACT_SHOWN)) for label, value in facts),
    )


def _quotes(letter: Letter, incident: Incident, words: Words) -> Section:
    return Section(
        title=words.quotes,
        facts=tell_said(incident, letter.language),
        lines=() if incident.quotes else (words.no_quotes,),
        sayings=tuple(
            Saying(
                text=clean_excerpt(quote.excerpt, limit=EXCERPT_SHOWN) or "…",
                source=" · ".join(list_origin(quote, words, letter.zone)),
                link=find_permalink(quote.platform, quote.url),
            )
            for quote in incident.quotes[:QUOTES_SHOWN]
        ),
    )


def _steps(letter: Letter, steps: Sequence[Step], words: Words) -> Section:
    lines = []
    for number, step in enumerate(steps[:STEPS_SHOWN], start=1):
        said = step.words[letter.language]
        within = words.within.format(how_long=write_duration(step.within, words))
        lines.append(f"{number}. {clean_excerpt(said.title, limit=200)} ({words.roles[step.role]}, {within})")
        lines.append(clean_excerpt(said.do, limit=600))
        lines.append("☐ " + clean_excerpt(words.check.format(check=said.check), limit=300))
    title = letter.playbook.title[letter.language] if letter.playbook else ""
    return Section(title=words.steps.format(title=title), lines=tuple(lines))


def _tell_feed(letter: Letter, feed: FeedAlarm, words: Words, zone: tzinfo) -> Gist:
    is_back = feed.state is FeedState.BACK
    brand = clean_excerpt(feed.brand, limit=60)
    source = clean_excerpt(feed.source, limit=120)
    said = words.feed_back if is_back else words.feed_silent
    lead = [said.format(source=source, when=stamp(feed.since, zone))]
    if not is_back:
        lead.append(words.feed_do)
    lead += _end_lead(letter, words)
    reason = words.reasons[letter.notice.reason]
    return Gist(
        headline=f"{mark(letter)}{'✅' if is_back else '⚪'} {brand} · {reason}: {source}",
        lead=tuple(lead),
        ids=clean_excerpt(f"feed {feed.id} · {_ids(letter)}", limit=900),
    )


def _tell_digest(letter: Letter, digest: Digest, words: Words, zone: tzinfo) -> Gist:
    phrases = VOCABULARIES[letter.language].phrases
    count = len(digest.lines) + digest.left_out
    lines = [_write_line(line, letter, words, zone) for line in digest.lines]
    if digest.left_out:
        lines.append(phrases.left_out.format(count=digest.left_out))
    is_open = any(line.is_open for line in digest.lines)
    command = write_list(letter.notice.lane)
    now = phrases.digest_now.format(command=command) if is_open else phrases.digest_over
    since = phrases.digest_lead.format(since=stamp(digest.since, zone), until=stamp(digest.until, zone))
    headline = phrases.digest.format(count=count)
    return Gist(
        headline=f"{mark(letter)}📋 {clean_excerpt(digest.brand, limit=60)} · {headline}",
        lead=(since, now),
        sections=(Section(title=headline, lines=tuple(lines)),),
        ids=clean_excerpt(f"digest {digest.id} · {_ids(letter)}", limit=900),
    )


def _write_line(line: Line, letter: Letter, words: Words, zone: tzinfo) -> str:
    phrases = VOCABULARIES[letter.language].phrases
    what = (
        phrases.feed.format(source=line.source)
        if line.severity is None
        else f"{line.severity} {words.kinds[SpikeKind(line.kind)]}"
    )
    state = phrases.still_open if line.is_open else phrases.over
    told = f"{stamp(line.at, zone)} · {what} · {state} · {phrases.causes[line.cause]}"
    if line.count > 1:
        told += f" · {phrases.times.format(count=line.count)}"
    return clean_excerpt(f"{told} · {line.about}", limit=300)


def _tell_silence(letter: Letter, silence: Silence, words: Words, zone: tzinfo) -> Gist:
    phrases = VOCABULARIES[letter.language].phrases
    said = phrases.silence_lead.format(
        owner=silence.owner, until=stamp(silence.until, zone), withheld=silence.withheld
    )
    lead = [
        said,
        phrases.silence_now.format(command=write_renewal(silence, letter.notice.lane)),
        phrases.silence_reason.format(reason=silence.reason),
    ]
    if silence.withheld:
        lead.append(phrases.silence_withheld)
    brand = clean_excerpt(silence.brand, limit=60)
    return Gist(
        headline=f"{mark(letter)}🔕 {brand} · {phrases.silence}",
        lead=(*(clean_excerpt(line, limit=400) for line in lead), *_end_lead(letter, words)),
        ids=clean_excerpt(f"silence {silence.id} · {_ids(letter)}", limit=900),
    )
