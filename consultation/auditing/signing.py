"""An audit is signed with a key of the installation's own, so that nobody can change a word of it unseen."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from consultation.privacy.canonical import canonical
from consultation.storage import audits, key_files
from consultation.storage.audits import Audit

KEY_FILE = "audit-signing.key"
SHOWN = "as_seen_here"
"""What only the operator is shown: it is not signed, and nobody needs it to verify."""
VERIFY = """\
import json, urllib.request
from nacl.signing import VerifyKey  # pip install pynacl
audit = json.load(urllib.request.urlopen("ADDRESS/nb/what-we-store/facts.json"))["audit"]
VerifyKey(bytes.fromhex("KEY")).verify(audit["body"].encode(), bytes.fromhex(audit["signature"]))
print(audit["body"])  # what was signed; the line above raises BadSignatureError where it was changed
"""
"""How anybody verifies the last audit of a site, without us. KEY must come from elsewhere than from the audit itself."""


def signing_key(instance: Path) -> SigningKey:
    """The key in the instance directory, 0600; made at its first use, whole or not at all.

    Raises OSError, and ValueError for a file that holds no key: it is never replaced, since the key is known to others.
    """
    path = instance / KEY_FILE
    if not path.exists():
        key_files.write(path, bytes(SigningKey.generate()))
    return SigningKey(key_files.read_private(path))


def own_public_key(instance: Path) -> bytes | None:
    """The public half of the key in the instance directory; None where no audit has been signed here."""
    path = instance / KEY_FILE
    return bytes(SigningKey(path.read_bytes()).verify_key) if path.exists() else None


def signed(told: Mapping[str, Any], key: SigningKey) -> Audit:
    """The audit of these facts, signed over their canonical JSON (Ed25519, RFC 8032)."""
    body = canonical(dict(told))
    return audits.of_body(body.decode(), key.sign(body).signature, bytes(key.verify_key))


def fits(audit: Audit) -> bool:
    """Whether the signature is of this body, by the key that the audit names: whose key that is, it does not tell."""
    try:
        VerifyKey(audit.signed_by).verify(audit.body.encode(), audit.signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def as_json(audit: Audit) -> dict[str, Any]:
    """The audit as a file holds it: what it says, and beside it the very text that was signed."""
    return {
        **json.loads(audit.body),
        "body": audit.body,
        "signature": audit.signature.hex(),
        "signed_by": audit.signed_by.hex(),
    }


def from_json(content: str) -> Audit:
    """The audit in a file. Raises ValueError where there is none, or where what it says is not what was signed."""
    told = json.loads(content)
    if not isinstance(told, dict) or not {"body", "signature", "signed_by"} <= told.keys():
        raise ValueError("This is no audit.")
    told.pop(SHOWN, None)
    signature, signed_by = bytes.fromhex(str(told.pop("signature"))), bytes.fromhex(str(told.pop("signed_by")))
    body = str(told.pop("body"))
    if json.loads(body) != told:
        raise ValueError("What this file says is not what was signed.")
    return audits.of_body(body, signature, signed_by)
