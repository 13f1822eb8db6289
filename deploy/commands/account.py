"""`crisis account`: what the figures of a brand's own account say."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for pydantic and prometheus.

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import click

from connectors.mention import Platform
from deploy.commands.words import told_to_people
from deploy.errors import UnsuitableError

if TYPE_CHECKING:
    from streams.account.rate import Weights
    from streams.account.review import Review

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


class WeightsOption(click.ParamType):
    """Weights such as `like=1,comment=2,share=3`."""

    name = "weights"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Weights":
        from streams.account.rate import Weights

        if isinstance(value, Weights):
            return value
        names = {"like": "likes", "comment": "comments", "share": "shares"}
        try:
            parts = [part.partition("=") for part in str(value).split(",")]
            return Weights(**{names[name.strip().removesuffix("s")]: float(what) for name, _, what in parts})
        except (KeyError, ValueError):
            self.fail(
                "numbers of 0 or more such as like=1,comment=2,share=3; what is left out stays as it is",
                param,
                ctx,
            )


@click.command()
@click.argument("file", type=_FILE)
@click.option("--mapping", "-m", type=_FILE, help="A TOML file that says which column is what.")
@click.option("--posts", type=_FILE, help="A file with a row for each post: videos, and what AI made.")
@click.option("--brand", help="Whose figures they are, where no column says it.")
@click.option(
    "--platform", type=click.Choice([one.value for one in Platform]), help="Whose export it is, likewise."
)
@click.option(
    "--weights",
    type=WeightsOption(),
    default="like=1,comment=2,share=3",
    show_default=True,
    help="What each is worth in the weighted engagement rate.",
)
@click.option("--seed", default="1", show_default=True, help="Another seed shuffles the posts otherwise.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of words.")
@click.option(
    "--metrics",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write crisis_account_* there, for the node exporter's textfile collector: a name that ends in .prom.",
)
def account(  # noqa: PLR0917 - click calls it by name.
    file: Path,
    mapping: Path | None,
    posts: Path | None,
    brand: str | None,
    platform: str | None,
    weights: "Weights",
    seed: str,
    *,
    as_json: bool,
    metrics: Path | None,
) -> None:
    """Say what the figures of your own account warn of: reach, reactions, followers by day.

    FILE is a CSV or JSON-lines export (also .gz) with a row for each day; docs/account.md says which columns, and
    how a mapping brings any platform's export into them. It tells since when, against what, and how sure it is; of
    what the file does not hold, or not for long enough, it says so and warns of nothing.

    Rows that cannot be read are named by their lines and left out.

    \b
    Example:
        crisis account docs/samples/account.csv --posts docs/samples/posts.csv
        crisis account insights.csv --mapping ours.toml --brand acme --platform instagram
    """
    with told_to_people():
        from deploy.account.library import load_mapping
        from deploy.account.report import write_json
        from deploy.account.row import RowReader
        from deploy.account.sheet import read_account, read_posts
        from deploy.account.words import write_problems, write_review
        from streams.account.review import review_accounts
        from streams.account.rules import Rules

        read = load_mapping(mapping, brand=brand, platform=Platform(platform) if platform else None)
        reader = RowReader(read, datetime.now(UTC))
        figures = read_account(file, read, reader)
        pieces = read_posts(posts, read, reader) if posts else None
        sheets = (figures,) if pieces is None else (figures, pieces)
        for sheet in sheets:
            for line in write_problems(sheet):
                click.echo(line, err=True)
        if not figures.found:
            raise UnsuitableError(f"{file}: there is no row that can be read, so nothing is told")
        found = pieces.found if pieces is not None else ()
        review = review_accounts(figures.found, found, Rules(weights=weights), Random(seed))  # noqa: S311 - no secret.
        click.echo(write_json(review, sheets) if as_json else "\n".join(write_review(review)))
        if metrics is not None:
            _measure(review, figures.bad_rows, pieces.bad_rows if pieces else 0, metrics)


def _measure(review: "Review", bad_account: int, bad_posts: int, path: Path) -> None:
    from prometheus_client import CollectorRegistry

    from deploy.account.metrics import AccountMetrics

    metrics = AccountMetrics(CollectorRegistry())
    metrics.note(review)
    metrics.note_bad(account=bad_account, posts=bad_posts)
    try:
        metrics.write(path)
    except OSError as exc:
        raise UnsuitableError(f"{path} cannot be written: {exc.strerror}") from exc
