"""What the workspace expects remembers what it expected before."""

from typing import Any

from app.workspace import open_workspace
from models.actions.import_policy import ImportPolicy, import_policy
from models.actions.set_service import SetService, set_service
from models.domain.times import parse_time
from models.queries.policy_history import Changed, policy_history

DAY = "2026-11-{:02d}T10:00:00Z"


def test_every_change_is_told_with_who_when_and_what(data_dir: Any) -> None:
    day = [1]
    workspace = open_workspace(data_dir, actor="Mia", now=lambda: parse_time(DAY.format(day[0])))
    assert policy_history(workspace.connection) == ()
    import_policy(ImportPolicy('[goals]\ntta = "1m"\n'), workspace.desk)
    day[0] = 2
    set_service(SetService("checkout", slo=0.999, window="30d"), workspace.seat("Ana"))
    day[0] = 3
    set_service(SetService("checkout", slo=0.99), workspace.seat("Ana"))
    day[0] = 4
    import_policy(ImportPolicy('[goals]\ntta = "2m"\nttr = "none"\n'), workspace.desk)
    latest, lowered, promised, first = policy_history(workspace.connection)
    assert [one.place for one in promised.changes] == [
        "service.checkout.slo",
        "service.checkout.window",
    ]
    assert (latest.at, latest.actor) == (parse_time(DAY.format(4)), "Mia")
    told = {one.place: (one.before, one.after) for one in latest.changes}
    assert told["goals.tta"] == ("1m", "2m")
    assert lowered.actor == "Ana"
    assert lowered.changes == (Changed("service.checkout.slo", "0.999", "0.99"),)
    assert {one.place: (one.before, one.after) for one in first.changes}["goals.tta"] == (
        "5m",
        "1m",
    )
    workspace.close()
