"""A page in parts: what is the same for everybody is compressed once, and what one reader alone gets is never compressed."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

from consultation.web.sizes import SMALLEST, lacking

_HEAD = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255])  # gzip without a name and without a time (RFC 1952)
_END = b"\x01\x00\x00\xff\xff"  # an empty last block (RFC 1951, 3.2.4)
_MOST_STORED = 0xFFFF
_BLOCK = 5  # bytes before each stored block
_AROUND = len(_HEAD) + len(_END) + 8


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

    def of_a_size(self, *, packed: bool, smallest: int = SMALLEST) -> Self:
        """The page with blanks behind it, which nobody sees, so that it has one of few lengths as it is sent."""
        if not packed:
            length = sum(len(part.content) for part in self.parts)
            return type(self)([*self.parts, Own(b" " * lacking(length, smallest=smallest))])
        length = _AROUND + sum(len(part.packed) for part in self.parts)
        missing = lacking(length, smallest=smallest, overhead=_BLOCK + 1)  # a block holds something
        if not missing:
            return self
        blocks = -(-missing // (_MOST_STORED + _BLOCK))
        blanks = missing - blocks * _BLOCK
        ends = [blanks * number // blocks for number in range(blocks + 1)]
        return type(self)([*self.parts, *(Own(b" " * (end - begin)) for begin, end in pairwise(ends))])

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
