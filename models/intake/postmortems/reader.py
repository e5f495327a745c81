"""One Markdown file as a post-mortem: where each part of it goes, and what could not be read."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from models.domain.errors import BadInput
from models.domain.history import NotTaken
from models.domain.postmortem import PostMortem, PostMortems
from models.domain.review import Section
from models.domain.severity import Severity
from models.intake.fields import clean, has_placeholder, one_line, web_address
from models.intake.history_fields import SEVERITY_OF_IMPACT, zone_named
from models.intake.postmortems.actions import Actions, read_actions
from models.intake.postmortems.headings import Place, place_of, says_no_more
from models.intake.postmortems.parts import BOLD, Part, front_matter, parts_of, plain_words
from models.intake.postmortems.stamps import Days, stamp_of
from models.intake.postmortems.timeline import Timeline, read_timeline
from models.intake.postmortems.told import Told, moment_said
from models.intake.postmortems.zones import zone_said

MOST_BYTES = 2 * 1024 * 1024
MOST_SECTION = 190_000
MOST_TITLE = 300
_OURS = re.compile(r"INC-~?[0-9a-f]{1,32}(?:~[0-9a-f]{1,32})?|[0-9a-f]{32}", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?:p|s|sev(?:erity)?)[\s:-]*([0-5])\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(.{10,}?[.!?])(?:\s|$)", re.DOTALL)
_NAMELESS = re.compile(r"(?:[0-9a-f-]{16,}|\d[\d_-]*|readme|index|post.?mortem)", re.IGNORECASE)
_WORD_LEVELS = {"high": Severity.P1, "medium": Severity.P2, "moderate": Severity.P2,
                "low": Severity.P3, "trivial": Severity.P4}  # fmt: skip


def read_postmortems(
    files: Sequence[tuple[str, bytes]], assume_zone: str | None = None
) -> PostMortems:
    """Every file by itself; one that holds nothing to read is rejected.

    Raises:
        BadInput: the zone is unknown.
    """
    zone = zone_named(assume_zone)
    documents: list[PostMortem] = []
    rejected: list[NotTaken] = []
    for name, body in files:
        try:
            documents.append(read_postmortem(name, _text(body), zone))
        except BadInput as reason:
            rejected.append(NotTaken(name, str(reason)))
    return PostMortems(tuple(documents), tuple(rejected))


def _text(body: bytes) -> str:
    if len(body) > MOST_BYTES:
        raise BadInput(f"It has more than {MOST_BYTES >> 20} MiB; no post-mortem is that long.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"It is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    if not text.strip():
        raise BadInput("It is empty.")
    return text


@dataclass(slots=True)
class _Draft:
    """What is gathered of one document. `placed` are its parts with where each goes."""

    where: str
    told: Told
    placed: list[tuple[Part, Place]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, place: Place) -> list[Part]:
        return [part for part, to in self.placed if to is place]


def read_postmortem(name: str, text: str, zone: ZoneInfo | None = None) -> PostMortem:
    """`zone` is for times that neither name an offset nor stand below a line that says one.

    Raises:
        BadInput: there is nothing in it but its front matter.
    """
    front, body, readable = front_matter(text)
    parts = parts_of(body)
    if not parts:
        raise BadInput("It has no text below its front matter.")
    draft = _Draft(name, Told(front, parts))
    if not readable:
        draft.notes.append("Its front matter cannot be read; it was left out.")
    if has_placeholder(body) and body.count("{{") > 3:
        draft.notes.append("It reads like a template that nobody filled in.")
    title, day = _title_and_day(draft, parts, front)
    draft.placed = list(_placed(parts, title))
    said = zone_said(_intro(draft)) or zone
    timeline = read_timeline(draft.of(Place.TIMELINE), Days(day, said))
    actions = read_actions(draft.of(Place.ACTIONS))
    times = _times(draft, day, said)
    estimated = times["started"] is None and bool(timeline.moments)
    started = timeline.moments[0].at if estimated else times["started"]
    if estimated:
        draft.notes.append("It names no start: the first line of its timeline stands for it.")
    elif started is None:
        draft.notes.append("It does not say when it began.")
    if started is not None and times["ended"] is None:
        draft.notes.append("It does not say when it was over.")
    _note_left(draft, timeline, actions)
    word = draft.told.text("severity", 60)
    return PostMortem(
        where=name,
        key=_key(draft, title, day, body),
        title=_titled(title, day, started is not None),
        incident=_incident(draft.told.text("incident", 80)),
        day=day,
        started_at=started,
        detected_at=times["detected"],
        mitigated_at=times["mitigated"],
        ended_at=times["ended"],
        published_at=times["published"],
        start_estimated=estimated,
        severity=severity_said(word),
        severity_word=word,
        services=draft.told.texts("services"),
        url=web_address(draft.told.text("url", 2_000)),
        sections=_sections(draft, timeline, actions),
        moments=tuple(timeline.moments),
        actions=tuple(actions.found),
        notes=tuple(draft.notes),
    )


def severity_said(word: str) -> Severity | None:
    """P0 to P4 as such; SEV-0 and SEV-1 are both the worst there is; words as status pages use
    them. None for anything else: the word itself is kept."""
    plain = word.strip().lower()
    if plain in SEVERITY_OF_IMPACT:
        return SEVERITY_OF_IMPACT[plain]
    level = _LEVEL.search(plain)
    if level is None:
        return _WORD_LEVELS.get(plain)
    n = int(level[1])
    if not plain.startswith("p"):
        n = max(0, n - 1)
    return Severity(f"P{min(n, 4)}")


# The title


def _title_and_day(
    draft: _Draft, parts: Sequence[Part], front: Mapping[str, object]
) -> tuple[str, date | None]:
    """The title as written, and the day of the incident where the document names one."""
    title = draft.told.text("title", MOST_TITLE)
    top = next((part for part in parts if part.level), None)
    if not title and top is not None and _may_be_title(top):
        title = one_line(top.heading, MOST_TITLE)
    if not title:
        title = _stand_in(draft, parts, front)
    stem = PurePosixPath(draft.where).stem
    for text in (title, draft.told.text("day", 60), draft.told.text("started", 60), stem):
        stamp = _stamp_within(text)
        if stamp is not None:
            return title, stamp
    return title, None


def _may_be_title(part: Part) -> bool:
    """The first heading is the title unless it already names a part of a post-mortem."""
    if part.level == BOLD:
        return False
    named = place_of(part.heading) is not None or says_no_more(part.heading, Place.HAPPENED)
    return part.level == 1 or not named


def _stand_in(draft: _Draft, parts: Sequence[Part], front: Mapping[str, object]) -> str:
    stem = PurePosixPath(draft.where).stem
    if not _NAMELESS.fullmatch(stem):
        draft.notes.append("It has no title: its file's name stands for one.")
        words = stem.replace("_", " ").replace("-", " ").strip()
        return one_line(words[:1].upper() + words[1:], MOST_TITLE)
    draft.notes.append("It has no title: its first sentence stands for one.")
    text = plain_words(" ".join(parts[0].body.split())[:2_000])
    sentence = _SENTENCE.match(text)
    first = (sentence[1] if sentence else text).rstrip(".") or stem
    company = one_line(front.get("company"), 80)
    whole = f"{company}: {first}" if company and company not in first else first
    return whole if len(whole) <= 160 else whole[: whole[:159].rfind(" ")] + "…"


def _stamp_within(text: str) -> date | None:
    """A day with its year, anywhere in a short text."""
    for found in re.finditer(r"(?<![\w/])(?=[\dA-Z])", text):
        stamp = stamp_of(text[found.start() :])
        if stamp is not None and stamp.has_year:
            return stamp.day
    return None


def _titled(title: str, day: date | None, is_timed: bool) -> str:
    """Without the day in front of it, where the incident has a time that says it."""
    bare = re.sub(r"^incident dates?:?\s*", "", title, flags=re.IGNORECASE)
    stamp = stamp_of(bare) if is_timed else None
    rest = bare[stamp.length :].strip(" ,:-–—") if stamp and stamp.day == day and day else ""
    return rest if len(rest) > 3 else title


# Parts and sections


def _placed(parts: Sequence[Part], title: str) -> Iterator[tuple[Part, Place]]:
    """Each part with where it goes: as its heading says, else as the heading above it does."""
    above: list[tuple[int, Place]] = []
    for part in parts:
        while above and above[-1][0] >= part.level:
            above.pop()
        around = above[-1][1] if above else Place.HAPPENED
        if part.level == 0 or one_line(part.heading, MOST_TITLE) == title:
            yield part, Place.HAPPENED
            continue
        stamp = stamp_of(part.heading)
        if stamp is not None and around in (Place.HAPPENED, Place.TIMELINE):
            place: Place | None = Place.TIMELINE
        elif around in (Place.TIMELINE, Place.ACTIONS):
            named = place_of(part.heading)
            place = named if named and says_no_more(part.heading, named) else around
        else:
            place = place_of(part.heading)
        above.append((part.level, place or around))
        yield part, place or around


def _intro(draft: _Draft) -> str:
    """Where a document says which zone its times are in: its first lines, its timeline's heading
    and what stands right below that."""
    timeline = draft.of(Place.TIMELINE)
    told = [f"{part.heading}\n{part.body[:400]}" for part in timeline]
    return "\n".join((*told[:3], *(part.body[:400] for part, _ in draft.placed[:2])))


def _sections(draft: _Draft, timeline: Timeline, actions: Actions) -> dict[Section, str]:
    texts: dict[Section, list[str]] = {}
    top = next((part for part, _ in draft.placed if part.level), None)
    for part, place in draft.placed:
        if place in (Place.TIMELINE, Place.ACTIONS):
            continue
        body = part.body.strip()
        silent = (part is top and part.level == 1) or says_no_more(part.heading, place)
        heading = "" if silent or not part.level else f"### {part.heading}"
        if any(sign.isalnum() for sign in body):
            texts.setdefault(place.section, []).append(f"{heading}\n\n{body}".strip())
    for title, left in (("Timeline", timeline.left), ("Action items", actions.left)):
        if left:
            rest = [f"#### {head}\n\n{text}" if head != title else text for head, text in left]
            texts.setdefault(Section.WHAT_HAPPENED, []).append(
                "\n\n".join((f"### {title}", *(one.strip() for one in rest)))
            )
    return {
        section: _capped("\n\n".join(texts[section]), draft)
        for section in Section
        if section in texts
    }


def _capped(text: str, draft: _Draft) -> str:
    whole = clean(text, 2 * MOST_BYTES)
    if len(whole) <= MOST_SECTION:
        return whole
    draft.notes.append(f"A section has more than {MOST_SECTION:,} characters; the rest was cut.")
    return whole[:MOST_SECTION]


# Times and what identifies it


def _times(draft: _Draft, day: date | None, zone: tzinfo | None) -> dict[str, datetime | None]:
    found = {}
    for fact in ("started", "detected", "mitigated", "ended", "published"):
        text = draft.told.text(fact, 120)
        at, why = moment_said(text, day, zone)
        if at is not None and at.year < 1970:
            at, why = None, "is before 1970"
        if why and fact != "published" and any(sign.isdigit() for sign in text):
            draft.notes.append(f"The time {text!r} ({fact}) {why}.")
        found[fact] = at
    start, end = found["started"], found["ended"]
    if start is not None and end is not None and end < start:
        draft.notes.append("It ends before it starts; both are kept as written.")
    return found


_UNDATED = (
    "{n} of its timeline's lines have a time whose day or zone it does not say; they are kept "
    "under What happened. --assume-zone names a zone."
)
_DAY_ONLY = "{n} of its timeline's lines give a day and no time; they are kept under What happened."


def _note_left(draft: _Draft, timeline: Timeline, actions: Actions) -> None:
    told = (
        (timeline.undated, _UNDATED),
        (timeline.day_only, _DAY_ONLY),
        (timeline.dropped, "{n} of its timeline's lines were left out: there are too many."),
        (actions.unfilled, "{n} of its actions are gaps of a template; they are no actions."),
        (actions.shortened, "{n} of its actions were cut to 500 characters."),
    )
    draft.notes += [sentence.format(n=n) for n, sentence in told if n]
    if (
        draft.of(Place.TIMELINE)
        and not timeline.moments
        and not (timeline.undated or timeline.day_only)
    ):
        draft.notes.append("No line of its timeline begins with a time.")
    if draft.of(Place.ACTIONS) and not actions.found and not actions.unfilled:
        draft.notes.append("No action could be told apart; the text is under What happened.")


def _incident(word: str) -> str:
    return word if _OURS.fullmatch(word) else ""


def _key(draft: _Draft, title: str, day: date | None, body: str) -> str:
    """The same for the same document, though its words were improved: its own id, else its title
    and day, else what it says."""
    own = draft.told.text("key", 80)
    if own:
        return own
    told = f"{title.lower()}|{day}" if day else f"{title.lower()}|{' '.join(body.split())}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
