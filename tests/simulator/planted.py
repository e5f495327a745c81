"""Bugs to be planted, each a small edit of the real code: a simulator is worth what it kills.

A bug is data: where, what stands there, what stands there instead. One whose text is no longer
found fails loudly, and is written anew with the code it was about.
"""

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType


@dataclass(frozen=True, slots=True)
class Bug:
    """`where` is "module:function" or "module:Class.method"; `edits` are (old, new)."""

    name: str
    where: str
    edits: tuple[tuple[str, str], ...]


@contextmanager
def planted(bug: Bug) -> Iterator[None]:
    """Wherever the function was imported to: its code is exchanged, not its name."""
    function = _function(bug.where)
    kept = function.__code__
    function.__code__ = _edited(function, bug)
    try:
        yield
    finally:
        function.__code__ = kept


def _function(where: str) -> FunctionType:
    module, _, path = where.partition(":")
    found: object = importlib.import_module(module)
    for name in path.split("."):
        found = inspect.getattr_static(found, name)
    found = inspect.unwrap(found)
    assert isinstance(found, FunctionType), where
    return found


def _edited(function: FunctionType, bug: Bug) -> CodeType:
    source = textwrap.dedent(inspect.getsource(function))
    for old, new in bug.edits:
        if source.count(old) != 1:
            raise LookupError(f"{bug.name}: {old!r} stands {source.count(old)} times there.")
        source = source.replace(old, new)
    tree = ast.parse(source)
    (definition,) = tree.body
    definition.decorator_list = []
    made = compile(tree, f"<{bug.name}>", "exec")
    return next(part for part in made.co_consts if isinstance(part, CodeType))
