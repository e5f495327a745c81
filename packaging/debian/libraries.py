"""Prints a paragraph of the copyright file for each library in a built program: its name, its
authors and its licence, from the METADATA that contents.py put beside its licence texts."""

import sys
from email import message_from_string
from email.message import Message
from pathlib import Path

LICENSE_CLASS = "License :: OSI Approved :: "
UNSAID = {"pysqlite3": "Zlib"}  # its licence file says so, its METADATA does not
TOLD_ABOVE = {"PySide6_Essentials", "shiboken6"}


def licence(about: Message) -> str:
    """Raises SystemExit for a library whose licence nobody named."""
    named = about.get("License-Expression") or about.get("License", "").partition("\n")[0]
    classes = [
        text.removeprefix(LICENSE_CLASS)
        for text in about.get_all("Classifier", [])
        if text.startswith(LICENSE_CLASS)
    ]
    found = named or ", ".join(classes) or UNSAID.get(str(about["Name"]))
    if not found:
        sys.exit(f"{about['Name']} names no licence; say in {Path(__file__).name} what it is.")
    return str(found)


def authors(about: Message) -> str:
    for field in ("Author", "Author-email", "Maintainer", "Maintainer-email"):
        if about.get(field):
            return " ".join(str(about[field]).split())
    return f"The authors of {about['Name']}"


def paragraph(folder: Path) -> str:
    about = message_from_string((folder / "METADATA").read_text(encoding="utf-8"))
    place = f"usr/lib/warroom/_internal/licences/{folder.name}"
    return (
        f"Files: {place.replace(' ', '?')}/*\n"
        f"Copyright: {authors(about)}\n"
        f"License: {licence(about).replace(' ', '-')}\n"
        f" The library {about['Name']} {about['Version']}; its texts are in /{place}.\n"
    )


def main(program: Path) -> None:
    folders = sorted((program / "_internal" / "licences").glob("*/METADATA"))
    told = [path.parent for path in folders if path.parent.name.split()[0] not in TOLD_ABOVE]
    sys.stdout.write("\n".join(paragraph(folder) for folder in told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
