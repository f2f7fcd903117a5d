"""Municipalities that become one: which rows move to the successor, and how."""
