"""What the hosts offer."""

from hosting.models.coordinator import Coordinator
from hosting.models.organisation import Organisation
from hosting.models.step import Occupation, Step
from hosting.models.step_time import StepTime

__all__ = ["Coordinator", "Occupation", "Organisation", "Step", "StepTime"]
