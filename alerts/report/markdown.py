"""The report as Markdown, for a wiki or a ticket."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from alerts.excerpt import clean_excerpt
from alerts.report.story import Bucket, Story, name_speaker, say_span
from alerts.report.summary import list_decisions, list_reasons, summarize

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@-])")
_SPARKS: Final = "▁▂▃▄▅▆▇█"


def write_markdown(story: Story) -> str:
    """Write the report. Words of people are escaped, so that they are shown as they were said."""
    case, words = story.incident, story.words
    parts = [
        f"# {words.title}: {_safe(story.headline)}",
        f"**[DRILL]** {words.drill}" if case.lane != "live" else "",
        f"## {words.summary}",
        _list(summarize(story)),
        f"## {words.late}",
        _list(story.late) if story.late else words.nothing_late,
        f"## {words.clock}",
        _table(
            (
                "",
                words.reached.format(zone=story.zone),
                words.after_onset,
                words.after_call,
                words.target,
                "",
            ),
            (
                (
                    passage.name,
                    story.show_time(passage.reached),
                    say_span(passage.since_onset) if passage.since_onset is not None else "",
                    say_span(passage.since_call) if passage.since_call is not None else "",
                    story.show_time(passage.due) if passage.due else "",
                    words.standings[passage.standing],
                )
                for passage in story.clock
            ),
        ),
        f"## {words.talk}",
        _sparkline(story.buckets, story) if story.buckets else words.no_minutes,
        *(f"## {title}\n\n{_list(lines)}" for title, lines in story.parts),
        *_steps(story),
        f"## {words.decided}",
        _list(list_decisions(story)),
        f"## {words.timeline}",
        _table(
            (words.when.format(zone=story.zone), words.who, words.what),
            ((story.show_time(event.at), event.by, event.what) for event in story.events),
        ),
        f"## {words.severity}",
        _list(list_reasons(story)),
        *((f"## {story.said_title}", _list(story.said)) if story.said else ()),
        f"## {words.quotes}",
        "\n\n".join(_quotes(story)) or words.no_quotes,
        f"## {words.lessons}",
        _safe(case.lessons) or words.no_lessons,
        f"*{words.written.format(count=case.revision + 1, id=_safe(case.id))}*",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _steps(story: Story) -> list[str]:
    words = story.words
    if not story.steps:
        return []
    rows = (
        (
            step.title,
            story.show_time(step.due),
            story.show_time(step.done)
            if step.done
            else words.skipped.format(why=step.skipped)
            if step.skipped
            else words.open,
            step.by,
        )
        for step in story.steps
    )
    return [f"## {words.steps}", _table((words.step, words.due, words.done, words.by), rows)]


def _quotes(story: Story) -> list[str]:
    return [
        f"> {_safe(clean_excerpt(quote.excerpt, limit=600))}\n>\n"
        f"> {name_speaker(quote, story.words)}, {story.show_time(quote.published_at)}, "
        + story.words.checked.format(partition=quote.partition, offset=quote.offset, line=quote.line)
        for quote in story.quotes
    ]


def _sparkline(buckets: Sequence[Bucket], story: Story) -> str:
    most = max([1, *(bucket.negative for bucket in buckets)])
    line = "".join(_SPARKS[bucket.negative * (len(_SPARKS) - 1) // most] for bucket in buckets)
    note = story.words.talk_note.format(bucket=say_span(story.bucket), zone=story.zone)
    return f"`{line}`\n\n{story.show_time(buckets[0].start)} – {story.show_time(buckets[-1].start)}; 0 – {most} {story.words.negative}. {note}"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {_safe(line)}" for line in lines)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [" | ".join(heads), " | ".join("---" for _ in heads)]
    lines += [" | ".join(_safe(cell) for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def _safe(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
