"""The sources of the compiled part, and a number that stands for them. The build runs this file alone."""

import hashlib
from pathlib import Path


def digest_sources(folder: Path) -> int:
    """64 bits that change with whatever is compiled; 0 where no sources lie, as in a wheel.

    Raises:
        OSError: one cannot be read.
    """
    sources = sorted(path for path in folder.iterdir() if path.suffix in {".pyx", ".pxi"})
    if not sources:
        return 0
    digest = hashlib.blake2b(digest_size=8)
    for path in sources:
        source = path.read_bytes()
        digest.update(f"{path.name} {len(source)}\n".encode() + source)
    return int.from_bytes(digest.digest(), "big")
