"""Verbs about key figures, error budgets and deadlines."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from importlib import import_module

from app.cli.output import Said, table
from app.files import write_whole
from app.workspace import Workspace
from models.domain.errors import BadInput
from models.domain.times import from_ms, maybe_to_ms, span_words, to_ms, write_time
from models.metrics import slo
from models.metrics.figures import DEFINITIONS
from models.metrics.kpis import RATES, Kpis, Rate, Wanted, kpis
from models.queries import incidents
from models.queries.figure_shapes import budgets_json, deadlines_json, kpis_json
from models.queries.kpis import Ledger, budgets_of, read_kpis
from models.queries.objectives import expectations
from models.queries.stretches import stretches
from models.report.figures import FigureReport, as_markdown, budgets_as_markdown
from models.report.page import as_html, budgets_as_html
from models.report.table import as_csv, budgets_as_csv

Arguments = argparse.Namespace
Forms = Mapping[str, Callable[[FigureReport], bytes]]


def _printed(form: str, budgets_only: bool) -> Callable[[FigureReport], bytes]:
    """Drawn by Qt, which is loaded only now; the command line does without it otherwise."""

    def draw(report: FigureReport) -> bytes:
        page = budgets_as_html(report) if budgets_only else as_html(report)
        printer = import_module("app.qt_print")
        drawn: bytes = printer.draw(page, form)
        return drawn

    return draw


_WHOLE: Forms = {
    "csv": as_csv, "md": as_markdown, "png": _printed("png", False), "pdf": _printed("pdf", False),
}  # fmt: skip
_BUDGETS: Forms = {
    "csv": budgets_as_csv, "md": budgets_as_markdown,
    "png": _printed("png", True), "pdf": _printed("pdf", True),
}  # fmt: skip
NO_DATA = "no data"


def kpis_verb(w: Workspace, g: Arguments) -> Said:
    if g.since is not None and g.until is not None and g.until <= g.since:
        raise BadInput("--to is after --from; the period would be empty.")
    wanted = Wanted(
        since=maybe_to_ms(g.since),
        until=maybe_to_ms(g.until),
        services=frozenset(g.services),
        severities=tuple(g.severities),
    )
    found = read_kpis(w.connection, wanted, w.now())
    if g.form or g.out:
        budgets = budgets_of(w.connection, found.table, w.now(), until=wanted.until)
        return _report(w, g, found, budgets, _WHOLE)
    return Said(kpis_json(found, w.label), _kpi_words(found))


def _report(
    w: Workspace, g: Arguments, found: Kpis, budgets: Sequence[slo.Budget], forms: Forms
) -> Said:
    if g.form is None or g.out is None:
        raise BadInput("A report needs both: --format csv, md, png or pdf, and --out FILE.")
    expects = expectations(w.connection, w.now())
    told = partial(stretches, w.connection)
    report = FigureReport(found, tuple(budgets), expects, cache(w.label), told)
    body = forms[g.form](report)
    write_whole(g.out, body)
    value = {"format": g.form, "out": str(g.out), "size": len(body)}
    return Said(value, f"Written to {g.out} ({len(body):,} bytes).")


def _kpi_words(found: Kpis) -> str:
    wanted = found.wanted
    since = "the beginning" if wanted.since is None else write_time(from_ms(wanted.since))
    until = "now" if wanted.until is None else write_time(from_ms(wanted.until))
    rows = []
    for name, one in DEFINITIONS.items():
        figure = found.figure(name)
        lengths = (figure.spread.mean_ms, figure.spread.median_ms, figure.spread.p90_ms)
        cells = [NO_DATA if ms is None else span_words(ms) for ms in lengths]
        rows.append((one.title, *cells, f"{figure.n} of {figure.of}", one.formula))
    heads = ("figure", "mean", "median", "p90", "used", "formula")
    rates = [(RATES[name][0], rate) for name, rate in found.rates().items()]
    return "\n".join(
        [
            (f"{since} to {until}: {len(found.eligible)} eligible, {len(found.excluded)} excluded, "
            f"{len(found.open_rows)} open"),
            "",
            table(rows, heads),
            "",
            table([(name, _share(rate), f"{rate.n} of {rate.of}") for name, rate in rates],
                  ("rate", "share", "used")),
        ]
    )  # fmt: skip


def _share(rate: Rate) -> str:
    return NO_DATA if rate.rate is None else f"{rate.rate:.1%}"


def slo_verb(w: Workspace, g: Arguments) -> Said:
    now: datetime = g.at or w.now()
    facts = Ledger().refresh(w.connection)
    found = budgets_of(w.connection, facts, now, month=_month(g.month))
    if g.form or g.out:
        return _report(w, g, kpis(facts, Wanted(), to_ms(w.now())), found, _BUDGETS)
    rows = [
        (
            one.objective.service,
            f"{one.objective.target:.6g}",
            one.objective.window,
            span_words(one.budget_ms),
            span_words(one.used_ms),
            f"{one.used_ratio:.1%}",
            f"{one.burn_rate:.2f}",
        )
        for one in found
    ]
    text = (
        table(rows, ("service", "target", "window", "budget", "used", "share", "burn rate"))
        if rows
        else "No objective yet. Set one with 'warroom service set NAME --slo 0.999 --window 30d'."
    )
    return Said(budgets_json(found, facts, w.label), text)


def _month(named: str | None) -> str | None:
    try:
        return named and f"{datetime.strptime(named, '%Y-%m'):%Y-%m}"  # noqa: DTZ007 # only checked
    except ValueError:
        raise BadInput(f"{named!r} is not a month. Write it like 2026-10.") from None


def sla_verb(w: Workspace, g: Arguments) -> Said:
    incident = incidents.named(w.connection, g.incident)
    now = w.now()
    value = deadlines_json(incident, now, w.label, w.policies().of(incident, now))
    lines = [f"{value['incident']}  {value['rule'] or 'no deadline runs'}"]
    for name in ("response", "resolution"):
        one = value[name]
        assert isinstance(one, dict)
        if one["due_at"]:
            left = one["left_ms"]
            beside = "" if left is None else f", {span_words(left)} left"
            if left is not None and left < 0:
                beside = f", late by {span_words(-left)}"
            lines.append(f"  {name:<10}  due {one['due_at']}  {one['status']}{beside}")
    return Said(value, "\n".join(lines))
