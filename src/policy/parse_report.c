/* SPDX-License-Identifier: Apache-2.0 */
/* How the files that read a document say what is wrong with it. */
#include "policy/parse.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"

void rp_parse_error(struct rp_parse *parse, enum rp_code code, struct rp_span span, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    parse->failed = true;
    rp_diag(parse->reading->diags, RAMPART_ERROR, code, (struct rp_at){parse->reading->source, span}, "%s",
            message);
}

void rp_parse_warning(struct rp_parse *parse, enum rp_code code, struct rp_span span, const char *message)
{
    rp_diag(parse->reading->diags, RAMPART_WARNING, code, (struct rp_at){parse->reading->source, span}, "%s",
            message);
}

bool rp_parse_refused(struct rp_parse *parse, enum rampart_assumption assumption, enum rp_code code,
                      struct rp_span span)
{
    size_t number = rampart_assumption_set(parse->reading->assumed, assumption);
    const char *value = rampart_assumption_value(assumption, number);
    if (!rp_str_equal(rampart_str(value), RP_STR("refused"))) return false;
    rp_parse_error(parse, code, span, "the cloud is assumed to refuse this (%s=%s)",
                   rampart_assumption_name(assumption), value);
    return true;
}

void rp_parse_wrong_type(struct rp_parse *parse, const struct rp_node *node, struct rampart_str element,
                         const char *expected)
{
    if (node->type == RP_NODE_BROKEN) return;
    rp_parse_error(parse, RP_DOC_TYPE, node->span, "%.*s must be %s, not %s", RP_ARG(element), expected,
                   rp_node_type_name(node->type));
}

struct rampart_str rp_parse_shown(struct rampart_str text)
{
    return rp_str_part(text, 0, 80);
}
