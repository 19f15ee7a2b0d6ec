/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a translation share: the table of words, messages, nodes, ARNs. */
#include "write/from_aws.h"

#include <stdarg.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { SORT, OF_AWS, OF_RAM, INSTEAD, SOURCE, COLUMNS };

/* ---- what both languages have ---- */

/* "aws:RequestTag/team" by "aws:RequestTag/" and a star: what stands for the star is the end of the word. */
static bool aws_words_fits(struct rampart_str of_table, struct rampart_str word)
{
    if (!rp_str_ends(of_table, RP_STR("*"))) return rp_str_equal_fold(of_table, word);
    of_table.len--;
    return word.len > of_table.len && rp_str_equal_fold(of_table, rp_str_part(word, 0, of_table.len));
}

bool rp_aws_word(struct rampart_str sort, struct rampart_str word, struct rp_aws_word *ret_word)
{
    struct rampart_str line, fields[COLUMNS], rows = rp_tsv_rows(rp_catalog_aws_dialect());
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_tsv_values(line, fields, COLUMNS) || !rp_str_equal(fields[SORT], sort)) continue;
        if (!aws_words_fits(fields[OF_AWS], word)) continue;
        *ret_word = (struct rp_aws_word){fields[OF_RAM], fields[INSTEAD]};
        return true;
    }
    return false;
}

/* ---- messages ---- */

__attribute__((format(printf, 5, 0))) static void aws_words_say(struct rp_from_aws *aws, enum rampart_severity severity,
                                                               enum rp_code code, struct rp_span span,
                                                               const char *format, va_list values)
{
    rp_diag_coded(aws->diags, severity, rp_diag_code(code), (struct rp_at){aws->source, span}, format, values);
}

void rp_aws_refuse(struct rp_from_aws *aws, struct rp_span span, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    aws_words_say(aws, RAMPART_ERROR, RP_AWS_NO_LIKE, span, format, values);
    va_end(values);
    aws->refused = true;
}

void rp_aws_stays(struct rp_from_aws *aws, struct rp_span span, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    aws_words_say(aws, RAMPART_WARNING, RP_AWS_STAYS, span, format, values);
    va_end(values);
}

/* ---- nodes ---- */

/* The depth of a tree is limited, and so is this recursion. */
enum rampart_status rp_aws_copy(struct rp_from_aws *aws, struct rp_node *parent, struct rampart_str key,
                                const struct rp_node *node)
{
    struct rp_node *copy = RP_NEW(aws->arena, struct rp_node);
    RP_TRY_MEMORY(copy != NULL);
    *copy = (struct rp_node){.type = node->type, .span = node->span, .text = node->text};
    rp_make_join(parent, key, copy);
    for (const struct rp_node *child = node->first; child != NULL; child = child->next)
        RP_TRY(rp_aws_copy(aws, copy, child->key, child));
    return RAMPART_OK;
}

static enum rampart_status aws_words_text(struct rp_from_aws *aws, struct rp_node *parent, struct rampart_str key,
                                         const struct rp_node *node, rp_aws_translate *translate, void *context)
{
    struct rampart_str text = node->text;
    if (node->type != RP_NODE_STRING) return rp_aws_copy(aws, parent, key, node);
    rp_aws_check_variables(aws, node);
    RP_TRY(translate(aws, node, context, &text));
    return rp_make_text(aws->arena, parent, key, text);
}

enum rampart_status rp_aws_texts(struct rp_from_aws *aws, struct rp_node *parent, struct rampart_str key,
                                 const struct rp_node *node, rp_aws_translate *translate, void *context)
{
    struct rp_node *list = NULL;
    if (node->type != RP_NODE_LIST) return aws_words_text(aws, parent, key, node, translate, context);
    RP_TRY(rp_make_list(aws->arena, parent, key, &list));
    for (const struct rp_node *value = node->first; value != NULL; value = value->next)
        RP_TRY(aws_words_text(aws, list, rp_no_key, value, translate, context));
    return RAMPART_OK;
}

/* ---- texts ---- */

void rp_aws_check_variables(struct rp_from_aws *aws, const struct rp_node *node)
{
    for (size_t i = 0; i + 1 < node->text.len; i++) {
        if (node->text.data[i] != '$' || node->text.data[i + 1] != '{') continue;
        rp_aws_refuse(aws, node->span, "RAM has no policy variables: \"%.*s\" would match only these characters",
                      RP_ARG(rp_str_part(node->text, 0, 80)));
        rp_diag_help(aws->diags, "write what it stands for, or a policy for each principal");
        return;
    }
}

/* aws, aws-cn, aws-us-gov; a star is any of them. */
static bool aws_words_is_partition(struct rampart_str text)
{
    return rp_str_starts(text, RP_STR("aws")) || rp_str_equal(text, RP_STR("*"));
}

/* What follows "arn:<partition>:". A pattern may end in the partition: arn:* */
static bool aws_words_cut_arn(struct rampart_str text, struct rampart_str *ret_rest)
{
    const struct rampart_str head = RP_STR("arn:"), rest = rp_str_from(text, head.len);
    const size_t colon = rp_str_find(rest, ':');
    if (!rp_str_starts(text, head) || !aws_words_is_partition(rp_str_part(rest, 0, colon))) return false;
    if (colon == rest.len && !rp_str_ends(rest, RP_STR("*"))) return false;
    *ret_rest = colon == rest.len ? RP_STR("*") : rp_str_from(rest, colon + 1);
    return true;
}

enum rampart_status rp_aws_arn(struct rp_from_aws *aws, struct rampart_str text, bool identity,
                               struct rampart_str *ret_text)
{
    const struct rampart_str iam = RP_STR("iam:");
    struct rampart_str rest;
    *ret_text = text;
    if (!aws_words_cut_arn(text, &rest)) return RAMPART_OK;
    const bool renamed = identity && rp_str_starts(rest, iam);
    const struct rampart_str parts[] = {RP_STR("acs:"), renamed ? RP_STR("ram:") : RP_STR(""),
                                        rp_str_from(rest, renamed ? iam.len : 0)};
    return rp_arena_join(aws->arena, parts, 3, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}
