"""Turning points of an incident: marked by command line, and told in what goes out."""

import json
from pathlib import Path

from tests.review.conftest import Desk


def test_a_marked_moment_stands_in_every_export(desk: Desk, tmp_path: Path) -> None:
    desk("16:00:00", "Rae", "declare", "--title", "Checkout errors")
    told = desk("16:05:00", "Rae", "note", "1", "The pool is full.")
    seen = desk("16:06:00", "Cy", "note", "1", "Nothing new.")
    entry = told["uid"]
    review = desk("17:00:00", "Rae", "review", "moment", entry, "diagnosis")
    assert review["moments"] == [{"entry": entry, "moment": "diagnosis"}]
    again = desk("17:00:10", "Rae", "review", "moment", entry, "diagnosis")
    assert again["done"] is False
    said = desk("17:00:20", "Rae", "review", "moment", entry, "cause", refused=True)
    assert said.endswith("Use detection, diagnosis, repair or none.")

    def export(form: str, *more: str) -> str:
        out = tmp_path / f"out.{form}"
        desk("17:01:00", "Rae", "export", "1", "--format", form, "--out", str(out), *more)
        return out.read_text()

    assert json.loads(export("json"))["rendering"]["moments"] == {entry: "diagnosis"}
    assert "(diagnosis) Rae: The pool is full." in export("md")
    assert '<span class="mark">Diagnosis</span>' in export("html")
    public = export("md", "--public")
    assert "(diagnosis) The pool is full." in public
    assert "Nothing new." not in public
    assert seen["uid"] not in public
    review = desk("17:02:00", "Rae", "review", "moment", entry, "none")
    assert review["moments"] == []
    assert "(diagnosis)" not in export("md")
