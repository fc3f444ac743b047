"""What is wrong with the disk below a file, where a failed write does not say."""

import os
import shutil
from pathlib import Path

from qa_service.domain.errors import DataUnusable, StorageFull, StorageReadOnly

_NEARLY_FULL = 256 * 1024
"""Bytes: with less free, a failed write is put down to the full disk."""


def fault_at(place: Path) -> DataUnusable | None:
    """Full or read-only, for the file or directory at a place; None: neither.

    Databases report both under several codes, and root is refused nothing by permissions, so the
    file system is asked.
    """
    folder = place if place.is_dir() else place.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        if os.statvfs(folder).f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK):
            return StorageReadOnly(str(folder))
        if place.exists() and not os.access(place, os.W_OK):
            return StorageReadOnly(str(place))
        if shutil.disk_usage(folder).free < _NEARLY_FULL:
            return StorageFull(str(place))
    except OSError:
        return StorageReadOnly(str(place))
    return None
