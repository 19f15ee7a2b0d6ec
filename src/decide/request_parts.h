/* SPDX-License-Identifier: Apache-2.0 */
/* What setting the parts of a request, reading a context and reading a whole request from a text have in common. */
#ifndef RP_ENGINE_REQUEST_PARTS_H
#define RP_ENGINE_REQUEST_PARTS_H

#include "decide/request.h"
#include "policy/value.h"
#include "text/tree.h"

/* Whether parts may still be set. */
static inline bool rp_request_open(const struct rampart_request *request)
{
    return request != NULL && !request->finished;
}

/* Whether a text is not too long for a request. `what` names it: "the action". Errors: RAMPART_LIMIT, reported. */
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
 * Whether a key can have the value; NULL: one that is not known. `now`, where it means something, becomes the time it
 * means, which lives as long as the request does.
 */
bool rp_request_fit_value(struct rampart_request *request, const struct rp_catalog_key *key,
                          struct rampart_str *value);

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

struct rp_request_reader {
    struct rampart_request *request;
    const struct rp_reading *reading;
    enum rp_code wrong_type; /* the code of a value of a wrong type */
    bool failed;             /* an error was reported */
};

/*
 * Reads a whole request that is written plainly (request_plain.c), into an empty request. False: it is not, or
 * something is wrong with it, or memory was refused: then the request is as it was, and the text is to be read by the
 * reader that says what is wrong.
 */
bool rp_request_read_plain(struct rampart_request *request, struct rampart_str text,
                           struct rampart_str *ret_id);

/* Takes the text into the request's memory. `what` names it when it is too long: "the context". */
enum rampart_status rp_request_source(struct rampart_request *request, struct rampart_str text,
                                      struct rampart_str file, const char *what, struct rampart_diags *diags,
                                      struct rp_source *ret_source);

/* Reports a node of a wrong type, unless it could not be read at all and that was reported already. */
void rp_request_wrong_type(struct rp_request_reader *reader, const struct rp_node *node,
                           const char *expected);

/* Whether the node is a string, a number, true or false; else it is reported. */
bool rp_request_is_value(struct rp_request_reader *reader, const struct rp_node *node);

/*
 * Notes how setting a part of the request ended, and gives its diagnostics from the `from`-th on the part's
 * place. Invalid input is no reason to stop: the other errors are still to be found.
 */
enum rampart_status rp_request_took(struct rp_request_reader *reader, size_t from, struct rp_span span,
                                    enum rampart_status status);

/* Reads a session policy, as an object or a string (request_session.c). An error in it is the request's. */
enum rampart_status rp_request_read_session(struct rp_request_reader *reader, const struct rp_node *node);

/* Adds a map of condition keys to a value or a list of values to the request. */
enum rampart_status rp_request_read_keys(struct rp_request_reader *reader, const struct rp_node *map);

#endif
