"""The summary of a report: what a busy reader must know, in a few sentences."""

from datetime import timedelta

from alerts.arithmetic import write_term
from alerts.figures import stamp, write_rise
from alerts.incident import Milestone
from alerts.report.story import Doubt, Story, say_span
from alerts.targets import judge_milestone
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES


def summarize(story: Story) -> list[str]:
    """Say how big it was, when it was answered, and how long it lasted."""
    case, words = story.incident, story.words
    numbers = words.numbers.format(
        rise=write_rise(story.peak, VOCABULARIES[story.language].words),
        when=stamp(story.peak.changed_at, story.zone),
        negative=case.negative,
        mentions=case.mentions,
    )
    lines = [
        numbers,
        *([_say_doubt(story.doubt, story)] if story.doubt else ()),
        f"{VOCABULARIES[story.language].words.states[case.state]}. {words.verdicts[case.verdict]}",
    ]
    if replied := case.reached.get(Milestone.REPLIED):
        standing = judge_milestone(case, Milestone.REPLIED, story.now)
        lines.append(
            words.first_reply.format(
                who=case.replied_by,
                after=say_span(replied - case.paged_at),
                verdict=words.standings[standing],
            )
        )
    if recovered := case.reached.get(Milestone.RECOVERED):
        hours = (recovered - case.onset) / timedelta(hours=1)
        lines.append(words.recovery.format(hours=f"{hours:.1f}"))
    else:
        lines.append(words.no_recovery)
    return lines


def _say_doubt(doubt: Doubt, story: Story) -> str:
    flaws = doubt.flaws
    return story.words.untrusted.format(
        when=stamp(doubt.at, story.zone),
        percent=f"{flaws.share:.0%}",
        copies=flaws.copies,
        stale=flaws.stale,
        incomplete=flaws.incomplete,
        received=flaws.received,
    )


def list_decisions(story: Story) -> list[str]:
    """What people decided: the verdict, answers, facts, and who approved which draft."""
    case, words = story.incident, story.words
    lines = [words.verdicts[case.verdict]]
    if case.reason:
        lines.append(f"{words.reason}: {case.reason}")
    said = [(words.answers, *_name_answer(story, key, value)) for key, value in case.answers.items()]
    said += [(words.facts, _name_fact(story, key), value) for key, value in case.facts.items()]
    said += [(words.approved, _name_draft(story, key), value) for key, value in case.approved.items()]
    return lines + [f"{name}: {about} – {value}" for name, about, value in said]


def _name_answer(story: Story, key: str, value: str) -> tuple[str, str]:
    question = story.playbook.find_question(key) if story.playbook else None
    if question is None:
        return key, value
    option = question.find(value)
    return question.asks[story.language], option.label[story.language] if option else value


def _name_fact(story: Story, key: str) -> str:
    facts = story.playbook.facts if story.playbook else ()
    named = {fact.key(language): fact.asks[story.language] for fact in facts for language in Language}
    return named.get(key, key)


def _name_draft(story: Story, key: str) -> str:
    """A draft by its title, language and outlet; what the team worded itself is known by the same name."""
    name, _, rest = key.partition(".")
    draft = story.playbook.find_draft(name) if story.playbook else None
    return f"{draft.title[story.language]} ({rest})" if draft else key


def list_reasons(story: Story) -> list[str]:
    """Why it is as severe as it is: the matrix's rules and the detector's arithmetic."""
    return [*story.incident.because, *(write_term(term, story.language) for term in story.incident.terms)]
