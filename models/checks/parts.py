"""What an update has to have: who is affected, what they can do, when the next one comes."""

import re

from models.checks.reading import Reading, word_set
from models.checks.record import UpdateDraft
from models.checks.regions import REGION_WORDS, regions_in

RESOLVED = "resolved"

_PEOPLE = (
    r"users?|customers?|people|everyone|everybody|anyone|subscribers?|accounts?|tenants?|merchants?"
    r"|shoppers?|visitors?|members?|developers?|organi[sz]ations?|buyers?|sellers?|guests?|clients"
)
_THINGS = (
    r"requests?|repositor(?:y|ies)|builds?|jobs?|pages?|payments?|orders?|log-?ins?|sign-?ins?|"
    r"messages?|sites?|runs?|workflows?|projects?|deliver(?:y|ies)|events?|sessions?|calls?|teams?"
)
_PEOPLE_WORDS = word_set(
    "user users customer customers people everyone everybody anyone subscriber subscribers account "
    "accounts tenant tenants merchant merchants shopper shoppers visitor visitors member members "
    "developer developers organization organizations organisation organisations buyer buyers "
    "seller "
    "sellers guest guests clients"
)
_EXTENT_WORDS = word_set(
    "you your some most many few all every several number percentage subset fraction portion part "
    "set share majority less fewer"
)
_SHARE = re.compile(r"\d(?:%| %| ?per ?cent\b)")
_WHO = re.compile(
    r"(?<!keep )(?<!update )(?<!thank )(?<!let )(?<!tell )(?<!inform )\byou\b"
    r"|\byour (?!patience|understanding)\w+"
    r"|\b(?:some|most|many|few|all|every|several|(?:a|the) (?:very )?(?:small |large |limited "
    r"|low )?"
    r"(?:number|percentage|subset|fraction|portion|part|set|share|majority) of|less than \d+|"
    rf"fewer than \d+)\s+(?:of )?(?:our |the )?(?:[\w-]+ ){{0,2}}?(?:{_THINGS})\b"
)
_ACTION = re.compile(
    r"\bplease (?!bear|accept|stand by|note|be patient|stay tuned|follow along|hang|know)"
    r"|\b(?:retry|retries|retrying|re-?run(?:ning)?|refresh(?:ing)?|reload(?:ing)?|work-? "
    r"?arounds?)\b"
    r"|\btry(?:ing)? (?:again|it again|to (?:reload|sign))|\b(?:log|sign)(?:ging|ing)? (?:in|out"
    r"|back in)"
    r" (?:and|again|once more)|\binstead\b"
    rf"|\b(?:you|(?:{_PEOPLE})) (?:can|could|may|should|might want|have to|will have to|need|do "
    rf"not|"
    r"don't|must)(?: still| also| now)? (?:not )?(?:need|use|continue|work|retry|try|pay|switch|"
    r"restart|reset|clear|check|reach|write|call|contact|wait|do|to|have to|order|keep|log|sign|"
    r"save|want|place|download|send|run|create)\b"
    r"|\bno action\b|\bdo nothing\b|\bnothing (?:you|to do|for you)|\bno need to\b|\bneed not\b"
    r"|\bcontact (?:us|support|our)|\b(?:avoid|switch(?:ing)? to|use) (?:the|our|your|another|an?|"
    r"placing|paying|starting)\b"
    r"|\b(?:not affected|not impacted|unaffected|not been affected|unimpacted)\b"
    r"|\bstill (?:works?|available|possible)\b|\bcontinues? to (?:work|function|be available)"
    r"|\bworks? as usual\b|\bremains? (?:available|possible|safe)\b|\b(?:is|are) safe\b"
    r"|\bno (?:card|payment|order|customer|data|account)s? (?:was|were|has|have|is|will)\b"
    r"|\bsucceeds? on (?:a |the )?(?:retry|second)|\bgoes through on a retry\b"
)
_LENGTH = (
    r"(?:about |around |at most |roughly |the next |another )*(?:\d+|an?|half|one|two|ten|fifteen|"
    r"twenty|thirty|the hour|noon|midnight|tomorrow|today|monday|[a-z]+ minutes)\b"
)
_NEXT_WORDS = word_set(
    "next update updates news report back hear hourly daily post write share provide give send tell"
)
_NEXT = re.compile(
    r"\bnext (?:status )?(?:update|post|word|message|news|report)\b(?! (?:soon|when|as soon|as we))"
    rf"|\b(?:updates?|news|report back|be back|hear from us)\b[^.;]{{0,60}}?\b(?:in|by|at|within|"
    rf"every|before|no later than|until) {_LENGTH}"
    r"|\b(?:hourly|daily) updates?\b|\bupdates? (?:hourly|daily)\b"
    rf"|\bwill (?:post|update|write|share|provide|give|send|report|tell)\b[^.;]{{0,60}}?\b(?:in|by|"
    rf"at|within|every|before|no later than) {_LENGTH}"
)


def _says_who(reading: Reading) -> bool:
    for sentence in reading.sentences:
        if not _PEOPLE_WORDS.isdisjoint(sentence.words):
            return True
        within = sentence.start, sentence.end
        if not _EXTENT_WORDS.isdisjoint(sentence.words) and _WHO.search(reading.lower, *within):
            return True
        may_name = not REGION_WORDS.isdisjoint(sentence.words)
        if may_name and regions_in(reading.plain, reading.lower, *within):
            return True
    return bool(_SHARE.search(reading.lower))


def _says_when(reading: Reading) -> bool:
    return any(
        _NEXT.search(reading.lower, sentence.start, sentence.end)
        for sentence in reading.sentences
        if not _NEXT_WORDS.isdisjoint(sentence.words)
    )


_WELL_AGAIN = re.compile(
    r"\b(?:operating normally|working (?:again|normally|as usual)|back to normal|restored"
    r"|recovered|"
    r"available again|operational)\b"
)
_STILL_WRONG = re.compile(
    r"\b(?:error|degrad|fail|slow|delay|problem|issue|affect|impact|unavail|down|investigat|fix|mitigat"
    r"|monitor|unable|cannot|latenc|backlog|degrad)\w*"
)


def missing_parts(draft: UpdateDraft, reading: Reading) -> list[str]:
    """The rules of the parts that are not there. One that says it is over needs none of them, one
    that says no more than that something works again needs no more than a next time."""
    if draft.state == RESOLVED:
        return []
    lower = reading.lower
    missing = []
    well = bool(_WELL_AGAIN.search(lower)) and not _STILL_WRONG.search(lower)
    if not well and not _says_who(reading):
        missing.append("no_who")
    if not well and not _ACTION.search(lower):
        missing.append("no_action")
    if not _says_when(reading):
        missing.append("no_next")
    return missing
