"""Reading XML that a stranger may have written: no entities, no endless depth, with line numbers."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from courses.imports.exceptions import UnreadableFileError

DEEPEST = 150
LINE = "{line}"


class _Depth(ContentHandler):
    """Refuses what would exhaust a reader that calls itself for each level."""

    def __init__(self):
        super().__init__()
        self.depth = 0
        self.locator = None

    def setDocumentLocator(self, locator):
        self.locator = locator

    def startElement(self, name, attrs):
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableFileError(_("The file is nested too deeply to be read."))

    def endElement(self, name):
        self.depth -= 1


class _Tree(_Depth):
    """Builds elements; each knows its line as the attribute ``LINE``."""

    def __init__(self):
        super().__init__()
        self.builder = TreeBuilder()

    def startElement(self, name, attrs):
        super().startElement(name, attrs)
        line = {LINE: str(self.locator.getLineNumber())}
        self.builder.start(name, dict(attrs.items()) | line)

    def endElement(self, name):
        super().endElement(name)
        self.builder.end(name)

    def characters(self, content):
        self.builder.data(content)


def check_xml(data: bytes) -> None:
    """Raise :class:`UnreadableFileError` unless the XML is well-formed and harmless."""
    _parse(data, _Depth())


def read_xml(data: bytes) -> Element:
    """Return the root element; line numbers stand in the attribute ``LINE``."""
    tree = _Tree()
    _parse(data, tree)
    return tree.builder.close()


def _parse(data: bytes, handler: ContentHandler) -> None:
    try:
        defusedxml.sax.parseString(data, handler, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableFileError(
            _("The file has definitions (DTD, entities) inside, which are not read for safety.")
        ) from error
    except (SAXException, LookupError, ValueError) as error:
        line = getattr(error, "getLineNumber", lambda: 1)()
        raise UnreadableFileError(
            _("The file is not whole: line %(line)s is not XML.") % {"line": line}
        ) from error
