"""The same room as the tests of acts have."""

from tests.actions.conftest import room

__all__ = ["room"]
