"""Writing a recording: lines into a file that is there whole or not at all, and the manifest beside it."""

import gzip
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import msgspec

from connectors.errors import UnreadableError
from connectors.wire import decode
from deploy.errors import UnsuitableError
from deploy.recordings.errors import BadManifestError
from deploy.recordings.manifest import FORMAT, Manifest, Period, Storm

_SUFFIXES: Final = (".zst", ".gz", ".jsonl", ".json", ".ndjson")


@contextmanager
def writing_lines(path: Path) -> Iterator[Callable[[bytes], None]]:
    """Write lines to `path`; compressed as its suffix says (.zst, .gz, or not).

    Nothing is left behind when the block fails or is interrupted; what was there before is replaced only at
    the end.

    Raises:
        UnsuitableError: .zst without the package for it.
    """
    aside = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _WRITERS.get(path.suffix, _open_plain)(aside) as file:
            yield lambda line: _write(file, line)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _write(file: IO[bytes], line: bytes) -> None:
    file.write(line)
    file.write(b"\n")


def _open_plain(path: Path) -> IO[bytes]:
    return path.open("wb")


def _open_gz(path: Path) -> IO[bytes]:
    # Without the time and the name, the same lines give the same file.
    return gzip.GzipFile(path, "wb", mtime=0)  # type: ignore[return-value]  # typeshed: not an IO, but it writes.


def _open_zst(path: Path) -> IO[bytes]:
    try:
        import zstandard  # noqa: PLC0415 - an extra; only those who want such files need it.
    except ModuleNotFoundError as exc:
        what = "pip install 'crisis-monitor[zstd]', or end the name in .gz"
        raise UnsuitableError(f"{path.name}: {what}") from exc
    file: IO[bytes] = zstandard.open(path, "wb")
    return file


_WRITERS: Final[Mapping[str, Callable[[Path], IO[bytes]]]] = {".zst": _open_zst, ".gz": _open_gz}


def name_of(path: Path) -> str:
    """A recording's name: that of its file without the endings."""
    name = path.name
    while Path(name).suffix in _SUFFIXES:
        name = Path(name).stem
    return name


def manifest_path(path: Path) -> Path:
    return path.with_name(f"{name_of(path)}.manifest.json")


def write_manifest(path: Path, manifest: Manifest) -> Path:
    """Write the manifest of the recording at `path` beside it."""
    beside = manifest_path(path)
    beside.write_bytes(msgspec.json.format(manifest.to_json(), indent=1) + b"\n")
    return beside


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of the recording at `path`; where there is none, what its periods and its name say.

    Raises:
        BadManifestError: it cannot be read, or is of a later version.
    """
    beside, periods = manifest_path(path), path.with_name(f"{name_of(path)}.periods.json")
    try:
        if beside.exists():
            manifest = Manifest.from_json(beside.read_bytes())
            if manifest.format > FORMAT:
                raise BadManifestError(f"{beside}: format {manifest.format}; up to {FORMAT} is known here")
            return manifest
        storms = None
        if periods.exists():
            known = decode(periods.read_bytes(), tuple[Period, ...])
            storms = tuple(Storm(onset=one.start, end=one.end) for one in known)
    except (OSError, UnreadableError, ValueError) as exc:
        raise BadManifestError(f"{beside if beside.exists() else periods}: {exc}") from exc
    return Manifest(name=name_of(path), storms=storms)
