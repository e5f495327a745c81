"""Times and lengths of time in words: the only place where local time exists."""

from datetime import UTC, date, datetime, time, tzinfo

from models.domain.times import to_ms
from views.tongue import figure, mark, marks, ntr, number, tr

_DAYS = marks("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT_DAYS = marks("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = marks(
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT_MONTHS = marks(
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
)
_USERS = {"few": mark("few"), "everyone": mark("everyone")}


def clock_time(moment: datetime, zone: tzinfo = UTC, seconds: bool = True) -> str:
    """`15:24:12` in the zone given."""
    shown = moment.astimezone(zone)
    return f"{shown:%H:%M:%S}" if seconds else f"{shown:%H:%M}"


def zone_word(moment: datetime, zone: tzinfo) -> str:
    """`UTC`, or the city of a zone (`Berlin`), or its short name."""
    name = str(zone)
    if name.upper() == "UTC":
        return "UTC"
    return name.rsplit("/", 1)[-1].replace("_", " ") or moment.astimezone(zone).tzname() or ""


def since(moment: datetime, start: datetime) -> str:
    """`+20:02` after the start, `−1:10` before it."""
    ms = to_ms(moment) - to_ms(start)
    return f"{'−' if ms < 0 else '+'}{duration_clock(abs(ms))}"


def duration_clock(ms: int) -> str:
    """`47:12`, then `1:02:03`, then `1 d 04:12`."""
    seconds = max(0, ms) // 1000
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, second = divmod(rest, 60)
    if days:
        return tr("{days} d {clock}", days=days, clock=f"{hours:02d}:{minutes:02d}")
    if hours:
        return f"{hours}:{minutes:02d}:{second:02d}"
    return f"{minutes:02d}:{second:02d}" if minutes >= 10 else f"{minutes}:{second:02d}"


def duration_words(ms: int) -> str:
    """`2 m 21 s`, `1 h 18 m`, `1 d 4 h`."""
    seconds = abs(ms) // 1000
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, second = divmod(rest, 60)
    if days:
        words = tr("{days} d {hours} h", days=days, hours=hours)
    elif hours:
        words = tr("{hours} h {minutes} m", hours=hours, minutes=f"{minutes:02d}")
    elif minutes:
        words = tr("{minutes} m {seconds} s", minutes=minutes, seconds=f"{second:02d}")
    else:
        words = tr("{seconds} s", seconds=second)
    return f"-{words}" if ms < 0 else words


def whole_words(ms: int) -> str:
    """As `duration_words`, without parts that are nothing: `5 m`, `1 h`, `1 h 30 m`."""
    hours, rest = divmod(max(0, ms) // 1000, 3_600)
    minutes, seconds = divmod(rest, 60)
    if hours and not minutes:
        return tr("{hours} h", hours=hours)
    if minutes and not hours and not seconds:
        return tr("{minutes} m", minutes=minutes)
    return duration_words(ms)


def day(moment: datetime, zone: tzinfo = UTC) -> str:
    """`Fri 20 Nov`."""
    shown = moment.astimezone(zone)
    return tr(
        "{weekday} {day} {month}",
        weekday=tr(_SHORT_DAYS[shown.weekday()]),
        day=shown.day,
        month=tr(SHORT_MONTHS[shown.month - 1]),
    )


def day_of(date_: date) -> str:
    """`Fri 20 Nov` of a date that has no time of day."""
    return day(datetime.combine(date_, time(), UTC))


def short_day(moment: datetime) -> str:
    """`20 Nov`, of the zone that it is in."""
    return tr("{day} {month}", day=moment.day, month=tr(SHORT_MONTHS[moment.month - 1]))


def long_day(moment: datetime, zone: tzinfo = UTC) -> str:
    """`Monday 23 November`."""
    shown = moment.astimezone(zone)
    return tr(
        "{weekday} {day} {month}",
        weekday=tr(_DAYS[shown.weekday()]),
        day=shown.day,
        month=tr(_MONTHS[shown.month - 1]),
    )


def dated(moment: datetime, now: datetime, zone: tzinfo = UTC) -> str:
    """`Fri 20 Nov`, with the year where it is another than now's."""
    shown = moment.astimezone(zone)
    if shown.year == now.astimezone(zone).year:
        return day(moment, zone)
    month = tr(SHORT_MONTHS[shown.month - 1])
    return tr("{day} {month} {year}", day=shown.day, month=month, year=shown.year)


def left(ms: int) -> str:
    """What a countdown says: `4:21`, `42:00`, or `+2:10` when it is late."""
    return f"+{duration_clock(-ms)}" if ms < 0 else duration_clock(ms)


def ago(ms: int) -> str:
    """`2 min`, `3 h`, `5 days`: how long something waits."""
    minutes = max(0, ms) // 60_000
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    if minutes < 48 * 60:
        return tr("{hours} h", hours=minutes // 60)
    return ntr("{n} day", "{n} days", minutes // 1440)


def reading(value: float | None, unit: str) -> str:
    """`2.1%`, `840 ms`, `1,240`, or that there is none."""
    from models.domain.series import value_words  # of charts alone: the first paint does without

    return tr("no data") if value is None else figure(value_words(value, unit))


def users(users: str | None) -> str:
    """How many users are affected, as somebody said: a number, a share, everyone."""
    if users is None or users == "unknown":
        return tr("not known yet")
    return number(int(users)) if users.isdigit() else tr(_USERS.get(users, users))
