"""Which of a payload's names is the service it speaks of."""

from models.intake.fields import Fields

# The first of these that is filled in; a Prometheus job is the scrape, so it comes last.
_SERVICE_NAMES = (
    "service",
    "servicename",
    "app",
    "appname",
    "application",
    "applicationname",
    "appkubernetesioname",
    "component",
    "workload",
    "workloadname",
    "deployment",
    "kubedeployment",
    "projectslug",
    "projectname",
    "project",
    "job",
)


def service_named(*places: Fields) -> str:
    return next((name for place in places if (name := place.filled(*_SERVICE_NAMES))), "")
