"""Templates that people write, run so that no text of theirs can do harm or take long.

The language is a small part of jinja2: names of facts, `if`, one `for` over a list of facts, a few
filters. What is not on the list is refused before anything runs, so that cost is bounded by what
the template is and not by watching it: no calls, no attributes, no arithmetic, no loop in a loop.
The sandboxed environment is the second wall, not the first."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from models.domain.errors import BadInput
from models.domain.public import listed

if TYPE_CHECKING:
    from jinja2.nodes import Node
    from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_SOURCE = 8_000
MOST_OUTPUT = 20_000
MOST_NODES = 1_500
DEEPEST = 30
MOST_LISTED = 50
"""Of a list of facts: the length of the longest loop there can be."""

FILTERS = ("capitalize", "default", "first", "last", "length", "listed", "lower", "trim", "upper")
"""None of them makes a text longer than a small multiple of what it was given."""

_ALLOWED = frozenset(
    (
        "Template", "Output", "TemplateData", "Name", "Const", "If", "For", "CondExpr", "Compare",
        "Operand", "And", "Or", "Not", "Filter",
    )
)  # fmt: skip
_CALLED = {
    "Call": "calls something",
    "Getattr": "looks inside a fact",
    "Getitem": "looks inside a fact",
    "Include": "takes in another template",
    "Import": "takes in another template",
    "FromImport": "takes in another template",
    "Extends": "takes in another template",
    "Macro": "defines a macro",
    "Block": "defines a block",
    "Assign": "sets a name",
    "AssignBlock": "sets a name",
    "Test": "tests with 'is'",
}
"""What people try first, in words."""
_OF_THE_ENGINE = ("self", "loop", "caller", "varargs", "kwargs", "super")


class Words(str):
    """A fact as a text says it; `key` names the fact. Falsy where nothing is known of it, and
    then written as a gap for a person to fill."""

    __slots__ = ("key",)
    key: str

    def __new__(cls, words: str, key: str) -> Self:
        made = super().__new__(cls, words)
        made.key = key
        return made


Facts = Mapping[str, Words | Sequence[Words]]


def names_in(source: str) -> frozenset[str]:
    """The facts that a template names.

    Raises:
        BadInput: it is no template, or one that may not be.
    """
    from jinja2 import meta

    return frozenset(meta.find_undeclared_variables(_checked(source)))  # type: ignore[arg-type]


def render(source: str, facts: Facts) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text, and each fact that stands in it as (key, words).

    Raises:
        BadInput: it is no template or one that may not be, names a fact that there is not, or
            makes more text than an update may have.
    """
    from jinja2 import TemplateError

    unknown = sorted(names_in(source) - set(facts))
    if unknown:
        raise BadInput(unknown_fact(unknown[0], facts))
    used: dict[tuple[str, str], None] = {}

    def written(value: object) -> object:
        if isinstance(value, Words):
            if not value:
                return f"[{value.key}]"
            used[value.key, str(value)] = None
        return value

    made: list[str] = []
    size = 0
    try:
        for piece in _environment(written).from_string(source).generate(dict(_capped(facts))):
            size += len(piece)
            if size > MOST_OUTPUT:
                raise BadInput(f"The template makes more than {MOST_OUTPUT:,} characters.")
            made.append(piece)
    except (TemplateError, TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"The template cannot be filled in: {error}.") from None
    return _tidy("".join(made)), tuple(used)


def _tidy(text: str) -> str:
    """Without the empty lines and spaces that parts left out leave behind."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+(?=\n|$)| +(?= )", "", text)).strip()


def unknown_fact(name: str, known: Sequence[str] | Facts) -> str:
    return f"There is no fact called {name!r}. There is: {', '.join(sorted(known))}."


def _listed_of(names: object, written: Callable[[object], object]) -> str:
    if isinstance(names, tuple):
        return listed(tuple(str(written(name)) for name in names))
    return str(written(names))


def _capped(facts: Facts) -> Iterator[tuple[str, Words | tuple[Words, ...]]]:
    for name, value in facts.items():
        yield name, value if isinstance(value, Words) else tuple(value)[:MOST_LISTED]


@lru_cache(maxsize=64)
def _checked(source: str) -> "Node":
    """The tree of a template that may be run."""
    from jinja2 import TemplateSyntaxError

    if len(source) > MOST_SOURCE:
        raise BadInput(f"A template has at most {MOST_SOURCE:,} characters.")
    try:
        tree = _environment(None).parse(source)
    except TemplateSyntaxError as error:
        raise BadInput(f"Line {error.lineno} of the template: {error.message}") from None
    except (RecursionError, ValueError, OverflowError):
        raise BadInput("The template is too involved to be read. Make it simpler.") from None
    _check(tree)
    return tree


def _check(tree: "Node") -> None:
    waiting: list[tuple[Node, int, bool]] = [(tree, 0, False)]
    count = 0
    while waiting:
        node, depth, looped = waiting.pop()
        count += 1
        if count > MOST_NODES or depth > DEEPEST:
            raise BadInput("The template is too involved to be run. Make it simpler.")
        _check_one(node, looped=looped)
        inside = looped or type(node).__name__ == "For"
        waiting += [(child, depth + 1, inside) for child in node.iter_child_nodes()]


def _check_one(node: "Node", *, looped: bool) -> None:
    kind = type(node).__name__
    at = f"Line {node.lineno} of the template"
    if kind not in _ALLOWED:
        what = _CALLED.get(kind, "calculates")
        raise BadInput(
            f"{at} {what}, which templates may not. Use names of facts, if, for and the "
            f"filters {', '.join(FILTERS)}."
        )
    told: Any = node
    if kind == "Filter":
        if told.name not in FILTERS:
            raise BadInput(f"{at}: there is no filter {told.name!r}. Use {', '.join(FILTERS)}.")
        if told.kwargs or told.dyn_args or told.dyn_kwargs or len(told.args) > 1:
            raise BadInput(f"{at}: the filter {told.name!r} takes one value at most.")
    elif kind == "For":
        if looped or told.recursive:
            raise BadInput(f"{at} has a loop inside a loop, which templates may not.")
        if type(told.iter).__name__ != "Name" or type(told.target).__name__ != "Name":
            raise BadInput(f"{at}: a loop goes over a list of facts by its name.")
    elif kind == "Name" and (told.name.startswith("_") or told.name in _OF_THE_ENGINE):
        raise BadInput(f"{at}: {told.name!r} is no name of a fact.")


def _environment(
    written: Callable[[object], object] | None,
) -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # What comes out is plain text; whoever shows it as HTML escapes it there.
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        finalize=written,
        cache_size=0,
    )
    made.globals.clear()
    made.tests.clear()
    kept = {name: made.filters[name] for name in FILTERS if name != "listed"}
    made.filters.clear()
    told = written or (lambda value: value)
    made.filters.update({**kept, "listed": lambda names: _listed_of(names, told)})
    return made
