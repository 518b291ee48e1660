"""A decision that nginx or systemd would read as something else is refused before a word is written."""

import pytest

from consultation.deployment.site import BadSite, Site


def site(**decided) -> Site:
    return Site(**{"public_host": "innspill.example.no", "staff_host": "stab.example.no", **decided})


@pytest.mark.parametrize(
    "decided",
    [
        {"public_host": "https://innspill.example.no"},
        {"public_host": "innspill.example.no; access_log /tmp/x"},
        {"public_host": "*.example.no"},
        {"public_host": "localhost"},
        {"staff_host": "innspill.example.no"},
        {"program": "opt/bin"},
        {"certificate": "/etc/a b.pem"},
        {"private_key": "/etc/x\nUser=root"},
        {"headers_more": "/x;"},
        {"database": "sqlite:////var/lib/x"},
        {"database": "postgresql://us:pass%word@10.0.0.1/x"},
        {"database": "postgresql:///consultation"},
        {"database": "postgresql://db.example.no/consultation"},
        {"contact": "a@example.no\nEnvironment=X"},
        {"staff_networks": ("10.20.0.1/16",)},
        {"staff_networks": ("everybody",)},
        {"address": "all"},
    ],
)
def test_what_cannot_be_is_refused(decided):
    with pytest.raises(BadSite):
        assert site(**decided).network_of_programs


def test_programs_have_no_network_where_the_database_is_on_the_same_machine():
    assert "PrivateNetwork=yes" in site().network_of_programs
    afar = site(database="postgresql://consultation@10.1.2.3/consultation").network_of_programs
    assert "IPAddressAllow=10.1.2.3" in afar
    assert "IPAddressDeny=any" in afar


def test_a_usual_port_is_not_named_and_another_is():
    assert site().at("a.example.no") == "a.example.no"
    assert site(port=8443).at("a.example.no") == "a.example.no:8443"


def test_nginx_listens_on_one_address_or_on_all_of_both_kinds():
    assert site().listening(443, "ssl") == "listen 443 ssl;\nlisten [::]:443 ssl;"
    assert site(address="192.0.2.7").listening(80) == "listen 192.0.2.7:80;"
