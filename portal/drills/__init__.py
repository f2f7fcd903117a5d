"""Drills: what the portal promises of its running, tried on real servers by one command.

A module with a `TITLE` has a generator `run(stage)` that yields Figures (`portal.drills.figures`)
while it goes on; `manage.py drill NAME` runs it, and writes what it found to docs/proof.md. What a
drill starts listens on the loopback, lives in a folder of its own, and ends with it.
"""
