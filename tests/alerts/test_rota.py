"""Who is on call when."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alerts.house import build_rules
from alerts.incident import Role
from alerts.matrix import read_matrix
from alerts.rota import Cover, Rota, find_turn, list_turns
from connectors.config import ConfigurationError
from tests.alerts.configured import TEXT, settings

NEW_YORK = ZoneInfo("America/New_York")


def rota(**changes: Any) -> Rota:
    usual: dict[str, Any] = {
        "zone": "America/New_York",
        "starts": date(2026, 3, 2),
        "hand_over": time(9),
        "primary": ("Ana", "Ben", "Chen"),
        "lead": "Dora",
    }
    return Rota(**{**usual, **changes})


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)  # type: ignore[arg-type, misc]  # mypy takes the zone for a part


def test_turns_change_at_the_hand_over_also_when_the_clocks_have_changed() -> None:
    assert find_turn(rota(), local(2026, 3, 9, 8, 59)).people[Role.PRIMARY] == "Ana"
    turn = find_turn(rota(), local(2026, 3, 9, 9, 0))
    assert turn.people == {Role.PRIMARY: "Ben", Role.BACKUP: "Chen", Role.LEAD: "Dora"}
    assert (turn.since, turn.until) == (local(2026, 3, 9, 9, 0), local(2026, 3, 16, 9, 0))
    assert find_turn(rota(), local(2026, 3, 8, 12, 0)).until == local(2026, 3, 9, 9, 0)


def test_before_the_first_turn_the_rota_is_read_backwards() -> None:
    assert find_turn(rota(), local(2026, 3, 2, 8, 59)).people[Role.PRIMARY] == "Chen"


def test_one_person_alone_has_no_backup() -> None:
    alone = rota(primary=("Ana",), lead=None)
    assert find_turn(alone, local(2026, 3, 3, 9, 0)).people == {Role.PRIMARY: "Ana"}


def test_who_stands_in_is_on_call_for_as_long_and_no_longer() -> None:
    cover = Cover(person="Dora", start=local(2026, 3, 4, 18), end=local(2026, 3, 5, 9))
    covered = rota(covers=(cover,))
    assert find_turn(covered, local(2026, 3, 4, 17, 59)).until == cover.start
    turn = find_turn(covered, cover.start)
    assert turn.people[Role.PRIMARY] == "Dora"
    assert (turn.since, turn.until) == (cover.start, cover.end)
    assert find_turn(covered, cover.end).people[Role.PRIMARY] == "Ana"


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(1, 40))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_turns_follow_each_other_without_a_gap(start: datetime, days: int) -> None:
    turns = list(list_turns(rota(days=days), start, start + timedelta(days=90)))
    assert turns[0].since <= start < turns[0].until
    for earlier, later in pairwise(turns):
        assert earlier.until == later.since
        assert earlier.people != later.people


@pytest.mark.parametrize(
    "wrong", [{"primary": ()}, {"days": 0}, {"zone": "Nowhere"}, {"hand_over": time(9, tzinfo=UTC)}]
)
def test_what_is_no_rota_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rota(**wrong)


ROTAS = """
[[rotas]]
name = "asia"
brands = ["globex"]
zone = "Asia/Taipei"
starts = 2026-03-02
hand_over = 09:00:00
primary = ["Ben", "Anna"]

[hours]
zone = "Asia/Taipei"

[targets.SEV3]
replied = "2h"

[escalation]
next_after = "3m"
"""


def test_a_rota_of_the_configuration_decides_for_its_brands_and_the_list_for_the_others() -> None:
    rules = build_rules(settings(TEXT + ROTAS).response, matrix=read_matrix())
    at = datetime(2026, 3, 3, tzinfo=UTC)
    assert rules.find_people("globex", at) == {Role.PRIMARY: "Ben", Role.BACKUP: "Anna"}
    assert rules.find_people("acme", at) == {Role.PRIMARY: "Anna", Role.BACKUP: "Ben"}
    assert rules.find_person("acme", Role.LEAD, at) == "Ben"
    assert rules.escalation.next_after == timedelta(minutes=3)


def test_a_rota_names_only_people_who_can_be_called() -> None:
    with pytest.raises(ConfigurationError, match="nobody named `Zoe`"):
        settings(TEXT + ROTAS.replace('"Anna"', '"Zoe"'))
    with pytest.raises(ConfigurationError, match="no brand `initech`"):
        settings(TEXT + ROTAS.replace('"globex"', '"initech"'))
