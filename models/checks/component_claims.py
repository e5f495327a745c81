"""What a text says of components, against the state that is set for them."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from models.checks.finding import Finding
from models.checks.reading import Reading
from models.checks.record import Record, UpdateDraft
from models.checks.update_rules import GAPS, UPDATE_RULES

OPERATIONAL = "operational"
_AGAIN = r"(?:(?:now|back|again|all|also|currently|fully|once again|still|completely) )*"
_FINE = re.compile(
    rf" (?:is|are|has|have) {_AGAIN}(?:been )?(?:operating normally|operational|working "
    rf"(?:normally|again|"
    r"as (?:expected|usual))|to normal|back to normal|recovered|restored|available|healthy|fine|"
    r"not affected|unaffected)\b(?! (?:for|in) (?:some|most|many))"
)
_SOME_OF_IT = re.compile(r"\b(?:new|existing|some|most|other|private|public|few|all but)\s+$")
_NOT_FINE = re.compile(
    rf" (?:is|are) {_AGAIN}(?:down|unavailable|degraded|slow|failing|not working|not available|"
    r"unreachable|affected|impacted|broken|experiencing (?:\w+ ){0,2}?(?:errors|problems|issues"
    r"|delays|"
    r"latency|outages?|performance|availability|degradation))\b"
)


def component_claims(draft: UpdateDraft, record: Record, reading: Reading) -> Iterator[Finding]:
    """What the draft sets counts, else what is set now."""
    states = {**record.components, **draft.components}
    if draft.state == "resolved":
        for name, state in draft.components.items():
            if state != OPERATIONAL:
                yield UPDATE_RULES["left_component"].of(
                    draft.text, component=name, state=_words(state)
                )
    names = _names(tuple(states)) if states else None
    if names is None:
        return
    by_name: Mapping[str, tuple[str, str]] = {
        name.lower(): (name, state) for name, state in states.items()
    }
    for found in names.finditer(reading.lower):
        name, state = by_name[found[0]]
        if draft.state == "resolved" and state == OPERATIONAL:
            continue  # it may tell how it was
        claim = _FINE if state != OPERATIONAL else _NOT_FINE
        if _SOME_OF_IT.search(reading.lower, max(0, found.start() - 20), found.start()):
            continue
        if said := claim.match(reading.lower, found.end()):
            span = found.start(), said.end()
            yield UPDATE_RULES["other_component"].of(
                draft.text, span, component=name, state=_words(state)
            )


@lru_cache(maxsize=32)
def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    kept = sorted((name.lower() for name in names if name.strip()), key=lambda name: -len(name))
    if not kept:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, kept))})(?![\w-])")


def _words(state: str) -> str:
    return GAPS.get(state, state.replace("_", " "))
