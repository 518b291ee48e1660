"""The square code that is drawn is the one that a telephone reads."""

import re

import pytest
import segno

from consultation.paper.square_code import QUIET, drawing, modules

ADDRESS = "https://innspill.example.no/nn/hjelp-i-rett-tid/"


def drawn(svg):
    side = int(re.search(r'width="(\d+)"', svg)[1])
    picture = [[False] * side for _ in range(side)]
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", svg.rpartition("#000")[2]):
        assert width == back
        for at in range(int(width)):
            picture[int(y)][int(x) + at] = True
    return picture


def test_every_module_is_drawn_where_it_belongs_within_a_quiet_zone():
    expected = [list(map(bool, row)) for row in segno.make_qr(ADDRESS, error="m").matrix_iter(border=QUIET)]
    assert drawn(drawing(ADDRESS)) == expected
    assert QUIET == 4


def test_a_fold_or_a_stain_does_no_harm():
    assert segno.make_qr(ADDRESS, error="m").error in {"M", "Q", "H"}
    assert len(modules(ADDRESS)) == len(modules(ADDRESS)[0])


def test_the_same_address_is_the_same_drawing():
    assert drawing(ADDRESS) == drawing(ADDRESS)
    assert drawing(ADDRESS) != drawing(ADDRESS + "x")


def test_a_reader_reads_the_address():
    zxingcpp = pytest.importorskip("zxingcpp")
    numpy = pytest.importorskip("numpy")
    picture = numpy.kron(~numpy.array(drawn(drawing(ADDRESS))), numpy.ones((6, 6), bool)).astype(numpy.uint8) * 255
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == ADDRESS
