from pathlib import Path

from qa_service.adapters.disk import fault_at
from qa_service.domain.errors import DataUnusable, StorageFull, StorageReadOnly
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


def test_a_file_where_a_directory_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    fault = fault_at(tmp_path / "data" / "qa.lock")
    assert isinstance(fault, DataUnusable)
    assert str(fault) == (
        f"{tmp_path}/data is a file, not a directory. Move it away, or set QA_DATA_DIR."
    )


def test_a_name_that_no_disk_takes_is_told(tmp_path: Path) -> None:
    fault = fault_at(tmp_path / ("a" * 300) / "qa.lock", "QA_INDEXES_DIR")
    assert isinstance(fault, DataUnusable)
    assert str(fault).endswith("… is too long for a path. Set QA_INDEXES_DIR to a shorter one.")
