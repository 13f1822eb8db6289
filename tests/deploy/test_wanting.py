"""What the register of AI-made content does not say is told before an alert has to do without it."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from connectors.config import ConfigurationError
from connectors.configured import build_settings
from deploy.cli import EXAMPLE, main
from deploy.document import check_document
from deploy.wanting import list_warnings

WHOLE = """
disclosure_text = "Made with AI"
disclosure_place = "caption"
status = "published"
reviewed_by = "Ana"
"""
OLD = 'posts = ["film"]\nvendor = "a studio"\ndisclosure = { mastodon = "done" }\n'


def brand(*pieces: str) -> str:
    told = "".join(f'[[brands.ai_content]]\ntitle = "Film {n}"\n{piece}' for n, piece in enumerate(pieces))
    return f'[[brands]]\nname = "acme"\nkeywords = ["acme"]\n{told}'


def warn(*pieces: str) -> list[str]:
    brands = build_settings(tomllib.loads(brand(*pieces)), file="crisis.toml").brands
    return [str(warning) for warning in list_warnings(brands, file="crisis.toml")]


def complain(*pieces: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        check_document(tomllib.loads(brand(*pieces)), {}, file="crisis.toml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.need("000-16")
def test_a_piece_without_a_disclosure_is_a_warning_with_the_key_and_what_to_write() -> None:
    text, place, status = warn(WHOLE, OLD)
    assert text.startswith("crisis.toml: brands.acme.ai_content.1.disclosure_text: is not said")
    assert 'such as "Made with AI"' in text
    assert place.startswith("crisis.toml: brands.acme.ai_content.1.disclosure_place:")
    assert '"caption", "first frame" or "description"' in place
    assert "planned, draft, published" in status


@pytest.mark.need("000-16")
def test_a_place_that_is_blank_is_missing() -> None:
    (place,) = warn(WHOLE.replace('"caption"', '"  "'))
    assert "disclosure_place" in place


def test_two_pieces_of_one_title_are_told() -> None:
    (twice,) = warn(
        WHOLE, WHOLE.replace("\n", '\nposts = ["x"]\n', 1) + '[[brands.ai_content]]\ntitle = "Film 0"' + WHOLE
    )
    assert "ai_content.2.title" in twice


@pytest.mark.need("000-16")
@pytest.mark.need("000-21")
def test_check_warns_of_an_old_entry_and_takes_it(tmp_path: Path) -> None:
    config = tmp_path / "crisis.toml"
    piece = f'[[brands.ai_content]]\ntitle = "Film"\n{OLD}'
    config.write_text(EXAMPLE.read_text().replace("# Where to listen.", f"{piece}# Where to listen."))
    result = CliRunner().invoke(main, ["check", "--config", str(config)])
    assert result.exit_code == 0
    verdict, *warnings = result.output.splitlines()[:4]
    assert "can be read" in verdict
    assert [line.split(": ")[2].rpartition(".")[2] for line in warnings] == [
        "disclosure_text",
        "disclosure_place",
        "status",
    ]
    assert all(line.startswith(f"warning: {config}: brands.acme.ai_content.Film.") for line in warnings)


@pytest.mark.need("000-21")
@pytest.mark.parametrize("reviewer", ["", 'reviewed_by = ""\n', 'reviewed_by = "  "\n'])
def test_what_is_published_without_a_review_by_a_person_is_refused(reviewer: str) -> None:
    (problem,) = complain(f'status = "published"\n{reviewer}')
    assert problem.startswith("crisis.toml: brands.acme.ai_content.0.reviewed_by: is missing")
    assert 'write who did, or status = "draft"' in problem


@pytest.mark.need("000-21")
def test_a_machine_is_no_reviewer() -> None:
    (problem,) = complain('status = "published"\nreviewed_by = "bot"\n')
    assert "brands.acme.ai_content.0.reviewed_by: `bot` is a service account" in problem


@pytest.mark.need("000-21")
@pytest.mark.parametrize("status", ["planned", "draft"])
def test_what_is_not_published_needs_no_reviewer_yet(status: str) -> None:
    assert not [line for line in warn(f'status = "{status}"\n') if "reviewed_by" in line]


@pytest.mark.need("000-21")
def test_every_piece_without_a_review_and_a_status_that_is_not_known_are_told_at_once() -> None:
    bare = 'status = "published"\n'
    first, second, third = complain(bare, bare, 'status = "live"\n')
    assert "ai_content.0.reviewed_by" in first
    assert "ai_content.1.reviewed_by" in second
    assert "'planned', 'draft' or 'published'" in third


@pytest.mark.need("000-21")
def test_check_refuses_it_and_names_the_piece(tmp_path: Path) -> None:
    config = tmp_path / "crisis.toml"
    piece = '[[brands.ai_content]]\ntitle = "Film"\nstatus = "published"\n'
    config.write_text(EXAMPLE.read_text().replace("# Where to listen.", f"{piece}# Where to listen."))
    result = CliRunner().invoke(main, ["check", "--config", str(config)])
    assert result.exit_code == 1
    assert f"{config}: brands.acme.ai_content.Film.reviewed_by: is missing" in result.output
