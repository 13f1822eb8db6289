"""A compiled part that was built from other sources than those beside it is not used."""

import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

import streams.native
from streams.native.installed import HERE, load_native
from streams.native.sources import digest_sources

AGAIN = r"Run `pip install -e \.` again"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of what is compiled."""
    for path in HERE.iterdir():
        if path.suffix in {".pyx", ".pxi"}:
            shutil.copy(path, tmp_path)
    return tmp_path


def install(patch: pytest.MonkeyPatch, built_from: int | None) -> None:
    """Act as if a compiled part had been built from sources of this digest; None: before it knew of them."""
    module = SimpleNamespace(Teller=object, fill=print)
    if built_from is not None:
        module.BUILT_FROM = built_from
    patch.setitem(sys.modules, "streams.native.teller", module)
    patch.setattr(streams.native, "teller", module, raising=False)


def test_what_was_built_from_these_sources_is_used(monkeypatch: pytest.MonkeyPatch, sources: Path) -> None:
    install(monkeypatch, digest_sources(sources))
    assert load_native(sources) is not None


def test_a_wheel_has_no_sources_to_compare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, 42)
    assert load_native(tmp_path) is not None


@pytest.mark.parametrize("change", ["edited", "renamed", "added", "gone"])
def test_what_was_built_from_others_is_left_out(
    monkeypatch: pytest.MonkeyPatch, sources: Path, change: str
) -> None:
    install(monkeypatch, digest_sources(sources))
    rules = sources / "lexicon.pxi"
    match change:
        case "edited":
            rules.write_text(rules.read_text(encoding="utf-8") + "\n# a rule\n", encoding="utf-8")
        case "renamed":
            rules.rename(sources / "words.pxi")
        case "added":
            (sources / "more.pxi").touch()
        case _:
            rules.unlink()
    with pytest.warns(RuntimeWarning, match=AGAIN):
        assert load_native(sources) is None


def test_what_does_not_know_its_sources_is_left_out(monkeypatch: pytest.MonkeyPatch, sources: Path) -> None:
    install(monkeypatch, None)
    with pytest.warns(RuntimeWarning, match=AGAIN):
        assert load_native(sources) is None


def test_none_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(streams.native, "teller", raising=False)
    monkeypatch.setitem(sys.modules, "streams.native.teller", None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load_native() is None


BROKEN = """
import sys
from importlib.machinery import ModuleSpec

class Broken:
    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self) if name == "streams.native.teller" else None
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        from streams.sentiment.lexicon import a_name_of_yesterday

sys.meta_path.insert(0, Broken())
from streams.scorer import MentionScorer
print(MentionScorer().is_compiled)
"""


def test_one_that_cannot_be_loaded_leaves_a_scorer_that_works_and_one_warning() -> None:
    root = HERE.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", BROKEN],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.stdout.strip() == "False"
    assert done.stderr.count("Run `pip install -e .` again") == 1


@pytest.mark.skipif(not any(HERE.glob("*.pyx")), reason="installed as a wheel, without sources")
def test_what_is_installed_here_was_built_from_these_sources() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        native = load_native()
    if native is None and not told:
        pytest.skip("the compiled part is not installed: no compiler was there")
    assert native is not None, told[0].message
