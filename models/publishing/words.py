"""What states are called where people outside read them."""

from models.domain.update import ComponentState, UpdateState

STATE_WORDS = {
    UpdateState.INVESTIGATING: "Investigating",
    UpdateState.IDENTIFIED: "Identified",
    UpdateState.MONITORING: "Monitoring",
    UpdateState.RESOLVED: "Resolved",
}

COMPONENT_WORDS = {
    ComponentState.OPERATIONAL: "Operational",
    ComponentState.DEGRADED: "Degraded performance",
    ComponentState.PARTIAL: "Partial outage",
    ComponentState.MAJOR: "Major outage",
    ComponentState.MAINTENANCE: "Under maintenance",
}

INDICATOR_WORDS = {
    "none": "Everything is working",
    "maintenance": "Maintenance is under way",
    "minor": "Some things are slow or failing",
    "major": "A part of the service is disrupted",
    "critical": "The service is disrupted",
}
"""A status page's indicator, the mildest first."""
