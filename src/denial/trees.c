/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a tree says of a denial: the body of an error, its detail wherever it stands, trees within strings. Services
 * write the names of members in different cases, and wrap the detail in objects and strings of their own.
 */
#include <stddef.h>

#include "base/str.h"
#include "base/try.h"
#include "denial/reader.h"
#include "denial/xml.h"
#include "text/json.h"
#include "text/source.h"

enum { MOST_DEPTH = 4 }; /* strings of JSON within strings of JSON */

/* ---- members that are one text ---- */

struct field {
    struct rampart_str name;
    size_t offset; /* of a text in what is filled */
};

#define FIELD(type, name, member)                              \
    {                                                          \
        {name, sizeof name - 1}, offsetof(struct type, member) \
    }

static const struct field policy_fields[] = {
    FIELD(rampart_denial_policy, "PolicyIdentifier", name),
    FIELD(rampart_denial_policy, "PolicyType", type),
    FIELD(rampart_denial_policy, "PolicyVersion", version),
    FIELD(rampart_denial_policy, "Effect", effect),
    FIELD(rampart_denial_policy, "AttachedEntityType", entity),
    FIELD(rampart_denial_policy, "AttachedScope", scope),
};

static const struct field condition_fields[] = {
    FIELD(rampart_denial_condition, "ConditionKey", key),
};

/* The members of a map are copied into the texts of `object`. */
struct target {
    const struct field *fields;
    size_t count;
    void *object;
};

#define TARGET(fields, object) ((struct target){fields, sizeof(fields) / sizeof *(fields), object})

/* What is wrong within a string that a program printed has no place in the file. */
static void tree_wrong_type(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                            const struct rp_node *node, const char *expected)
{
    reader->wrong_within |= reader->within;
    if (reader->within) return;
    reader->failed = true;
    rp_diag(reader->diags, RAMPART_ERROR, RP_DEN_TYPE, (struct rp_at){text->source, node->span},
            "%.*s should be %s, not %s", RP_ARG(rp_str_part(node->key, 0, 80)), expected,
            rp_node_type_name(node->type));
}

/* Ids sometimes lose their quotes on the way. */
static bool tree_is_text(const struct rp_node *node)
{
    return node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER;
}

static enum rampart_status tree_read_field(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                           const struct rp_node *node, struct target target)
{
    for (size_t i = 0; i < target.count; i++) {
        if (!rp_str_equal_fold(node->key, target.fields[i].name)) continue;
        struct rampart_str *place =
            (struct rampart_str *)(void *)((char *)target.object + target.fields[i].offset);
        if (tree_is_text(node)) {
            if (place->len == 0) RP_TRY_MEMORY(rp_arena_copy(reader->arena, node->text, place));
        } else if (node->type != RP_NODE_NULL) {
            tree_wrong_type(reader, text, node, "a string");
        }
    }
    return RAMPART_OK;
}

static enum rampart_status tree_read_fields(struct rp_denial_reader *reader,
                                            const struct rp_denial_text *text, const struct rp_node *map,
                                            struct target target)
{
    for (const struct rp_node *node = map->first; node != NULL; node = node->next)
        RP_TRY(tree_read_field(reader, text, node, target));
    return RAMPART_OK;
}

/* ---- lists ---- */

/* The node as a list. Some answers wrap theirs as the only member of a map. NULL: it is neither. */
static const struct rp_node *tree_list_of(const struct rp_node *node)
{
    if (node->type == RP_NODE_MAP && node->count == 1) node = node->first;
    return node->type == RP_NODE_LIST ? node : NULL;
}

static enum rampart_status tree_read_values(struct rp_denial_reader *reader,
                                            const struct rp_denial_text *text, const struct rp_node *node,
                                            struct rampart_strs *ret_values)
{
    const struct rp_node *list = tree_list_of(node);
    struct rampart_str *items =
        RP_NEW_ARRAY(reader->arena, struct rampart_str, list == NULL ? 0 : list->count);
    size_t count = 0;
    RP_TRY_MEMORY(items != NULL);
    if (list == NULL) {
        tree_wrong_type(reader, text, node, "a list of strings");
        return RAMPART_OK;
    }
    for (const struct rp_node *item = list->first; item != NULL; item = item->next) {
        bool scalar =
            item->type == RP_NODE_STRING || item->type == RP_NODE_NUMBER || item->type == RP_NODE_BOOL;
        if (!scalar)
            tree_wrong_type(reader, text, item, "a string");
        else
            RP_TRY_MEMORY(rp_arena_copy(reader->arena, item->text, &items[count++]));
    }
    *ret_values = (struct rampart_strs){items, count};
    return RAMPART_OK;
}

static enum rampart_status tree_read_condition(struct rp_denial_reader *reader,
                                               const struct rp_denial_text *text, const struct rp_node *map,
                                               struct rampart_denial_condition *condition)
{
    RP_TRY(tree_read_fields(reader, text, map, TARGET(condition_fields, condition)));
    for (const struct rp_node *node = map->first; node != NULL; node = node->next)
        if (rp_str_equal_fold(node->key, RP_STR("ConditionValues")))
            RP_TRY(tree_read_values(reader, text, node, &condition->values));
    return RAMPART_OK;
}

/* The node as a list of maps; NULL after an error. */
static const struct rp_node *tree_list_of_maps(struct rp_denial_reader *reader,
                                               const struct rp_denial_text *text, const struct rp_node *node)
{
    const struct rp_node *list = tree_list_of(node);
    bool good = list != NULL;
    for (const struct rp_node *item = good ? list->first : NULL; item != NULL; item = item->next)
        good &= item->type == RP_NODE_MAP;
    if (!good) tree_wrong_type(reader, text, node, "a list of objects");
    return good ? list : NULL;
}

static enum rampart_status tree_read_conditions(struct rp_denial_reader *reader,
                                                const struct rp_denial_text *text, const struct rp_node *node)
{
    const struct rp_node *list = tree_list_of_maps(reader, text, node);
    if (list == NULL || reader->denial->condition_count > 0) return RAMPART_OK;
    struct rampart_denial_condition *conditions =
        RP_NEW_ARRAY(reader->arena, struct rampart_denial_condition, list->count);
    RP_TRY_MEMORY(conditions != NULL);
    size_t count = 0;
    for (const struct rp_node *item = list->first; item != NULL; item = item->next)
        RP_TRY(tree_read_condition(reader, text, item, &conditions[count++]));
    reader->denial->conditions = conditions;
    reader->denial->condition_count = count;
    return RAMPART_OK;
}

static enum rampart_status tree_read_policies(struct rp_denial_reader *reader,
                                              const struct rp_denial_text *text, const struct rp_node *node)
{
    const struct rp_node *list = tree_list_of_maps(reader, text, node);
    if (list == NULL || reader->denial->policy_count > 0) return RAMPART_OK;
    struct rampart_denial_policy *policies =
        RP_NEW_ARRAY(reader->arena, struct rampart_denial_policy, list->count);
    RP_TRY_MEMORY(policies != NULL);
    size_t count = 0;
    for (const struct rp_node *item = list->first; item != NULL; item = item->next)
        RP_TRY(tree_read_fields(reader, text, item, TARGET(policy_fields, &policies[count++])));
    reader->denial->policies = policies;
    reader->denial->policy_count = count;
    return RAMPART_OK;
}

/* ---- the detail ---- */

/* A member of the detail that is one text. */
static enum rampart_status tree_read_value(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                           const struct rp_node *node)
{
    enum rp_slot slot;
    if (!rp_denial_detail_slot(node->key, &slot)) return RAMPART_OK;
    if (tree_is_text(node)) return rp_denial_put(reader, slot, node->text, "AccessDeniedDetail");
    if (node->type != RP_NODE_NULL) tree_wrong_type(reader, text, node, "a string");
    return RAMPART_OK;
}

static enum rampart_status tree_read_values_of(struct rp_denial_reader *reader,
                                               const struct rp_denial_text *text, const struct rp_node *map)
{
    for (const struct rp_node *node = map->first; node != NULL; node = node->next)
        RP_TRY(tree_read_value(reader, text, node));
    return RAMPART_OK;
}

static enum rampart_status tree_read_explicit(struct rp_denial_reader *reader,
                                              const struct rp_denial_text *text, const struct rp_node *node)
{
    bool denies = rp_str_equal_fold(node->text, RP_STR("true"));
    if (node->type != RP_NODE_BOOL && !denies && !rp_str_equal_fold(node->text, RP_STR("false"))) {
        tree_wrong_type(reader, text, node, "true or false");
        return RAMPART_OK;
    }
    reader->denial->decoded = true;
    return rp_denial_put(reader, RP_SLOT_TYPE, denies ? RP_STR("ExplicitDeny") : RP_STR("ImplicitDeny"),
                         "ExplicitDeny");
}

static enum rampart_status tree_read_principal(struct rp_denial_reader *reader,
                                               const struct rp_denial_text *text, const struct rp_node *node)
{
    if (node->type == RP_NODE_MAP) return tree_read_values_of(reader, text, node);
    tree_wrong_type(reader, text, node, "an object");
    return RAMPART_OK;
}

/* The members that are more than one text. */
static const struct {
    struct rampart_str name;
    enum rampart_status (*read)(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                const struct rp_node *node);
} detail_parts[] = {
    {{"ExplicitDeny", sizeof "ExplicitDeny" - 1}, tree_read_explicit},
    {{"AuthPrincipal", sizeof "AuthPrincipal" - 1}, tree_read_principal},
    {{"AuthConditions", sizeof "AuthConditions" - 1}, tree_read_conditions},
    {{"MatchedPolicies", sizeof "MatchedPolicies" - 1}, tree_read_policies},
};

enum { DETAIL_PARTS = sizeof detail_parts / sizeof *detail_parts };

/* A detail has a member that stands nowhere else. PolicyType alone does not tell: policies have one as well. */
static bool tree_is_detail(const struct rp_node *map)
{
    enum rp_slot slot;
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        if (rp_denial_detail_slot(node->key, &slot) && slot != RP_SLOT_LAYER) return true;
        for (size_t i = 0; i < DETAIL_PARTS; i++)
            if (rp_str_equal_fold(node->key, detail_parts[i].name)) return true;
    }
    return false;
}

/* The members of AccessDeniedDetail or DecodedDiagnosticMessage. */
static enum rampart_status tree_read_detail(struct rp_denial_reader *reader,
                                            const struct rp_denial_text *text, const struct rp_node *map)
{
    reader->found = true;
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        RP_TRY(tree_read_value(reader, text, node));
        for (size_t i = 0; i < DETAIL_PARTS; i++)
            if (rp_str_equal_fold(node->key, detail_parts[i].name) && node->type != RP_NODE_NULL)
                RP_TRY(detail_parts[i].read(reader, text, node));
    }
    return RAMPART_OK;
}

/* The members of the error itself, beside the detail. */
static enum rampart_status tree_read_error(struct rp_denial_reader *reader, const struct rp_node *map)
{
    enum rp_slot slot;
    for (const struct rp_node *node = map->first; node != NULL; node = node->next)
        if (tree_is_text(node) && rp_denial_error_slot(node->key, &slot))
            RP_TRY(rp_denial_put(reader, slot, node->text, "the body of the error"));
    return RAMPART_OK;
}

/* ---- trees within strings ---- */

/* The text begins as an object or a string of JSON does. */
static bool tree_looks_like_json(struct rampart_str text)
{
    size_t i = 0;
    while (i < text.len && (unsigned char)text.data[i] <= ' ') i++;
    return i < text.len && (text.data[i] == '{' || text.data[i] == '"');
}

static bool tree_looks_like_xml(struct rampart_str text)
{
    size_t i = 0;
    while (i < text.len && (unsigned char)text.data[i] <= ' ') i++;
    return i < text.len && text.data[i] == '<';
}

/* A program may have printed it: ids, codes and addresses have no blank. */
static bool tree_is_sentence(struct rampart_str text)
{
    return rp_str_find(text, ' ') < text.len;
}

/* A place in a string is a place in the text around it. Over several strings there is none. */
static enum rampart_status tree_source_within(struct rp_denial_reader *reader,
                                              const struct rp_denial_text *outer, const struct rp_node *node,
                                              struct rp_source *ret_source)
{
    RP_TRY(rp_source_init(ret_source, &reader->tree, reader->file, node->text));
    if (outer->source->inside != NULL) return RAMPART_OK;
    struct rp_inside *inside = RP_NEW(&reader->tree, struct rp_inside);
    RP_TRY_MEMORY(inside != NULL);
    if (outer->json)
        RP_TRY(rp_inside_json(inside, &reader->tree, outer->source, node->span));
    else
        *inside = (struct rp_inside){.outer = outer->source, .span = node->span};
    ret_source->inside = inside;
    return RAMPART_OK;
}

/* Errors of syntax go to `diags`. */
enum rampart_status rp_denial_parse(struct rp_denial_reader *reader, const struct rp_source *source,
                                    struct rampart_diags *diags, struct rp_node **ret_root)
{
    const struct rp_reading reading = {
        .arena = &reader->tree, .source = source, .limits = &reader->limits, .diags = diags};
    return rp_json_read(&reading, ret_root);
}

/* Takes what the source says if it is JSON. Text that only looks like JSON says nothing. */
static enum rampart_status tree_take_if_json(struct rp_denial_reader *reader,
                                             const struct rp_denial_text *text)
{
    struct rp_node *root = NULL;
    enum rampart_status status = rp_denial_parse(reader, text->source, reader->silence, &root);
    rampart_diags_clear(reader->silence);
    if (status == RAMPART_NO_MEMORY) return status;
    return status == RAMPART_OK ? rp_denial_take(reader, text, root) : RAMPART_OK;
}

enum rampart_status rp_denial_take_xml(struct rp_denial_reader *reader, const struct rp_denial_text *text)
{
    struct rp_denial_xml xml = {.arena = &reader->tree, .text = text->source->text};
    const struct rp_denial_text inside = {text->source, text->depth, false};
    for (struct rp_node *error;;) {
        RP_TRY(rp_denial_next_xml(&xml, &error));
        if (error == NULL) return RAMPART_OK;
        RP_TRY(rp_denial_take(reader, &inside, error));
        if (xml.cut)
            RP_TRY(rp_denial_remark(reader, &reader->not_understood,
                                    "the rest of the XML, which is cut off or malformed"));
    }
}

static enum rampart_status tree_take_string(struct rp_denial_reader *reader,
                                            const struct rp_denial_text *outer, const struct rp_node *node)
{
    bool json = tree_looks_like_json(node->text);
    if (!json && !tree_looks_like_xml(node->text))
        return tree_is_sentence(node->text) ? rp_denial_keep_text(reader, node->text) : RAMPART_OK;
    if (outer->depth == MOST_DEPTH) return RAMPART_OK;
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(tree_source_within(reader, outer, node, source));
    const struct rp_denial_text inner = {source, outer->depth + 1, json};
    return json ? tree_take_if_json(reader, &inner) : rp_denial_take_xml(reader, &inner);
}

/* The detail in whatever form; what has none of its members is named. */
static enum rampart_status tree_take_detail(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                            const struct rp_node *node)
{
    const bool before = reader->found, said = node->count > 0 || node->text.len > 0;
    reader->found = false;
    RP_TRY(rp_denial_take(reader, text, node));
    const bool found = reader->found;
    reader->found |= before;
    if (found || !said || node->type == RP_NODE_NULL) return RAMPART_OK;
    return rp_denial_remark(reader, &reader->not_understood, "%.*s: it is no object with the members of one",
                            RP_ARG(rp_str_part(node->key, 0, 80)));
}

static enum rampart_status tree_take_map(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                         const struct rp_node *map)
{
    RP_TRY(tree_read_error(reader, map));
    if (tree_is_detail(map)) return tree_read_detail(reader, text, map);
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        bool decoded = rp_str_equal_fold(node->key, RP_STR("DecodedDiagnosticMessage"));
        if (decoded) reader->denial->decoded = true;
        RP_TRY(decoded || rp_str_equal_fold(node->key, RP_STR("AccessDeniedDetail")) ? tree_take_detail(reader, text, node)
                                                                                    : rp_denial_take(reader, text, node));
    }
    return RAMPART_OK;
}

enum rampart_status rp_denial_take(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                   const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING) return tree_take_string(reader, text, node);
    if (node->type == RP_NODE_MAP) return tree_take_map(reader, text, node);
    if (node->type != RP_NODE_LIST) return RAMPART_OK;
    for (const struct rp_node *item = node->first; item != NULL; item = item->next)
        RP_TRY(rp_denial_take(reader, text, item));
    return RAMPART_OK;
}
