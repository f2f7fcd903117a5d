#!/bin/sh
# Starts the pooler: the web role's password comes from the environment and is written to memory only.
set -eu
umask 077
printf '"landgang_web" "%s"\n' "$WEB_PASSWORD" >/run/pooler/users.txt
exec pgbouncer /etc/pooler/pgbouncer.ini
