"""The public version: whoever is named inside is a role outside."""

import pytest

from models.domain.incident import Hat, Incident, Role
from models.report.redact import ADDRESS, LINK, for_the_public

INCIDENT = Incident(
    "u",
    worn=(
        Hat(Role.COMMANDER, "Priya Nair"),
        Hat(Role.SME, "Mei Tanaka", "Database"),
        Hat(Role.COMMS, "Jonas Weber-Klein"),
    ),
)
REDACT = for_the_public(INCIDENT, ["Ana", "Cy", "Óscar Ibáñez", "Jo", "Will de Boer"])


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("Priya Nair decided.", "The incident commander decided."),
        ("Then Priya decided.", "Then the incident commander decided."),
        ("PRIYA  NAIR and mei", "The incident commander and an engineer"),
        ("Mei's note, @Mei", "An engineer's note, an engineer"),
        ("ask Weber-Klein or Jonas", "ask the communications lead or the communications lead"),
        ("It was óscar ibáñez", "It was a responder"),
        ("Cyan banana job", "Cyan banana job"),
        ("we will, says Will, de facto lead", "we will, says a responder, de facto lead"),
        ("WILL and @will", "A responder and a responder"),
        ("- Ana went", "- A responder went"),
        ("*Ana* went", "*A responder* went"),
        ('See [the board](https://g.internal/d/1 "x").', "See the board."),
        ("See ![graph](http://10.0.0.1/x.png)", "See graph"),
        ("at https://g.internal/d?x=1, then", f"at {LINK}, then"),
        ("<https://g.internal/a>", LINK),
        ("ssh://host/x and www.inner.example/y", f"{LINK} and {LINK}"),
        ("mail ana@corp.example now", f"mail {ADDRESS} now"),
        ("from 10.4.2.17:5432", f"from {ADDRESS}"),
        ("[1]: https://g.internal/x\nend", "end"),
        ("[15:24](#entry-3f2a9c1d0b7e) stays", "[15:24](#entry-3f2a9c1d0b7e) stays"),
        ("Version 2026.11.2 at 16:31", "Version 2026.11.2 at 16:31"),
    ],
)  # fmt: skip
def test_names_links_and_addresses_go(inside: str, outside: str) -> None:
    assert REDACT(inside) == outside


def test_without_anybody_known_a_text_stays() -> None:
    assert for_the_public(Incident("u"), [])("Nobody was here.") == "Nobody was here."
