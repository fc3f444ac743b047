"""What is wrong with the disk below a file, where a failed write does not say."""

import errno
import os
import shutil
from pathlib import Path

from qa_service.domain.errors import DataUnusable, StorageFull, StorageReadOnly

_NEARLY_FULL = 256 * 1024
"""Bytes: with less free, a failed write is put down to the full disk."""


def fault_at(place: Path, setting: str = "QA_DATA_DIR") -> DataUnusable | None:
    """Full, read-only or impossible, for the file or directory at a place; None: none of these.

    `setting`: the one that names the place.

    Databases report both under several codes, and root is refused nothing by permissions, so the
    file system is asked.
    """
    try:
        folder = place if place.is_dir() else place.parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            return DataUnusable(
                f"{folder} is a file, not a directory.", f"Move it away, or set {setting}."
            )
        if os.statvfs(folder).f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK):
            return StorageReadOnly(str(folder), setting)
        if place.exists() and not os.access(place, os.W_OK):
            return StorageReadOnly(str(place), setting)
        if shutil.disk_usage(folder).free < _NEARLY_FULL:
            return StorageFull(str(place))
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return DataUnusable(
                f"{str(place)[:100]}… is too long for a path.", f"Set {setting} to a shorter one."
            )
        return StorageReadOnly(str(place), setting)
    return None
