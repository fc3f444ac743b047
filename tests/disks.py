"""What may happen to the disk of the fixture `small_disk`."""

import subprocess
from contextlib import suppress
from pathlib import Path


def fill_disk(folder: Path) -> None:
    """Leave no byte."""
    with (folder / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while ballast.write(b"x" * 4096):
            pass


def make_read_only(folder: Path) -> None:
    """Even for root, whom permissions do not stop."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
