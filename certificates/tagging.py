"""Tagged PDF: which marks on a page are text, in which order and language, and which are ornament.

A screen reader then reads paragraph by paragraph, each in its language, and leaves the frame out.
"""

from contextlib import contextmanager

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

KHMER, LATIN = "km", "en"


class _Element(PDFDictionary):
    """A dictionary that others name by reference."""

    __RefOnly__ = 1


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
        self._paragraphs.append(KHMER if getattr(aTextObject, "khmer", 0) > 0 else LATIN)

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
        root, whole = _Element({"Type": PDFName("StructTreeRoot")}), _Element({})
        whole_reference = document.Reference(whole)
        elements, numbers = [], []
        for place, (page, paragraphs) in enumerate(self._pages_tagged):
            of_page = [
                document.Reference(
                    _Element(
                        {
                            "Type": PDFName("StructElem"),
                            "S": PDFName("P"),
                            "P": whole_reference,
                            "Pg": document.Reference(page),
                            "K": mark,
                            "Lang": PDFString(KHMER if spoken == KHMER else latin),
                        }
                    )
                )
                for mark, spoken in enumerate(paragraphs)
            ]
            elements += of_page
            numbers += [place, PDFArray(of_page)]
        whole.dict = {
            "Type": PDFName("StructElem"),
            "S": PDFName("Document"),
            "P": document.Reference(root),
            "K": PDFArray(elements),
        }
        root.dict |= {
            "K": whole_reference,
            "ParentTree": document.Reference(_Element({"Nums": PDFArray(numbers)})),
            "ParentTreeNextKey": len(self._pages_tagged),
        }
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = _Element({"Marked": "true"})
