/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that a condition key can have in a request, by the key's type: docs/semantics.md, "Values of a request".
 */
#ifndef RP_POLICY_VALUE_H
#define RP_POLICY_VALUE_H

#include "catalog/keys.h"

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
