"""What a lane held becomes a recording that leads back to nobody and reads as what it was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.archive import read_lines
from connectors.author import AuthorKey
from connectors.mention import ChannelKind, Mention, Platform
from deploy.recordings.errors import BadManifestError, EmptyError, UnfitError
from deploy.recordings.manifest import Manifest, Storm
from deploy.recordings.material import Material, open_material
from deploy.recordings.scoring import score_into
from deploy.recordings.taping import Order, tape_mentions, tape_scores
from deploy.recordings.writing import manifest_path, name_of, read_manifest, writing_lines
from streams.reading import Label, Scored
from tests.streams.scored import score_as

START = datetime(2026, 4, 1, tzinfo=UTC)
END = datetime(2026, 5, 1, tzinfo=UTC)
KEY = b"k" * 32
ORDER = Order(brand="acme", begins=START, ends=END, origin="live.mentions", storms=())
SUFFIXES = ("jsonl", "jsonl.gz", "jsonl.zst")


def mention(number: int, **changed: object) -> Mention:
    plain = Mention(
        source="mastodon",
        native_id=f"n{number}",
        brand="acme",
        platform=Platform.MASTODON,
        kind=ChannelKind.REPLY,
        published_at=START + timedelta(minutes=number),
        text=f"words of somebody {number}",
        author="0123456789abcdef",
        url=f"https://mastodon.example/@jane.doe/{number}",
        parent_id="n0",
        family="piece",
        interactions=number,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def scored(mention: Mention, line: int = 0) -> Scored:
    return score_as(
        mention,
        Label.NEGATIVE,
        line=line,
        valence=-0.5,
        confidence=0.7,
        language="en",
        author=mention.author,
        url=mention.url,
        excerpt=mention.text,
        because=("words",),
    )


def no_names() -> AuthorKey:
    raise AssertionError("nobody's name is in it")


def open_file(path: Path) -> Material:
    return open_material(str(path), authors=no_names)


def tape(path: Path, mentions: Sequence[Mention], order: Order = ORDER) -> Manifest:
    return tape_mentions(path, order, mentions, key=KEY, now=END)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_recording_is_read_back_in_order_with_its_manifest(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"april.{suffix}"
    said = [mention(3), mention(1), mention(2), mention(9, brand="globex"), mention(99_999), mention(-1)]
    manifest = tape(path, said)
    material = open_file(path)
    assert [one.text for one in material.read("drill-1")] == [said[1].text, said[2].text, said[0].text]
    assert {one.lane for one in material.read("drill-1")} == {"drill-1"}
    assert (material.mentions, material.brands, material.storms) == (3, ("acme",), ())
    assert read_manifest(path) == manifest
    assert (manifest.begins, manifest.ends) == (said[1].published_at, said[0].published_at)
    assert manifest.platforms == {"mastodon": 3}
    assert manifest.rekeyed
    assert "not to be passed on" in manifest.licence
    assert {found.name for found in tmp_path.iterdir()} == {f"april.{suffix}", "april.manifest.json"}


def test_nothing_in_it_leads_back_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "april.jsonl"
    tape(path, [mention(0), mention(1), mention(2, author=None)])
    raw = path.read_text()
    for trace in ("0123456789abcdef", "jane.doe", '"n0"', '"n1"', "piece"):
        assert trace not in raw
    first, second, third = open_file(path).read("d")
    assert first.author == second.author
    assert third.author is None
    assert second.parent_id == first.native_id, "answers still find what they answer"
    tape(tmp_path / "again.jsonl", [mention(0)], replace(ORDER, origin="x"))
    other = tape_mentions(tmp_path / "other.jsonl", ORDER, [mention(0)], key=b"o" * 32, now=END)
    assert other.mentions == 1
    assert next(open_file(tmp_path / "other.jsonl").read("d")).author != first.author


def test_what_was_taken_down_is_not_recorded_whenever_it_was_taken_down(tmp_path: Path) -> None:
    path = tmp_path / "april.jsonl"
    gone = mention(1, deleted=True, text="", published_at=END + timedelta(days=9))
    manifest = tape(path, [mention(1), mention(2), gone])
    assert manifest.mentions == 1
    assert manifest.left_out == {"taken down": 1}
    assert manifest.platforms == {"mastodon": 1}
    assert "somebody 1" not in path.read_text()


def test_redacted_it_keeps_scores_and_no_word(tmp_path: Path) -> None:
    path = tmp_path / "april.jsonl.gz"
    scores = [("acme", scored(mention(2))), ("acme", scored(mention(1))), ("globex", scored(mention(3)))]
    manifest = tape_scores(path, ORDER, scores, key=KEY, now=END)
    assert manifest.redacted
    assert manifest.scored
    raw = b"\n".join(read_lines(path)).decode()
    for trace in ("somebody", "words", "jane.doe", "0123456789abcdef", "n1"):
        assert trace not in raw
    material = open_file(path)
    tapes = list(material.read_scored())
    assert [one.scored.published_at for one in tapes] == [mention(1).published_at, mention(2).published_at]
    assert {(one.brand, one.scored.label, one.scored.valence) for one in tapes} == {
        ("acme", Label.NEGATIVE, -0.5)
    }
    with pytest.raises(UnfitError, match="without text"):
        material.read("drill-1")


@pytest.mark.parametrize("redact", [False, True])
def test_scored_once_it_is_not_scored_again(tmp_path: Path, redact: bool) -> None:  # noqa: FBT001
    plain, path = tmp_path / "april.jsonl", tmp_path / "scored.jsonl.zst"
    tape(plain, [mention(1), mention(2)])
    score_into(path, open_file(plain), scored, redact=redact)
    material = open_file(path)
    assert material.is_scored
    assert [one.scored.confidence for one in material.read_scored()] == [0.7, 0.7]
    raw = b"\n".join(read_lines(path)).decode()
    assert ("words" in raw) is not redact
    if not redact:
        assert [one.text for one in material.read("d")] == [one.text for one in open_file(plain).read("d")]


def test_an_empty_recording_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(EmptyError, match="nothing of acme from 2026-04-01 00:00"):
        tape(tmp_path / "april.jsonl", [mention(1, brand="globex")])
    assert not list(tmp_path.iterdir())


def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "april.jsonl.zst"
    path.write_bytes(b"before")

    def write_and_fail() -> None:
        with writing_lines(path) as write:
            write(b"{}")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_fail()
    assert path.read_bytes() == b"before"
    assert [found.name for found in tmp_path.iterdir()] == ["april.jsonl.zst"]


def test_a_recording_of_others_is_put_in_order_and_its_periods_are_read(tmp_path: Path) -> None:
    path = tmp_path / "storm.jsonl"
    lines = ['{"id": "2", "published_at": "2026-01-01T10:00:00+09:00", "text": "b", "source": "twitter"}', ""]
    lines.append(
        '{"id": "1", "published_at": "2026-01-01T00:30:00Z", "text": "a", "source": "twitter"}',
    )
    path.write_text("\n".join(lines))
    (tmp_path / "storm.periods.json").write_text(
        '[{"start": "2026-01-01T00:45:00Z", "end": "2026-01-01T01:30:00Z"}]'
    )
    material = open_material(str(path), authors=no_names, brand="acme")
    assert [one.text for one in material.read("d")] == ["a", "b"]
    assert material.storms == (
        Storm(
            onset=datetime(2026, 1, 1, 0, 45, tzinfo=UTC),
            end=datetime(2026, 1, 1, 1, 30, tzinfo=UTC),
        ),
    )
    assert not material.is_scored


def test_a_manifest_that_lies_or_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "april.jsonl"
    tape(path, [mention(1), mention(2)])
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join(reversed(lines)))
    with pytest.raises(UnfitError, match="in order, and it is not"):
        list(open_file(path).read("d"))
    for wrong, what in (("{", "JSON|truncated"), ('{"name": "x", "format": 9}', "format 9")):
        manifest_path(path).write_text(wrong)
        with pytest.raises(BadManifestError, match=what):
            open_file(path)


def test_a_name_loses_its_endings() -> None:
    assert {name_of(Path(f"a/acme-april.{suffix}")) for suffix in SUFFIXES} == {"acme-april"}
