/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "pack/answers.h"

enum rampart_status rp_answer_fault(const struct rp_answer *answer, const struct rp_node *node, const char *help,
                                    const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_coded(answer->reading->diags, RAMPART_ERROR, rp_diag_code(RP_CAT_INPUT),
                  (struct rp_at){answer->reading->source, node->span}, format, values);
    va_end(values);
    rp_diag_help(answer->reading->diags, "%s", help);
    return RAMPART_INVALID_INPUT;
}

struct rampart_str rp_answer_text(const struct rp_node *map, const char *key)
{
    const struct rp_node *node = map == NULL ? NULL : rp_node_member(map, rampart_str(key));
    return node != NULL && node->type == RP_NODE_STRING ? node->text : RP_STR("");
}
