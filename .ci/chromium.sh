#!/bin/sh
# Installs Debian's Chromium and its driver for the test of the web interface.
# Without them this test skips, so a failure here is a warning only.
set -eu

if command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is not installed and cannot be here; the test of the web interface will skip" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
(apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null) ||
    echo "Chromium could not be installed; the test of the web interface will skip" >&2
