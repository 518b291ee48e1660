import pytest

from consultation.privacy.anonymise import AnonymousResponse
from consultation.privacy.resealing import reseal
from consultation.privacy.sealing import CannotOpen, new_keys, seal, unseal

RESPONSE = AnonymousResponse(b"k" * 16, "f" * 64, "patient", "web", {"place": "helse-vest"}, {"why": "Ventetid."})
OLD, NEW = new_keys(), new_keys()


def test_the_content_and_its_length_stay_and_only_the_new_key_opens_it():
    sealed = seal(RESPONSE, b"e" * 16, OLD.public).sealed
    again = reseal(sealed, OLD.private, NEW.public)
    assert (unseal(again, NEW.private), len(again)) == (RESPONSE, len(sealed))
    with pytest.raises(CannotOpen):
        unseal(again, OLD.private)
    assert reseal(sealed, OLD.private, NEW.public) != again


@pytest.mark.parametrize("sealed", [b"", b"x" * 1072, seal(RESPONSE, b"e" * 16, NEW.public).sealed])
def test_what_the_key_does_not_open_is_refused(sealed):
    with pytest.raises(CannotOpen):
        reseal(sealed, OLD.private, NEW.public)
