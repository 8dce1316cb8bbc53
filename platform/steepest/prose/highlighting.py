"""Python in colour: classes only, the style sheet knows them."""

from __future__ import annotations

import pygments
from markupsafe import Markup
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonConsoleLexer, PythonLexer


def is_session(code: str) -> bool:
    """Whether this is typed at a prompt rather than kept in a file."""
    return code.lstrip().startswith(">>>")


def highlight(code: str) -> Markup:
    """div.highlight > pre > code; everything in `code` is escaped. A wide one scrolls, also by keyboard."""
    lexer = PythonConsoleLexer() if is_session(code) else PythonLexer(stripnl=False)
    html = pygments.highlight(code, lexer, HtmlFormatter(cssclass="highlight", wrapcode=True))
    return Markup(html.strip().replace("<pre>", '<pre tabindex="0">', 1))
