"""What the hosts offer."""

from hosting.models.coordinator import Coordinator
from hosting.models.organisation import Organisation

__all__ = ["Coordinator", "Organisation"]
