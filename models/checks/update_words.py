"""The turns of phrase that an update is checked for, and what makes them innocent."""

from models.checks.moments import CLOCK, LENGTH
from models.checks.outage import OUTAGE
from models.checks.phrases import phrase, phrasebook

_NOT_YET = (
    r"\b(?:not|n't|never|yet to be|until|till|once|when|whenever|if|before|as soon as|unless|will|"
    r"would|should|can|could|may|might|to be|be|being|gets?|getting|partially|partly|mostly|nearly|"
    r"almost|dns|expect\w*|hope\w*|whether|previous(?:ly)?|earlier|yesterday'?s?|past|similar|other|"
    r"working to(?:wards)?|last|after (?:it|this|that|we|they|the (?:issue|problem|incident))|how|"
    r"which|to (?:get|have|see))\b[^,;.!?]{0,60}"
)
_FOR_SOME = (
    r"(?:[^.;,]{0,40}?\b(?:for|in|with|on)\b (?:(?:customers|users|people|those|accounts) (?:in"
    r"|on) )?"
    r"(?:some|most|many|part|parts|a (?:few|part|small|large|number)|several|half|the (?:eu|us|uk|"
    r"first|second|majority)|eu|us|uk|europe|asia|apac|emea|north|south|one|two|almost|nearly|"
    r"about|around|\d)\b|[- ](?:incidents?|tickets?|host|hosts|hostnames?|names?|addresses|issues "
    r"(?:list|page)|dns|within|by dns|to (?:the|an|our) (?:old|new|wrong|ip|address)))"
)
_ALL = (
    r"(?: for (?:all|every|everyone|everybody)"
    r"(?: (?:of )?(?:our )?(?:customers|users|regions|accounts|people))?)?"
)

_NOT_ALL_OF_IT = (
    r"\b(?:continu\w+ to investigate|may still|might still|still (?:fail|see|experienc|affect"
    r"|impact|"
    r"unable|slow|working on)\w*|subset|but (?:some|we are (?:still |now )?(?:working|processing|"
    r"restoring|seeing))|however,? (?:some|customers|users|you)|not all|not everything)\b"
)

_RESOLVED = (
    phrase(
        "resolved",
        "resolved solved",
        rf"\b(?:resolved|solved)\b{_ALL}",
        before=_NOT_YET,
        after=_FOR_SOME,
        unless=_NOT_ALL_OF_IT,
    ),
)
"""Says that it is over; wrong until it is resolved."""

_EVERYTHING = (
    r"(?:everything|all (?:\w+ )?(?:systems?|services?|customers?|users?|functionality|regions|"
    r"components|features|operations)|(?:the|this) (?:issue|problem|incident|error|site|service|"
    r"outage|disruption))"
)
_FIXED = (
    phrase(
        "works",
        "normal normally operational fixed over restored recovered functional working gone green "
        "clear",
        rf"\b{_EVERYTHING} (?:(?:has|have|is|are|was|were|been|now|again|back|fully|completely)"
        r" )*(?:normal\b|to normal\b|operating normally|operational\b|fixed\b|over\b|"
        r"(?:fully |completely )?(?:restored|recovered|functional)\b|working (?:again |normally)?"
        r"(?:for (?:all|everyone))?|gone\b|all (?:green|clear))",
        before=_NOT_YET,
        after=_FOR_SOME,
        unless=rf"\b(?:was|were|been|is|are) (?:not|n't)\b|{_NOT_ALL_OF_IT}",
    ),
    phrase(
        "works",
        "fixed restored resolved recovered",
        r"\b(?:fixed|restored|resolved|recovered) (?:everything|all (?:\w+ )?(?:services|systems|"
        r"functionality|components))\b",
        before=_NOT_YET,
        after=_FOR_SOME,
    ),
    phrase(
        "works",
        "fixed restored recovered working back available",
        r"\b(?:fixed|restored|recovered|working(?: again)?|back(?: online| up)?|available"
        r"(?: again)?) for (?:all\b|everyone|everybody|every )(?: ?(?:of )?(?:our )?(?:customers|"
        r"users|regions|accounts))?",
        before=_NOT_YET,
    ),
    phrase("works", "all", r"\ball (?:systems (?:go|operational|normal)|clear)\b", before=_NOT_YET),
)
"""Says that it works for everybody; wrong until it is mitigated."""

_WHEN = (
    rf"(?:(?:(?:with)?in|by|at|before|around|about|until|after|under|less than|another|the next|"
    rf"next|no later than|as of|no more than|only|~) ?)+(?:{CLOCK}|{LENGTH}|(?P<loose>noon"
    rf"|midnight|"
    r"tomorrow|tonight|the end of (?:the |this )?(?:day|hour|week)|this (?:morning|afternoon|"
    r"evening)|the (?:next )?hour|end of (?:day|business)|monday|tuesday|wednesday|thursday"
    r"|friday))"
)
_TIME = r"\d|\b(?:minutes?|hours?|noon|midnight|tomorrow|tonight|day|week|\w+(?:day|noon|ning))\b"
_WELL = (
    r"(?:fixed|resolved|solved|restored|repaired|recovered|back(?: up| online| to normal| in "
    r"service"
    r"| again)?|working(?: again| normally)?|available(?: again)?|up(?: again| and running)?"
    r"|normal|"
    r"operational|online|mitigated|over|done|complete(?:d)?|live|deployed|rolled out|finished|"
    r"in place|reachable|functional|work(?:s|ing)? (?:again|normally|as usual))"
)
_RECOVERY = (
    phrase(
        "recovery",
        "take takes",
        r"\b(?:will|should|may|could|'ll|might) (?:only |probably |likely )?take (?:about "
        r"|around |only |"
        rf"up to |at most |another |roughly |less than )*{LENGTH} (?:to|until|before|for us to)\b",
        first=_TIME,
    ),
    phrase(
        "recovery",
        "back",
        rf"\bbe back (?:up|online|in service|to normal)(?: and running)? {_WHEN}",
        first=_TIME,
    ),
    phrase(
        "recovery",
        "will should shall ll going",
        rf"\b(?:will|should|shall|'ll|is going to|are going to) (?:\w+ )?(?:be |have |get )?"
        rf"(?:\w+ )?(?:{_WELL})\b[^.;!?]{{0,50}}?{_WHEN}",
        before=r"\b(?:next|update|post|report|we|review|summary|write-?up)s? (?:\w+ ){0,2}?",
        first=_TIME,
    ),
    phrase(
        "recovery",
        "expect expects expected expecting anticipate anticipated estimate estimated hope hoping "
        "aim aiming confident plan planning",
        r"\b(?:expect(?:s|ed|ing)?|anticipate[ds]?|anticipating|estimate[ds]?|estimating|hop(?:e|"
        r"ing)|aim(?:ing)?|confident|plan(?:ning)?)\b[^.;!?]{0,70}?\b(?:recover(?:y|ed)?|"
        rf"resol(?:ve|ved|ution)|fix(?:ed)?|restor(?:e|ed|ation)|normal|return|repair(?:ed)?|"
        rf"resume|complete|end|{_WELL})\b[^.;!?]{{0,40}}?{_WHEN}",
        before=r"\b(?:next|update)s? (?:\w+ )?(?:is |are )?",
        first=_TIME,
    ),
    phrase(
        "recovery",
        "recovery recover resolution fix restoration repair service everything it services systems",
        r"\b(?:recovery|resolution|(?:a|the|our) fix|restoration|(?:full )?service|everything|"
        r"(?:all )?(?:services|systems)) (?:is |are )?(?:expected|estimated|due(?! to)|planned"
        r"|scheduled|"
        rf"anticipated|(?:should|will) (?:recover|return|resume|come "
        rf"back))\b[^.;!?]{{0,30}}?{_WHEN}",
        first=_TIME,
    ),
    phrase(
        "recovery",
        "eta",
        rf"\beta\b[^.;!?]{{0,40}}?(?:{CLOCK}|{LENGTH}|tomorrow|tonight)",
        first=_TIME,
    ),
    phrase(
        "recovery",
        "ll will going",
        rf"\b(?:we'll|we will|we are going to) (?:have (?:\w+ ){{0,3}}?(?:{_WELL})|fix|restore|"
        rf"resolve|repair|recover|solve)\b[^.;!?]{{0,50}}?{_WHEN}",
        first=_TIME,
    ),
    phrase(
        "recovery",
        "back fixed again",
        rf"\b(?:be )?(?:back(?: up| online)?|fixed|working again|up again) {_WHEN}",
        before=r"\b(?:was|were|been|is|are|got|had|report|we will be|we'll be|came|have) (?:\w+ )?",
        first=_TIME,
    ),
)
"""A time by which it will be well."""

_NEXT = (
    phrase(
        "next",
        "next update updates post back",
        rf"\b(?:next (?:status )?(?:update|post|word|news)|(?:update|post) (?:you |again |this "
        rf"page )?(?=in |by |at |within )|(?:another|further|new|more) updates?|updates? )[^.;!?]"
        rf"{{0,40}}?\b(?:in|by|at|within|before|around|no later than|is|:) (?:about |around |the "
        rf"next |another )*(?:{CLOCK}|{LENGTH})",
        before=r"\b(?:last|previous|earlier|since our) (?:\w+ )?",
        first=_TIME,
    ),
)
"""When the next update comes."""

_HUMAN_ERROR = (
    phrase(
        "blame_person",
        "human operator",
        r"\b(?:human|operator) (?:errors?|mistakes?|failures?)\b",
        before=r"\b(?:not|no|n't|never) (?:\w+ ){0,2}",
    ),
)

_DATA = (
    r"(?:(?:customer|user|your|personal|stored|payment|account|project|repository|any|of your) )*"
    r"(?:data|orders?|messages?|records?|comments?|files?|information|content|commits?)"
)
_DATA_SAID = (
    phrase(
        "none_lost",
        "no not nothing without safe intact",
        rf"\bno {_DATA} (?:(?:was|were|has|have|been|is|are|will|be|ever) )*(?:lost|deleted|"
        r"corrupted|destroyed)\b|\bno (?:\w+ )?data[- ]loss\b|\bno loss of (?:\w+ )?data\b|"
        r"\bnothing (?:was|has been|is) lost\b|\bwithout (?:any )?(?:data loss|loss of data|"
        rf"losing (?:any )?data)\b|\b(?:all |your )+{_DATA} (?:is|are|was|were|remains?) (?:safe|"
        r"intact)\b|\bdata (?:was|were|has|have) not (?:been )?lost\b|\b(?:not|n't) (?:lose|lost|"
        r"cause|led to|lead to|involve) (?:any )?(?:loss of )?data(?: loss)?\b",
        unless=r"\b(?:whether|if|sure|confirm(?:ing)?|verif\w+|check(?:ing)?|expect|believe)\b",
    ),
    phrase(
        "lost",
        "lost loss deleted corrupted",
        rf"\b{_DATA} (?:\w+ ){{0,6}}?(?:was|were|has been|have been|is|are) (?:\w+ly )?(?:lost|"
        r"deleted|corrupted)\b|\b(?:lost|losing) (?:some |their |your |a |part of |the )*(?:\w+ )?"
        r"(?:data|orders|messages|records)\b|\bdata loss (?:occurred|happened|for|of|affect\w+)\b",
        before=r"\b(?:no|not|n't|without|any|never|whether|if|may|might|risk of|prevent\w*|"
        r"avoid\w*)\b"
        r"[^.;]{0,40}",
        unless=r"\bno (?:\w+ )?(?:data|orders?|messages?|records?)\b|\bwhether\b|"
        r"\bnot (?:been )?lost",
    ),
)

SAID = phrasebook((*_RESOLVED, *_FIXED, *_RECOVERY, *_NEXT, *_HUMAN_ERROR, *_DATA_SAID, OUTAGE))
"""Their rules: resolved, works, recovery, next, blame_person, none_lost, lost, outage."""
