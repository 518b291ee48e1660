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


@pytest.mark.parametrize("packed", [True, False])
def test_whatever_somebody_wrote_the_page_has_one_of_few_lengths_and_is_still_the_page(packed):
    before = Fixed(b"<p>before</p>" * 500)
    for length in [*range(4000, 4200), *range(65_400, 65_700), *range(131_000, 131_300)]:
        page = Assembled([before, Own(b"x" * length)])
        sent = page.of_a_size(packed=packed)
        wire = sent.packed if packed else sent.plain
        assert len(wire) in {4096 << step for step in range(8)}
        shown = gzip.decompress(wire) if packed else wire
        assert shown.rstrip(b" ") == page.plain
        assert len(wire) < 2 * len(page.packed if packed else page.plain) + 4096
