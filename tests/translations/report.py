"""`scripts/translations`: see there. Exits with 1 while something is missing."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

FOLDER = ROOT / "resources" / "languages"
EMPTY = ""


def catalogue(code: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return told


def codes() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def wanted() -> dict[str, set[str]]:
    """The keys of each section of a catalogue."""
    from tests.translations.keys import keys

    known = keys()
    return {
        "words": {text for text, key in known.items() if key.is_said},
        "sentences": {text for text, key in known.items() if key.is_sentence},
    }


def missing(code: str) -> list[str]:
    told = catalogue(code)
    return [
        f"{section}: {text}"
        for section, texts in wanted().items()
        for text in sorted(texts)
        if not told[section].get(text)
    ]


def unused(code: str) -> list[str]:
    told = catalogue(code)
    return [
        f"{section}: {text}"
        for section, texts in wanted().items()
        for text in sorted(set(told[section]) - texts)
    ]


def write(code: str) -> None:
    """A saying that the other section has is taken over."""
    told = catalogue(code)
    both = {**told["words"], **told["sentences"]}
    for section, texts in wanted().items():
        told[section] = {text: both.get(text, EMPTY) for text in sorted(texts, key=_order)}
    path = FOLDER / f"{code}.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _order(text: str) -> tuple[str, str]:
    return text.casefold(), text


def main(arguments: list[str]) -> int:
    from tests.translations.unmarked import unmarked

    wrong = [f"goes around translation: {place}" for place in unmarked()]
    for code in codes():
        if "--write" in arguments:
            write(code)
        wrong += [f"{code} has no saying of {text}" for text in missing(code)]
        wrong += [f"{code} has what nobody says: {text}" for text in unused(code)]
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
