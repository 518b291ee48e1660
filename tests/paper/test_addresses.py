import pytest

from consultation.paper.addresses import NoPublicAddress, PublicAddress


def test_what_is_typed_is_short_and_what_is_scanned_is_whole():
    here = PublicAddress("https://innspill.example.no")
    assert here.typed("hjelp") == "innspill.example.no/hjelp"
    assert here.short("hjelp") == "https://innspill.example.no/hjelp"
    assert here.page("hjelp", "nn") == "https://innspill.example.no/nn/hjelp/"


def test_a_name_with_norwegian_letters_is_typed_so_and_scanned_in_ascii():
    here = PublicAddress("https://høyring.example.no:8443")
    assert here.typed("hjelp") == "høyring.example.no:8443/hjelp"
    assert here.short("hjelp") == "https://xn--hyring-bya.example.no:8443/hjelp"


def test_where_a_browser_would_not_find_it_by_itself_the_scheme_is_typed_too():
    assert PublicAddress("http://localhost:8000").typed("hjelp") == "http://localhost:8000/hjelp"


@pytest.mark.parametrize(
    "given",
    [
        "",
        "innspill.no",
        "https://",
        "https://a.no/",
        "https://a.no/b",
        "https://me@a.no",
        "ftp://a.no",
        "https://a b",
        "https://" + "a" * 70 + ".no",
        "https://a..no",
        "https://[::1]",
    ],
)
def test_what_is_no_scheme_and_host_is_refused(given):
    with pytest.raises(NoPublicAddress, match="scheme and host only"):
        PublicAddress(given)
