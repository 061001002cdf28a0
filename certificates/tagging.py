"""Tagged PDF: which marks on a page are text, in which order and language, and which are ornament.

A screen reader then reads paragraph by paragraph, each in its language, and leaves the frame out.
"""

from contextlib import contextmanager

from reportlab.pdfbase.pdfdoc import PDFName, PDFObject
from reportlab.pdfgen.canvas import Canvas

KHMER, LATIN = "km", "en"


class _Element(PDFObject):
    """An object that others name by reference, written out beforehand: there are many of them."""

    __RefOnly__ = 1

    def __init__(self, text: str = ""):
        self.text = text

    def format(self, document) -> bytes:
        return self.text.encode()


class TaggedCanvas(Canvas):
    """Marks each text object as a paragraph; what is drawn in ``artifact()`` as no content at all."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._paragraphs: list[str] = []
        self._pages_tagged: list[tuple] = []
        self._in_artifact = False

    def _startPage(self):
        super()._startPage()
        self._paragraphs = []

    @contextmanager
    def artifact(self):
        """What is drawn meanwhile is ornament: nobody reads it aloud."""
        self._code.append("/Artifact BMC")
        self._in_artifact = True
        yield
        self._in_artifact = False
        self._code.append("EMC")

    def drawText(self, aTextObject):
        code = str(aTextObject.getCode())
        if self._in_artifact or " T" not in code:
            self._code.append(code)
            return
        self._code.append(f"/P <</MCID {len(self._paragraphs)}>> BDC {code} EMC")
        self._paragraphs.append(KHMER if getattr(aTextObject, "khmer", 0) > 0 else "")

    def showPage(self):
        paragraphs = self._paragraphs
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._pages_tagged)
        page.Tabs = PDFName("S")
        self._pages_tagged.append((page, paragraphs))

    def save(self):
        if self._code:  # as ReportLab does: a page begun is a page
            self.showPage()
        self._write_structure()
        super().save()

    def _write_structure(self):
        document = self._doc
        language = getattr(document.Catalog, "Lang", None)
        latin = language.s if language and language.s != KHMER else LATIN
        root, whole, numbers = _Element(), _Element(), _Element()

        def reference(target) -> str:
            return document.Reference(target).format(document).decode()

        elements, by_page = [], []
        for place, (page, paragraphs) in enumerate(self._pages_tagged):
            begin = f"<</Type/StructElem/S/P/P {reference(whole)}/Pg {reference(page)}"
            of_page = [
                reference(_Element(f"{begin}/K {mark}/Lang({spoken or latin})>>"))
                for mark, spoken in enumerate(paragraphs)
            ]
            elements += of_page
            by_page.append(f"{place} [{' '.join(of_page)}]")
        whole.text = f"<</Type/StructElem/S/Document/P {reference(root)}/K [{' '.join(elements)}]>>"
        numbers.text = f"<</Nums [{' '.join(by_page)}]>>"
        root.text = (
            f"<</Type/StructTreeRoot/K {reference(whole)}/ParentTree {reference(numbers)}"
            f"/ParentTreeNextKey {len(by_page)}>>"
        )
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = _Element("<</Marked true>>")
