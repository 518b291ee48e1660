"""A page in parts: what is the same for everybody is compressed once, and what one reader alone gets is never compressed."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_HEAD = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255])  # gzip without a name and without a time (RFC 1952)
_END = b"\x01\x00\x00\xff\xff"  # an empty last block (RFC 1951, 3.2.4)
_MOST_STORED = 0xFFFF


@dataclass(frozen=True)
class Fixed:
    """A part that every reader gets."""

    content: bytes

    @cached_property
    def packed(self) -> bytes:
        """The part as deflate blocks that end on a whole byte and point at nothing before them."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return packer.compress(self.content) + packer.flush(zlib.Z_FULL_FLUSH)


@dataclass(frozen=True)
class Own:
    """A part for one reader: a nonce, a receipt, their own words."""

    content: bytes

    @property
    def packed(self) -> bytes:
        """The part as stored blocks, so that the length of the whole tells nothing of what is in it (BREACH)."""
        pieces = (self.content[at : at + _MOST_STORED] for at in range(0, len(self.content), _MOST_STORED))
        return b"".join(_stored(piece) for piece in pieces)


@dataclass(frozen=True)
class Assembled:
    """A whole page, plain or packed."""

    parts: Sequence[Fixed | Own]

    @property
    def plain(self) -> bytes:
        """The page as it is."""
        return b"".join(part.content for part in self.parts)

    @property
    def packed(self) -> bytes:
        """The page as one gzip member; costs little more than its checksum."""
        plain = self.plain
        tail = zlib.crc32(plain).to_bytes(4, "little") + (len(plain) & 0xFFFFFFFF).to_bytes(4, "little")
        return b"".join((_HEAD, *(part.packed for part in self.parts), _END, tail))


def _stored(piece: bytes) -> bytes:
    length = len(piece)
    return b"\x00" + length.to_bytes(2, "little") + (length ^ _MOST_STORED).to_bytes(2, "little") + piece
