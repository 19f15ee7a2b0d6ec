/* SPDX-License-Identifier: Apache-2.0 */
#include "support/json_by_tokens.h"

/* The same file once more, under other names. */
#define JSON_QUICK false
#define rp_json_read json_by_tokens
#define rp_json_read_part json_by_tokens_part
#define rp_json_next_value json_by_tokens_next_value
#define rp_json_read_lazy json_by_tokens_lazy
#define rp_json_expand json_by_tokens_expand
#define rp_json_each json_by_tokens_each

bool json_by_tokens_next_value(struct rampart_str text, uint32_t from, struct rp_span *ret_part);
enum rampart_status json_by_tokens_expand(const struct rp_reading *reading, const struct rp_node *node,
                                          struct rp_node **ret_whole);
enum rampart_status json_by_tokens_each(const struct rp_reading *reading, const struct rp_node *map,
                                        enum rampart_status (*see)(void *context, const struct rp_node *outer, struct rp_node *node),
                                        void *context);

#include "../../src/text/json.c"
