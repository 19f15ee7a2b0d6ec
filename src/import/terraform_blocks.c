/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are written as blocks of a resource or a data source, as the provider puts them together. Values are
 * taken as they stand in the file, which is JSON. What is not wholly known, or what the provider does not put together
 * in one way only, gives no document.
 */
#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"
#include "text/tree_read.h"

/* Blocks of one statement; a document of the cloud's size has fewer. */
enum { MOST_BLOCKS = 32 };

struct writing {
    const struct rp_tf *tf;
    struct rp_buf out;
    bool failed; /* it cannot be told what the provider would make of it */
};

/* ---- parts ---- */

static bool is_list_of(const struct rp_node *list, enum rp_node_type type)
{
    if (list == NULL || list->type != RP_NODE_LIST) return false;
    for (const struct rp_node *row = list->first; row != NULL; row = row->next)
        if (row->type != type) return false;
    return list->count > 0;
}

static bool has_rows(const struct rp_node *list)
{
    return list != NULL && list->type == RP_NODE_LIST && list->count > 0;
}

static bool has_text(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_STRING;
}

static void write_raw(struct writing *writing, const struct rp_node *node)
{
    struct rampart_str text = writing->tf->source->text;
    rp_buf_add(&writing->out, rp_str_part(text, node->span.start, node->span.end - node->span.start));
}

/* `"Action":[…]`, with a comma before it. */
static void write_list(struct writing *writing, const char *name, const struct rp_node *list)
{
    if (!is_list_of(list, RP_NODE_STRING)) {
        writing->failed = true;
        return;
    }
    rp_buf_printf(&writing->out, ",\"%s\":", name);
    write_raw(writing, list);
}

static void write_member(struct writing *writing, bool first, const struct rp_node *key,
                         const struct rp_node *list)
{
    if (!has_text(key) || !is_list_of(list, RP_NODE_STRING)) {
        writing->failed = true;
        return;
    }
    if (!first) rp_buf_add_byte(&writing->out, ',');
    write_raw(writing, key);
    rp_buf_add_byte(&writing->out, ':');
    write_raw(writing, list);
}

/* ---- principals and conditions of the data source ---- */

static bool same_text(const struct rp_node *a, const struct rp_node *b, struct rampart_str member)
{
    const struct rp_node *left = rp_node_member(a, member), *right = rp_node_member(b, member);
    return has_text(left) && has_text(right) && rp_str_equal(left->text, right->text);
}

static bool comes_before(const struct rp_node *blocks, const struct rp_node *block, struct rampart_str member)
{
    for (const struct rp_node *row = blocks->first; row != block; row = row->next)
        if (same_text(row, block, member)) return true;
    return false;
}

static void write_principals(struct writing *writing, const struct rp_node *blocks)
{
    if (!has_rows(blocks)) return;
    if (blocks->count > MOST_BLOCKS) writing->failed = true;
    rp_buf_printf(&writing->out, ",\"Principal\":{");
    for (const struct rp_node *block = blocks->first; block != NULL && !writing->failed;
         block = block->next) {
        if (comes_before(blocks, block, RP_STR("entity"))) writing->failed = true;
        write_member(writing, block == blocks->first, rp_node_member(block, RP_STR("entity")),
                     rp_node_member(block, RP_STR("identifiers")));
    }
    rp_buf_add_byte(&writing->out, '}');
}

/* All conditions with the operator of the first one. Two for one key: which of them counts the provider leaves to chance. */
static void write_operator(struct writing *writing, const struct rp_node *first)
{
    for (const struct rp_node *block = first; block != NULL; block = block->next) {
        if (!same_text(first, block, RP_STR("operator"))) continue;
        if (block != first && same_text(first, block, RP_STR("variable"))) writing->failed = true;
        write_member(writing, block == first, rp_node_member(block, RP_STR("variable")),
                     rp_node_member(block, RP_STR("values")));
    }
}

static void write_conditions(struct writing *writing, const struct rp_node *blocks)
{
    if (!has_rows(blocks)) return;
    if (blocks->count > MOST_BLOCKS) writing->failed = true;
    rp_buf_printf(&writing->out, ",\"Condition\":{");
    for (const struct rp_node *block = blocks->first; block != NULL && !writing->failed;
         block = block->next) {
        const struct rp_node *operator= rp_node_member(block, RP_STR("operator"));
        if (!has_text(operator)) writing->failed = true;
        if (writing->failed || comes_before(blocks, block, RP_STR("operator"))) continue;
        if (block != blocks->first) rp_buf_add_byte(&writing->out, ',');
        write_raw(writing, operator);
        rp_buf_printf(&writing->out, ":{");
        write_operator(writing, block);
        rp_buf_add_byte(&writing->out, '}');
    }
    rp_buf_add_byte(&writing->out, '}');
}

/* ---- statements ---- */

static void write_effect(struct writing *writing, const struct rp_node *effect)
{
    rp_buf_printf(&writing->out, "{\"Effect\":");
    if (has_text(effect) && effect->text.len > 0)
        write_raw(writing, effect);
    else
        rp_buf_printf(&writing->out, "\"Allow\"");
}

static void write_statement(struct writing *writing, const struct rp_node *block)
{
    const struct rp_node *resources = rp_node_member(block, RP_STR("resource"));
    write_effect(writing, rp_node_member(block, RP_STR("effect")));
    write_list(writing, "Action", rp_node_member(block, RP_STR("action")));
    if (has_rows(resources)) write_list(writing, "Resource", resources);
    write_principals(writing, rp_node_member(block, RP_STR("principal")));
    write_conditions(writing, rp_node_member(block, RP_STR("condition")));
    rp_buf_add_byte(&writing->out, '}');
}

static void write_statements(struct writing *writing, const struct rp_node *blocks)
{
    for (const struct rp_node *block = blocks->first; block != NULL && !writing->failed;
         block = block->next) {
        if (block != blocks->first) rp_buf_add_byte(&writing->out, ',');
        write_statement(writing, block);
    }
}

/* The oldest way to write a trust policy: who may assume the role, as two lists. */
static void write_trust(struct writing *writing, const struct rp_node *users, const struct rp_node *services)
{
    bool lists = (users == NULL || is_list_of(users, RP_NODE_STRING)) &&
                 (services == NULL || is_list_of(services, RP_NODE_STRING));
    if (!lists) writing->failed = true;
    rp_buf_printf(&writing->out, "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{");
    if (users != NULL) {
        rp_buf_printf(&writing->out, "\"RAM\":");
        write_raw(writing, users);
    }
    if (services != NULL) {
        rp_buf_printf(&writing->out, "%s\"Service\":", users != NULL ? "," : "");
        write_raw(writing, services);
    }
    rp_buf_printf(&writing->out, "}}");
}

/* ---- a document ---- */

static const struct rp_node *whole(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                   struct rampart_str attribute, bool *unknown)
{
    struct rp_tf_value value = rp_tf_value(tf, resource, attribute, (struct rampart_str){NULL, 0});
    if (value.said == RP_TF_UNKNOWN) *unknown = true;
    return value.said == RP_TF_KNOWN && has_rows(value.node) ? value.node : NULL;
}

static void write_document(struct writing *writing, const struct rp_tf_resource *resource)
{
    bool unknown = false;
    const struct rp_tf *tf = writing->tf;
    const struct rp_node *version = rp_tf_value(tf, resource, RP_STR("version"), RP_STR("")).node;
    const struct rp_node *statements = whole(tf, resource, RP_STR("statement"), &unknown);
    const struct rp_node *users = whole(tf, resource, RP_STR("ram_users"), &unknown);
    const struct rp_node *services = whole(tf, resource, RP_STR("services"), &unknown);
    writing->failed = unknown || (statements == NULL && users == NULL && services == NULL);
    if (writing->failed) return;
    rp_buf_printf(&writing->out, "{\"Version\":");
    if (has_text(version) && version->text.len > 0)
        write_raw(writing, version);
    else
        rp_buf_printf(&writing->out, "\"1\"");
    rp_buf_printf(&writing->out, ",\"Statement\":[");
    if (statements != NULL)
        write_statements(writing, statements);
    else
        write_trust(writing, users, services);
    rp_buf_printf(&writing->out, "]}");
}

/* Many resources may have one data source: what is written for all of them stays within a few times the file. */
enum { MOST_TIMES_THE_FILE = 8 };

enum rampart_status rp_tf_blocks(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                 struct rampart_str *ret_text)
{
    struct writing writing = {.tf = tf};
    size_t most = MOST_TIMES_THE_FILE * tf->source->text.len - tf->written;
    *ret_text = (struct rampart_str){NULL, 0};
    if (!rp_tree_is_json(tf->source, RAMPART_FORMAT_AUTO)) return RAMPART_OK;
    rp_buf_init(&writing.out, &tf->arena->allocator, most);
    write_document(&writing, resource);
    enum rampart_status failed = writing.out.failed;
    if (failed == RAMPART_OK && !writing.failed &&
        !rp_arena_copy(tf->arena, rp_buf_text(&writing.out), ret_text))
        failed = RAMPART_NO_MEMORY;
    tf->written += rp_buf_text(&writing.out).len;
    rp_buf_free(&writing.out);
    return failed == RAMPART_LIMIT ? RAMPART_OK : failed;
}
