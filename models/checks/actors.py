"""People, roles and suppliers as the ones who failed: who is meant, and what makes it blame."""

import re
from collections.abc import Iterator
from functools import lru_cache

from models.checks.first_names import FIRST_NAMES
from models.checks.phrases import Span
from models.checks.reading import Reading, Sentence, word_set

_FAR = 120
_ROLES = word_set("""
    engineer developer administrator admin sysadmin dba sre technician contractor intern employee
    programmer deployer responder manager commander deputy scribe colleague coworker oncaller
    reviewer author maintainer hire hires operator team staff consultant newcomer analyst member
    person somebody someone he she on-call
""")

_HEADS = "|".join(
    sorted(role for role in _ROLES if role not in {"he", "she", "somebody", "someone", "member"})
)
_ROLE = re.compile(
    r"\b(?:(?:a|an|the|our|my|their|his|her|another|this|that|one of (?:our|the|my|their))\s+"
    rf"(?:(?!(?:by|of|and|to|in|that|was|for|from|with|is|on)\s)[\w-]+\s+){{0,3}}?"
    rf"(?:(?:{_HEADS})(?!s? (?:{_HEADS}|lead|leader)\b)|(?:team|staff|crew) member"
    rf"|(?:communications|comms"
    rf"|tech|team) lead)s?"
    r"|he|she|someone|somebody|management|leadership)\b(?!')|"
    rf"\b(?:the|our|an?|my)\s+(?:[\w-]+\s+){{0,2}}?(?:{_HEADS}|lead|member)(?='s\b)"
)
_ROLE_WORDS = frozenset(
    word for role in _ROLES for word in (role, f"{role}s") if role != "on-call"
) | {"lead", "call", "management", "leadership"}

_ONE_OF = re.compile(
    r"\b(?:someone|somebody|one|members?|engineers?|developers?|nobody|people|person) "
    r"(?:on|of|from|in) $"
)
_TITLED = re.compile(r"[A-Z][\w-]*[a-z][A-Z]?\w*\s+(?:Manager|Operator|Agent|Administrator)$")
_CAPITAL = re.compile(r"\b[A-ZÄÖÜÉ][^\W\d_]+(?:[ \t]+[A-ZÄÖÜÉ][^\W\d_]+)?")
_NO_PERSON = word_set(
    """
    a all an and any as at because both but by each every for from he her his how i if in it its
    later many most my no nobody not nothing of on once one or our she since so some somebody
    someone still that the their then there these they this those to under until was we what when
    where which while who why with you your after before during although however additionally
    also monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december users customers people engineers teams
    kubernetes docker redis postgres postgresql mysql kafka nginx jenkins github google amazon aws
    azure cloudflare engineering operations support everyone everybody unfortunately
    """
)

_ADVERB = (
    r"(?:\s+(?:also|then|again|simply|just|never|clearly|obviously|apparently|really|had|has|have|"
    r"later|first|only|completely|entirely|repeatedly|must have|may have|probably|again|who)|,"
    r"|\s+(?:on[ -]call|on duty|at the time)){0,5}"
    r"(?:\s+(?:on|from|in|of) (?:the|our) [\w-]+(?: team)?)?"
    r"(?:\s+who(?:\s+[\w'-]+){1,5}?)?(?:\s+[^.;]{1,60}?\s(?:and|but)(?: then)?)?"
    r"(?:\s+(?:also|then|simply|just|never|later|apparently|had|has)){0,3}"
)
_SLIP = (
    r"accidentally|mistakenly|wrongly|inadvertently|unintentionally|incorrectly|erroneously|"
    r"carelessly|unknowingly|recklessly|blindly|foolishly|by mistake"
)
_FORGOT = (
    r"forgot(?:ten)?\b|neglected\b|overlooked\b|mistyped\b|misread\b|misjudged\b|misunderstood\b|"
    r"botched\b|screwed up\b|messed up\b|fat[- ]fingered\b|panicked\b|dropped the ball\b|"
    r"(?:did|does|had|do)(?: not|n't) (?:bother|think|pay attention|care)\b|never bothered\b|"
    r"(?:was|were|is|had been) (?:too )?(?:careless|negligent|sloppy|lazy|reckless|incompetent|"
    r"inattentive|irresponsible|distracted|complacent|inexperienced|to blame|at fault|"
    r"not paying attention|supposed to|responsible for the (?:outage|incident|failure|error|"
    r"mistake|problem|downtime))\b|wasn't paying attention\b|"
    r"made (?:a|an|the|this|that|another|some)\s+(?:[\w-]+ ){0,2}?(?:mistakes?|errors?|typo|slip|"
    r"(?:bad|wrong|poor) (?:call|decision|choice))\b"
)
_FAILED = (
    r"failed to\b|misconfigured\b|broke\b|caused\b|ignored\b|dismissed\b|skipped\b|missed\b|"
    r"omitted\b|bypassed\b|mishandled\b|"
    r"(?:did|had)(?: not|n't) (?:answer|react|raise|call|page|reply|check|notice|test|verify"
    r"|read|follow|escalate|respond|review|"
    r"tell|communicate|catch|remember|realise|realize|anticipate|acknowledge|consult|inform|apply|"
    r"appli|install|updat|implement|underst|ensure|prepare|document|back)\w*\b|"
    r"never (?:check|notic|test|verifi|read|follow|escalat|respond|review|told|acknowledg)\w*\b|"
    r"(?:should|ought to|could)(?: not|n't| never)?(?: have|'ve)\b|"
    r"took (?:down|out|too long|(?:the|our) (?:\w+ ){1,2}?down)\b|brought (?:down|(?:the|our) "
    r"(?:\w+ ){1,2}?down)\b|(?:was|were) (?:too )?slow to\b|"
    r"(?:introduced|created|caused|added) (?:a|an|the|this) (?:[\w-]+ ){0,2}?(?:bug|defect|"
    r"regression|error|problem|issue|leak|typo|misconfiguration|outage|incident)\b|"
    rf"(?:{_SLIP})\s+\w+|\w+(?:ed|ran|set|sent|put|cut)\b[^,.;]{{1,40}} by (?:mistake|accident)\b|"
    r"(?:pushed|deployed|merged|released|shipped|committed|applied|wrote|rolled out|made|approved|"
    r"accepted|installed|used)\s+"
    r"(?:a|an|the|some|this)?\s*(?:[\w-]+ )?(?:bad|broken|faulty|wrong|buggy|untested|incorrect|"
    r"unreviewed|defective|flawed)\b|"
    r"\w+\s+(?:the|a)\s+(?:\w+ )?wrong\b|"
    r"(?:pushed|deployed|merged|released|shipped|committed|applied|wrote|ran|made|executed|"
    r"introduced|changed|rolled out|started|deleted|removed)\b[^.;]{1,60}?\b(?:that|which|and)"
    r"(?: then)? (?:caused|broke|took down|brought down|triggered|led to|crashed)\b|"
    r"(?:\w+ed|ran|made|wrote|put|set|took|sent)\b[^.;]{1,50}? without (?:testing|checking|(?:a "
    r"|any )?review|"
    r"(?:any )?approval|asking|telling|reading|following|verifying|permission|thinking)\b"
)
_HUMAN = re.compile(rf"{_ADVERB}\s+(?:{_FORGOT}|(?:{_SLIP})\s+\w+ed\b)")
_FAULT = re.compile(rf"{_ADVERB}\s+(?:{_FORGOT}|{_FAILED})")
_OWN_FAULT = re.compile(
    r"'s?\s+(?:own\s+)?(?:[\w-]+\s+){0,2}?(?:mistakes?|errors?|oversight|negligence|carelessness|"
    r"fault|misconfiguration|typo|inattention|inexperience|failure to|bad call|poor judge?ment|"
    r"incompetence|wrong (?:call|decision))\b"
)
_BY = re.compile(
    r"\b(?:(?:caused|triggered|broken|introduced|misconfigured|deleted|missed|ignored|"
    r"overlooked|forgotten|mishandled|(?:taken|brought) down|dropped|botched)"
    r"(?: (?:by mistake|accidentally|in error))? by|(?:mistake|error|fault|negligence|oversight|"
    r"carelessness|slip|typo|misconfiguration|failure) (?:of|by|from|made by)|because of|due to|"
    r"(?:mistake|error|slip|fault)s? (?:was|were) made by|"
    r"blames?d?(?: \w+)? on|blames?d?|fault lies with)\s+(?:a mistake (?:of|by) )?$"
)
# One of these is in every sentence that has somebody fail.
_BLAMING = word_set(
    """
    forgot forgotten neglected overlooked mistyped misread misjudged misunderstood botched screwed
    messed fat panicked dropped not t never careless negligent sloppy lazy reckless incompetent
    inattentive irresponsible distracted complacent inexperienced blame blamed blames fault supposed
    responsible mistake mistakes error errors typo slip call decision choice failed failure
    misconfigured misconfiguration broke broken caused ignored dismissed skipped missed omitted
    bypassed mishandled should ought could took brought slow introduced created accidentally
    mistakenly wrongly inadvertently unintentionally incorrectly erroneously carelessly unknowingly
    recklessly blindly foolishly accident bad faulty wrong buggy untested incorrect unreviewed
    defective flawed down triggered led crashed without oversight negligence carelessness
    inattention
    inexperience judgment judgement incompetence deleted because due
    """
)


def failing_people(reading: Reading, people: tuple[str, ...]) -> Iterator[Span]:
    """Each person, role or first name that the text has as the one who failed."""
    lower = reading.lower
    for sentence in reading.sentences:
        if _BLAMING.isdisjoint(sentence.words):
            continue
        for start, end, sure in _people(reading, sentence, people):
            predicate = _FAULT if sure else _HUMAN
            blamed = predicate.match(lower, end, sentence.end)
            if not blamed and sure:
                blamed = _OWN_FAULT.match(lower, end, sentence.end) or _BY.search(
                    lower, max(sentence.start, start - _FAR), start
                )
            if blamed:
                yield start, end


def _people(
    reading: Reading, sentence: Sentence, people: tuple[str, ...]
) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether it is surely a person). Of any other word with a capital letter it is
    believed only with what only people do, as forgetting."""
    taken: list[Span] = []
    known = _known(people)
    if known is not None:
        for found in known.finditer(reading.plain, sentence.start, sentence.end):
            taken.append(found.span())
            yield *found.span(), True
    if not _ROLE_WORDS.isdisjoint(sentence.words):
        for found in _ROLE.finditer(reading.lower, sentence.start, sentence.end):
            # "The operator" may be one of Kubernetes, "an operator" is somebody.
            software = found[0].endswith(("operator", "operators")) and found[0][:3] != "an "
            sure = not software and not _TITLED.search(reading.plain, *found.span())
            if not _ONE_OF.search(reading.lower, sentence.start, found.start()):
                yield *found.span(), sure
    for found in _CAPITAL.finditer(reading.plain, sentence.start, sentence.end):
        start, end = found.span()
        if any(start < upto and since < end for since, upto in taken):
            continue
        first, _, second = found[0].partition(" ")
        if first.casefold() in FIRST_NAMES:
            yield start, end, True
        elif first.casefold() not in _NO_PERSON:
            yield start, end, False
        elif second.strip() and second.strip().casefold() not in _NO_PERSON:
            at = end - len(second.strip())
            yield at, end, second.strip().casefold() in FIRST_NAMES


@lru_cache(maxsize=64)
def _known(people: tuple[str, ...]) -> re.Pattern[str] | None:
    """Full names and first names, longest first, as they are written."""
    names = {name.strip() for name in people if name.strip()}
    names |= {name.split()[0] for name in names}
    if not names:
        return None
    either = "|".join(re.escape(name) for name in sorted(names, key=lambda name: -len(name)))
    return re.compile(rf"(?<![\w@-])(?:{either})(?![\w-])")


# Suppliers

_SUPPLIER_WORDS = word_set(
    "provider providers supplier suppliers vendor vendors party carrier isp partner partners "
    "datacenter centre center host registrar upstream"
)
_GENERIC = re.compile(
    r"\b(?:(?:a|an|the|our|one of (?:our|the)|another|their)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:providers?|suppliers?|vendors?|carriers?|isps?|registrars?|partners?)|"
    r"(?:a|our|an external)\s+third[- ]part(?:y|ies)(?:\s+(?:service|provider|vendor|supplier))?)\b"
)
_SUPPLIER_FAULT = re.compile(
    r"(?:'s?)?(?:\s+(?:has|have|had|is|are|was|were|again|once again|also|currently|still|"
    r"apparently|who|that|which|side|network|systems?|service|an|a|another|some))*\s+"
    r"(?:caused|causing|failed|failing|fails|failure|broke|down|outages?|fault|mistake|error|"
    r"let us down|(?:at )?fault|to blame|responsible|unable to|incompeten\w+|unreliable|dropped|"
    r"(?:having|experiencing|suffering|had|seeing)(?: from)?\s+(?:\w+\s+){0,3}?(?:problems?|"
    r"issues?|trouble|outages?|failures?)|took (?:down|us down|our)|cut off|did(?: not|n't))\b"
)
_SUPPLIER_BY = re.compile(
    r"\b(?:(?:caused|triggered|broken|created|taken down) by|(?:problem|issue|outage|failure|fault|"
    r"error|mistake|trouble|incident|disruption|bug|change)s? (?:at|with|of|by|in|from|on)|"
    r"because of|due to|thanks to|blames?|fault of|lies (?:with|at))\s+"
    r"(?:an?\s+(?:[\w-]+\s+){0,2}?(?:problem|issue|outage|failure|fault|error|bug)s?\s+"
    r"(?:at|with|of|by|in|from|on)\s+)?(?:(?:the|our|one of (?:our|the))\s+)?$"
)
_WITH_THEM = re.compile(
    r"\b(?:working|work|together|cooperat\w+|in contact|in touch)\s+(?:\w+ )?with\s+$"
)


def failing_suppliers(reading: Reading, suppliers: tuple[str, ...]) -> Iterator[Span]:
    """Each of the suppliers, or one without a name, that the text has as the cause."""
    lower = reading.lower
    for sentence in reading.sentences:
        for start, end in _suppliers(reading, sentence, suppliers):
            since = max(sentence.start, start - _FAR)
            if _SUPPLIER_BY.search(lower, since, start) or (
                _SUPPLIER_FAULT.match(lower, end, sentence.end)
                and not _WITH_THEM.search(lower, since, start)
            ):
                yield start, end


def _suppliers(reading: Reading, sentence: Sentence, suppliers: tuple[str, ...]) -> Iterator[Span]:
    if not _SUPPLIER_WORDS.isdisjoint(sentence.words):
        for found in _GENERIC.finditer(reading.lower, sentence.start, sentence.end):
            yield found.span()
    words, named = _named(suppliers)
    if words.isdisjoint(sentence.words):
        return
    for found in named.finditer(reading.lower, sentence.start, sentence.end):
        if reading.plain[found.start()].isupper():
            yield found.span()


@lru_cache(maxsize=64)
def _named(suppliers: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str]]:
    """The words that name them, and what finds them."""
    names = {name.strip().lower() for name in suppliers if name.strip()}
    words = frozenset(word for name in names for word in re.findall(r"[^\W\d_]+", name))
    either = "|".join(re.escape(name) for name in sorted(names, key=lambda name: -len(name)))
    return words, re.compile(rf"(?<![\w@.-])(?:{either})(?: cloud| web services)?(?![\w-])")
