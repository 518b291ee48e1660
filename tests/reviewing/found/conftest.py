"""What the tests of the pages on found themes may ask for."""

from tests.reviewing.found.one_office import kept, office

__all__ = ["kept", "office"]
