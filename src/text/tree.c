/* SPDX-License-Identifier: Apache-2.0 */
#include "text/tree.h"

#include "base/str.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The text from its first character that is not blank. A byte order mark is the readers' to refuse. */
static struct rampart_str skip_blanks(struct rampart_str text)
{
    if (rp_str_starts(text, RP_STR("\xEF\xBB\xBF"))) text = rp_str_from(text, 3);
    size_t at = 0;
    while (at < text.len && is_blank(text.data[at])) at++;
    return rp_str_from(text, at);
}

static enum rampart_format format_of(struct rampart_str name, struct rampart_str content)
{
    if (rp_str_ends_fold(name, RP_STR(".json"))) return RAMPART_FORMAT_JSON;
    if (rp_str_ends_fold(name, RP_STR(".yaml")) || rp_str_ends_fold(name, RP_STR(".yml")))
        return RAMPART_FORMAT_YAML;
    return content.data[0] == '{' || content.data[0] == '[' ? RAMPART_FORMAT_JSON : RAMPART_FORMAT_YAML;
}

bool rp_tree_is_json(const struct rp_source *source, enum rampart_format format)
{
    struct rampart_str content = skip_blanks(source->text);
    if (format == RAMPART_FORMAT_AUTO && content.len > 0) format = format_of(source->name, content);
    return format == RAMPART_FORMAT_JSON;
}

enum rampart_status rp_tree_read(const struct rp_reading *reading, enum rampart_format format,
                                 struct rp_node **ret_root)
{
    struct rampart_str content = skip_blanks(reading->source->text);
    if (content.len == 0) {
        *ret_root = NULL;
        rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_EMPTY, (struct rp_at){reading->source, {0, 0}},
                "the document is empty");
        return RAMPART_INVALID_INPUT;
    }
    return rp_tree_is_json(reading->source, format) ? rp_json_read(reading, ret_root)
                                                    : rp_yaml_read(reading, ret_root);
}

static void refuse_doubtful(const struct rp_reading *reading, struct rp_span span)
{
    struct rampart_str word = rp_str_part(reading->source->text, span.start, span.end - span.start);
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_YAML_AMBIGUOUS, (struct rp_at){reading->source, span},
            "%.*s without quotes is true or false to some readers of YAML and a string to others", RP_ARG(word));
    rp_diag_help(reading->diags, "put it in quotes: \"%.*s\"", RP_ARG(word));
}

/* The depth of a tree is limited, and so is this recursion. */
bool rp_tree_refuse_doubtful(const struct rp_reading *reading, const struct rp_node *root)
{
    if (!root->doubtful) return false;
    bool inner = root->type == RP_NODE_LIST || root->type == RP_NODE_MAP;
    if (!inner) refuse_doubtful(reading, root->span);
    for (const struct rp_node *child = root->first; child != NULL; child = child->next) {
        if (child->doubtful_key) refuse_doubtful(reading, child->key_span);
        (void)rp_tree_refuse_doubtful(reading, child);
    }
    return true;
}

void rp_tree_not_written(struct rampart_diags *diags, struct rampart_str file)
{
    rp_diag(diags, RAMPART_ERROR, RP_IO_NOT_JSON, RP_NOWHERE,
            "this is YAML, which is read but not written: its comments would be lost");
    rp_diag_file(diags, file);
    rp_diag_help(diags, "mend it by hand, or write the document as JSON");
}

struct rp_node *rp_node_member(const struct rp_node *map, struct rampart_str key)
{
    if (map == NULL || map->type != RP_NODE_MAP) return NULL;
    for (struct rp_node *member = map->first; member != NULL; member = member->next)
        if (rp_str_equal(member->key, key)) return member;
    return NULL;
}

const char *rp_node_type_name(enum rp_node_type type)
{
    static const char *const names[] = {
        [RP_NODE_BROKEN] = "an unreadable value",
        [RP_NODE_NULL] = "null",
        [RP_NODE_BOOL] = "true or false",
        [RP_NODE_NUMBER] = "a number",
        [RP_NODE_STRING] = "a string",
        [RP_NODE_LIST] = "a list",
        [RP_NODE_MAP] = "a map",
    };
    return names[type];
}
