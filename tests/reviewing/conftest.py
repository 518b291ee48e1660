"""What the tests of the staff pages may ask for."""

from tests.reviewing.offices import office, strict_office

__all__ = ["office", "strict_office"]
