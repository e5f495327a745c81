"""The words that the blameless check marks, and what makes them innocent."""

from models.checks.outage import OUTAGE
from models.checks.phrases import phrase, phrasebook

_PREVENTING = (
    r"(?:(?:likely|probably|easily|also|then|have|been|still|certainly|at least)\s+)*"
    r"(?:prevent|caught|catch|avoid|stopp|detect|shown|alert|help|mitigat|reduc|notic|reveal|"
    r"found|sav|shorten|made (?:it|this|the)|allow|limit|spott|warn|identif|discover|surfac|"
    r"flagg|known|seen (?:it|this|that|the)|told|been (?:better|faster|quicker|easier|sooner|"
    r"earlier|obvious|enough|clear|less|shorter|much|more|solved|fixed|resolved|done|restored|recovered|useful|helpful|possible|safer|nice|good)|"
    r"ended|stayed|remained)"
)
_NEGATED = (
    r"(?:not|no|n't|never|nobody|no one|none|rather than|instead of|neither)\s+(?:\w+\s+){0,2}"
)
_PEOPLE_BEFORE = (
    r"\b(?:we|i|you|he|she|nobody|no one|someone|somebody|everyone|people|engineers?|developers?|"
    r"teams?|staff|responders?|reviewers?|management|support|on-?call|"
    r"who|they both|commander|lead|[a-z]+ and i)(?:\s+(?:also|then|all|simply|again|had|have|has|"
    r"initially|repeatedly|clearly))*\s+"
)

_HINDSIGHT = (
    phrase(
        "hindsight",
        "should shouldn",
        r"\bshould(?: not|n't| never| also| at least| probably| really| clearly| already| then)*"
        r"(?: have|'ve)(?= (?:never |already |also |at least |probably |really |just |then |all )*"
        r"(?:(?!existed)\w+ed|been|known|seen|done|had|found|caught|made|taken|given|gone|come|told|thought|"
        r"got|gotten|kept|left|run|set|sent|written|read|chosen|begun|broken|built|brought|put|"
        r"paid|held|felt|fallen|fought|shown|stood|understood|won|spoken|rung|woken|tested|spotted|"
        r"shut|cut|led|meant|split|spent|rolled|hit|failed|realised|asked)\b"
        r"(?! (?:access|permissions?|rights|replicas?|only)\b))",
        before=r"\b(?:if|what) (?:\w+ )?",
    ),
    phrase("hindsight", "ought", r"\bought(?: not)? to have\b"),
    phrase(
        "hindsight",
        "could",
        rf"\bcould(?: easily| also| at least| probably| then)*(?: have|'ve)(?= {_PREVENTING})",
        before=r"\b(?:nobody|no one|none|nothing|neither) (?:\w+ ){0,3}?",
    ),
    phrase("hindsight", "could", r"\bcould easily have\b"),
    phrase(
        "hindsight",
        "would might",
        rf"\b(?:would|might)(?: easily| also| likely| probably| not| then)*(?: have|'ve)"
        rf"(?= {_PREVENTING})",
        before=r"\bwhat (?:\w+ ){0,2}?",
    ),
    phrase(
        "hindsight",
        "would wouldn",
        r"\bwould(?:n't| not| never)(?: have|'ve)(?= (?:happened|occurred|spread|reached|gone"
        r"|failed))",
    ),
    phrase("hindsight", "only", r"\bif only\b(?=[^.;]* had\b)"),
    phrase("hindsight", "failed", rf"{_PEOPLE_BEFORE}(?P<mark>failed to)\b"),
    phrase(
        "hindsight",
        "obvious obviously",
        r"\bobvious(?:ly)?\b",
        before=r"\b(?:not|n't|non-|never|less|no|nothing|far from|without|hardly|"
        r"neither|more|most|seem(?:ed|s)?|became|become|makes?|made)[ -]?"
        r"(?:\w+ ){0,3}",
    ),
    phrase(
        "hindsight",
        "clearly",
        r"(?:^|[.,;:] |\b(?:was|is|were|should|they|we|it) "
        r")(?P<mark>clearly)(?=,| (?:a |the )?(?:wrong|mistake|should|not enough|missed|failed))",
    ),
    phrase("hindsight", "course", r"\bof course\b(?! (?:of action|not))"),
    phrase(
        "hindsight",
        "hindsight retrospect",
        r"\b(?:(?:in|with|with the benefit of) )?hindsight\b|\bin retrospect\b",
        after=r" bias",
    ),
    phrase(
        "hindsight",
        "preventable avoidable",
        r"\b(?:was|were|is|been|(?:easily|entirely|completely|totally) )\s*(?P<mark>preventable|"
        r"avoidable)\b",
        before=r"\bnot (?:\w+ )?",
    ),
)

_JUDGEMENT = (
    phrase(
        "judgement",
        "forgot forgotten",
        r"\bforgot(?:ten)?\b",
        before=r"\b(?:the|a|your|our|reset|not|of)[ -]|\b(?:not|n't|never) (?:get|be|become) |"
        r"\b(?:scheduler|client|server|cache|browser|router|switch|service|job|process|system|"
        r"controller|agent|node|driver|library|kernel|leader|replica|proxy|app|daemon|cluster|"
        r"database|program|script|tool|api|worker|queue|session)s? (?:has |had |have )?(?:just )?|"
        r"[\"'“/-]",
        after=r"[ -]?(?:your |my |their |his |her )?"
        r"(?:passwords?|username|pin|link|page|flow|endpoint)",
    ),
    phrase(
        "judgement",
        "careless carelessly carelessness negligent negligence negligently reckless recklessly "
        "sloppy sloppiness lazily laziness incompetent incompetence irresponsible irresponsibly "
        "foolish foolishly stupid stupidly stupidity complacent complacency inattentive "
        "inattention unprofessional thoughtless ignorant ignorance inexcusable unforgivable "
        "shameful amateur amateurish idiotic idiot clueless inept ineptitude",
        r"\b(?:careless(?:ly|ness)?|negligen(?:t|ce|tly)|reckless(?:ly)?|slopp(?:y|iness)|lazily|"
        r"laziness|incompeten(?:t|ce)|irresponsibl[ey]|foolish(?:ly)?|stupid(?:ly|ity)?|"
        r"complacen(?:t|cy)|inattenti(?:ve|on)|unprofessional|thoughtless|ignoran(?:t|ce)|"
        r"inexcusable|unforgivable|shameful|amateur(?:ish)?|idiot(?:ic)?|clueless|inept(?:itude)?)\b",
        before=r"[\"“](?:\w+,? ){0,3}",
        after=r" (?:radio|of (?:the|its|their|each) (?:state|other|topology|layout|size))",
    ),
    phrase(
        "judgement",
        "lazy",
        r"\blazy\b(?= (?:engineer|developer|team|operator|decision|approach|mistake|shortcut|"
        r"work|review)|[.,;]|$| and | or | about)",
    ),
    phrase(
        "judgement",
        "bother bothered",
        r"\b(?:(?:did|do|does|had)(?: not|n't) bother|(?:nobody|no one|never|without) bother(?:ed|"
        r"ing)|could(?: not|n't) be bothered)\b",
    ),
    phrase(
        "judgement",
        "attention",
        r"\b(?:paid no attention|not paying attention|(?:was|were)n't paying attention|"
        r"lack of attention)\b",
    ),
    phrase(
        "judgement",
        "lack",
        r"\black of (?:care|diligence|discipline|competence|common sense|professionalism|"
        r"judge?ment|effort|responsibility|rigou?r)\b",
    ),
    phrase(
        "judgement",
        "judgment judgement call decision choice",
        r"\b(?:poor|bad|terrible|wrong) (?:judge?ment(?: call)?|call|decision|choice)s?\b",
        before=r"\b(?:no|right or) ",
        after=r" (?:centre|center|volume|rate)",
    ),
    phrase("judgement", "better", r"\b(?:should know|known|knew|know) better\b"),
    phrase(
        "judgement",
        "blame blamed blames",
        r"\b(?:to blame|blame[sd]?)\b",
        before=r"\b(?:git|no|not|without|n't|never|nobody) (?:\w+ )?",
        after=r"(?:less| tool| view| log|-free| culture| game)",
    ),
    phrase(
        "judgement",
        "fault",
        r"(?:\b(?:my|our|their|his|her|your)|'s) fault\b|\bat fault\b|\bwhose fault\b",
        before=r"\b(?:not|no one|nobody|n't)(?: \w+)? ",
        after=r" (?:toleran|line|detect|inject|domain|handl|rate)",
    ),
    phrase(
        "judgement",
        "mistake mistakes mistakenly",
        r"\b(?:by mistake|mistakes?|(?<=was )mistakenly|(?<=were )mistakenly)\b",
        before=r"\b(?:no|not a|n't a|blame\w* for|learn from(?: our| their)?|from our|"
        r"(?:prevents?|catch(?:es)?|avoids?|tolerates?|such|these|future|easy to make) )\s*",
        after=r"-proof",
    ),
    phrase(
        "judgement",
        "neglected neglect neglects",
        r"\bneglect(?:ed|s)?\b",
    ),
    phrase(
        "judgement",
        "oversight",
        r"\b(?:an|our|his|her|their|the|'s|this|simple|by) "
        r"(?P<mark>oversight)\b(?! (?:board|committee|body|of))",
    ),
    phrase(
        "judgement",
        "messed screwed botched dropped",
        r"\b(?:messed up|screwed up|botched|dropped the ball)\b",
    ),
    phrase(
        "judgement",
        "ignored",
        r"\b(?:alerts?|alarms?|warnings?|pages?|signs?|runbook"
        r"|procedure|signals?) (?:was|were|had been|got|being) (?:\w+ly |just |simply "
        r")?(?P<mark>ignored)\b",
        after=r" by (?:the|our) (?:parser|collector|agent|client|proxy|load)",
    ),
    phrase("judgement", "guilty culpable culpability", r"\b(?:guilty|culpab(?:le|ility))\b"),
    phrase(
        "judgement",
        "inexperienced untrained unqualified",
        r"\b(?:inexperienced|untrained|unqualified)\b",
        after=r" (?:model|name|hostname|domain)",
    ),
)

_HUMAN_ERROR = (
    phrase(
        "human_error",
        "human operator manual pilot engineer",
        r"\b(?:human|operator|pilot|engineer|manual) (?:errors?|mistakes?|failures?)\b"
        r"|\bhuman slip-?ups?\b",
        before=rf"\b{_NEGATED}|\b(?:kubernetes|the \w+) ",
        after=r" (?:budget|handling|rate)",
    ),
    phrase(
        "human_error",
        "fat fingered finger fingers",
        r"\bfat[- ]finger(?:ed|s|ing)?\b",
    ),
    phrase(
        "human_error",
        "error mistake",
        r"\berror on the part of (?:an?|the|our) (?:\w+ )?(?:engineer|operator|admin|developer|"
        r"technician|employee)\b",
    ),
)

_SINGLE_CAUSE = (
    phrase(
        "single_cause",
        "root",
        r"\b(?:(?:the|one|single|sole|main|primary|ultimate|underlying|true|real|actual|its) )*"
        r"root[ -]cause\b(?! (?:analys|investigation|review|field|template|section|categor))",
        before=r"\b(?:an?|another|each|every) (?:\w+ )?|\b(?:no|not|n't|never|any|"
        r"rather than|instead of|unknown|find|identify\w*|"
        r"investigat\w+|determin\w+|understand\w*)(?: \w+)? ",
        unless=r"\bunknown\b|\bnot (?:yet )?known\b|\b(?:not|n't|never) (?:yet )?(?:reveal|found|"
        r"find|determin|establish|identif)|\bunclear\b|\bunder (?:\w+ )?(?:investigation"
        r"|analysis)\b"
        r"|\bsecondary root cause\b|\bcombination of\b|\broot causes\b",
        after=r"(?:s|\(s\)| (?:(?:is|was|remains?) (?:still |not |yet |currently )*"
        r"(?:unknown|known|"
        r"unclear|being|under|not|clear|determined)|unknown|\?|tbd)|-analys|\?)",
    ),
    phrase(
        "single_cause",
        "sole only single one",
        r"\b(?:the|a) (?:sole|only|single|one) (?:cause|reason|culprit|factor)\b",
        before=r"\b(?:not|no|n't|never|hardly) ",
        after=r" (?:is|was) not",
    ),
    phrase(
        "single_cause",
        "solely entirely purely",
        r"\b(?:solely|entirely|purely|exclusively) (?:caused by|because of|due to)\b",
        before=r"\b(?:not|n't) ",
    ),
    phrase(
        "single_cause",
        "cause",
        r"(?P<mark>\bthe (?:exact |actual |real |true )?cause) of (?:the|this|our) (?:outage|"
        r"incident|failure|problem|issue|downtime|disruption) (?:was|is)\b(?! (?:still |not |yet |"
        r"currently )*(?:unknown|unclear|not|known|under|being|several|a combination|multiple|"
        r"two|three|both))",
    ),
)

MARKED = phrasebook((*_HUMAN_ERROR, *_HINDSIGHT, *_JUDGEMENT, OUTAGE, *_SINGLE_CAUSE))
