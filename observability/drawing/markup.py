"""Build HTML and SVG as a tree: escaping is the serialiser's business, nobody can forget it."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, tostring

Node = Element | str


def tag(name: str, /, *children: Node, **attributes: str) -> Element:
    """Return an element; an attribute without a value is left out.

    `class_` and `for_` lose their underscore, `view_box` is SVG's viewBox.
    """
    given = {_attribute(key): printable(value) for key, value in attributes.items() if value}
    element = Element(name, given)
    last: Element | None = None
    for child in children:
        if isinstance(child, Element):
            element.append(child)
            last = child
        elif last is None:
            element.text = (element.text or "") + printable(child)
        else:
            last.tail = (last.tail or "") + printable(child)
    return element


_CAMEL: Mapping[str, str] = {"view_box": "viewBox"}


def _attribute(name: str) -> str:
    return _CAMEL.get(name, name.rstrip("_").replace("_", "-"))


def printable(text: str) -> str:
    """Return text without the control characters that HTML forbids."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def serialised(element: Element) -> str:
    """Return HTML."""
    return tostring(element, encoding="unicode", method="html", short_empty_elements=False)
