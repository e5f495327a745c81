"""`python -m bench [--quick] [--write] [NAME…]`: measures, prints one table, keeps it as JSON."""

import argparse
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    composer,
    durable,
    intake,
    kpis,
    memory,
    replay,
    screens,
    search,
    server,
    soak,
    start,
    timeline,
)
from bench.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
GROUPS = {
    "start": start.measure,
    "durable": durable.measure,
    "memory": memory.measure,
    "timeline": timeline.measure,
    "search": search.measure,
    "intake": intake.measure,
    "kpis": kpis.measure,
    "replay": replay.measure,
    "composer": composer.measure,
    "server": server.measure,
    "postgres": server.measure_postgres,
    "screens": screens.measure,
}
APART = {"soak": soak.measure}
"""Takes an hour: measured where it is named."""
HEADS = ("figure", "measured", "floor, same run", "ratio", "target", "")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(GROUPS | APART))
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer runs")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/bench.md")
    given = parser.parse_args()
    unknown = set(given.names) - set(GROUPS | APART)
    if unknown:
        parser.error(f"there is no group {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in given.names or GROUPS:
        with tempfile.TemporaryDirectory() as folder:
            for figure in (GROUPS | APART)[name](Path(folder), quick=given.quick):
                figures.append(figure)
                print("  ".join(figure.row()), file=sys.stderr, flush=True)
    table = "\n".join(
        "| " + " | ".join(row) + " |"
        for row in (HEADS, ("---",) * len(HEADS), *(figure.row() for figure in figures))
    )
    print(table)
    _keep(figures)
    if given.write:
        how = "python -m bench" + (" --quick" if given.quick else "")
        text = f"# Bench\n\nMeasured with `{how}`; only ratios within one run count.\n\n{table}\n"
        (ROOT / "docs" / "bench.md").write_text(text, encoding="utf-8")
    return 0


def _keep(figures: list[Figure]) -> None:
    folder = ROOT / "bench" / "results"
    folder.mkdir(exist_ok=True)
    rows = [
        {
            "figure": f.name, "ms": f.ms, "floor": f.floor, "floor_ms": f.floor_ms,
            "ratio": f.ratio, "most": f.most, "met": f.met,
        }
        for f in figures
    ]  # fmt: skip
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
