/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Responses of the cloud's API. They come in any order, and some make sense only together: the pages of a list, or a
 * principal that another response spells differently. So a response may leave notes, and the last step puts them
 * together.
 */
#ifndef RP_IMPORT_API_RESPONSE_H
#define RP_IMPORT_API_RESPONSE_H

#include "import/import.h"

struct rp_responses; /* responses that belong together: an export, or all single responses */

/* A response, and its call as far as it is known. `api` is empty when it is not; the members tell the API then. */
struct rp_api_call {
    struct rampart_str product, api;
    const struct rp_node *args; /* a map; NULL: not known */
    const struct rp_node *body; /* the response itself */
};

/*
 * They live in the scratch memory of the builder, which must outlive them. `account` is the account's id if the caller
 * knows it: responses that begin with the identity of another account are used for the resource directory only. Errors:
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_responses_new(struct rp_builder *builder, struct rampart_str account,
                                     struct rp_responses **ret_responses);

/* Reads one more response, which stands in this source. */
enum rampart_status rp_responses_add(struct rp_responses *responses, const struct rp_source *source,
                                     const struct rp_api_call *call);

/* Some responses are missing, and it is not known which: no list is complete. `reason` is static. */
enum rampart_status rp_responses_break_off(struct rp_responses *responses, const char *reason);

/* There are no more: adds the pieces that depend on several responses, and tells which lists are complete. */
enum rampart_status rp_responses_finish(struct rp_responses *responses);

/*
 * A policy of a resource becomes a gap: GetBucketPolicy responds with the document itself, GetKeyPolicy and others
 * have it as a text within the response. `ret_taken`: the root is such a policy.
 */
enum rampart_status rp_response_resource_policy(const struct rp_import_file *file, const struct rp_node *root,
                                                bool *ret_taken);

#endif
