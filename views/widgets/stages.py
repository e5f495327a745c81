"""The stages, as a bar and as a stepper."""

from views.widgets.stage_bar import StageBar
from views.widgets.stepper import Step, Stepper

__all__ = ["StageBar", "Step", "Stepper"]
