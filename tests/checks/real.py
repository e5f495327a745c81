"""Real updates and post-mortems of the shared data, with the record that can be told from them."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from models.checks.record import CatalogService, EarlierUpdate, Record, UpdateDraft
from models.domain.stage import Stage

_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"<(?:br|/?p|/?li|/?ul)\b[^>]*>")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RealUpdate:
    uid: str
    draft: UpdateDraft
    record: Record


def real_updates(shared: Path) -> Iterator[RealUpdate]:
    """In the order of the file. The page says nothing of mitigation, data or promises. Critical
    impact counts as everyone, and so does major in the posts of before 2019, whose "major" was
    the worst of two."""
    path = shared / "incidents" / "github_statuspage" / "incidents.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    for incident in kept["incidents"]:
        yield from _of_incident(incident)


def _of_incident(incident: dict[str, Any]) -> Iterator[RealUpdate]:
    earlier: list[EarlierUpdate] = []
    updates = sorted(incident["incident_updates"], key=lambda update: update["display_at"])
    for n, update in enumerate(updates, 1):
        at = datetime.fromisoformat(update["display_at"])
        components = _components(updates[n]) if n < len(updates) else {}
        text = plain(update["body"])
        state = update["status"]
        over = state == "resolved"
        record = Record(
            label="It",
            now=at,
            stage=Stage.POST_MORTEM if over else Stage.TRIAGE,
            stage_at=datetime.fromisoformat(incident["started_at"]),
            mitigated_at=at - timedelta(minutes=1) if over or state == "monitoring" else None,
            resolved_at=at if over else None,
            users="everyone" if _is_whole(incident["impact"], at) else None,
            services=(CatalogService("GitHub", "GitHub"),),
            earlier=tuple(earlier),
        )
        yield RealUpdate(
            update["id"], UpdateDraft("customers", state, text, components=components), record
        )
        earlier.append(EarlierUpdate(n, at, "customers", state, text, components))


def _components(update: dict[str, Any]) -> dict[str, str]:
    """An update of the page lists how its components stood when it came, so what one sets is told
    by the one after it."""
    return {one["name"]: one["new_status"] for one in update["affected_components"] or ()}


def _is_whole(impact: str, at: datetime) -> bool:
    return impact == "critical" or (impact == "major" and at.year < 2019)


def plain(body: str) -> str:
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", body)))
    return re.sub(r"\n\s*\n+", "\n", text).strip()


def real_reviews(shared: Path) -> Iterator[tuple[str, str]]:
    """(place below the folder of post-mortems, text without its front matter); no templates."""
    folder = shared / "postmortems"
    for kind in ("icco", "mybinder", "pagerduty"):
        for path in sorted((folder / kind).glob("*.md")):
            if "template" in path.name:
                continue
            text = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
            yield path.relative_to(folder).as_posix(), text
