/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Condition keys: their names (docs/semantics.md, "Case"), and the values that they can have in a request, by the key's
 * type ("Values of a request").
 */
#ifndef RP_POLICY_KEY_H
#define RP_POLICY_KEY_H

#include "catalog/keys.h"

/* True when two names of one length are one key, with key-case as assumed (policy/assumption.h). */
bool rp_key_alike(unsigned assumed, struct rampart_str a, struct rampart_str b);

/* The same of any two names: mostly their lengths tell. */
static inline bool rp_key_equal_as(unsigned assumed, struct rampart_str a, struct rampart_str b)
{
    return a.len == b.len && rp_key_alike(assumed, a, b);
}

/* Equal but for ASCII case up to the first '/'; what follows it, a tag's key, is compared exactly. */
static inline bool rp_key_equal(struct rampart_str a, struct rampart_str b)
{
    return rp_key_equal_as(0, a, b);
}

/* ---- values of a request ---- */

/* True when values of the type are held against a form; texts, and what has no known type, are taken as they come. */
static inline bool rp_value_has_form(enum rp_value_type type)
{
    return type > RP_TYPE_STRING;
}

/* True when a request can have this value. */
bool rp_value_fits(enum rp_value_type type, struct rampart_str text);

/* The same of a key; NULL: one that is not known, which has any. */
static inline bool rp_key_takes(const struct rp_catalog_key *key, struct rampart_str value)
{
    if (key == NULL) return true;
    return !(value.len == 0 && key->filled) && rp_value_fits(key->type, value);
}

/* For messages, to follow "write": what a value of the type is, with an example that can be used. Static memory. */
const char *rp_value_expected(enum rp_value_type type);

#endif
