"""Tables: exports become mentions by a mapping, and what cannot be read is said, row by row."""

import gzip
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.author import AuthorKey
from connectors.config import ConfigurationError
from connectors.connector import Assignment, Connector
from connectors.equipment import Equipment
from connectors.errors import MisconfiguredError, UnreadableError
from connectors.http import Http
from connectors.matching import Matcher
from connectors.mention import ChannelKind, Mention, Platform
from connectors.registry import KINDS
from connectors.settings import Brand
from connectors.table.file import FileOptions
from connectors.table.importing import Import, Survey
from connectors.table.library import list_mappings, load_mapping
from connectors.table.mapping import TableMapping, read_date
from connectors.table.row import RowReader
from connectors.table.rows import read_rows
from tests.connectors.fakes import FakeClock
from tests.connectors.samples import NOON

BRANDS = (Brand(name="acme"), Brand(name="bolt"))
KEY = AuthorKey(b"k" * 32)


def make_reader(mapping: TableMapping) -> RowReader:
    return RowReader(mapping=mapping, source="import", lane="live", matcher=Matcher(BRANDS), authors=KEY)


def import_file(path: Path, mapping: str | TableMapping) -> tuple[Survey, list[Mention]]:
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    read = load_mapping(mapping) if isinstance(mapping, str) else mapping
    work = Import(path, make_reader(read), NOON)
    return work.survey(), [mention for batch in work.read_batches() for mention in batch]


BRANDWATCH = """\ufeff"Report:","Bulk Mentions Download"
"Brand:","Lumen"
"From:","Thu Jan 01 00:00:00 UTC 2026"

"Query Id","Query Name","Id","Date","Title","Snippet","Url","Page Type","Thread Entry Type","Author","Full Text","Language","Resource Id","X Likes","X Reposts"
"2000","acme","1","2026-01-01 10:02:11.0","","The Acme film...","https://x.com/a/status/1","x","reply","ada","The Acme film
has no soul","en","r-1","1,204","3"
"2000","acme","2","2026-01-01 10:03:00.0","Acme answers","","https://news.example/2","news","","Desk","Acme answers its critics","en","r-2","",""
"2000","acme","3","2026-01-01 10:04:00.0","","","https://x.com/b/status/3","x","share","eve","RT","en","r-3","",""
"""


@pytest.mark.need("002-27")
def test_a_brandwatch_export_is_read_from_below_its_preamble(tmp_path: Path) -> None:
    path = tmp_path / "mentions.csv"
    path.write_text(BRANDWATCH, encoding="utf-8")
    survey, mentions = import_file(path, "brandwatch")
    assert (survey.rows, survey.mentions, survey.passed_over, survey.bad) == (3, 2, 1, 0)
    first, second = mentions
    assert first.text == "The Acme film\nhas no soul"
    assert (first.platform, first.kind, first.interactions) == (Platform.X, ChannelKind.REPLY, 1_207)
    assert (first.native_id, first.brand, first.language) == ("r-1", "acme", "en")
    assert first.author == KEY.hash_author(Platform.X, "ada")
    assert first.published_at == datetime(2026, 1, 1, 10, 2, 11, tzinfo=UTC)
    assert (second.platform, second.text) == (Platform.NEWS, "Acme answers its critics")
    assert second.interactions is None


def test_a_meltwater_export_is_read_in_utf_16_with_tabs(tmp_path: Path) -> None:
    header = "Date\tHeadline\tURL\tOpening Text\tHit Sentence\tSource\tInfluencer\tLanguage\tEngagement"
    row = "01-Jan-2026 09:31AM\tAcme's film\thttps://x.com/1\t\tAcme 的影片沒靈魂\tTwitter\t@ada\tChinese (Traditional)\t7"
    path = tmp_path / "export.csv"
    path.write_text(f"{header}\r\n{row}\r\n", encoding="utf-16")
    survey, (mention,) = import_file(path, "meltwater")
    assert survey.bad == 0
    assert mention.text == "Acme's film\nAcme 的影片沒靈魂"
    assert (mention.platform, mention.language, mention.interactions) == (Platform.X, "zh-Hant", 7)
    assert mention.published_at == datetime(2026, 1, 1, 9, 31, tzinfo=UTC)


def test_a_talkwalker_export_is_read_in_milliseconds(tmp_path: Path) -> None:
    header = "url,published,title,content,lang,source_type,extra_author_attributes.name,engagement,cluster_id"
    at = int((NOON - timedelta(hours=1)).timestamp() * 1000)
    row = f'https://r.example/1,{at},,"bolt is slop",en,"SOCIALMEDIA|SOCIALMEDIA_REDDIT",ada,3,c1'
    path = tmp_path / "export.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    _, (mention,) = import_file(path, "talkwalker")
    assert (mention.brand, mention.platform, mention.family) == ("bolt", Platform.REDDIT, "c1")
    assert mention.published_at == NOON - timedelta(hours=1)


def test_json_lines_of_our_own_need_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl.gz"
    line = {"native_id": 7, "published_at": "2026-01-01T11:00:00Z", "text": "acme and bolt", "author": "ada"}
    path.write_bytes(gzip.compress(json.dumps(line).encode() + b"\n"))
    _, mentions = import_file(path, "plain")
    assert [(mention.native_id, mention.brand) for mention in mentions] == [("7", "acme"), ("7", "bolt")]


def test_null_in_json_lines_reads_like_a_field_that_is_absent(tmp_path: Path) -> None:
    fields = load_mapping("plain").fields
    line = {"native_id": "1", "published_at": "2026-01-01T11:00:00Z", "text": "acme"}
    path = tmp_path / "lines.jsonl"
    read: list[tuple[int, list[Mention]]] = []
    absent = sorted({name for names in fields.model_dump().values() for name in names or ()} - line.keys())
    for each in (line, line | dict.fromkeys(absent)):
        path.write_text(json.dumps(each) + "\n")
        survey, mentions = import_file(path, "plain")
        read.append((survey.bad, mentions))
    assert len(absent) > 5
    assert read[0] == read[1]
    assert len(read[0][1]) == 1


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le"])
def test_a_byte_order_mark_costs_no_row_whatever_the_mapping_calls_the_encoding(
    tmp_path: Path, form: str, encoding: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        f'\ufeffform = "{form}"\nencoding = "{encoding}"\n[fields]\nnative_id = "id"\npublished_at = "at"\ntext = "said"\n',
        encoding="utf-8",
    )
    lines = {
        "jsonl": '{"id": 1, "at": "2026-01-01T10:00:00Z", "said": "acme"}\n',
        "csv": "id,at,said\n1,2026-01-01T10:00:00Z,acme\n",
    }
    path = tmp_path / f"export.{form}"
    path.write_text("\ufeff" + lines[form], encoding=encoding.removesuffix("-sig"))
    survey, mentions = import_file(path, str(own))
    assert (survey.bad, [mention.native_id for mention in mentions]) == (0, ["1"])


@pytest.mark.parametrize("group", [True, False])
def test_an_export_of_a_group_is_marked_as_such(tmp_path: Path, group: bool) -> None:  # noqa: FBT001
    path = tmp_path / "lines.jsonl"
    path.write_text('{"native_id": "1", "published_at": "2026-01-01T11:00:00Z", "text": "acme"}\n')
    mapping = load_mapping("plain")
    defaults = mapping.defaults.model_copy(update={"group": group})
    _, (mention,) = import_file(path, mapping.model_copy(update={"defaults": defaults}))
    assert mention.is_in_group is group


def test_bad_rows_are_counted_named_and_left_out(tmp_path: Path) -> None:
    good = {"id": "1", "published_at": "2026-01-01T11:00:00Z", "text": "acme"}
    bad = [
        {"published_at": "2026-01-01T11:00:00Z", "text": "acme secret words"},
        good | {"published_at": "yesterday"},
        good | {"published_at": "2026-03-01T11:00:00Z"},
        good | {"published_at": "1990-01-01T11:00:00Z"},
        good | {"published_at": ""},
    ]
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(["not json", "[]", *map(json.dumps, [*bad, good])]))
    survey, mentions = import_file(path, "plain")
    assert (survey.rows, survey.bad, len(mentions)) == (8, 7, 1)
    assert [problem.split(":")[0] for problem in survey.problems] == [
        f"row {number}" for number in range(1, 8)
    ]
    assert "secret words" not in "".join(survey.problems)
    assert "in the future" in survey.problems[4]


def test_what_is_too_old_for_the_live_lane_is_said(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"id":"1","published_at":"2025-12-01T00:00:00Z","text":"acme"}\n')
    survey, _ = import_file(path, "plain")
    assert survey.old == 1


def test_reading_it_again_gives_the_same_identities(tmp_path: Path) -> None:
    path = tmp_path / "mentions.csv"
    path.write_text(BRANDWATCH, encoding="utf-8")
    assert import_file(path, "brandwatch") == import_file(path, "brandwatch")


@pytest.mark.parametrize(
    ("encoding", "text"), [("utf-8", "a,b\n1,2\n"), ("utf-16", "Query Id\n1\n"), ("utf-8", "")]
)
def test_another_file_than_the_mapping_means_is_said_so(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text, encoding=encoding)
    with pytest.raises((UnreadableError, MisconfiguredError), match=r"Query Id|encoding"):
        import_file(path, "brandwatch")


def test_the_mappings_that_come_with_us_are_right() -> None:
    assert list_mappings() == ("brandwatch", "meltwater", "plain", "talkwalker")
    for name in list_mappings():
        load_mapping(name)


def test_a_wrong_mapping_is_told_whole(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'zone = "Mars"\nencoding = "klingon"\n[fields]\ntext = []\n[values.platform]\na = "myspace"\n'
    )
    with pytest.raises(ConfigurationError) as caught:
        load_mapping(str(path))
    keys = {problem.key for problem in caught.value.problems}
    assert {"zone", "encoding", "fields.text", "fields.native_id", "values.platform.a"} <= keys
    with pytest.raises(MisconfiguredError, match="brandwatch"):
        load_mapping("nobody")


@pytest.mark.parametrize(
    ("text", "dates", "zone", "expected"),
    [
        ("2026-01-01T10:00:00", ("iso",), "Europe/Budapest", datetime(2026, 1, 1, 9, tzinfo=UTC)),
        ("2026-01-01T10:00:00Z", ("iso",), "Europe/Budapest", datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ("1767261600", ("iso", "epoch"), "UTC", datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ("1767261600000", ("epoch_ms",), "UTC", datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ("01/02/2026", ("%d/%m/%Y",), "UTC", datetime(2026, 2, 1, tzinfo=UTC)),
        ("nan", ("epoch",), "UTC", None),
        ("9" * 400, ("epoch",), "UTC", None),
        ("", ("iso",), "UTC", None),
    ],
)
def test_dates(text: str, dates: tuple[str, ...], zone: str, expected: datetime | None) -> None:
    assert read_date(text, dates, zone) == expected


CELLS = st.text(max_size=30) | st.sampled_from(
    ["2026-01-01T11:00:00Z", "acme", "x", "nan", "1e400", "9" * 30]
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "published_at", "text", "author", "url", "interactions"]), CELLS
        )
    )
)
def test_whatever_stands_in_a_row_it_is_read_or_refused(rows: list[dict[str, str]]) -> None:
    reader = make_reader(load_mapping("plain"))
    for row in rows:
        try:
            mentions = reader.read_row(row, now=NOON, written_at=NOON)
        except (UnreadableError, ValueError):
            continue
        for mention in mentions:
            assert Mention.from_json(mention.to_json()) == mention


@given(st.text(max_size=400))
def test_whatever_stands_in_a_csv_its_rows_are_read_or_refused(text: str) -> None:
    mapping = load_mapping("talkwalker")
    for row in read_rows(
        iter(f"url,published,title\n{text}".splitlines(keepends=True)), mapping, mapping.known_by
    ):
        assert (row.values is None) == bool(row.problem)


def open_reader(assignment: Assignment, values: Mapping[str, Any], clock: FakeClock) -> Connector:
    """A file's reader, which asks nobody over HTTP."""
    use = Equipment(Http(clock), clock, KEY)
    return KINDS["file"].open(assignment, FileOptions(**values), use)


class Folder:
    """A folder of exports and the connector that reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = FakeClock(NOON)
        self.cursor: bytes | None = None

    def write(self, name: str, *natives: str, tail: str = "", written: datetime | None = None) -> Path:
        line = '{{"id":"{}","published_at":"2026-01-01T11:00:00Z","text":"acme"}}\n'
        file = self.path / name
        file.write_text("".join(line.format(native) for native in natives) + tail, encoding="utf-8")
        at = (written or NOON - timedelta(hours=1)).timestamp()
        os.utime(file, (at, at))
        return file

    async def sweep(self) -> list[str]:
        assignment = Assignment("exports", BRANDS, timedelta(minutes=2), "live", self.cursor)
        values: dict[str, Any] = {"name": "exports", "kind": "file", "path": str(self.path / "*.jsonl")}
        reader = open_reader(assignment, values, self.clock)
        found: list[str] = []
        while True:
            batch = await reader.fetch_batch()
            found += [mention.native_id for mention in batch.mentions]
            if batch.cursor is not None:
                assert batch.upto is None
                self.cursor = batch.cursor
                await reader.close()
                return found


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


async def test_new_files_and_new_rows_are_read_once(folder: Folder) -> None:
    folder.write("a.jsonl", "1", "2")
    assert await folder.sweep() == ["1", "2"]
    assert await folder.sweep() == []
    folder.write("a.jsonl", "1", "2", "3", written=NOON - timedelta(minutes=30))
    folder.write("b.jsonl", "4")
    assert await folder.sweep() == ["3", "4"]


async def test_a_file_of_the_same_name_with_another_beginning_is_another_file(folder: Folder) -> None:
    folder.write("a.jsonl", "1", "2")
    await folder.sweep()
    folder.write("a.jsonl", "7", written=NOON - timedelta(minutes=30))
    assert await folder.sweep() == ["7"]


async def test_half_a_row_waits_until_it_is_whole(folder: Folder) -> None:
    folder.write("a.jsonl", "1", "2", tail='{"id":"3","publi', written=NOON)
    assert await folder.sweep() == ["1", "2"]
    folder.write("a.jsonl", "1", "2", "3", written=NOON)
    assert await folder.sweep() == []  # Still being written to: the last row may be half of one.
    folder.clock.at += timedelta(minutes=2)
    assert await folder.sweep() == ["3"]
    assert await folder.sweep() == []


async def test_a_large_file_is_read_in_batches_and_a_spoilt_one_keeps_no_other_out(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    spoilt = folder.write("a.jsonl")
    spoilt.write_bytes(b"\xff\xfe\x00")
    folder.write("b.jsonl", *(str(number) for number in range(1_203)))
    assert len(await folder.sweep()) == 1_203
    assert "file cannot be read" in caplog.text
    assert await folder.sweep() == []


async def test_rows_that_cannot_be_read_are_told_and_passed_over(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write("a.jsonl", "1", tail='{"id":"2"}\n')
    assert await folder.sweep() == ["1"]
    (record,) = caplog.records
    assert record.__dict__["rows"] == 1


async def test_a_file_that_is_missing_is_told_to_a_person(folder: Folder) -> None:
    values: dict[str, Any] = {"name": "exports", "kind": "file", "path": str(folder.path / "no.jsonl")}
    assignment = Assignment("exports", BRANDS, timedelta(minutes=2))
    reader = open_reader(assignment, values, folder.clock)
    with pytest.raises(MisconfiguredError, match="no such file"):
        await reader.fetch_batch()
    await reader.close()


async def test_a_reader_closed_in_the_middle_lets_go_of_its_file(folder: Folder) -> None:
    folder.write("a.jsonl", *(str(number) for number in range(1_203)))
    values: dict[str, Any] = {"name": "exports", "kind": "file", "path": str(folder.path / "*.jsonl")}
    assignment = Assignment("exports", BRANDS, timedelta(minutes=2))
    reader = open_reader(assignment, values, folder.clock)
    assert len((await reader.fetch_batch()).mentions) == 500
    await reader.close()  # An open file would be a ResourceWarning.


def test_an_import_for_one_brand_asks_no_keywords(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"id":"1","published_at":"2026-01-01T11:00:00Z","text":"the film is slop"}\n')
    mapping = load_mapping("plain")
    assert import_file(path, mapping)[1] == []
    named = mapping.model_copy(update={"defaults": mapping.defaults.model_copy(update={"brand": "bolt"})})
    assert [mention.brand for mention in import_file(path, named)[1]] == ["bolt"]
    assert replace(make_reader(named), source="x").source == "x"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("0001-01-01T00:00:00", "Europe/Budapest"),  # What .NET writes where it has no time.
        ("0001-01-01T00:00:00+08:00", "UTC"),
        ("9999-12-31T23:59:59", "America/New_York"),
    ],
)
def test_a_time_that_utc_does_not_have_spoils_its_row_and_no_other(
    text: str, zone: str, tmp_path: Path
) -> None:
    assert read_date(text, ("iso",), zone) is None
    path = tmp_path / "export.csv"
    path.write_text(f"id,at,said\n1,{text},acme\n2,2026-01-01T10:00:00,acme\n", encoding="utf-8")
    fields = {"native_id": "id", "published_at": "at", "text": "said"}
    survey, mentions = import_file(path, TableMapping.model_validate({"zone": zone, "fields": fields}))
    assert (survey.bad, [each.native_id for each in mentions]) == (1, ["2"])
