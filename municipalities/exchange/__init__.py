"""Texts that travel to translators and come back: XLIFF 2.0, and HTML for those without a tool.

Nothing here reads or writes the database. What comes back is hostile until it was looked at: it is
refused whole, with the line.
"""
