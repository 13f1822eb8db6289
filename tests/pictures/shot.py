"""A shot: a web page as Chromium shows it, as a PNG."""

import subprocess
from pathlib import Path

_CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")


def take_shot(page: Path, picture: Path, *, width: int, height: int) -> None:
    """Take a picture of a page's top."""
    options = (f"--screenshot={picture}", f"--window-size={width},{height}")
    command = [*_CHROMIUM, *options, page.resolve().as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
