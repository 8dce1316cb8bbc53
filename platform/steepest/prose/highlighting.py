"""Python in colour: classes only, the style sheet knows them."""

from __future__ import annotations

import pygments
from markupsafe import Markup
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer


def highlight(code: str) -> Markup:
    """div.highlight > pre > code; everything in `code` is escaped. A wide one scrolls, also by keyboard."""
    html = pygments.highlight(code, PythonLexer(stripnl=False), HtmlFormatter(cssclass="highlight", wrapcode=True))
    return Markup(html.strip().replace("<pre>", '<pre tabindex="0">', 1))
