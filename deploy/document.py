"""The whole of `crisis.toml`: every package's sections together, and every problem of them at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from alerts.desk.keys import read_keys
from alerts.house import HouseRules, build_rules
from alerts.library import read_library
from alerts.matrix import read_matrix
from alerts.posts import Post, read_posts
from alerts.sections import Response
from alerts.settings import Settings as ResponseSettings
from connectors.config import ConfigurationError, Problem, build_section
from connectors.configured import Settings as Sources
from connectors.configured import build_settings
from deploy.drills.sections import TABLE, Drills
from streams.settings import Settings as SentimentSettings

TABLES: Final = frozenset(
    {*Response.model_fields, "kafka", "brands", "connectors", "receiver", "streams", TABLE}
)
"""Everything that may stand at the top of the file."""

_LEANING: Final[Mapping[str, tuple[str, ...]]] = {
    "brands": ("routes", "oncall", "rotas"),
    "channels": ("routes",),
    "oncall": ("rotas",),
}
"""Tables that name what stands in another, and say nothing for certain where that one is wrong."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that can be worked with."""

    sources: Sources
    """Kafka, brands and connectors."""
    sentiment: SentimentSettings
    response: ResponseSettings
    posts: tuple[Post, ...]
    """Channels that the lane may use, with their secrets; none for who only reads."""
    drills: Drills

    def build_rules(self) -> HouseRules:
        """The rules by which incidents are led, with the shipped matrix and playbooks."""
        return build_rules(self.response.response, matrix=read_matrix(), library=read_library())


def check_document(
    values: Mapping[str, Any], environ: Mapping[str, str], *, file: str, tells: bool = True
) -> Document:
    """Check a file as a whole, with the secrets it names and the environment that overrides it.

    Args:
        values: the file, parsed.
        environ: as a worker would get it.
        file: for the error text.
        tells: somebody is to be told something; who only reads the record needs no channel and no secret.

    Raises:
        ConfigurationError: with every problem of every package, in the order of the file.
    """
    problems = [
        Problem(file, key, f"unknown table; allowed: {', '.join(sorted(TABLES))}")
        for key in values
        if key not in TABLES
    ]

    def attempt(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except ConfigurationError as exc:
            problems.extend(exc.problems)
            return None

    sources = attempt(lambda: build_settings(values, file=file, environ=environ))
    theirs = values if sources is not None else _mend(values, problems)
    sentiment = attempt(lambda: SentimentSettings.from_document(theirs, environ, file=file))
    response = _read_response(theirs, environ, file=file, problems=problems)
    posts: tuple[Post, ...] | None = None
    if response is not None and not tells:
        posts = ()
    elif response is not None:
        read, lane = response.response, response.lane
        attempt(lambda: read_keys(read.slack, environ, lane=lane, file=file))
        posts = attempt(lambda: read_posts(read, environ, lane=response.lane, file=file))
    drills = attempt(lambda: build_section(Drills, values.get(TABLE, {}), file=file, at=TABLE))
    if (
        problems
        or drills is None
        or sources is None
        or sentiment is None
        or response is None
        or posts is None
    ):
        raise ConfigurationError(_in_order(problems, list(values)))
    return Document(sources=sources, sentiment=sentiment, response=response, posts=posts, drills=drills)


def _read_response(
    values: Mapping[str, Any], environ: Mapping[str, str], *, file: str, problems: list[Problem]
) -> ResponseSettings | None:
    """Read the alerts' tables; one that is wrong is told and left out, so that the others' are told as well.

    Returns:
        what could be read, for the checks that follow; None if nothing could.
    """
    rest, left_out = dict(values), set[str]()
    while True:
        try:
            return ResponseSettings.from_document(rest, environ, file=file)
        except ConfigurationError as exc:
            problems += [one for one in exc.problems if _table_of(one) not in left_out]
            wrong = {_table_of(one) for one in exc.problems} - left_out
            wrong |= {leaning for table in wrong for leaning in _LEANING.get(table, ())}
            if not wrong & rest.keys():
                return None
            left_out |= wrong
            rest = {table: value for table, value in rest.items() if table not in wrong}
            if "routes" in left_out and "channels" in rest:  # The default route leads to a default channel.
                rest["routes"] = [{"channels": [channel["name"] for channel in rest["channels"]]}]


def _table_of(problem: Problem) -> str:
    return problem.key.partition(".")[0]


def _mend(values: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Replace what is known to be wrong by something right, so that nobody else reports it again."""
    wrong = {_table_of(problem) for problem in problems}
    mended = {key: value for key, value in values.items() if key not in wrong}
    if "brands" in wrong:
        tables = values.get("brands")
        names = (
            [t["name"] for t in tables if isinstance(t, dict) and "name" in t]
            if isinstance(tables, list)
            else []
        )
        broken = {problem.key for problem in problems if problem.key.endswith(".name")}
        right = [name for name in names if isinstance(name, str) and f"brands.{name}.name" not in broken]
        mended["brands"] = [{"name": name} for name in dict.fromkeys(right)] or [{"name": "any"}]
    return mended


def _in_order(problems: list[Problem], tables: list[str]) -> tuple[Problem, ...]:
    """As the tables stand in the file, each problem once; what is not in the file comes last."""

    def place(problem: Problem) -> int:
        table = _table_of(problem)
        return tables.index(table) if table in tables else len(tables)

    return tuple(sorted(dict.fromkeys(problems), key=place))
