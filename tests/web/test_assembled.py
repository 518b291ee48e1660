"""A packed page is the page, for every reader, and its length says nothing of what one reader alone gets."""

import gzip
import zlib

import pytest

from consultation.web.assembled import Assembled, Fixed, Own


@pytest.mark.parametrize("own", [b"", b"0123456789abcdef", "Sátni ".encode() * 40_000])
def test_unpacked_it_is_the_page(own):
    page = Assembled([Fixed(b"<p>before</p>" * 500), Own(own), Fixed(b"<p>after</p>" * 500)])
    assert gzip.decompress(page.packed) == page.plain
    assert zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(page.packed) == page.plain


def test_a_guess_at_what_one_reader_gets_never_makes_the_page_shorter():
    secret = b'value="0f1e2d3c4b5a69788796a5b4c3d2e1f0"'
    lengths = {len(Assembled([Fixed(b"<p>%b</p>" % secret), Own(guess)]).packed) for guess in (secret, secret[::-1])}
    assert len(lengths) == 1
    leaky = {len(gzip.compress(b"<p>%b</p>%b" % (secret, guess))) for guess in (secret, secret[::-1])}
    assert len(leaky) == 2, "a page compressed whole would have told"
