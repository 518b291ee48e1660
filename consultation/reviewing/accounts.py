"""Shows our own staff accounts to Flask-Security, which never meets the database."""

import base64
import re
from typing import Any

from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore
from flask_security.totp import Totp

from consultation.storage import staff
from consultation.web.database import reading, transaction


class StaffRole(RoleMixin):
    """A staff role by its name."""

    def __init__(self, name: str) -> None:
        self.name = name


class SignedIn(UserMixin):
    """One account under the names that Flask-Security asks for; it changes only through `StaffDatastore.put`."""

    fs_uniquifier: str = ""

    def __init__(self, account: staff.Account) -> None:
        self.stored_as = account.uniquifier
        self.email = account.email
        self.password = account.password
        self.active = account.active
        self.fs_uniquifier = account.uniquifier
        self.tf_primary_method = account.second_step
        self.tf_totp_secret = account.totp_secret
        self.tf_phone_number: str | None = None
        self.roles = [StaffRole(name) for name in account.roles]

    def as_account(self) -> staff.Account:
        """Return what is to be stored."""
        return staff.Account(
            email=self.email,
            password=self.password,
            uniquifier=self.fs_uniquifier,
            roles=tuple(role.name for role in self.roles),
            active=self.active,
            second_step=self.tf_primary_method,
            totp_secret=self.tf_totp_secret,
        )


class StaffDatastore(UserDatastore):
    """Finds accounts and writes their changes, each by itself; accounts are made elsewhere."""

    def __init__(self) -> None:
        super().__init__(SignedIn, StaffRole)

    def find_account(self, case_insensitive: bool = False, **by: Any) -> SignedIn | None:  # noqa: ARG002, FBT001, FBT002
        """Return the account with this `email` or `fs_uniquifier`."""
        with reading() as session:  # asked by every staff page, which must not wait for those who write
            if "email" in by:
                found = staff.find_by_email(session, str(by["email"]))
            else:
                found = staff.find_by_uniquifier(session, str(by.get("fs_uniquifier", "")))
        return None if found is None else SignedIn(found)

    find_user = find_account

    def put(self, model: SignedIn) -> SignedIn:
        """Store the account's changes at once."""
        with transaction() as session:
            staff.save(session, model.as_account(), uniquifier=model.stored_as)
        model.stored_as = model.fs_uniquifier
        return model

    def commit(self) -> None:
        """Do nothing: `put` has committed."""

    def sign_out_everywhere(self, account: SignedIn) -> None:
        """Give the account a new name for cookies, so that every cookie of it, also a copied one, is worthless."""
        self.set_uniquifier(account)


class OneTimeCodes(Totp):
    """TOTP codes (RFC 6238) that this process takes once only, and a QR code that a strict page may show."""

    def __init__(self, secrets: Any, issuer: str) -> None:
        super().__init__(secrets, issuer)
        self._last: dict[str, int] = {}

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the time step of the last code this account used here."""
        return self._last.get(user.email)

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Remember the time step, so that the same code is refused a second time."""
        self._last[user.email] = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return the QR code as an SVG element to stand in the page; a data: address would be refused by our own policy."""
        address: str = super().generate_qrcode(username, totp)
        drawing = base64.b64decode(address.partition(",")[2]).decode("utf-8")
        squares = re.findall(r'x="(\d+)mm" y="(\d+)mm"', drawing)
        side = re.search(r'width="(\d+)mm"', drawing)
        if side is None or not squares:
            raise ValueError("The QR code is drawn in another way than this reads.")
        # HTML knows no namespace prefix, so a browser shows nothing of <svg:rect>: the squares are drawn anew as one path.
        path = "".join(f"M{x} {y}h1v1h-1z" for x, y in squares)
        return f'<svg viewBox="0 0 {side[1]} {side[1]}" shape-rendering="crispEdges"><path d="{path}"/></svg>'
