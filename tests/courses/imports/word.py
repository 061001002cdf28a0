"""Word documents for tests, written as Word and LibreOffice write them."""

import io
import zipfile
from html import escape

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/>
<Default Extension="svg" ContentType="image/svg+xml"/>
<Default Extension="emf" ContentType="image/x-emf"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
ROOT = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>"""
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="Heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
</w:styles>"""
NUMBERING = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def run(text, mark=""):
    marks = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs, style="", extra=""):
    inner = "".join(part if part.startswith("<") else run(part) for part in runs)
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{name}{extra}</w:pPr>{inner}</w:p>"


def h1(text):
    return p(text, style="berschrift1")


def h2(text):
    return p(text, style="Heading2")


def h3(text):
    return p(text, style="Heading3")


def bullet(text):
    return p(text, extra='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')


def bold(text):
    return run(text, "<w:b/>")


def link(text, number):
    return f'<w:hyperlink r:id="rLink{number}">{run(text)}</w:hyperlink>'


def table(*rows):
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )  # fmt: skip
    return f"<w:tbl>{cells}</w:tbl>"


def picture(number, alt="", linked=False):
    how = "link" if linked else "embed"
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="{escape(alt)}"/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:{how}="rPicture{number}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def image(width=40, height=30, kind="PNG", **options):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#2a6").save(out, kind, **options)
    return out.getvalue()


def docx(*body, pictures=(), links=(), extra_parts=(), linked=()):
    """A .docx; ``pictures`` are pairs of extension and bytes, ``links`` and ``linked`` addresses."""
    relations = "".join(
        f'<Relationship Id="rPicture{n}" Type="{R}/image" Target="media/image{n}.{kind}"/>'
        for n, (kind, _data) in enumerate(pictures)
    )
    relations += "".join(
        f'<Relationship Id="rLink{n}" Type="{R}/hyperlink" Target="{escape(url)}" TargetMode="External"/>'
        for n, url in enumerate(links)
    )
    relations += "".join(
        f'<Relationship Id="rPicture9{n}" Type="{R}/image" Target="{url}" TargetMode="External"/>'
        for n, url in enumerate(linked)
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}>'
        f"<w:body>{''.join(body)}</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", ROOT)
        package.writestr("word/styles.xml", STYLES)
        package.writestr("word/numbering.xml", NUMBERING)
        package.writestr("word/document.xml", document)
        package.writestr(
            "word/_rels/document.xml.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + relations + "</Relationships>",
        )  # fmt: skip
        for n, (kind, data) in enumerate(pictures):
            package.writestr(f"word/media/image{n}.{kind}", data)
        for name, data in extra_parts:
            package.writestr(name, data)
    return out.getvalue()
