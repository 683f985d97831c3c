#!/bin/sh
# Runs once, when the database is made: Prefect gets a database of its own beside Vekha's.
set -eu
createdb --username "$POSTGRES_USER" "$PREFECT_DATABASE"
