/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of JSON without its quick way: every token goes through the same states (src/text/json.c). */
#ifndef RP_TESTS_JSON_BY_TOKENS_H
#define RP_TESTS_JSON_BY_TOKENS_H

#include "text/json.h"

/* As rp_json_read(), rp_json_read_part() and rp_json_read_lazy(). */
enum rampart_status json_by_tokens(const struct rp_reading *reading, struct rp_node **ret_root);
enum rampart_status json_by_tokens_part(const struct rp_reading *reading, struct rp_span part,
                                        struct rp_node **ret_root);
enum rampart_status json_by_tokens_lazy(const struct rp_reading *reading, const struct rp_json_lazy *lazy,
                                        struct rp_node **ret_root);

#endif
