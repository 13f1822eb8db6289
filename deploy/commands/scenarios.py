"""`crisis scenarios`: the made-up stories on the shelf."""

import click


@click.command()
def scenarios() -> None:
    """List the made-up stories that `crisis replay`, `drill run` and `backtest` can tell.

    Example: crisis scenarios
    """
    from deploy.scenarios.shelf import list_scenarios, load_scenario  # noqa: PLC0415 - `crisis --help` must not wait.

    for name in list_scenarios():
        scenario = load_scenario(name)
        click.echo(f"{name}: {scenario.title}, {scenario.hours:g} hours. {scenario.summary}")
