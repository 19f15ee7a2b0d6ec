# SPDX-License-Identifier: Apache-2.0
"""What the text of a value means: docs/semantics.md, sections 2 and 4, "Types".

Each reader gives a value that compares as the rule says, or None for a text that it cannot read. `switches` has the
undocumented points that the reading turns on, with the value of each.
"""
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?\Z")
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
                  r"(?:(T)([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?\Z")
LENIENT_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
                          r"(?:([Tt ])([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?"
                          r"(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?|))?\Z")
EPOCH = re.compile(r"[1-9][0-9]{9}(\.[0-9]+)?\Z")
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=65536)
def number(text):
    """A decimal number, exact at any length."""
    return Decimal(text) if NUMBER.match(text) else None


def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_before(year, month, day):
    """Days since 0000-01-01, counted one year and one month after the other's closed form."""
    past = year - 1
    days = 365 * year + (past // 4 - past // 100 + past // 400 + 1 if year > 0 else 0)
    for other in range(1, month):
        days += DAYS[other - 1] + (1 if other == 2 and leap(year) else 0)
    return days + day - 1


def offset_of(text):
    """Seconds east of UTC, or None."""
    if text in ("Z", "z", ""):
        return 0
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or "0")
    if hours > 23 or minutes > 59:
        return None
    return (1 if text[0] == "+" else -1) * (hours * 3600 + minutes * 60)


@lru_cache(maxsize=65536)
def date(text, lenient=False):
    """An instant, as seconds since the year 0."""
    if lenient and EPOCH.match(text):
        return Fraction(text) + days_before(1970, 1, 1) * 86400
    found = (LENIENT_DATE if lenient else DATE).match(text)
    if not found:
        return None
    year, month, day = (int(found.group(i)) for i in (1, 2, 3))
    if not 1 <= month <= 12 or not 1 <= day <= DAYS[month - 1] + (1 if month == 2 and leap(year) else 0):
        return None
    seconds = Fraction(days_before(year, month, day) * 86400)
    if not found.group(4):
        return seconds
    hour, minute, second = int(found.group(5)), int(found.group(6)), int(found.group(7) or "0")
    offset = offset_of(found.group(9))
    if hour > 23 or minute > 59 or second > (60 if lenient else 59) or offset is None:
        return None
    return seconds + hour * 3600 + minute * 60 + second + Fraction("0" + (found.group(8) or "")) - offset


def boolean(text):
    folded = text.lower() if text.isascii() else text
    return {"true": True, "false": False}.get(folded)


def ipv4(text, lenient):
    """Four decimal numbers as one of 32 bits."""
    parts = text.split(".")
    if len(parts) != 4:
        return None
    whole = 0
    for part in parts:
        if not re.match(r"[0-9]{1,%d}\Z" % (8 if lenient else 3), part) or int(part) > 255:
            return None
        if len(part) > 1 and part[0] == "0" and not lenient:
            return None
        whole = whole * 256 + int(part)
    return whole


def ipv6(text):
    """Eight groups, of which one run of zeros may be left out, as one number of 128 bits."""
    if "." in text:
        head, _, tail = text.rpartition(":")
        last = ipv4(tail, False)
        if last is None or not head:
            return None
        text = "%s:%x:%x" % (head, last >> 16, last & 0xffff)
    if text.count("::") > 1 or ":::" in text:
        return None
    left, double, right = text.partition("::")
    groups = [left.split(":") if left else [], right.split(":") if right else []]
    count = len(groups[0]) + len(groups[1])
    if (count > 7) if double else (count != 8):
        return None
    filled = groups[0] + ["0"] * (8 - count) + groups[1]
    whole = 0
    for group in filled:
        if not re.match(r"[0-9A-Fa-f]{1,4}\Z", group):
            return None
        whole = whole * 65536 + int(group, 16)
    return whole


def unmap(family, base, bits):
    """::ffff:a.b.c.d as a.b.c.d, and blocks of them likewise."""
    if family == 6 and base >> 32 == 0xffff and bits >= 96:
        return 4, base & 0xffffffff, bits - 96
    return family, base, bits


@lru_cache(maxsize=65536)
def block(text, lenient=False, unmapped=False):
    """(family, first address, bits of the prefix)."""
    if lenient:
        text = text.strip(" ")
        text = re.sub(r"%[^/]+", "", text) if ":" in text else text
        stars = re.match(r"((?:[0-9]+\.){0,3})\*((?:\.\*)*)\Z", text)
        if stars:
            parts = stars.group(1).count(".")
            if parts + 1 + stars.group(2).count("*") != 4:
                return None
            text = "%s/%d" % (".".join((stars.group(1).split(".")[:-1] + ["0"] * 4)[:4]), parts * 8)
    address, slash, length = text.partition("/")
    family, size, base = (6, 128, ipv6(address)) if ":" in address else (4, 32, ipv4(address, lenient))
    if base is None:
        return None
    bits = size
    if slash:
        mask = ipv4(length, lenient) if lenient and family == 4 and "." in length else None
        if mask is not None:
            bits = 32 - (mask ^ 0xffffffff).bit_length()
            if mask != (0xffffffff << (32 - bits)) & 0xffffffff:
                return None
        elif re.match(r"[0-9]+\Z" if lenient else r"(0|[1-9][0-9]*)\Z", length) and int(length) <= size:
            bits = int(length)
        else:
            return None
    base = base >> (size - bits) << (size - bits)
    return unmap(family, base, bits) if unmapped else (family, base, bits)


def within(address, outer):
    """Whether an address (a block of one) lies in a block; families never match each other."""
    size = 32 if outer[0] == 4 else 128
    return address[0] == outer[0] and address[1] >> (size - outer[2]) == outer[1] >> (size - outer[2])


@lru_cache(maxsize=65536)
def fold(text):
    """Letters by Unicode's simple folding, one character for one."""
    return "".join(c.casefold() if len(c.casefold()) == 1 else c for c in text)


ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


@lru_cache(maxsize=65536)
def ascii_lower(text):
    return text.translate(ASCII_LOWER)


@lru_cache(maxsize=65536)
def expression(pattern, field):
    """A glob as a regular expression; with `field` inner wildcards stay within their field of an ARN."""
    made, colons = [], 0
    for i, c in enumerate(pattern):
        colons += c == ":"
        anything = not field or colons >= 4 or i + 1 == len(pattern)
        if c in "*?":
            made.append(("." if anything else "[^:]") + ("*" if c == "*" else ""))
        else:
            made.append(re.escape(c))
    return re.compile("".join(made) + r"\Z", re.DOTALL)


@lru_cache(maxsize=65536)
def glob(pattern, text, field=False):
    return expression(pattern, field).match(text) is not None
