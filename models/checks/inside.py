"""What customers should not read: names, hosts, addresses, tickets and traces of ours."""

import re
from collections.abc import Iterator
from functools import lru_cache

from models.checks.phrases import Span
from models.checks.reading import word_set
from models.checks.record import CatalogService, Record

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP = re.compile(r"\d++\.\d++\.\d++\.\d++(?:/\d{1,2}|:\d{2,5})?(?![\w.]{0,20}\d)")
_DOTTED = re.compile(r"\.\d{1,3}\.\d")
_OCTETS = re.compile(rf"(?:{_OCTET}\.){{3}}{_OCTET}(?:[/:]\d+)?")
_JOINED = re.compile(r"[\w.]$")
_IP6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4})(?::[0-9a-f]{1,4})*(?![\w:])"
)
_TIME = re.compile(r"[\d:]{5,8}")
_LIKE_IP6 = re.compile(r":[0-9a-f]{0,4}:[0-9a-f]{0,4}:|::")
_VERSION_BEFORE = re.compile(
    r"\b(?:v|version|release|build|chrome|firefox|client|app|ios|sdk)\s*$", re.IGNORECASE
)

# An address that customers have to enter somewhere is not one of ours to hide.
_FOR_THEM = re.compile(
    r"\b(?:A record|records?|firewalls?|allow-?list|whitelist|name ?servers?|point(?:ed|ing)? to)\b"
)

_ROLE_OF_HOST = (
    "web|www|db|app|api|node|host|srv|server|redis|kafka|pg|postgres|mysql|mongo|cache|memcached|"
    "lb|haproxy|nginx|proxy|worker|vm|k8s|kube|fs|fileserver|nas|sql|es|elastic|zk|queue|rabbit|"
    "mq|master|replica|primary|shard|etcd|vault|bastion|gw|router|switch|fw|dns|mail|smtp|build|"
    "ci|runner|consul|prod|stage|staging|dev|pod|box|rack|storage|search|auth|edge|batch|cron|job"
)
_LETTER_AND_DIGIT = re.compile(r"[a-z]-?\d[\w.-]*")
_BEGINNING = re.compile(r"[a-z0-9-]*$")
_HOST = re.compile(
    rf"(?:[a-z][a-z0-9]*-)*(?:{_ROLE_OF_HOST})(?:-[a-z0-9]+)*?-?\d{{1,4}}[a-z]?(?:\.[a-z0-9-]+)*|"
    r"ip(?:-\d{1,3}){4}"
)
_INSIDE_DOMAIN = re.compile(
    r"\.(?:internal|local|lan|corp|intranet|localdomain|svc|prod|stg)(?:\.[a-z]+)*(?![\w-])"
)
_LOCALHOST = re.compile(r"(?<![\w./@-])localhost(?::\d{2,5})?(?![\w-])")
_BEFORE_DOMAIN = re.compile(r"[a-z0-9][\w.-]*$")
_NO_HOST = re.compile(
    r"(?:api|dev|build|app|server|auth|es|sql|job|node|ci|edge|search|web|www|storage)[- ]?\d$|"
    r"(?:web3|es6|es2\d+|node\d\d|k8s|api-v\d|sql-92|build-?\d+)$|.*\bv\d+$"
)

_TICKET_NUMBER = re.compile(r"-\d{1,6}(?![\w-])")
_TICKET_PROJECT = re.compile(r"(?<![\w/-])[A-Z][A-Z0-9]{1,9}$")
_OTHER_CODE = re.compile(
    r"\b(?:code|coupon|voucher|model|form|part|flight|order|invoice|article|size|standard)\s+$",
    re.IGNORECASE,
)
_NO_TICKET = word_set(
    "UTF SHA ISO COVID CVE TLS AES RFC HTTP GPT RSA MD UTC GMT CET EST PST PDT UCS ES EC P US EU "
    "AP "
    "IPV HTML CSS USB WPA SOC PCI DDR H MP X IE EN DIN BASE WINDOWS UBUNTU DEBIAN SSL SSH OAUTH "
    "WEB "
    "RHEL ARM M CAT Q FIPS LTE WIFI VP AV SQL TIER LEVEL AZ ZONE"
)

_TRACES = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        ("Traceback", r"Traceback \(most recent call last\)"),
        ('File "', r"\bFile \"[^\"\n]{1,200}\", line \d+"),
        (".java:", r"(?:\bat )?[\w$.<>]+\([\w$]+\.java:\d+\)"),
        (".kt:", r"(?:\bat )?[\w$.<>]+\([\w$]+\.kt:\d+\)"),
        (".js:", r"\bat [^\n(]{1,80}\([^\n()]{1,160}\.js:\d+(?::\d+)?\)"),
        ("panic: ", r"\bpanic: \w+"),
        ("goroutine ", r"\bgoroutine \d+"),
        ("SIG", r"\bSIG(?:SEGV|KILL|ABRT|TERM|BUS)\b"),
        ("OOMKilled", r"\bOOMKilled\b"),
        ("CrashLoopBackOff", r"\bCrashLoopBackOff\b"),
        ("segmentation fault", r"\bsegmentation fault\b"),
        ("core dumped", r"\bcore dumped\b"),
        ("errno", r"\berrno[ =:]*\d+"),
        ("ECONN", r"\bECONN(?:REFUSED|RESET|ABORTED)\b"),
        ("ETIMEDOUT", r"\bETIMEDOUT\b"),
    )
)
"""(letters that have to be there, what is sought then)."""

_THROWN = re.compile(r"(?:Exception|Error)\b")
_CLASS = re.compile(r"(?<!\w)(?:[a-z]\w*\.)*[A-Z]\w{2,}$")

_URL = re.compile(r"https?://([^\s/<>\"')\]]+)[^\s<>\"')\]]*")
_PRIVATE = re.compile(
    r"^(?:[^.@]+(?::\d+)?|(?:.+\.)?(?:internal|local|lan|corp|intranet|localdomain|test)(?::\d+)?|"
    r"(?:10|127)(?:\.\d+){3}(?::\d+)?|192\.168(?:\.\d+){2}(?::\d+)?|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}(?::\d+)?|"
    r"(?:jira|grafana|kibana|prometheus|alertmanager|wiki|confluence|jenkins|gitlab|sentry|argocd|"
    r"rundeck|vault|consul|splunk|backstage|intranet|runbooks?|admin|staging|dev)\..+|"
    r"(?:.+\.)?(?:slack\.com|pagerduty\.com|opsgenie\.com|datadoghq\.(?:com|eu)|atlassian\.net|"
    r"docs\.google\.com|drive\.google\.com|zoom\.us|app\.box\.com|notion\.so))$",
    re.IGNORECASE,
)
_CHANNEL = re.compile(
    r"(?<![\w&/#])#(?:inc|ops|oncall|on-call|incident|war|support|team|eng|sre|dev)[a-z0-9_-]*[-_][a-z0-9_-]+"
)

Found = tuple[str, Span, str]


def inside(text: str, record: Record) -> Iterator[Found]:
    """(rule, stretch, the name customers know it by or "")."""
    yield from _services(text, record.services)
    lower = _lower(text)
    for found in _URL.finditer(lower) if "://" in lower else ():
        if _PRIVATE.match(found[1]):
            yield "internal_url", _without_point(text, found.span()), ""
    for found in _CHANNEL.finditer(lower) if "#" in text else ():
        yield "internal_url", found.span(), ""
    for found in _IP.finditer(text) if _DOTTED.search(text) else ():
        if not _OCTETS.fullmatch(found[0]) or _JOINED.search(
            text, max(0, found.start() - 1), found.start()
        ):
            continue
        around = text[max(0, found.start() - 200) : found.end() + 200]
        if not _VERSION_BEFORE.search(
            text, max(0, found.start() - 40), found.start()
        ) and not _FOR_THEM.search(around):
            yield "ip_address", found.span(), ""
    if _LIKE_IP6.search(lower):
        for found in _IP6.finditer(lower):
            if not _TIME.fullmatch(found[0]):
                yield "ip_address", found.span(), ""
    yield from _hosts(text, record.host_patterns)
    for found in _TICKET_NUMBER.finditer(text):
        project = _TICKET_PROJECT.search(text, max(0, found.start() - 12), found.start())
        before = text[max(0, project.start() - 12) : project.start()] if project else ""
        if project and project[0] not in _NO_TICKET and not _OTHER_CODE.search(before):
            yield "ticket_id", (project.start(), found.end()), ""
    for found in _THROWN.finditer(text):
        start = _start_of(_CLASS, text, found.start())
        if start < found.start():
            yield "stack_trace", (start, found.end()), ""
    for sign, pattern in _TRACES:
        for found in pattern.finditer(text) if sign in text else ():
            yield "stack_trace", found.span(), ""


def _start_of(pattern: re.Pattern[str], text: str, end: int) -> int:
    """Where what ends at `end` begins; `end` where nothing does."""
    found = pattern.search(text, max(0, end - 80), end)
    return found.start() if found else end


def _lower(text: str) -> str:
    """In lower case, or as it is where that would move places."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _without_point(text: str, span: Span) -> Span:
    start, end = span
    return start, start + len(text[start:end].rstrip(".,;:!?"))


def _hosts(text: str, patterns: tuple[str, ...]) -> Iterator[Found]:
    lower = _lower(text)
    for found in _LETTER_AND_DIGIT.finditer(lower):
        start = _start_of(_BEGINNING, lower, found.start())
        name = lower[start : found.end()].rstrip(".-")
        if start and lower[start - 1] in "_./@":
            continue
        if _HOST.fullmatch(name) and not _NO_HOST.match(name):
            yield "host_name", (start, start + len(name)), ""
    for found in _INSIDE_DOMAIN.finditer(lower):
        before = _BEFORE_DOMAIN.search(lower, max(0, found.start() - 80), found.start())
        if before and lower[max(0, before.start() - 1)] not in "/@":
            yield "host_name", (before.start(), found.end()), ""
    for found in _LOCALHOST.finditer(lower) if "localhost" in lower else ():
        yield "host_name", found.span(), ""
    for pattern in patterns:
        for found in _compiled(pattern).finditer(text):
            yield "host_name", found.span(), ""


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    """One that cannot be read matches nothing: it is refused where it is entered."""
    try:
        return re.compile(pattern)
    except re.error:
        return re.compile(r"(?!)")


def _services(text: str, services: tuple[CatalogService, ...]) -> Iterator[Found]:
    names = _internal_names(services)
    if names is None:
        return
    pattern, public = names
    lower = _lower(text)
    if not any(name in lower for name in public):
        return
    for found in pattern.finditer(lower):
        known = public[found[0]]
        yield "internal_name" if known else "internal_service", found.span(), known


@lru_cache(maxsize=16)
def _internal_names(
    services: tuple[CatalogService, ...],
) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """A service that customers know by the same name has none that is internal; nor has one
    without a public name whose name is a plain word."""
    outside = {service.public_name.strip().casefold() for service in services}
    public = {
        service.name.strip().lower(): service.public_name.strip()
        for service in services
        if service.name.strip()
        and service.name.strip().casefold() not in outside
        and (service.public_name.strip() or re.search(r"[-_./\d]|[a-z][A-Z]", service.name))
    }
    if not public:
        return None
    either = "|".join(re.escape(name) for name in sorted(public, key=lambda name: -len(name)))
    return re.compile(rf"(?<![\w./-])(?:{either})(?![\w-])"), public
