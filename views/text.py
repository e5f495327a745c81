"""Times and lengths of time in words: the only place where local time exists."""

from datetime import UTC, datetime, tzinfo

from models.domain.times import span_words, to_ms


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
        return f"{days} d {hours:02d}:{minutes:02d}"
    if hours:
        return f"{hours}:{minutes:02d}:{second:02d}"
    return f"{minutes:02d}:{second:02d}" if minutes >= 10 else f"{minutes}:{second:02d}"


def duration_words(ms: int) -> str:
    """`2 m 21 s`, `1 h 18 m`, `1 d 4 h`."""
    return span_words(ms)


def day(moment: datetime, zone: tzinfo = UTC) -> str:
    """`Fri 20 Nov`."""
    shown = moment.astimezone(zone)
    return f"{shown:%a} {shown.day} {shown:%b}"


def long_day(moment: datetime, zone: tzinfo = UTC) -> str:
    """`Monday 23 November`."""
    shown = moment.astimezone(zone)
    return f"{shown:%A} {shown.day} {shown:%B}"


def dated(moment: datetime, now: datetime, zone: tzinfo = UTC) -> str:
    """`Fri 20 Nov`, with the year where it is another than now's."""
    shown = moment.astimezone(zone)
    if shown.year == now.astimezone(zone).year:
        return day(moment, zone)
    return f"{shown.day} {shown:%b %Y}"


def left(ms: int) -> str:
    """What a countdown says: `4:21`, `42:00`, or `+2:10` when it is late."""
    return f"+{duration_clock(-ms)}" if ms < 0 else duration_clock(ms)


def ago(ms: int) -> str:
    """`2 min`, `3 h`, `5 days`: how long something waits."""
    minutes = max(0, ms) // 60_000
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // 1440} days"


def counted(n: int, one: str, many: str = "") -> str:
    """`1 incident`, `3 incidents`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def users(users: str | None) -> str:
    """How many users are affected, as somebody said: a number, a share, everyone."""
    if users is None or users == "unknown":
        return "not known yet"
    return f"{int(users):,}" if users.isdigit() else users
