"""Nobody's name leaves the connectors."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connectors.author import AuthorKey, is_hashed
from connectors.errors import MisconfiguredError
from connectors.keyfile import VARIABLE, load_author_key
from connectors.mention import Platform

KEY = AuthorKey(b"k" * 32)


def test_the_same_name_gives_the_same_hash_on_one_platform_with_one_key() -> None:
    hashed = KEY.hash_author(Platform.X, "Ada ")
    assert hashed == KEY.hash_author(Platform.X, "Ada")
    assert hashed != KEY.hash_author(Platform.REDDIT, "Ada")
    assert hashed != AuthorKey(b"other" * 4).hash_author(Platform.X, "Ada")
    assert hashed is not None
    assert is_hashed(hashed)
    assert "Ada" not in hashed


def test_an_empty_name_is_nobody_and_a_broken_one_is_somebody() -> None:
    assert KEY.hash_author(Platform.X, "  ") is None
    assert KEY.hash_author(Platform.X, "\ud83d")


def test_the_key_is_not_shown() -> None:
    assert "kkk" not in repr(KEY)


def test_the_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    directory = tmp_path / "data"
    key = load_author_key({}, directory)
    assert load_author_key({}, directory) == key
    assert stat.S_IMODE((directory / "author.key").stat().st_mode) == 0o600
    assert [path.name for path in directory.iterdir()] == ["author.key"]


def test_two_processes_that_start_together_get_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: load_author_key({}, tmp_path), range(8)))
    assert len({key.key for key in keys}) == 1


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = load_author_key({}, tmp_path)
    assert load_author_key({VARIABLE: "x" * 20}, tmp_path) != file


@pytest.mark.parametrize("short", ["short", "x" * 15])
def test_a_short_key_is_refused_and_not_shown(short: str, tmp_path: Path) -> None:
    with pytest.raises(MisconfiguredError, match="at least 16") as caught:
        load_author_key({VARIABLE: short}, tmp_path)
    assert short not in str(caught.value)


def test_a_directory_that_cannot_be_made_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MisconfiguredError, match=VARIABLE):
        load_author_key({}, tmp_path / "file" / "data")
