"""The authors' blueprint: `views` and `transfer` add their pages to it."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from steepest import languages

room = Blueprint("authoring", __name__, url_prefix=f"{languages.PREFIX}/teach")
Answer = str | Response | tuple[str, int]
