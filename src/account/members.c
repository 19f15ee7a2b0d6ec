/* SPDX-License-Identifier: Apache-2.0 */
/* The members of the account file's maps, and its errors. */
#include <stdio.h>

#include "account/read.h"
#include "base/str.h"
#include "policy/arn.h"
#include "text/did_you_mean.h"

void rp_account_error(struct rp_account_reader *reader, enum rp_code code, struct rp_span span,
                      const char *format, ...)
{
    char message[512];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    if (reader->status == RAMPART_OK) reader->status = RAMPART_INVALID_INPUT;
    rp_diag(reader->reading.diags, RAMPART_ERROR, code, (struct rp_at){reader->reading.source, span}, "%s",
            message);
}

enum rampart_status rp_account_note(struct rp_account_reader *reader, enum rampart_status status)
{
    if (reader->status == RAMPART_OK) reader->status = status;
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
}

struct rampart_str rp_account_shown(struct rampart_str text)
{
    return rp_str_part(text, 0, 80);
}

bool rp_account_is(struct rp_account_reader *reader, const struct rp_node *node, enum rp_node_type type,
                   struct rampart_str name, const char *expected)
{
    if (node == NULL) return false;
    if (node->type == type) return true;
    if (node->type == RP_NODE_BROKEN) return false;
    rp_account_error(reader, RP_ACC_TYPE, node->span, "%.*s must be %s, not %s",
                     RP_ARG(rp_account_shown(name)), expected, rp_node_type_name(node->type));
    if (type == RP_NODE_MAP && node->type == RP_NODE_NULL)
        rp_diag_help(reader->reading.diags, "write {} for nothing");
    if (type == RP_NODE_LIST && node->type == RP_NODE_NULL)
        rp_diag_help(reader->reading.diags, "write [] for nothing");
    if (type == RP_NODE_LIST && node->type == RP_NODE_STRING)
        rp_diag_help(reader->reading.diags, "write [\"%.*s\"]", RP_ARG(rp_account_shown(node->text)));
    return false;
}

static size_t unknown_member(struct rp_account_reader *reader, const struct rp_node *member,
                             const struct rp_account_shape *shape)
{
    rp_account_error(reader, RP_ACC_UNKNOWN, member->key_span, "%s has no member \"%.*s\"", shape->what,
                     RP_ARG(rp_account_shown(member->key)));
    const char *nearest = rp_nearest(member->key, shape->names, shape->count);
    size_t i = 0;
    while (i < shape->count && shape->names[i] != nearest) i++;
    if (nearest != NULL)
        rp_diag_help(reader->reading.diags, "did you mean \"%s\"?", nearest);
    else
        rp_diag_help(reader->reading.diags, "%s", shape->help);
    return i;
}

/* As in a document, a misspelt member stands in for the one that was meant, unless that is there too. */
void rp_account_members(struct rp_account_reader *reader, const struct rp_node *map,
                        const struct rp_account_shape *shape, const struct rp_node **ret_members)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        size_t i = 0;
        while (i < shape->count && !rp_str_equal(member->key, rampart_str(shape->names[i]))) i++;
        bool known = i < shape->count;
        if (!known) i = unknown_member(reader, member, shape);
        if (i < shape->count && (known || ret_members[i] == NULL)) ret_members[i] = member;
    }
}

static void refuse_name(struct rp_account_reader *reader, const struct rp_node *member, const char *what,
                        size_t at)
{
    const char held[] = {'"', member->key.data[at], '"', '\0'};
    bool blank = (unsigned char)member->key.data[at] <= ' ';
    rp_account_error(reader, RP_ACC_NAME, member->key_span, "\"%.*s\" cannot be the name of %s: it holds %s",
                     RP_ARG(rp_account_shown(member->key)), what, blank ? "a blank" : held);
    rp_diag_help(reader->reading.diags, "write the plain name, not an ARN or a path");
}

void rp_account_check_name(struct rp_account_reader *reader, const struct rp_node *member, const char *what)
{
    struct rampart_str name = member->key;
    if (name.len == 0) {
        rp_account_error(reader, RP_ACC_NAME, member->key_span, "the name of %s is empty", what);
        return;
    }
    size_t slash = rp_str_find(name, '/'), colon = rp_str_find(name, ':');
    size_t first = slash < colon ? slash : colon;
    if (first < name.len) refuse_name(reader, member, what, first);
}

void rp_account_check_principal(struct rp_account_reader *reader, const struct rp_node *member,
                                const char *what)
{
    size_t fault = rp_principal_name_fault(member->key);
    if (fault < member->key.len)
        refuse_name(reader, member, what, fault);
    else
        rp_account_check_name(reader, member, what);
}
