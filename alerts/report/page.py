"""The report as one HTML page that needs nothing but itself, and no script."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Final

from alerts.excerpt import clean_excerpt
from alerts.incident import Milestone
from alerts.report.chart import draw_bars, draw_talk
from alerts.report.story import Story, name_speaker, say_span
from alerts.report.summary import list_decisions, list_reasons, summarize
from alerts.targets import Standing
from alerts.themes import name_themes

_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1c1d21;--soft:#5c5f66;--line:#d9dbe0;--paper:#fff;--bad:#b3261e;
--good:#1b6e3c;--bar:#c9a5a1;--front:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e8e9ec;--soft:#a4a8b0;--line:#3a3d44;--paper:#17181b;
--bad:#ff8a80;--good:#7fd49b;--bar:#6b4b48;--front:#ff8a80}}
body{margin:0 auto;max-width:52rem;padding:1.5rem 1rem 4rem;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,"Noto Sans TC","PingFang TC",sans-serif}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.1rem;margin:2.2rem 0 .5rem}
.soft,td.soft,footer{color:var(--soft)}.drill{border:2px solid var(--bad);padding:.5rem .8rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;font-weight:600;color:var(--soft)}
th,td{padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td.n{white-space:nowrap;font-variant-numeric:tabular-nums}
.breached{color:var(--bad);font-weight:600}.met{color:var(--good)}
blockquote{margin:.6rem 0;padding:.1rem .8rem;border-left:3px solid var(--bar)}
svg{width:100%;height:auto}.two{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
@media(max-width:40rem){.two{grid-template-columns:1fr}}
svg text{fill:var(--soft);font-size:11px}svg .name{fill:var(--ink)}
svg .negative{fill:var(--bar)}svg .backlash{fill:var(--front)}
svg .grid{stroke:var(--line)}svg .mark{stroke:var(--soft);stroke-dasharray:3 3}
@media print{body{max-width:none}h2{break-after:avoid}tr,blockquote,svg{break-inside:avoid}}
"""


def write_page(story: Story) -> str:
    """Write the page. Every word of people is escaped; nothing in it is followed or loaded."""
    case, words = story.incident, story.words
    title = escape(f"{words.title}: {story.headline}")
    body = [
        f'<p class="soft">{escape(words.title)} · {escape(case.id)}</p><h1>{escape(story.headline)}</h1>',
        f'<p class="drill">[DRILL] {escape(words.drill)}</p>' if case.lane != "live" else "",
        _section(words.summary, "".join(f"<p>{escape(line)}</p>" for line in summarize(story))),
        _section(words.late, _list(story.late) or f"<p>{escape(words.nothing_late)}</p>"),
        _section(words.clock, _clock(story)),
        _section(words.talk, _talk(story)),
        _places(story),
        *(_section(title, _list(lines)) for title, lines in story.parts),
        _section(words.steps, _steps(story)) if story.steps else "",
        _section(words.decided, _list(list_decisions(story))),
        _section(words.timeline, _timeline(story)),
        _section(words.severity, _severity(story)),
        _section(story.said_title, _list(story.said)),
        _section(words.quotes, _quotes(story)),
        _section(words.lessons, f"<p>{escape(case.lessons or words.no_lessons)}</p>"),
        f"<footer><p>{escape(words.written.format(count=case.revision + 1, id=case.id))}</p></footer>",
    ]
    return (
        f'<!doctype html>\n<html lang="{story.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>{''.join(body)}</body></html>\n"
    )


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>\n" if body else ""


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text: str, kind: str = "") -> str:
    return f'<td class="{kind}">{escape(text)}</td>' if kind else f"<td>{escape(text)}</td>"


def _time(story: Story, at: datetime | None) -> str:
    return _cell(story.show_time(at), "n")


def _clock(story: Story) -> str:
    words = story.words
    rows = [
        (
            _cell(passage.name),
            _time(story, passage.reached),
            _cell(say_span(passage.since_onset) if passage.since_onset is not None else "", "n"),
            _cell(say_span(passage.since_call) if passage.since_call is not None else "", "n"),
            _cell(story.show_time(passage.due) if passage.due else "", "n"),
            _cell(words.standings[passage.standing], passage.standing.value),
        )
        for passage in story.clock
    ]
    heads = (
        "",
        words.reached.format(zone=story.zone),
        words.after_onset,
        words.after_call,
        words.target,
        "",
    )
    return _table(heads, rows)


def _talk(story: Story) -> str:
    words = story.words
    if not story.buckets:
        return f"<p>{escape(words.no_minutes)}</p>"
    case = story.incident
    marks = [(words.onset, case.onset)]
    marks += [(words.milestones[one], case.reached[one]) for one in Milestone if one in case.reached]
    chart = draw_talk(
        story.buckets, story.bucket, marks, (words.negative, words.backlash), words.talk, zone=story.zone
    )
    note = words.talk_note.format(bucket=say_span(story.bucket), zone=story.zone)
    return f'{chart}<p class="soft">{escape(note)}</p>'


def _places(story: Story) -> str:
    case, words = story.incident, story.words
    charts = [
        (
            words.where,
            draw_bars({place.value: count for place, count in case.platforms.items()}, words.where),
        ),
        (words.about, draw_bars(name_themes(case.themes, story.language), words.about)),
    ]
    drawn = "".join(f"<div>{_section(title, chart)}</div>" for title, chart in charts if chart)
    return f'<div class="two">{drawn}</div>' if drawn else ""


def _steps(story: Story) -> str:
    words = story.words
    rows = []
    for step in story.steps:
        missed = words.skipped.format(why=step.skipped) if step.skipped else words.open
        done = story.show_time(step.done) if step.done else missed
        rows.append(
            (
                _cell(step.title),
                _time(story, step.due),
                _cell(done, Standing.BREACHED if step.is_late or step.is_missed else ""),
                _cell(step.by),
            )
        )
    return _table((words.step, words.due, words.done, words.by), rows)


def _timeline(story: Story) -> str:
    words = story.words
    rows = [
        (
            _time(story, event.at),
            _cell(event.by),
            _cell(event.what, Standing.BREACHED if event.is_call else ""),
        )
        for event in story.events
    ]
    return _table((words.when.format(zone=story.zone), words.who, words.what), rows)


def _severity(story: Story) -> str:
    note = story.words.matrix.format(version=story.incident.matrix) if story.incident.matrix else ""
    return _list(list_reasons(story)) + f'<p class="soft">{escape(note)}</p>'


def _quotes(story: Story) -> str:
    words = story.words
    drawn = []
    for quote in story.quotes:
        place = words.checked.format(partition=quote.partition, offset=quote.offset, line=quote.line)
        source = f"{name_speaker(quote, words)}, {story.show_time(quote.published_at)} · {place}"
        said = escape(clean_excerpt(quote.excerpt, limit=600))
        drawn.append(f'<blockquote><p>{said}</p><p class="soft">{escape(source)}</p></blockquote>')
    return "".join(drawn) or f"<p>{escape(words.no_quotes)}</p>"
