"""Why a number is what it is, in words and rows."""

from models.domain.facts import STAGES
from models.domain.times import from_ms
from models.metrics.figures import DEFINITIONS
from models.queries.board import Board
from models.queries.explain import Explained, ExplainedRow
from models.queries.objectives import Amendment
from views import text
from views.kpis import words
from views.kpis.states import ExplainRow, Explanation
from views.tongue import figure, ntr, number, told, tr


def explanation_of(found: Explained, board: Board) -> Explanation:
    known = words.TITLES.get(found.name)
    service = found.name.removeprefix("slo:")
    title = tr(known) if known else tr("SLO budget, {service}", service=service)
    stages = [tr(words.STAGES[stage]) for stage in STAGES] if found.name == "stages" else []
    anchors = [tr(words.ANCHORS[name]) for name in found.anchors or ()]
    heads = (
        tr("Incident"),
        tr("Severity"),
        *(f"{anchor} (UTC)" for anchor in anchors),
        *stages,
        tr("Took"),
        tr("Counts"),
        tr("Title"),
    )
    return Explanation(
        name=found.name,
        title=title,
        formula=told(found.formula),
        sentence=_sentence(found, board),
        heads=heads,
        rows=tuple(_row(row, with_times=bool(anchors)) for row in found.rows),
    )


def _row(row: ExplainedRow, *, with_times: bool) -> ExplainRow:
    used = not row.why
    times = (words.moment(row.start), words.moment(row.end)) if with_times else ()
    why, beside = told(row.why), told(row.beside)
    cells = (
        row.label,
        row.severity.value if row.severity else "–",
        *times,
        *(_took(ms) for ms in row.stages),
        _took(row.value_ms),
        (beside or tr("yes")) if used else tr("no: {why}", why=why),
        row.title,
    )
    return ExplainRow(row.uid, cells, used)


def _took(ms: int | None) -> str:
    return "–" if ms is None else words.length(ms)


def _sentence(found: Explained, board: Board) -> str:
    said = [_figures(found, board)]
    if found.name in DEFINITIONS and found.used:
        said.append(words.change_at_length(board.changes.get(found.name)))
    said += [_amended(one, board) for one in board.amendments if one.name == found.name]
    if found.more:
        more = found.more
        said.append(ntr("{n} more row is in the export.", "{n} more rows are in the export.", more))
    return " ".join(part for part in said if part)


def _amended(one: Amendment, board: Board) -> str:
    """A change never moves what has ended without a word."""
    day = text.day(from_ms(one.at))
    before, after = words.promise(one.name, one.before), words.promise(one.name, one.after)
    ended = board.ask.until is not None and one.at > board.ask.until
    if one.is_first:
        return tr("{after} was set on {day}; what came before is held against it too.",
                  after=after, day=day)  # fmt: skip
    if ended:
        return tr(
            "On {day}, after this period, {before} became {after}; the period keeps {before}.",
            day=day, before=before, after=after,
        )  # fmt: skip
    return tr(
        "On {day} {before} became {after}; the whole period is held against {after}.",
        day=day, before=before, after=after,
    )  # fmt: skip


def _figures(found: Explained, board: Board) -> str:
    if found.name in DEFINITIONS:
        return _lengths(found, board)
    if found.name.startswith("slo:"):
        return _budget(found, board)
    if not found.of:
        return _nothing(found, board)
    if found.name == "eligible":
        return tr(
            "{n} counted, {still_open} of them open; {left_out} left out.",
            n=number(found.of),
            still_open=number(len(board.kpis.open_rows)),
            left_out=number(len(board.kpis.excluded)),
        )
    if found.name == "recurrence":
        return tr("{used} of {of} came back.", used=number(found.used), of=number(found.of))
    if found.name == "stages":
        return tr(
            "The stages of {used} of {of} are known.",
            used=number(found.used),
            of=number(found.of),
        )
    return tr("{used} of {of}.", used=number(found.used), of=number(found.of))


def _nothing(found: Explained, board: Board) -> str:
    if found.name in ("eligible", "recurrence", "stages"):
        left_out = len(board.kpis.excluded)
        return ntr(
            "No data: no incident of this period counts, and {n} is left out.",
            "No data: no incident of this period counts, and {n} are left out.",
            left_out,
        )
    return tr("No data: nothing was due in this period, or nothing records it yet.")


def _budget(found: Explained, board: Board) -> str:
    service = found.name.removeprefix("slo:")
    budget = next((one for one in board.budgets if one.objective.service == service), None)
    if budget is None:
        return tr("No data: this service has no objective.")
    start, end = from_ms(budget.window.start), from_ms(budget.window.end)
    return tr(
        "{target} over {window} ({since} to {until} UTC) leaves {budget}. {used} of it are used, "
        "{share}; it burns at {rate}×.",
        target=words.target(budget.objective.target),
        window=words.window(budget.objective.window),
        since=words.moment(start),
        until=words.moment(end),
        budget=words.length(budget.budget_ms),
        used=words.length(budget.used_ms),
        share=figure(f"{budget.used_ratio:.1%}"),
        rate=number(budget.burn_rate, 1),
    )


def _lengths(found: Explained, board: Board) -> str:
    spread = board.kpis.figure(found.name).spread
    left_out = len(board.kpis.excluded)
    if not found.used:
        return tr(
            "No data: none of {of} incidents that count has both timestamps, and {left_out} are "
            "left out.",
            of=number(found.of),
            left_out=number(left_out),
        )
    return tr(
        "Mean {mean}, median {median}, p90 {p90} of {used} used; {missing} of {of} that count are "
        "missing a timestamp, {left_out} are left out.",
        mean=words.length(spread.mean_ms),
        median=words.length(spread.median_ms),
        p90=words.length(spread.p90_ms),
        used=number(found.used),
        missing=number(found.of - found.used),
        of=number(found.of),
        left_out=number(left_out),
    )
