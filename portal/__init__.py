"""The front door of the portal."""
