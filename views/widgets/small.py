"""Chips, notices, empty places and toasts."""

from views.widgets.banner import Banner
from views.widgets.check import CheckBox
from views.widgets.chip import Chip
from views.widgets.empty import EmptyState
from views.widgets.toast import Toast

__all__ = ["Banner", "CheckBox", "Chip", "EmptyState", "Toast"]
