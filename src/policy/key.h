/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Condition keys: their names (docs/semantics.md, "Case"), and the values that they can have in a request, by the key's
 * type ("Values of a request").
 */
#ifndef RP_POLICY_KEY_H
#define RP_POLICY_KEY_H

#include "catalog/keys.h"

/* True when two names of one length that are not spelt alike are one key, with key-case as assumed (policy/assumption.h). */
bool rp_key_alike(rampart_switches assumed, struct rampart_str a, struct rampart_str b);

/* The same for any two names: mostly their lengths differ, or the spelling is the same. */
static inline bool rp_key_equal_as(rampart_switches assumed, struct rampart_str a, struct rampart_str b)
{
    return a.len == b.len && (rp_str_equal(a, b) || rp_key_alike(assumed, a, b));
}

/* Equal but for ASCII case up to the first '/'; what follows it, a tag's key, is compared exactly. */
static inline bool rp_key_equal(struct rampart_str a, struct rampart_str b)
{
    return rp_key_equal_as(0, a, b);
}

/* ---- values of a request ---- */

/* True when values of the type have a form. A text, or a value of a type that nobody knows, is taken as it is. */
static inline bool rp_value_has_form(enum rp_value_type type)
{
    return type > RP_TYPE_STRING;
}

struct rp_read_value;

/*
 * Reads a value of a request, which keeps the text; false: no request can have it. What is held against no form is not read,
 * and neither is what costs no more to read than to look up: then the type in *ret_read is RP_TYPE_UNKNOWN.
 */
bool rp_value_read(enum rp_value_type type, struct rampart_str text, struct rp_read_value *ret_read);

/* True when a request can have this value. */
bool rp_value_fits(enum rp_value_type type, struct rampart_str text);

/* The same for a key. NULL: a key that is not known takes any value. */
static inline bool rp_key_takes(const struct rp_catalog_key *key, struct rampart_str value)
{
    if (key == NULL) return true;
    return !(value.len == 0 && key->filled) && rp_value_fits(key->type, value);
}

/* A value of the type in words, with an example, to follow "write" in a message. Static memory. */
const char *rp_value_expected(enum rp_value_type type);

#endif
