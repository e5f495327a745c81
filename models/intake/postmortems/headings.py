"""What the headings of post-mortems mean: words of many habits, one table."""

import re
from dataclasses import dataclass
from enum import Enum

from models.domain.action_item import ActionKind
from models.domain.review import Section


class Place(Enum):
    """Where the text under a heading goes."""

    HAPPENED = "happened"
    WELL = "well"
    STRUGGLED = "struggled"
    FACTORS = "factors"
    ASK = "ask"
    TIMELINE = "timeline"
    ACTIONS = "actions"

    @property
    def section(self) -> Section:
        """What of a timeline or of actions could not be read goes to what happened."""
        return _SECTIONS.get(self, Section.WHAT_HAPPENED)


_SECTIONS = {
    Place.WELL: Section.WHAT_WENT_WELL,
    Place.STRUGGLED: Section.WHERE_WE_STRUGGLED,
    Place.FACTORS: Section.CONTRIBUTING_FACTORS,
    Place.ASK: Section.ASK_IN_THE_MEETING,
}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """`words` is found in a heading; one that is all of `whole` needs no heading of its own in
    our section, for it says what the section's name says."""

    place: Place
    words: str
    whole: str = ""


# The first that fits holds: the narrow ones stand before the wide ones.
_MEANINGS = (
    _Meaning(Place.WELL, r"\bwent (?:well|right)\b|\bwhat worked\b|\bdid well\b|\bworked well\b",
             r"what (?:went|did) (?:well|right)|(?:things (?:that )?)?went well|what worked"
             r"(?: well)?|what we did well"),
    _Meaning(Place.WELL, r"\bgot lucky\b|\bluck(?:y)?\b"),
    _Meaning(Place.STRUGGLED,
             r"\b(?:went|gone|go) (?:wrong|poorly|badly|better)\b|(?:n.t|not) (?:go|work|gone) "
             r"(?:so )?(?:well|right|as)|\bdid ?n.t go\b|\bstruggle|\bcould (?:have )?"
             r"(?:been |be |gone )?(?:better|improved?)\b|\bpain points?\b|\bchalleng|\bdifficult|"
             r"\bwhat was hard\b",
             r"what (?:went|has gone) (?:wrong|poorly|badly)|what did ?n.t go (?:so )?well"
             r"|what could have (?:gone|been) better|where we struggled"
             r"|(?:what )?could be improved"),
    _Meaning(Place.ASK, r"\bquestions?\b|\bunknowns?\b|\bto discuss\b|\bdiscussion\b",
             r"(?:open )?questions?(?: for follow.?up)?|unknowns"),
    _Meaning(Place.TIMELINE,
             r"\btime ?line\b|\bchronolog|\b(?:chain|sequence|order|course) of events\b|"
             r"\bincident log\b|\bevent log\b|\bwhat happened,? when\b"),
    _Meaning(Place.ACTIONS,
             r"\baction (?:items?|points?|plan)\b|^(?:list of )?actions?$|\bto.?dos?\b|"
             r"\bfollow.?ups?\b|\bnext steps\b|\b(?:corrective|preventati?ve)\b|\bprevention\b|"
             r"\bpreventing\b|\bremediations?\b|\brecommendations?\b|\bgoing forward\b|"
             r"\bwhat (?:are we|we.re|we are|will we|we will) (?:doing|changing|going|do|change)\b|"
             r"\btasks?\b"),
    _Meaning(Place.FACTORS,
             r"\broot.?causes?\b|\bcauses?\b|\bcontribut|\btriggers?\b|\b(?:five|5) whys\b|"
             r"\bfactors?\b|\bwhy (?:did|it|this|was)\b|\bprocess breakdowns?\b|\bfaults?\b",
             r"(?:the )?(?:root |underlying )?causes?(?: analysis)?|root cause.{0,3}"
             r"|contributing (?:factors?|conditions?|causes?)(?: analysis)?|causes? and triggers?"),
)  # fmt: skip

_WORDS = tuple((one, re.compile(one.words, re.IGNORECASE)) for one in _MEANINGS)
_WHOLE = tuple(
    (one.place, re.compile(rf"(?:{one.whole})\W*", re.IGNORECASE))
    for one in (
        *_MEANINGS,
        _Meaning(
            Place.HAPPENED,
            "",
            r"(?:executive |incident |issue )?(?:summary|overview)|what happened",
        ),
    )
    if one.whole
)


def place_of(heading: str) -> Place | None:
    """None for a heading that says nothing of itself: its text stays where it stands."""
    return next((one.place for one, words in _WORDS if words.search(heading)), None)


def says_no_more(heading: str, place: Place) -> bool:
    """True where our section's own name says what the heading says."""
    return any(place is of and whole.fullmatch(heading.strip()) for of, whole in _WHOLE)


_RESPONSE = r"\b(?:process|document|runbook|training|respon|communicat|mitigat)"
_KINDS = (
    (ActionKind.PREVENT, r"\bprevent"),
    (ActionKind.NOTICE_SOONER, r"\b(?:detect|monitor|alert|observab|notic)"),
    (ActionKind.RESPOND_BETTER, _RESPONSE),
)
_KIND_WORDS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)


def kind_said(words: str) -> ActionKind | None:
    """The kind of action that a heading or a cell names; only those, an action's own words may
    name anything."""
    return next((kind for kind, named in _KIND_WORDS if named.search(words)), None)
