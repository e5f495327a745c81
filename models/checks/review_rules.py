"""The rules of the blameless check: each with its sentence and the question to ask instead."""

from models.checks.rule import Rule, by_id

RULES = (
    Rule(
        "person_as_cause",
        "“{words}” stands here as the one who failed.",
        "What did they see and know at that moment, and what made this the sensible thing to do?",
    ),
    Rule(
        "human_error",
        "“{words}” ends the search where it begins.",
        "What let one slip reach production, and what would have caught it?",
    ),
    Rule(
        "judgement",
        "“{words}” judges somebody instead of saying what happened.",
        "What happened, and what made it likely?",
    ),
    Rule(
        "hindsight",
        "“{words}” tells what did not happen, known only afterwards.",
        "What was known at that time, and what was done with it?",
    ),
    Rule(
        "outage",
        "“{words}” says that nothing worked, but the impact was partial.",
        "What still worked, for whom did it not, and for how long?",
    ),
    Rule(
        "single_cause",
        "“{words}” leaves room for one cause only.",
        "Which conditions had to come together, and which of them can we change?",
    ),
)

REVIEW_RULES = by_id(RULES)
