# SPDX-License-Identifier: Apache-2.0
"""Whether a condition holds: docs/semantics.md, sections 4 and 5.

Three values come out of completion: where something is not known, every way in which it may turn out is tried. What a
condition comes to in one way is True, False or FREE: nobody knows, whatever the value is.
"""
import functools
import itertools

import values
from documents import FAMILY

FREE = "free"

# What is documented of keys: type, whether one request has one value, whether a value may be empty, who carries it.
KEYS = {
    "acs:sourceip": ("IP", True, False, "some"),
    "acs:vpcsourceip": ("IP", True, False, "some"),
    "acs:currenttime": ("Date", True, False, "every"),
    "acs:mfapresent": ("Bool", True, False, "some"),
    "acs:securetransport": ("Bool", True, False, "every"),
    "acs:principalarn": ("String", True, False, "identities"),
    "acs:sourcevpc": ("String", True, False, "some"),
    "acs:useragent": ("String", True, True, "some"),
    "oss:prefix": ("String", True, True, "some"),
    "oss:delimiter": ("String", True, True, "some"),
    "oss:object-remaining-retention-days": ("Numeric", True, False, "some"),
    "oss:dataaccesspointarn": ("String", True, False, "some"),
    "oss:accesspointnetworkorigin": ("String", True, False, "some"),
    "resourcesharing:target": ("String", False, False, "some"),
    "sts:externalid": ("String", True, False, "some"),
}
TAGS = ("acs:resourcetag/", "acs:requesttag/", "oss:buckettag/", "oss:existingobjecttag/", "kms:tag/")


@functools.lru_cache(maxsize=65536)
def known(key):
    """(type or None, single, may be empty, carried by)."""
    low = values.ascii_lower(key)
    if low.startswith(TAGS):
        return "String", True, True, "some"
    return KEYS.get(low, (None, False, True, "some"))


def same_key(key, switches):
    """Two spellings of one key have one form."""
    return spelling(key, switches["key-case"])


@functools.lru_cache(maxsize=65536)
def spelling(key, how):
    if how == "sensitive":
        return key
    if how == "insensitive":
        return values.ascii_lower(key)
    name, slash, tag = key.partition("/")
    return values.ascii_lower(name) + slash + tag


def read_operand(family, text, switches):
    if family == "String":
        return text
    if family == "Numeric":
        return values.number(text)
    if family == "Date":
        return values.date(text, switches["date-form"] == "lenient")
    if family in ("Bool", "Null"):
        return values.boolean(text)
    return values.block(text, switches["address-form"] == "lenient", switches["mapped-address"] == "unmapped")


def read_value(family, text, switches):
    """A value of a request; of addresses a single one."""
    value = read_operand(family, text, switches)
    if family == "IP" and value is not None and value[2] != (32 if value[0] == 4 else 128):
        return None
    return value


def compare(condition, value, operand):
    """The positive relation of a value and an operand, both of them read."""
    operator = condition.operator
    if operator in ("StringEquals", "StringNotEquals"):
        return value == operand
    if operator in ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"):
        return values.fold(value) == values.fold(operand)
    if operator in ("StringLike", "StringNotLike"):
        return values.glob(operand, value)
    if condition.family == "IP":
        return values.within(value, operand)
    if operator.endswith("LessThanEquals"):
        return value <= operand
    if operator.endswith("GreaterThanEquals"):
        return value >= operand
    if operator.endswith("LessThan"):
        return value < operand
    if operator.endswith("GreaterThan"):
        return value > operand
    return value == operand


def satisfies(condition, value, switches):
    """Whether one value of the request, read (None: it cannot be), satisfies the operator with its whole list."""
    operands = [o for o in (read_operand(condition.family, t, switches) for t in condition.values) if o is not None]
    if value is None:
        if not operands or known(condition.key)[0] is not None:
            return condition.negated
        return FREE
    return any(compare(condition, value, o) for o in operands) != condition.negated


def any_of(results):
    return True if True in results else FREE if FREE in results else False


def all_of(results):
    return False if False in results else FREE if FREE in results else True


def dead(condition, switches):
    """Whether the condition is not met, whatever the request says."""
    kind = known(condition.key)[0]
    if condition.family != "Null" and kind is not None and kind != condition.family \
            and switches["operator-type"] == "never":
        return True
    return switches["unreadable-value"] == "not-met" \
        and any(read_operand(condition.family, t, switches) is None for t in condition.values)


def when_absent(condition, switches):
    if condition.if_exists or condition.quantifier == "ForAllValues":
        return True
    if condition.quantifier == "ForAnyValue":
        return False
    if condition.negated:
        return switches["missing-negated"] == "met"
    if switches["missing-positive"] == "empty" and condition.family == "String":
        return any(compare(condition, "", o) for o in condition.values)
    return False


def takes_all(condition, switches):
    """Whether every value must satisfy the condition: else one does."""
    return condition.quantifier == "ForAllValues" or (not condition.quantifier and switches["multi-bare"] == "all")


def combine(condition, results, switches):
    """Of the values of a key that is there, and has some."""
    return all_of(results) if takes_all(condition, switches) else any_of(results)


def holds(condition, texts, switches):
    """texts: what the request has of the key; None: the key is absent."""
    if dead(condition, switches):
        return False
    if condition.family == "Null":
        return any(read_operand("Null", t, switches) == (texts is None) for t in condition.values)
    if not texts:
        return when_absent(condition, switches)
    return combine(condition, [satisfies(condition, read_value(condition.family, t, switches), switches)
                               for t in texts], switches)


# ---- every way in which an unknown key may turn out -----------------------------------------------------------------

@functools.lru_cache(maxsize=None)
def folded():
    """The characters that fold to one, by that one."""
    made = {}
    for code in range(0x10000):
        if not 0xd800 <= code < 0xe000:
            made.setdefault(values.fold(chr(code)), []).append(chr(code))
    return made


def same_letters(how, letter):
    """The characters of a value that suit one of an operand."""
    return folded()[values.fold(letter)] if how == "fold" else [letter]


@functools.lru_cache(maxsize=65536)
def texts_of(operands):
    """For each set of operands that one text suits together such a text. operands: (how it compares, text) of each.

    All texts are tried at once, letter by letter: where they stand in each operand is a set of places, and of two texts
    that stand at the same places one is enough. No other letter does more than one that no operand has."""
    letters = {c for how, text in operands for t in text for c in same_letters(how, t)} | {"\u4e00"}
    stars, ends, start, place = 0, 0, 0, 0
    steps = dict.fromkeys(sorted(letters), 0)
    for how, text in operands:
        start |= 1 << place
        for letter in text:
            if how == "like" and letter == "*":
                stars |= 1 << place
            for other in letters if how == "like" and letter == "?" else same_letters(how, letter):
                steps[other] |= 1 << place
            place += 1
        ends |= 1 << place
        place += 1
    # A star is no letter: it stays where it is for every letter, and the place behind it is reached without one.
    steps = {letter: places & ~stars for letter, places in steps.items()}

    def rested(places):
        while (places & stars) << 1 & ~places:
            places |= (places & stars) << 1
        return places

    found = {rested(start): ""}
    waiting = list(found)
    for places in waiting:
        for letter, step in steps.items():
            then = rested((places & step) << 1 | places & stars)
            if then not in found:
                found[then] = found[places] + letter
                waiting.append(then)
    made = {}
    for places, text in found.items():
        made.setdefault((places & ends, text == ""), text)     # some keys have no empty value
    return tuple(made.values())


def string_ways(conditions):
    how = {"StringLike": "like", "StringNotLike": "like", "StringEqualsIgnoreCase": "fold", "StringNotEqualsIgnoreCase": "fold"}
    return texts_of(tuple(sorted({(how.get(c.operator, "equal"), t) for c in conditions for t in c.values}))) + ("\u4e00",)


def ordered_ways(conditions, switches):
    points = sorted({o for c in conditions for t in c.values
                     for o in [read_operand(c.family, t, switches)] if o is not None})
    if not points:
        return {type_of_zero(conditions)}
    made = set(points) | {points[0] - 1, points[-1] + 1}
    for low, high in zip(points, points[1:]):
        made.add((low + high) / 2)
    return made


def type_of_zero(conditions):
    return read_operand(conditions[0].family, "0" if conditions[0].family == "Numeric" else "2026-01-01", {
        "date-form": "documented"})


def address_ways(conditions, switches):
    made = {(4, 0xc6336401, 32), (6, 0x20010db8ffff << 80, 128)}
    for condition in conditions:
        for text in condition.values:
            block = read_operand("IP", text, switches)
            if block is None:
                continue
            size = 32 if block[0] == 4 else 128
            last = block[1] | ((1 << (size - block[2])) - 1)
            for at in (block[1] - 1, block[1], last, last + 1):
                if 0 <= at < 1 << size:
                    made.add((block[0], at, size))
    if switches["mapped-address"] == "unmapped":
        made = {values.unmap(*a) for a in made}
    return made


def ways_of_family(family, conditions, switches):
    if family == "String":
        return string_ways(conditions)
    if family in ("Numeric", "Date"):
        return ordered_ways(conditions, switches)
    if family == "IP":
        return address_ways(conditions, switches)
    return {True, False}


def profiles(conditions, key, switches):
    """What single values of a key say of each condition: a set of tuples. Conditions of two families that one text
    may suit are taken as if each could be had by itself; nobody asks about one text then."""
    kind, _, may_be_empty, _ = known(key)
    asked = [c for c in conditions if c.family != "Null"]
    families = sorted({c.family for c in asked})
    made = set()
    for family in families:
        own = [c for c in asked if c.family == family]
        for value in ways_of_family(family, own, switches):
            if family == "String" and value == "" and not may_be_empty:
                continue
            made.add(tuple(satisfies(c, value if c.family == family else None, switches) if c.family != "Null" else None
                           for c in conditions))
    if kind is None and any(f != "String" for f in families):
        made.add(tuple(None if c.family == "Null" else satisfies(c, "zq" if c.family == "String" else None, switches)
                       for c in conditions))
    return made or {(None,) * len(conditions)}


def all_sets(conditions, single_values, switches):
    """What sets of values may say together, of any size: a value more at a time."""
    found, waiting = set(single_values), list(single_values)
    for profile in waiting:
        for other in single_values:
            both = tuple(combine(c, pair, switches) for c, pair in zip(conditions, zip(profile, other)))
            if both not in found:
                found.add(both)
                waiting.append(both)
    return found


def vector(conditions, profile, switches):
    """The conditions' results when the request has values with a profile."""
    made = []
    for condition, result in zip(conditions, profile):
        if dead(condition, switches):
            made.append(False)
        elif condition.family == "Null":
            made.append(any(read_operand("Null", t, switches) is False for t in condition.values))
        else:
            made.append(result)
    return tuple(made)


def without_free(vectors):
    """What nobody knows may be either."""
    made = set()
    for found in vectors:
        made |= set(itertools.product(*[(True, False) if r == FREE else (r,) for r in found]))
    return made


ASKED = ("date-form", "address-form", "mapped-address", "unreadable-value", "operator-type", "multi-bare", "missing-positive",
         "missing-negated")
REMEMBERED = {}


def ways(conditions, key, switches):
    """Every combination of results that the conditions on one unknown key may have together. FREE may be either."""
    asked = tuple((c.quantifier, c.if_exists, c.operator, tuple(c.values)) for c in conditions), known(key), \
        tuple(switches[s] for s in ASKED)
    if asked not in REMEMBERED:
        if len(REMEMBERED) == 20000:
            REMEMBERED.clear()
        REMEMBERED[asked] = every_way(conditions, key, switches)
    return REMEMBERED[asked]


def every_way(conditions, key, switches):
    _, single, _, carried = known(key)
    single_values = profiles(conditions, key, switches)
    if not single:
        single_values = all_sets(conditions, single_values, switches)
    found = {vector(conditions, p, switches) for p in single_values}
    if not single:
        found.add(tuple(False if dead(c, switches) else
                        any(read_operand("Null", t, switches) is False for t in c.values) if c.family == "Null"
                        else when_absent(c, switches) for c in conditions))
    if carried == "some":
        found.add(tuple(holds(c, None, switches) for c in conditions))
    return found
