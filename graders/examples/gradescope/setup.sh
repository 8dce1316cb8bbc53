#!/usr/bin/env bash
# Gradescope runs this once, when the autograder's image is built.
set -euo pipefail
STEEPEST_PACKAGE=${STEEPEST_PACKAGE:-/autograder/source/steepest.whl}
apt-get update -qq
apt-get install -y -qq python3-venv
python3 -m venv /opt/steepest
/opt/steepest/bin/pip install "$STEEPEST_PACKAGE"
