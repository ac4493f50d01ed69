#!/bin/sh
# Installs Debian's PostgreSQL server for the tests, which start a throw-away cluster of their own.
# Without it these tests skip, so a failure here is a warning only.
set -eu

if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "PostgreSQL is not installed and cannot be here; its tests will skip" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
(apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null) || echo "PostgreSQL could not be installed; its tests will skip" >&2
