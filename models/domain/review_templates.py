"""The templates that come with the product: questions that ask how and what, never who."""

from enum import Enum

from models.domain.review import ReviewTemplate, Section

STANDARD = ReviewTemplate(
    "Standard",
    "For most reviews of a major incident.",
    {
        Section.WHAT_HAPPENED: (
            "What did customers see, from when to when?",
            "What changed in the system before it began, and how did that lead to what they saw?",
            "Which steps ended the impact? Link each to its entry on the timeline.",
        ),
        Section.WHAT_WENT_WELL: (
            "What made this shorter or smaller than it could have been?",
            "Which habit, tool or alarm do we want to keep?",
        ),
        Section.WHERE_WE_STRUGGLED: (
            "Where did time pass between knowing something and acting on it?",
            "What was hard to see, to find or to decide, and what would have made it easy?",
        ),
        Section.CONTRIBUTING_FACTORS: (
            "Which conditions had to come together? Name several; there is rarely one.",
            "Which of them have been there for long, and how did things go right until now?",
        ),
        Section.ASK_IN_THE_MEETING: (
            "What do we still not understand?",
            "Whose view of it have we not heard yet?",
        ),
    },
)

SHORT = ReviewTemplate(
    "Short",
    "Half a page, for a smaller incident or one that is well understood.",
    {
        Section.WHAT_HAPPENED: ("In five sentences: seen by whom, since when, why, ended how?",),
        Section.WHERE_WE_STRUGGLED: ("What took longest?",),
        Section.CONTRIBUTING_FACTORS: ("What made it possible?",),
        Section.ASK_IN_THE_MEETING: ("Is one change worth more than the others?",),
    },
)

IN_DEPTH = ReviewTemplate(
    "In depth",
    "For what hit many, came back, or surprised those who know the system best.",
    {
        Section.WHAT_HAPPENED: (
            "How did it show itself, and who or what noticed first?",
            "What set it off, apart from what made it possible?",
            "What did the room believe at each turn, and what did it go by?",
            "How was it mitigated, how was the repair verified, and what was tried in vain?",
        ),
        Section.WHAT_WENT_WELL: (
            "Which defence held?",
            "Where were we only lucky? Say what would have happened otherwise.",
        ),
        Section.WHERE_WE_STRUGGLED: (
            "Detection: how could a machine have told us sooner?",
            "Diagnosis: which signal pointed the wrong way, and why was it believed?",
            "Response: where did roles, access or runbooks stand in the way?",
            "Telling others: which update came late, or said too little?",
        ),
        Section.CONTRIBUTING_FACTORS: (
            "Technical: design, load, dependencies, configuration.",
            "Process: how changes are made, tested, rolled out and rolled back.",
            "Knowledge: what was known to some and not at hand for those who needed it.",
            "Could an experiment on purpose have shown it before?",
        ),
        Section.ASK_IN_THE_MEETING: (
            "What surprised you, and what does that say about how we picture the system?",
            "Which actions of earlier reviews were meant to prevent this, and what became of them?",
            "Which other services have the same weakness?",
        ),
    },
)

FOR_CUSTOMERS = ReviewTemplate(
    "For customers",
    "The base of a public version: what they saw, why, and what is being done.",
    {
        Section.WHAT_HAPPENED: (
            "What could customers not do, in their words, and from when to when (UTC)?",
            "Was data lost, changed or seen by others?",
            "What did we do to end it?",
        ),
        Section.CONTRIBUTING_FACTORS: ("Why did it happen, in words that need no inside view?",),
        Section.WHERE_WE_STRUGGLED: ("What do we owe them an apology for?",),
        Section.ASK_IN_THE_MEETING: ("What may be published, and who agrees to it?",),
    },
)

STARTER_TEMPLATES = (STANDARD, SHORT, IN_DEPTH, FOR_CUSTOMERS)


class Origin(Enum):
    """Whose words a template has: as it came along, changed by the workspace, or its own."""

    CAME = "came"
    CHANGED = "changed"
    OWN = "own"


def origin_of(template: ReviewTemplate) -> Origin:
    if template in STARTER_TEMPLATES:
        return Origin.CAME
    is_starter = any(one.name == template.name for one in STARTER_TEMPLATES)
    return Origin.CHANGED if is_starter else Origin.OWN
