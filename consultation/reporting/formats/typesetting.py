"""Sets plain values in type as an accessible PDF (PDF/UA-1 and PDF/A-2a): all words go in as data, never as markup.

Tagged, with title, language and reading order, fonts of typst's own only, and no clock: equal values give equal bytes.
"""

import json


def set_in_type(template: str, document: object) -> bytes:
    """The PDF of a typst template that reads ``document`` as JSON; typst is loaded when this is first called."""
    import typst

    compiler = typst.Compiler(
        input=template.encode(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(document, ensure_ascii=True)},
    )
    written = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
    if not isinstance(written, bytes):  # several files come only from formats with pages as files
        raise TypeError("typst gave no single PDF.")
    return written
