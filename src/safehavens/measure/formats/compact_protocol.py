"""Thrift's compact protocol, as far as Parquet's headers and footer need it: writing only.

See the specification of Apache Thrift, "Thrift Compact protocol encoding".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_STOP: Final = b"\0"
_STRUCT: Final = 12
_SHORT_STEP: Final = 15
"""The largest step between the numbers of two fields that fits in a field's first byte."""
_SHORT_LIST: Final = 15
"""Lists of fewer members have their number in their first byte."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A value, and the number that the protocol has for its type."""

    type: int
    content: bytes


def encode_varint(number: int) -> bytes:
    """A number of zero or more in seven bits a byte, the lowest first (ULEB128)."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _zigzag(number: int) -> bytes:
    return encode_varint(number << 1 if number >= 0 else (-number << 1) - 1)


def i32(number: int) -> Encoded:
    """A number of up to 32 bits, or a member of an enumeration."""
    return Encoded(5, _zigzag(number))


def i64(number: int) -> Encoded:
    """A number of up to 64 bits."""
    return Encoded(6, _zigzag(number))


def binary(content: bytes | str) -> Encoded:
    """Bytes, or a text as UTF-8."""
    raw = content.encode() if isinstance(content, str) else content
    return Encoded(8, encode_varint(len(raw)) + raw)


def array(members: Sequence[Encoded]) -> Encoded:
    """A list of members of one type; an empty one is of structures."""
    kind, count = members[0].type if members else _STRUCT, len(members)
    if count < _SHORT_LIST:
        head = bytes([count << 4 | kind])
    else:
        head = bytes([0xF0 | kind]) + encode_varint(count)
    return Encoded(9, head + b"".join(member.content for member in members))


def struct(fields: Mapping[int, Encoded | None]) -> Encoded:
    """A structure from its fields by number, in rising order; those that are None are left out."""
    out, last = bytearray(), 0
    for number, value in fields.items():
        if value is None:
            continue
        step = number - last
        if 0 < step <= _SHORT_STEP:
            out.append(step << 4 | value.type)
        else:
            out.append(value.type)
            out += _zigzag(number)
        out += value.content
        last = number
    return Encoded(_STRUCT, bytes(out) + _STOP)
