"""When people may be disturbed: quiet hours of the network, in the network's own zone."""

from datetime import UTC, datetime, time, timedelta

from models import Network


def is_quiet(network: Network, moment: datetime) -> bool:
    """Whether `moment` (aware) lies in the quiet hours; equal bounds mean there are none."""
    local = moment.astimezone(network.tz).time()
    begin, end = network.quiet_from, network.quiet_to
    if begin <= end:
        return begin <= local < end
    return local >= begin or local < end


def quiet_ends(network: Network, moment: datetime) -> datetime:
    """The first moment (UTC) from `moment` on that is not quiet; `moment` itself when it is not."""
    if not is_quiet(network, moment):
        return moment.astimezone(UTC)
    return _next(network, moment, network.quiet_to)


def last_moment_before_quiet(network: Network, moment: datetime) -> datetime:
    """The last moment (UTC) up to `moment` that is not quiet: the minute before quiet hours began."""
    if not is_quiet(network, moment):
        return moment.astimezone(UTC)
    local = moment.astimezone(network.tz)
    day = local.date() if local.time() >= network.quiet_from else local.date() - timedelta(days=1)
    begin = datetime.combine(day, network.quiet_from, tzinfo=network.tz)
    return (begin - timedelta(minutes=1)).astimezone(UTC)


def earliest_delivery_time(network: Network, now: datetime, takes_effect: datetime) -> datetime:
    """When (UTC) to tell people of what takes effect then: at the end of quiet hours, unless that would be too late."""
    morning = quiet_ends(network, now)
    return morning if morning < takes_effect else now.astimezone(UTC)


def add_active_time(network: Network, moment: datetime, span: timedelta) -> datetime:
    """The moment (UTC) when `span` of hours that are not quiet have passed since `moment`."""
    at, left = moment.astimezone(UTC), span
    while left > timedelta(0):
        at = quiet_ends(network, at)
        until = _next(network, at, network.quiet_from)
        if network.quiet_from == network.quiet_to or until - at >= left:
            return at + left
        left -= until - at
        at = until
    return at


def active_time_between(network: Network, since: datetime, until: datetime) -> timedelta:
    """How many hours between two moments are not quiet; none when `until` is not later."""
    total, at = timedelta(0), since.astimezone(UTC)
    if network.quiet_from == network.quiet_to:
        return max(until - at, total)
    while (at := quiet_ends(network, at)) < until:
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
