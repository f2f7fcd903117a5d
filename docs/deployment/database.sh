#!/bin/sh
# Run once by a superuser on an empty cluster: the role that owns the tables, its database, and the role by which a replica follows.
# Everything else is `manage.py ensure_roles` and `manage.py migrate`, which need no superuser.
set -eu
psql -q -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v replica="${REPLICA_PASSWORD:-}" -d postgres <<'SQL'
CREATE ROLE landgang_owner LOGIN CREATEROLE PASSWORD :'owner';
CREATE DATABASE landgang OWNER landgang_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE landgang FROM PUBLIC;
SELECT :'replica' <> '' AS has_replica \gset
\if :has_replica
CREATE ROLE landgang_replica LOGIN REPLICATION PASSWORD :'replica';
\endif
\connect landgang
ALTER SCHEMA public OWNER TO landgang_owner;
SQL
