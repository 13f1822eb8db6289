"""Listing: the commands of a group with their whole first sentence, and the nearest when one is mistyped."""

import inspect
from difflib import get_close_matches

import click


class Listing(click.Group):
    """A group that cuts no sentence off and knows what was meant."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, say_first(command.help or ""))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as exc:
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            if near:
                raise click.UsageError(f"{exc.message} Did you mean `{near[0]}`?", ctx) from exc
            raise


def say_first(text: str) -> str:
    """The first sentence, with what explains it after a colon or a semicolon."""
    paragraph = " ".join(inspect.cleandoc(text).partition("\n\n")[0].split())
    return f"{paragraph.partition('. ')[0].removesuffix('.')}."
