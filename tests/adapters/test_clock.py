import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from qa_service.adapters.clock import SystemClock


def test_a_name_is_its_prefix_and_26_characters_without_look_alikes() -> None:
    assert re.fullmatch(r"ans_[0-7][0-9a-hjkmnp-tv-z]{25}", SystemClock().new_id("ans_"))


def test_names_sort_by_the_time_at_which_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    names = []
    for milliseconds in (0, 1, 31, 32, 1_700_000_000_000, 1_700_000_000_001, 2**48 - 1):
        monkeypatch.setattr(time, "time_ns", lambda at=milliseconds: at * 1_000_000)
        names.append(clock.new_id("job_"))
    assert names == sorted(names)


def test_names_of_one_moment_differ() -> None:
    clock = SystemClock()
    assert len({clock.new_id("") for _ in range(1000)}) == 1000


def test_now_is_in_utc_and_the_stopwatch_never_goes_back() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.stopwatch() <= clock.stopwatch()
