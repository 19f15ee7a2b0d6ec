/* SPDX-License-Identifier: Apache-2.0 */
/* The means that setting the parts of a request and reading them from a text have in common. */
#ifndef RP_DECIDE_REQUEST_PARTS_H
#define RP_DECIDE_REQUEST_PARTS_H

#include "decide/request.h"
#include "policy/key.h"
#include "text/diag.h"
#include "text/tree.h"

/* True when parts may still be set. */
static inline bool rp_request_open(const struct rampart_request *request)
{
    return request != NULL && !request->finished;
}

/* Checks that a text is not too long for a request. `what` names it: "the action". Errors: RAMPART_LIMIT, reported. */
enum rampart_status rp_request_check_length(const struct rampart_request *request, struct rampart_str text,
                                            const char *what, struct rampart_diags *diags);

/*
 * A copy in the request's memory of a text that is what every text of a request must be: not too long, valid UTF-8,
 * without NUL. Errors: RAMPART_LIMIT and RAMPART_INVALID_INPUT, reported.
 */
enum rampart_status rp_request_take(struct rampart_request *request, struct rampart_str text,
                                    const char *what, struct rampart_diags *diags,
                                    struct rampart_str *ret_copy);

/*
 * True when a key can have the value; NULL: one that is not known. `now`, where it means something, becomes the time it
 * means, which lives as long as the request does. *ret_read is the value read as the key's type.
 */
bool rp_request_fit_value(struct rampart_request *request, const struct rp_catalog_key *key, struct rampart_str *value,
                          struct rp_read_value *ret_read);

/* The type of a key's values, by the table of the catalogue. */
static inline enum rp_value_type rp_request_key_type(struct rampart_request *request, struct rampart_str key)
{
    const struct rp_catalog_key *known = rp_key_memo_find(&request->known_keys, key);
    return known == NULL ? RP_TYPE_UNKNOWN : known->type;
}

/* Report an error, and return its status. `help` may be NULL. */
enum rampart_status rp_request_refuse_value(struct rampart_request *request, struct rampart_str key,
                                            struct rampart_str value, struct rampart_diags *diags);
enum rampart_status rp_request_refuse_empty(struct rampart_request *request, struct rampart_str key,
                                            struct rampart_diags *diags);
enum rampart_status rp_request_refuse(struct rampart_diags *diags, enum rp_code code, const char *what,
                                      struct rampart_str text, const char *help);
enum rampart_status rp_request_too_many(struct rampart_diags *diags, const char *what, size_t limit);

/* What a layer of the resource has for this request alone; NULL: it has none. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_request_put_layer(struct rampart_request *request, enum rampart_layer layer,
                                         const struct rampart_policy *policy);

/*
 * The same of a setting, from a text that is read: a word, a list of networks, true or false; BUCKET_ACL: a map of bucket and
 * object to their ACLs. Errors: RAMPART_INVALID_INPUT, reported; RAMPART_NO_MEMORY.
 */
enum rampart_status rp_request_put_setting(struct rampart_request *request, const struct rp_reading *reading,
                                           enum rampart_layer layer, const struct rp_node *node);

/*
 * The condition key of this name, as present, added if nobody spoke of it; `known`: the catalogue has it. The name is
 * such as every text of a request, and lives as long as it does. Errors: as rampart_request_add_context().
 */
enum rampart_status rp_request_put_key(struct rampart_request *request, struct rampart_str name, bool known,
                                       struct rampart_diags *diags, struct rp_context_key **ret_key);

/*
 * Adds a value that fits the key, a text as above, with what it was read as. Errors: RAMPART_LIMIT, reported,
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_request_put_value(struct rampart_request *request, struct rp_context_key *key,
                                         struct rampart_str text, const struct rp_read_value *read,
                                         struct rampart_diags *diags);

#endif
