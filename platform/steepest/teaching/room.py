"""The room of whoever teaches: one blueprint, its views in a module for each kind of page."""

from __future__ import annotations

from flask import Blueprint

from steepest import languages

room = Blueprint("teaching", __name__, url_prefix=languages.PREFIX)
