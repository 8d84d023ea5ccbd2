"""Quiet hours from 21:00 to 7:30 in the network's zone (UTC+5): nobody is disturbed, nothing is late for it."""

from datetime import UTC, datetime, time, timedelta

import pytest

from models import Network
from services.quiet_hours import (
    active_time_between,
    add_active_time,
    after_quiet_hours,
    earliest_delivery_time,
    is_quiet,
    last_moment_before_quiet,
)


@pytest.fixture
def network() -> Network:
    return Network(zone="Asia/Yekaterinburg", quiet_from=time(21), quiet_to=time(7, 30))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of October 2026 in the network's zone, given in UTC."""
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC) - timedelta(hours=5)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (local(7, 20, 59), False),
        (local(7, 21), True),
        (local(8, 0), True),
        (local(8, 7, 29), True),
        (local(8, 7, 30), False),
    ],
)
def test_quiet_hours_begin_and_end_on_the_minute(network: Network, moment: datetime, quiet: bool) -> None:
    assert is_quiet(network, moment) is quiet


@pytest.mark.parametrize("moment", [local(7, 21), local(7, 23, 30), local(8, 3), local(8, 7, 29)])
def test_the_last_active_minute_is_that_before_the_evening(network: Network, moment: datetime) -> None:
    assert last_moment_before_quiet(network, moment) == local(7, 20, 59)


def test_an_active_moment_stays_and_every_answer_is_in_utc(network: Network) -> None:
    noon = local(7, 12).astimezone(network.tz)

    for answer in (
        last_moment_before_quiet(network, noon),
        after_quiet_hours(network, noon),
        earliest_delivery_time(network, noon, noon + timedelta(hours=1)),
    ):
        assert answer == noon
        assert answer.tzinfo is UTC
    assert last_moment_before_quiet(network, local(8, 2).astimezone(network.tz)).tzinfo is UTC


def test_a_message_waits_for_the_morning_unless_that_is_too_late(network: Network) -> None:
    night, morning = local(7, 23), local(8, 7, 30)

    assert after_quiet_hours(network, night) == morning
    assert earliest_delivery_time(network, night, morning + timedelta(minutes=1)) == morning
    assert earliest_delivery_time(network, night, morning) == night


def test_active_time_leaves_the_night_out(network: Network) -> None:
    evening = local(7, 20)

    assert add_active_time(network, evening, timedelta(hours=1)) == local(7, 21)
    assert add_active_time(network, evening, timedelta(hours=2)) == local(8, 8, 30)
    assert active_time_between(network, evening, local(8, 8, 30)) == timedelta(hours=2)
    assert active_time_between(network, local(8, 8), local(8, 8)) == timedelta(0)


def test_equal_bounds_mean_no_quiet_hours() -> None:
    network = Network(zone="Asia/Yekaterinburg", quiet_from=time(0), quiet_to=time(0))
    night = local(7, 23)

    assert not is_quiet(network, night)
    assert add_active_time(network, night, timedelta(days=1)) == local(8, 23)
    assert active_time_between(network, night, local(8, 23)) == timedelta(days=1)
    assert active_time_between(network, local(8, 23), night) == timedelta(0)
