"""Quiet hours of the network, in its own time zone. Times that are not quiet are called active."""

from datetime import UTC, datetime, time, timedelta

from models import Network


def is_quiet(network: Network, moment: datetime) -> bool:
    """Tell whether an aware `moment` lies in the quiet hours; equal bounds mean that there are none."""
    local = moment.astimezone(network.tz).time()
    begin, end = network.quiet_from, network.quiet_to
    if begin <= end:
        return begin <= local < end
    return local >= begin or local < end


def after_quiet_hours(network: Network, moment: datetime) -> datetime:
    """Return the end of the quiet hours around `moment` in UTC, or `moment` itself if it is active."""
    if not is_quiet(network, moment):
        return moment.astimezone(UTC)
    return _next(network, moment, network.quiet_to)


def last_moment_before_quiet(network: Network, moment: datetime) -> datetime:
    """Return `moment` in UTC if it is active, else the minute before the quiet hours around it began."""
    if not is_quiet(network, moment):
        return moment.astimezone(UTC)
    local = moment.astimezone(network.tz)
    day = local.date() if local.time() >= network.quiet_from else local.date() - timedelta(days=1)
    begin = datetime.combine(day, network.quiet_from, tzinfo=network.tz)
    return (begin - timedelta(minutes=1)).astimezone(UTC)


def earliest_delivery_time(network: Network, now: datetime, takes_effect: datetime) -> datetime:
    """Return the end of quiet hours in UTC, or `now` if that would be too late for a change that takes effect then."""
    quiet_end = after_quiet_hours(network, now)
    return quiet_end if quiet_end < takes_effect else now.astimezone(UTC)


def add_active_time(network: Network, moment: datetime, span: timedelta) -> datetime:
    """Return the moment in UTC at which `span` of active time has passed since `moment`."""
    at, left = moment.astimezone(UTC), span
    while left > timedelta(0):
        at = after_quiet_hours(network, at)
        until = _next(network, at, network.quiet_from)
        if network.quiet_from == network.quiet_to or until - at >= left:
            return at + left
        left -= until - at
        at = until
    return at


def active_time_between(network: Network, since: datetime, until: datetime) -> timedelta:
    """Return the active time between two moments; zero if `until` is not later."""
    total, at = timedelta(0), since.astimezone(UTC)
    if network.quiet_from == network.quiet_to:
        return max(until - at, total)
    while (at := after_quiet_hours(network, at)) < until:
        next_quiet = _next(network, at, network.quiet_from)
        total += min(next_quiet, until) - at
        at = next_quiet
    return total


def _next(network: Network, moment: datetime, at: time) -> datetime:
    local = moment.astimezone(network.tz)
    candidate = datetime.combine(local.date(), at, tzinfo=network.tz)
    if candidate <= local:
        candidate = datetime.combine(local.date() + timedelta(days=1), at, tzinfo=network.tz)
    return candidate.astimezone(UTC)
