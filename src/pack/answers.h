/* SPDX-License-Identifier: Apache-2.0 */
/* JSON of the cloud: the metadata of an API, and responses that have system policies. */
#ifndef RP_PACK_ANSWERS_H
#define RP_PACK_ANSWERS_H

#include "pack/facts.h"

/* What a JSON text turned out to be. */
enum rp_answer_kind { RP_ANSWER_METADATA = 0, RP_ANSWER_POLICIES };

/*
 * Takes a text of one JSON value, or of one a line as examples/export-account.sh writes them. `products` are the rows of
 * services.tsv, by which metadata that name no action find the code of their service. Members that are not known are
 * warned of, each once, and nothing is taken from them. Errors: RAMPART_INVALID_INPUT (reported) for a text that is
 * none of these, and for a document that is no policy; RAMPART_LIMIT; RAMPART_NO_MEMORY.
 */
enum rampart_status rp_facts_take_json(struct rp_facts *facts, const struct rp_reading *reading,
                                       struct rampart_str products, const struct rp_origin *origin,
                                       enum rp_answer_kind *ret_kind);

/* ---- for the two files that read JSON ---- */

struct rp_answer {
    struct rp_facts *facts;
    const struct rp_reading *reading;
    struct rampart_str products;
    const struct rp_origin *origin;
};

__attribute__((format(printf, 4, 5))) enum rampart_status
rp_answer_fault(const struct rp_answer *answer, const struct rp_node *node, const char *help, const char *format, ...);

/* A member that is a text; empty: there is none. */
struct rampart_str rp_answer_text(const struct rp_node *map, const char *key);

/* Metadata: an object with `ramActions`, or with `apis`. */
enum rampart_status rp_answer_metadata(const struct rp_answer *answer, const struct rp_node *root);

/* A response, and the arguments of its call; NULL: they are not known. *ret_taken is false when it is none of ours. */
enum rampart_status rp_answer_policies(const struct rp_answer *answer, const struct rp_node *response,
                                       const struct rp_node *args, bool *ret_taken);

#endif
