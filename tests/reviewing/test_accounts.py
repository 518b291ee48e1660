"""The QR code of the second step is one that a phone can read off the page."""

import re

from qrcode import QRCode

from consultation.reviewing.accounts import OneTimeCodes


def test_the_drawing_is_the_very_code_in_elements_that_a_browser_shows():
    codes = OneTimeCodes({"1": "0" * 32}, "Consultation")
    secret = codes.generate_totp_secret()
    drawing = codes.generate_qrcode("kari@example.org", secret)
    code = QRCode()
    code.add_data(codes.get_totp_uri("kari@example.org", secret))
    rows = code.get_matrix()
    dark = {(x, y) for y, row in enumerate(rows) for x, black in enumerate(row) if black}
    assert {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing)} == dark
    assert f'viewBox="0 0 {len(rows)} {len(rows)}"' in drawing
    assert re.findall(r"<([^ />]+)", drawing) == ["svg", "path"]
