"""The rules for a status update, each with its sentence. Three of them stop it, the rest advise."""

from dataclasses import dataclass

from models.checks.rule import Rule, by_id

_OUTSIDE = ("customers",)
_USERS = ("customers", "internal")

RULES = (
    Rule("empty_text", "There is no text yet. Say what is affected and what "
    "changed.", is_stop=True),
    Rule("no_audience", "Nobody is chosen to read it. Choose an audience.", is_stop=True),
    Rule(
        "says_resolved",
        "“{words}”, but {label} is in {stage} ({event}). Resolve it first, or say only what is "
        "better.",
        is_stop=True,
    ),
    Rule("no_who", "It does not say who is affected: which customers, how many, or where."),
    Rule(
        "no_action",
        "It does not say what they can do, or that they need do nothing.",
        audiences=_USERS,
    ),
    Rule("no_next", "It does not say when the next update comes."),
    Rule(
        "no_data_word",
        "It does not say whether data was lost. Say it, also when none was.",
        audiences=_OUTSIDE,
    ),
    Rule(
        "internal_name",
        "“{words}” is a name we use inside. Customers know it as {public}.",
        audiences=_OUTSIDE,
    ),
    Rule(
        "internal_service",
        "“{words}” is a name we use inside. Say what customers use it for.",
        audiences=_OUTSIDE,
    ),
    Rule("host_name", "“{words}” reads like one of our hosts. Leave it out.", audiences=_OUTSIDE),
    Rule("ip_address", "“{words}” is a network address. Leave it out.", audiences=_OUTSIDE),
    Rule("ticket_id", "“{words}” is the id of a ticket. Leave it out.", audiences=_OUTSIDE),
    Rule(
        "stack_trace",
        "“{words}” comes from a program's own error message. Say what people see instead.",
        audiences=_OUTSIDE,
    ),
    Rule("internal_url", "“{words}” leads to a place of ours. Leave it out.", audiences=_OUTSIDE),
    Rule("blame_person", "“{words}” is blamed here. Say what happened instead."),
    Rule(
        "blame_supplier",
        "“{words}” is blamed here. Say what does not work and what you do about it.",
        audiences=_OUTSIDE,
    ),
    Rule("outage", "“{words}” says that nothing works, but the impact is partial."),
    Rule(
        "unconfirmed_recovery",
        "“{words}” gives a recovery time that nobody has confirmed.",
    ),
    Rule(
        "other_recovery",
        "“{words}” gives a recovery time, but {time} is the one that was confirmed.",
    ),
    Rule("other_region", "“{words}”, but the timeline has {regions} affected too."),
    Rule("unknown_region", "“{words}”, but the timeline does not have it as affected."),
    Rule("new_region", "“{words}”, but update {n} said only {regions}. Say that it has grown."),
    Rule("other_component", "“{words}”, but {component} is set to {state}."),
    Rule("left_component", "It says resolved, but {component} is set to {state}."),
    Rule("other_users", "“{words}”, but the timeline has this many affected: {users}."),
    Rule("changed_users", "“{words}”, but update {n} said “{before}”. Say that it has changed."),
    Rule(
        "state_back",
        "Update {n} said {before}, this one says {state}. Say what has changed since.",
    ),
    Rule(
        "state_ahead",
        "{label} is not mitigated yet ({event}). “Monitoring” says that it is.",
    ),
    Rule("unknown_data_loss", "“{words}”, but nobody has answered yet whether data was lost."),
    Rule("other_data_loss", "“{words}”, but the timeline says: {lost}."),
    Rule("changed_data_loss", "“{words}”, but update {n} said: {lost}. Say that it has changed."),
    Rule("other_next", "“{words}”, but the next update is promised for {time}."),
    Rule(
        "broken_promise",
        "Update {n} promised the next one for {time}. Say in a word that this one is late.",
    ),
)  # fmt: skip

UPDATE_RULES = by_id(RULES)

GAPS = {
    "lost": "data was lost",
    "not_lost": "no data was lost",
    "everyone": "everyone",
    "nobody": "nobody",
    "no_event": "not resolved",
    "operational": "operational",
    "degraded_performance": "degraded performance",
    "partial_outage": "partial outage",
    "major_outage": "major outage",
    "under_maintenance": "under maintenance",
    "investigating": "investigating",
    "identified": "identified",
    "monitoring": "monitoring",
    "resolved": "resolved",
}
"""Words that fill gaps of the sentences, and are translated with them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the composer: shown as held while none of its `rules` has a finding."""

    sentence: str
    rules: tuple[str, ...]


LINES = (
    Line("Says who is affected and what they can do", ("no_who", "no_action")),
    Line("Says when the next update comes", ("no_next", "other_next", "broken_promise")),
    Line(
        "No internal names or host names",
        ("internal_name", "internal_service", "host_name", "ip_address", "ticket_id", "stack_trace",
         "internal_url"),
    ),
    Line("Blames nobody", ("blame_person", "blame_supplier")),
    Line(
        "Promises no recovery that is not confirmed", ("unconfirmed_recovery", "other_recovery")
    ),
    Line(
        "Agrees with the timeline and with what was said before",
        ("says_resolved", "outage", "other_region", "unknown_region", "new_region",
         "other_component", "left_component", "other_users", "changed_users", "state_back",
         "state_ahead", "unknown_data_loss", "other_data_loss", "changed_data_loss",
         "no_data_word"),
    ),
)  # fmt: skip
"""Every rule but the two about an empty draft belongs to one line."""
