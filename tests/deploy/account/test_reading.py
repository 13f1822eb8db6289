"""Files of figures: what is read, and what is refused with its line and reason."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.config import ConfigurationError
from connectors.errors import MisconfiguredError, UnreadableError
from connectors.mention import Platform
from deploy.account.library import load_mapping
from deploy.account.mapping import AccountMapping, Mark
from deploy.account.row import RowReader, read_number
from deploy.account.sheet import Sheet, read_account, read_posts
from deploy.account.words import write_problems
from streams.account.figures import Bucket

NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)
OURS: Final = load_mapping(None, brand="acme", platform=Platform.INSTAGRAM)


def read(folder: Path, text: str, mapping: AccountMapping = OURS, name: str = "account.csv") -> Sheet[Bucket]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_account(file, mapping, RowReader(mapping, NOW))


def write_mapping(folder: Path, text: str) -> AccountMapping:
    file = folder / "ours.toml"
    file.write_text(text, encoding="utf-8")
    return load_mapping(file, brand="acme", platform=Platform.INSTAGRAM)


def test_a_row_is_read_and_what_is_empty_is_not_0(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'date,reach,likes,lost,completion\n2026-05-01,"1,234",,n/a,55%\n')
    (bucket,) = sheet.found
    assert (bucket.reach, bucket.likes, bucket.lost, bucket.completion) == (1234, None, None, 0.55)
    assert bucket.at == datetime(2026, 5, 1, tzinfo=UTC)
    assert (sheet.rows, sheet.bad_rows) == (1, 0)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("account.csv", "date,reach\n2026-05-01,1234\n"),
        ("account.jsonl", '{"date": "2026-05-01", "reach": 1234}\n'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_costs_no_row(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    mapping = write_mapping(tmp_path, f'\ufeffencoding = "{encoding}"\n')
    (bucket,) = read(tmp_path, f"\ufeff{text}", mapping, name).found
    assert bucket.reach == 1234


def test_every_bad_row_is_counted_with_its_line_and_reason(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        "date,reach,note\n"
        "2026-05-01,10,\n"
        "yesterday,10,\n"
        "\n"
        '2026-05-02,11,"two\nlines"\n'
        "2026-05-03,1.2K,\n"
        "2026-05-04,-5,\n"
        "2026-05-05,1,2,3\n"
        "2027-05-05,1,\n",
    )
    assert [bucket.reach for bucket in sheet.found] == [10, 11]
    assert (sheet.rows, sheet.bad_rows) == (7, 5)
    assert [(why[:20], lines) for why, lines in sheet.bad.items()] == [
        ("`date` fits none of ", [3]),
        ("`reach` is no whole ", [7]),
        ("`reach` is no whole ", [8]),
        ("4 cells under 3 colu", [9]),
        ("`date` is in the fut", [10]),
    ]
    told = "\n".join(write_problems(sheet))
    assert "5 of 7 rows cannot be read" in told
    assert "line 7: `reach` is no whole number such as 1234; rounded ones such as 1.2K" in told
    assert "columns that are not read: note" in told


def test_a_mapping_brings_another_tools_columns_in(tmp_path: Path) -> None:
    mapping = write_mapping(
        tmp_path,
        'delimiter = ";"\nheader = "Tag"\ndates = "%d.%m.%Y"\nzone = "Europe/Budapest"\n'
        'decimal = ","\ncompletion = "percent"\n'
        '[fields]\ndate = "Tag"\nreach = ["Reichweite", "Aufrufe"]\ncompletion = "Ende"\n'
        '[values.platform]\nIG = "instagram"\n',
    )
    text = (
        "Acme GmbH;;;;\n\nTag;Reichweite;Aufrufe;Ende;platform\n01.05.2026;1.234;9;55,5;ig\n02.05.2026;;7;;\n"
    )
    first, second = read(tmp_path, text, mapping).found
    assert (first.reach, first.platform) == (1234, Platform.INSTAGRAM)
    assert first.completion == pytest.approx(0.555)
    assert (second.reach, second.completion) == (7, None)
    assert first.at.isoformat() == "2026-05-01T00:00:00+02:00", "a day is told as the brand counts it"


def test_json_lines_are_read_as_well_as_packed_files(tmp_path: Path) -> None:
    row = {"date": "2026-05-01", "reach": 10, "completion": 0.5, "brand": "bolt", "platform": "LINE"}
    sheet = read(tmp_path, json.dumps(row) + "\n{]\n", name="account.jsonl")
    (bucket,) = sheet.found
    assert (bucket.brand, bucket.platform, bucket.reach) == ("bolt", Platform.LINE, 10)
    assert sheet.bad == {"not a JSON object": [2]}
    packed = tmp_path / "account.csv.gz"
    packed.write_bytes(gzip.compress(b"date,reach\n2026-05-01,10\n"))
    assert read_account(packed, OURS, RowReader(OURS, NOW)).found[0].reach == 10


def test_a_row_that_comes_again_is_named(tmp_path: Path) -> None:
    sheet = read(tmp_path, "date,reach\n2026-05-01,10\n2026-05-02,10\n2026-05-01,12\n")
    assert sheet.replaced == [4]
    assert "line 4: again for the same time" in "\n".join(write_problems(sheet))


def test_figures_that_the_file_does_not_have_are_named(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path, '[fields]\nreach = ["Reach", "Accounts"]\n')
    sheet = read(tmp_path, "date,reached\n2026-05-01,10\n", mapping)
    assert "reach (Reach, Accounts)" in sheet.absent
    assert "likes" in sheet.absent
    assert sheet.unused == ["reached"]


def test_a_brand_and_a_platform_have_to_be_known(tmp_path: Path) -> None:
    nobody = load_mapping(None, brand=None, platform=None)
    text = "date,brand,platform\n2026-05-01,,line\n2026-05-01,Acme Coffee,line\n2026-05-01,Acme,MySpace\n2026-05-01,acme,\n"
    sheet = read(tmp_path, text, nobody)
    assert not sheet.found
    reasons = list(sheet.bad)
    assert "--brand" in reasons[0]
    assert "[values.brand]" in reasons[1]
    assert "'MySpace'" in reasons[2]
    assert "--platform" in reasons[3]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("yes", True), ("AI", True), ("1", True), ("No", False), ("human", False), ("", None), ("n/a", None)],
)
def test_whether_ai_made_a_post(tmp_path: Path, said: str, meant: bool | None) -> None:  # noqa: FBT001
    file = tmp_path / "posts.csv"
    file.write_text(f"id,published,ai,format\n1,2026-05-01T10:00,{said},Reel\n")
    (post,) = read_posts(file, OURS, RowReader(OURS, NOW)).found
    assert post.is_ai is meant


def test_json_says_true_for_ai_and_other_words_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    rows: list[dict[str, Any]] = [
        {"id": number, "published": "2026-05-01", "ai": ai}
        for number, ai in enumerate((True, False, "maybe"))
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in [*rows, {"published": "2026-05-01"}]))
    sheet = read_posts(file, OURS, RowReader(OURS, NOW))
    assert [post.is_ai for post in sheet.found] == [True, False]
    assert sorted(sheet.bad.values()) == [[3], [4]]


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("1234", ".", 1234),
        ("1,234,567", ".", 1234567),
        ("1.234.567", ",", 1234567),
        ("1 234", ".", 1234),
        ("1\u00a0234,5", ",", 1234.5),
        ("0.5", ".", 0.5),
        ("1,5", ".", None),
        ("1.5", ",", None),
        ("1,23,456", ".", None),
        ("1e9", ".", None),
        ("inf", ".", None),
        ("١٢٣", ".", None),
        ("", ".", None),
    ],
)
def test_numbers(text: str, mark: str, number: float | None) -> None:
    assert read_number(text, Mark(mark)) == number


@given(st.text(max_size=60), st.sampled_from(Mark))
def test_any_text_is_a_number_or_none(text: str, mark: Mark) -> None:
    read_number(text, mark)


CELLS = st.text(max_size=30) | st.sampled_from(
    ["2026-05-01", "0001-01-01", "9", "acme", "line", "50%", "yes"]
)
NAMES = ["date", "published", "id", "ai", "brand", "platform", "reach", "completion", "lost", "format"]


@given(
    st.dictionaries(st.sampled_from(NAMES), CELLS | st.integers() | st.floats() | st.booleans() | st.none())
)
def test_whatever_stands_in_a_row_it_is_read_or_refused(row: dict[str, Any]) -> None:
    for mapping in (OURS, load_mapping(None, brand=None, platform=None)):
        reader = RowReader(mapping, NOW)
        for reading in (reader.read_bucket, reader.read_post):
            try:
                reading(row)
            except UnreadableError as exc:
                told = str(exc)
            else:
                continue
            assert "`" in told


@given(st.text(max_size=300))
def test_whatever_stands_in_a_file_every_row_is_found_or_counted(text: str) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - hypothesis forbids fixtures of a function.

    with TemporaryDirectory() as folder:
        body = text.encode("utf-8", "replace").decode()
        sheet = read(Path(folder), f"date,reach\n2026-05-01,1\n{body}")
    assert sheet.rows == len(sheet.found) + sheet.bad_rows
    list(write_problems(sheet))


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"account\.csv: no header line with a column `date`"):
        read(tmp_path, "day,reach\n2026-05-01,1\n")
    with pytest.raises(MisconfiguredError, match=r"ends in \.toml"):
        load_mapping(tmp_path / "ours.csv", brand=None, platform=None)
    with pytest.raises(ConfigurationError, match="unknown key"):
        write_mapping(tmp_path, '[fields]\nreech = "Reach"\n')
    with pytest.raises(ConfigurationError, match="defaults"):
        write_mapping(tmp_path, "defaults = 3\n")
