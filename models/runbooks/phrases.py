"""The turns of phrase by which runbooks say what to expect, and what to do when it is not so."""

import re

_EXPECTED_LINE = re.compile(
    r"^(?:\W*)(?:expected(?: outcome| result| output| response| state)?|expect|"
    r"you should see|what you should see|outcome|result)\s*[:\-–—]\s*(.+)$",
    re.IGNORECASE,
)
_EXPECTED_START = re.compile(
    r"^\W*(?:expected? (?!that\b)|you should (?:see|get)\b)", re.IGNORECASE
)
_EXPECTED_INSIDE = re.compile(r"\(\s*(?:expected|expect)\s*:?\s*([^()]+)\)", re.IGNORECASE)
_SHOULD = re.compile(
    r"\b(?:should|must|will) (?:now )?(?:return|show|see|be|print|report|output|contain|read|say|"
    r"display|respond|have|no longer|drop|fall|go|list|look|appear|match|give)\b",
    re.IGNORECASE,
)
_IF_NOT = re.compile(
    r"^\W*(?:if (?:this|that|it|the (?:step|command|check|restart|rollback|above))?\s*"
    r"(?:is not|isn['’]t|does not|doesn['’]t|did not|didn['’]t|fails|failed|still)\b|"
    r"if not\b|if none\b|otherwise\b|if (?:this|that|it) (?:fails|failed|did not work)\b|"
    r"did not work\s*[:\-–—]|on failure\s*[:\-–—]?)",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?:usual(?:ly)?(?: time)?|takes?|time|about|approx\.?|~)\s*:?\s*(?:about |up to |~)?(\d{1,3})"
    r"\s*(min(?:ute)?s?|h(?:our)?s?)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“`(])")


def expected_in(lines: list[str]) -> str:
    """What the words say one should see; "" where they do not."""
    for line in lines:
        if found := _EXPECTED_LINE.match(line):
            return found[1].strip()
        if found := _EXPECTED_INSIDE.search(line):
            return found[1].strip()
        if _EXPECTED_START.match(line):
            return line.strip()
    for line in lines:
        for sentence in _SENTENCE.split(line):
            if _SHOULD.search(sentence) and not _IF_NOT.match(sentence):
                return sentence.strip()
    return ""


def if_not_in(lines: list[str]) -> str:
    """What to do where it is not as expected; "" where the words do not say. Behind a line on
    what to expect any "If …" is about its not being so."""
    expected = False
    for line in lines:
        for sentence in _SENTENCE.split(line):
            if _IF_NOT.match(sentence) or (expected and sentence.startswith("If ")):
                return line[line.index(sentence) :].strip()
        expected = expected or bool(_EXPECTED_LINE.match(line))
    return ""


def minutes_in(lines: list[str]) -> int | None:
    for line in lines:
        if found := _MINUTES.search(line):
            n = int(found[1])
            return n * 60 if found[2].lower().startswith("h") else n
    return None


def is_said_apart(paragraph: str) -> bool:
    """Whether it says nothing but what is shown beside the step: what to expect, what to do when
    it is not so, how long it takes."""
    line = " ".join(paragraph.split()).removeprefix("- ")
    return bool(_EXPECTED_LINE.match(line) or _IF_NOT.match(line) or _ONLY_MINUTES.fullmatch(line))


_ONLY_MINUTES = re.compile(r"(?:usual time|takes?|time)\s*:.{1,24}", re.IGNORECASE)


def labelled(lines: list[str], *names: str) -> str:
    """What stands behind `Name:` at the beginning of a line; "" where nothing does."""
    wanted = "|".join(re.escape(name) for name in names)
    pattern = re.compile(rf"^\W*(?:{wanted})\W*?\s*[:=]\W*(.+?)\W*$", re.IGNORECASE)
    for line in lines:
        if found := pattern.match(line):
            return found[1].strip()
    return ""
