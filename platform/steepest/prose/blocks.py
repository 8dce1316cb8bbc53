"""Blocks between `///` lines: callouts, takeaways and figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block, type_string

from steepest.prose.document import ProseError
from steepest.prose.notes import Notes
from steepest_graders.text import Text

CALLOUTS = {
    "note": Text("Note", "说明"),
    "tip": Text("Tip", "提示"),
    "warning": Text("Careful", "当心"),
    "fact": Text("Did you know", "你知道吗"),
    "think": Text("Think about it", "想一想"),
}


class Callout(Block):  # type: ignore[misc]  # pymdownx ships no types
    """`/// think | An own title`: the title may be left out."""

    ARGUMENT = None

    def on_create(self, parent: Element) -> Element:
        """A div.note with its label; what the block holds follows the label."""
        notes: Notes = self.config["notes"]
        notes.callouts.append(self.NAME)
        box = SubElement(parent, "div", {"class": f"note {self.NAME}", "role": "note"})
        title = SubElement(box, "p", {"class": "label"})
        title.text = self.argument or CALLOUTS[self.NAME].in_language(notes.language)
        return box


class Takeaways(Block):  # type: ignore[misc]
    """`/// takeaways`: what to remember; holds its own heading."""

    NAME = "takeaways"

    def on_create(self, parent: Element) -> Element:
        """A section."""
        return SubElement(parent, "section", {"class": "takeaways"})


class Figure(Block):  # type: ignore[misc]
    """`/// figure | name, name`, the option `alt`, and the caption."""

    NAME = "figure"
    ARGUMENT = True
    OPTIONS = {"alt": ("", type_string)}  # noqa: RUF012  # the base class's own way

    def on_create(self, parent: Element) -> Element:
        """The drawing, one image for a screen reader, and an empty caption."""
        notes: Notes = self.config["notes"]
        names = [name.strip() for name in self.argument.split(",")]
        alt = " ".join(self.options["alt"].split())
        if not alt:
            problem = f"the figure {self.argument!r} has no text for who can't see it."
            raise ProseError(problem, "Write the option alt.", f"figure | {self.argument}")
        notes.figures += names
        figure = SubElement(parent, "figure", {"class": "panels"} if len(names) > 1 else {})
        drawing = SubElement(figure, "div", {"class": "drawing", "role": "img", "aria-label": alt})
        svg = "".join(drawing_of(name, notes.drawings) for name in names)
        drawing.text = AtomicString(self.md.htmlStash.store(svg))
        SubElement(figure, "figcaption")
        return figure

    def on_add(self, block: Element) -> Element:
        """What the block holds is the caption."""
        return block[1]

    def on_end(self, block: Element) -> None:
        """Take the caption's one paragraph out of its tags."""
        caption = block[1]
        if len(caption) != 1 or caption[0].tag != "p":
            raise ProseError(
                f"the figure {self.argument!r} needs a caption of one paragraph.",
                "Write it in the block.",
                f"figure | {self.argument}",
            )
        paragraph = caption[0]
        caption.text = paragraph.text
        caption[:] = list(paragraph)


def drawing_of(name: str, drawings: Mapping[str, str]) -> str:
    """The SVG to put into the page. Raises ProseError for one that is missing or that the page's CSP would cut."""
    if name not in drawings:
        have = ", ".join(sorted(drawings)) or "none"
        raise ProseError(
            f"there is no figure {name!r} (there are: {have}).", "Draw it in the unit's figures folder.", name
        )
    svg = re.sub(r"<\?xml.*?\?>|<!--.*?-->", "", drawings[name], flags=re.DOTALL).strip()
    for element in ElementTree.fromstring(svg).iter():
        if element.tag.endswith(("}script", "}style")) or {"style", "id"} & set(element.attrib):
            problem = f"the figure {name!r} holds a script, a style or an id."
            raise ProseError(problem, "Use presentation attributes: the page forbids the others.")
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


class CourseBlocks(BlocksExtension):  # type: ignore[misc]
    """Registers the blocks above for one notes."""

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self.notes = notes

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """Called by the blocks extension."""
        callouts = [type(name.title(), (Callout,), {"NAME": name}) for name in CALLOUTS]
        for block in (*callouts, Takeaways, Figure):
            block_mgr.register(block, {"notes": self.notes})
