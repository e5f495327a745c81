"""GitHub deliveries: failed runs and deployments, security alerts, and issues as reports."""

from collections.abc import Callable

from models.domain.alert import Alert
from models.intake.drafts import draft_alert, own_fingerprint
from models.intake.fields import Fields, Record, as_record, one_line, read_labels, web_address
from models.intake.rejected import Rejected

_NAME = "github"
_FAILED = frozenset({"failure", "error", "timed_out", "startup_failure"})
_ALERT_ENDS = frozenset(
    (
        "fixed",
        "resolved",
        "dismissed",
        "auto_dismissed",
        "closed_by_user",
        "resolve",
        "dismiss",
    )
)
_RUN_ACTIONS = frozenset({"completed", "created", ""})
# What a delivery of issues says, and whether that ends the report; the rest is no report.
_ISSUE_ACTIONS = {"opened": False, "reopened": False, "labeled": False, "closed": True}
_REPORT_LABELS = frozenset({"bug", "incident", "outage", "regression"})
_KINDS = ("comment", "review", "pull_request", "release", "commits", "zen", "label", "milestone")


def sent(record: Record) -> bool:
    repository = as_record(record.get("repository"))
    if "full_name" in repository and ("sender" in record or "html_url" in repository):
        return True
    return "ghsa_id" in as_record(record.get("security_advisory")) or (
        "zen" in record and "hook_id" in record
    )


def read(record: Record) -> list[Alert]:
    for name, reader in _READERS:
        part = record.get(name)
        if isinstance(part, dict) and not _is_comment(record):
            return [reader(record, part, _repository(record))]
    kind = next((kind.replace("_", " ") for kind in _KINDS if kind in record), "something else")
    raise Rejected(f"GitHub tells of a {kind.replace('zen', 'ping')}, which is no alert.")


def _is_comment(record: Record) -> bool:
    return "comment" in record and "alert" not in record


def _repository(record: Record) -> Fields:
    return Fields(as_record(record.get("repository")))


def _read_run(record: Record, run: Record, repository: Fields) -> Alert:
    """A workflow run, a job of it, a check run or a check suite."""
    fields = Fields(run, as_record(run.get("check_suite")))
    workflow = Fields(as_record(record.get("workflow")))
    app = Fields(as_record(run.get("app")))
    what = (
        one_line(fields.text("name"))
        or one_line(workflow.text("name"))
        or one_line(app.text("name"))
        or "A run"
    )
    # The suite around a check has a conclusion of its own, so only the run's counts.
    own, action = Fields(run), one_line(record.get("action"), 60)
    conclusion = own.text("conclusion")
    if conclusion not in _FAILED or action not in _RUN_ACTIONS:
        state = (conclusion or own.text("status") or action or "no word").replace("_", " ")
        done = f" ({action})" if action and action not in _RUN_ACTIONS else ""
        raise Rejected(f"{what} on GitHub: {state}{done}. Only a finished failure is an alert.")
    branch = one_line(fields.text("headbranch"))
    output = Fields(as_record(run.get("output")))
    return draft_alert(
        _NAME,
        f"{what} failed on {branch}" if branch else f"{what} failed",
        _key(repository, "run", fields.text("workflowid") or what, branch),
        service=repository.text("name"),
        severity_word=conclusion,
        text=output.text("summary", "title") or fields.text("displaytitle"),
        url=web_address(run.get("html_url"), run.get("details_url")),
        fired_at=fields.moment("completedat", "updatedat", "startedat", "createdat"),
        labels=_labels(repository, branch=branch, commit=fields.text("headsha")),
    )


def _read_deployment(record: Record, status: Record, repository: Fields) -> Alert:
    fields = Fields(status, as_record(record.get("deployment")))
    state, place = fields.text("state"), one_line(fields.text("environment")) or "somewhere"
    if state not in _FAILED:
        state = (state or "no word").replace("_", " ")
        raise Rejected(f"The deployment to {place}: {state}. Only a failure is an alert.")
    return draft_alert(
        _NAME,
        f"Deployment to {place} failed",
        _key(repository, "deployment", place),
        service=repository.text("name"),
        severity_word=state,
        text=fields.text("description"),
        url=web_address(*fields.values("logurl", "targeturl", "environmenturl"), status.get("url")),
        fired_at=fields.moment("createdat", "updatedat"),
        labels=_labels(repository, environment=place, commit=fields.text("sha")),
    )


def _read_security_alert(record: Record, alert: Record, repository: Fields) -> Alert:
    """Dependabot, code scanning and secret scanning, and the older vulnerability alert."""
    advisory, rule = as_record(alert.get("security_advisory")), as_record(alert.get("rule"))
    fields = Fields(alert, advisory, rule)
    package = Fields(as_record(as_record(alert.get("dependency")).get("package")))
    secret = fields.text("secrettypedisplayname", "secrettype").replace("_", " ")
    affected = fields.text("affectedpackagename") or package.text("name")
    title = (f"Secret found: {secret}" if secret else "") or one_line(
        fields.text("summary", "description", "name", "id")
    )
    title = title or (f"Vulnerability in {affected}" if affected else "")
    kind = "secret" if secret else ("code" if rule else "dependency")
    action = one_line(record.get("action"), 60)
    return draft_alert(
        _NAME,
        title,
        _key(repository, f"{kind}-alert", fields.text("number", "id")),
        resolved=action in _ALERT_ENDS or fields.text("state") in _ALERT_ENDS,
        service=repository.text("name"),
        severity_word=fields.text("securityseveritylevel", "severity"),
        text=fields.text("fulldescription", "description"),
        url=web_address(alert.get("html_url"), alert.get("url")),
        fired_at=(fields.moment("updatedat") if action.startswith("reopened") else None)
        or fields.moment("createdat"),
        ended_at=fields.moment("fixedat", "resolvedat", "dismissedat", "updatedat"),
        labels=_labels(repository, package=affected, advisory=fields.text("ghsaid", "cveid")),
    )


def _read_advisory(record: Record, advisory: Record, repository: Fields) -> Alert:
    fields = Fields(advisory)
    title = one_line(fields.text("summary", "ghsaid"))
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(advisory.get("ghsa_id")) or _key(repository, "advisory", title),
        resolved=record.get("action") == "withdrawn",
        service=repository.text("name"),
        severity_word=fields.text("severity"),
        text=fields.text("description"),
        url=web_address(advisory.get("html_url")),
        fired_at=fields.moment("publishedat", "createdat"),
        ended_at=fields.moment("withdrawnat"),
        labels=_labels(repository, advisory=fields.text("ghsaid"), cve=fields.text("cveid")),
    )


def _read_issue(record: Record, issue: Record, repository: Fields) -> Alert:
    action = one_line(record.get("action"), 60)
    if action not in _ISSUE_ACTIONS:
        done = action or "mentioned"
        raise Rejected(f"The issue on GitHub was {done}; only an opened issue is a report.")
    label = one_line(as_record(record.get("label")).get("name"), 60)
    if action == "labeled" and label.lower() not in _REPORT_LABELS:
        raise Rejected(
            f"The issue on GitHub was labeled {label!r}; a label makes it a report only if it is "
            f"one of {', '.join(sorted(_REPORT_LABELS))}."
        )
    fields = Fields(issue)
    return draft_alert(
        _NAME,
        one_line(fields.text("title")),
        _key(repository, "issues", fields.text("number")),
        resolved=_ISSUE_ACTIONS[action],
        service=repository.text("name"),
        text=fields.text("body"),
        url=web_address(issue.get("html_url")),
        fired_at=fields.moment("updatedat" if action == "reopened" else "createdat"),
        ended_at=fields.moment("closedat"),
        labels=_labels(repository, author=Fields(as_record(issue.get("user"))).text("login")),
    )


def _key(repository: Fields, *parts: str) -> str:
    return one_line("/".join(part for part in (repository.text("fullname"), *parts) if part), 200)


def _labels(repository: Fields, **named: str) -> dict[str, str]:
    return read_labels({"repository": repository.text("fullname")}, named)


_Reader = Callable[[Record, Record, Fields], Alert]
_READERS: tuple[tuple[str, _Reader], ...] = (
    ("deployment_status", _read_deployment),
    ("workflow_job", _read_run),
    ("workflow_run", _read_run),
    ("check_run", _read_run),
    ("check_suite", _read_run),
    ("alert", _read_security_alert),
    ("security_advisory", _read_advisory),
    ("issue", _read_issue),
)
