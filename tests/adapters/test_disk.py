from pathlib import Path

from qa_service.adapters.disk import fault_at
from qa_service.domain.errors import StorageFull, StorageReadOnly
from tests.disks import fill_disk, make_read_only


def test_a_disk_with_room_has_no_fault(tmp_path: Path) -> None:
    assert fault_at(tmp_path) is None
    assert fault_at(tmp_path / "not" / "there" / "yet") is None


def test_a_full_disk_is_told_from_a_read_only_one(small_disk: Path) -> None:
    assert fault_at(small_disk / "file") is None
    fill_disk(small_disk)
    assert isinstance(fault_at(small_disk / "file"), StorageFull)
    make_read_only(small_disk)
    assert isinstance(fault_at(small_disk / "deep" / "file"), StorageReadOnly)
