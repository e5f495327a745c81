"""The word "outage" for an impact that is partial."""

from models.checks.phrases import phrase

_ANOTHER = (
    r"\b(?:power|electrical|planned|scheduled|no|not an?|without an?|previous|earlier|prior|last|"
    r"past|another|such|similar|future|next|potential|possible|any|internet|utility|regional"
    r"|upstream|external|provider|not a (?:full|total|"
    r"complete)|partial)\s+(?:\w+\s+)?|\b(?:no|not an?|without|rather than|"
    r"avoid(?:s|ing)?|prevent(?:s|ing)?)\s+(?:\w+\s+){0,3}|[#/_-]"
)
_NO_INCIDENT = (
    r"\s+(?:page|report|window|channel|drill|map|tracker|template|calendar|form|list|history|s|communications?|checklist|"
    r"response|policy|plan|comms)\b"
    r"|[_/-]"
)
OUTAGE = phrase(
    "outage",
    "outage outages",
    r"\boutages?\b",
    before=_ANOTHER,
    after=_NO_INCIDENT,
    unless=r"\bthird[- ]part(?:y|ies)\b|\b(?:mimick|resembl|simulat)\w+ "
    r"(?:an?|the) (?:\w+ )?outage",
)
