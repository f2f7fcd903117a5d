"""Backups: one encrypted file that holds the database, the pictures and the roles, and the proof
that it can be restored.

The file is a tar in `portal.lib.sealed_stream`, written and read from its beginning to its end:
manifest.json (what has to be there), roles.sql, database/00001… (pg_dump's custom format, cut up,
since a tar wants to know each size beforehand), media/…, end.json.
"""
