/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The document of a policy or a role: read, made of blocks, or unknown for a reason. Blocks of a resource or a data
 * source become a document in the way of the provider, of values as they stand in the file, which is JSON. Blocks
 * that are not wholly known give no document, nor do those that the provider joins in more than one way.
 */
#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"
#include "text/json.h"
#include "text/tree_read.h"

/* Blocks of one statement; a document of the cloud's size has fewer. */
enum { MOST_BLOCKS = 32 };

struct block_writer {
    const struct rp_tf *tf;
    struct rp_buf out;
    bool failed; /* it is not known which document the provider makes */
};

/* ---- parts ---- */

static bool tf_is_list_of(const struct rp_node *list, enum rp_node_type type)
{
    if (list == NULL || list->type != RP_NODE_LIST) return false;
    for (const struct rp_node *row = list->first; row != NULL; row = row->next)
        if (row->type != type) return false;
    return list->count > 0;
}

static bool tf_has_rows(const struct rp_node *list)
{
    return list != NULL && list->type == RP_NODE_LIST && list->count > 0;
}

static bool tf_has_text(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_STRING;
}

static void tf_write_raw(struct block_writer *writer, const struct rp_node *node)
{
    struct rampart_str text = writer->tf->source->text;
    rp_buf_add(&writer->out, rp_str_part(text, node->span.start, node->span.end - node->span.start));
}

/* `"Action":[…]`, with a comma before it. */
static void tf_write_list(struct block_writer *writer, const char *name, const struct rp_node *list)
{
    if (!tf_is_list_of(list, RP_NODE_STRING)) {
        writer->failed = true;
        return;
    }
    rp_buf_printf(&writer->out, ",\"%s\":", name);
    tf_write_raw(writer, list);
}

static void tf_write_member(struct block_writer *writer, bool first, const struct rp_node *key,
                            const struct rp_node *list)
{
    if (!tf_has_text(key) || !tf_is_list_of(list, RP_NODE_STRING)) {
        writer->failed = true;
        return;
    }
    if (!first) rp_buf_add_byte(&writer->out, ',');
    tf_write_raw(writer, key);
    rp_buf_add_byte(&writer->out, ':');
    tf_write_raw(writer, list);
}

/* ---- principals and conditions of the data source ---- */

static bool tf_same_text(const struct rp_node *a, const struct rp_node *b, struct rampart_str member)
{
    const struct rp_node *left = rp_node_member(a, member), *right = rp_node_member(b, member);
    return tf_has_text(left) && tf_has_text(right) && rp_str_equal(left->text, right->text);
}

static bool tf_comes_before(const struct rp_node *blocks, const struct rp_node *block,
                            struct rampart_str member)
{
    for (const struct rp_node *row = blocks->first; row != block; row = row->next)
        if (tf_same_text(row, block, member)) return true;
    return false;
}

static void tf_write_principals(struct block_writer *writer, const struct rp_node *blocks)
{
    if (!tf_has_rows(blocks)) return;
    if (blocks->count > MOST_BLOCKS) writer->failed = true;
    rp_buf_printf(&writer->out, ",\"Principal\":{");
    for (const struct rp_node *block = blocks->first; block != NULL && !writer->failed; block = block->next) {
        if (tf_comes_before(blocks, block, RP_STR("entity"))) writer->failed = true;
        tf_write_member(writer, block == blocks->first, rp_node_member(block, RP_STR("entity")),
                        rp_node_member(block, RP_STR("identifiers")));
    }
    rp_buf_add_byte(&writer->out, '}');
}

/* All conditions with the operator of the first one. The provider takes either of two for one key. */
static void tf_write_operator(struct block_writer *writer, const struct rp_node *first)
{
    for (const struct rp_node *block = first; block != NULL; block = block->next) {
        if (!tf_same_text(first, block, RP_STR("operator"))) continue;
        if (block != first && tf_same_text(first, block, RP_STR("variable"))) writer->failed = true;
        tf_write_member(writer, block == first, rp_node_member(block, RP_STR("variable")),
                        rp_node_member(block, RP_STR("values")));
    }
}

static void tf_write_conditions(struct block_writer *writer, const struct rp_node *blocks)
{
    if (!tf_has_rows(blocks)) return;
    if (blocks->count > MOST_BLOCKS) writer->failed = true;
    rp_buf_printf(&writer->out, ",\"Condition\":{");
    for (const struct rp_node *block = blocks->first; block != NULL && !writer->failed; block = block->next) {
        const struct rp_node *operator= rp_node_member(block, RP_STR("operator"));
        if (!tf_has_text(operator)) writer->failed = true;
        if (writer->failed || tf_comes_before(blocks, block, RP_STR("operator"))) continue;
        if (block != blocks->first) rp_buf_add_byte(&writer->out, ',');
        tf_write_raw(writer, operator);
        rp_buf_printf(&writer->out, ":{");
        tf_write_operator(writer, block);
        rp_buf_add_byte(&writer->out, '}');
    }
    rp_buf_add_byte(&writer->out, '}');
}

/* ---- statements ---- */

static void tf_write_effect(struct block_writer *writer, const struct rp_node *effect)
{
    rp_buf_printf(&writer->out, "{\"Effect\":");
    if (tf_has_text(effect) && effect->text.len > 0)
        tf_write_raw(writer, effect);
    else
        rp_buf_printf(&writer->out, "\"Allow\"");
}

static void tf_write_statement(struct block_writer *writer, const struct rp_node *block)
{
    const struct rp_node *resources = rp_node_member(block, RP_STR("resource"));
    tf_write_effect(writer, rp_node_member(block, RP_STR("effect")));
    tf_write_list(writer, "Action", rp_node_member(block, RP_STR("action")));
    if (tf_has_rows(resources)) tf_write_list(writer, "Resource", resources);
    tf_write_principals(writer, rp_node_member(block, RP_STR("principal")));
    tf_write_conditions(writer, rp_node_member(block, RP_STR("condition")));
    rp_buf_add_byte(&writer->out, '}');
}

static void tf_write_statements(struct block_writer *writer, const struct rp_node *blocks)
{
    for (const struct rp_node *block = blocks->first; block != NULL && !writer->failed; block = block->next) {
        if (block != blocks->first) rp_buf_add_byte(&writer->out, ',');
        tf_write_statement(writer, block);
    }
}

/* The oldest way to write a trust policy: the users and the services that may assume the role, as two lists. */
static void tf_write_trust(struct block_writer *writer, const struct rp_node *users,
                           const struct rp_node *services)
{
    bool lists = (users == NULL || tf_is_list_of(users, RP_NODE_STRING)) &&
                 (services == NULL || tf_is_list_of(services, RP_NODE_STRING));
    if (!lists) writer->failed = true;
    rp_buf_printf(&writer->out, "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{");
    if (users != NULL) {
        rp_buf_printf(&writer->out, "\"RAM\":");
        tf_write_raw(writer, users);
    }
    if (services != NULL) {
        rp_buf_printf(&writer->out, "%s\"Service\":", users != NULL ? "," : "");
        tf_write_raw(writer, services);
    }
    rp_buf_printf(&writer->out, "}}");
}

/* ---- a document ---- */

static const struct rp_node *tf_known_list(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                           struct rampart_str attribute, bool *unknown)
{
    struct rp_tf_value value = rp_tf_value(tf, resource, attribute, (struct rampart_str){NULL, 0});
    if (value.state == RP_TF_UNKNOWN) *unknown = true;
    return value.state == RP_TF_KNOWN && tf_has_rows(value.node) ? value.node : NULL;
}

static void tf_write_document(struct block_writer *writer, const struct rp_tf_resource *resource)
{
    bool unknown = false;
    const struct rp_tf *tf = writer->tf;
    const struct rp_node *version = rp_tf_value(tf, resource, RP_STR("version"), RP_STR("")).node;
    const struct rp_node *statements = tf_known_list(tf, resource, RP_STR("statement"), &unknown);
    const struct rp_node *users = tf_known_list(tf, resource, RP_STR("ram_users"), &unknown);
    const struct rp_node *services = tf_known_list(tf, resource, RP_STR("services"), &unknown);
    writer->failed = unknown || (statements == NULL && users == NULL && services == NULL);
    if (writer->failed) return;
    rp_buf_printf(&writer->out, "{\"Version\":");
    if (tf_has_text(version) && version->text.len > 0)
        tf_write_raw(writer, version);
    else
        rp_buf_printf(&writer->out, "\"1\"");
    rp_buf_printf(&writer->out, ",\"Statement\":[");
    if (statements != NULL)
        tf_write_statements(writer, statements);
    else
        tf_write_trust(writer, users, services);
    rp_buf_printf(&writer->out, "]}");
}

/* Many resources may have one data source: the size of all documents has a limit of a few times the file. */
enum { MOST_TIMES_THE_FILE = 8 };

static enum rampart_status tf_join_blocks(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                          struct rampart_str *ret_text)
{
    struct block_writer writer = {.tf = tf};
    size_t most = MOST_TIMES_THE_FILE * tf->source->text.len - tf->written;
    *ret_text = (struct rampart_str){NULL, 0};
    if (!rp_tree_is_json(tf->source, RAMPART_FORMAT_AUTO)) return RAMPART_OK;
    rp_buf_init(&writer.out, &tf->arena->allocator, most);
    tf_write_document(&writer, resource);
    enum rampart_status failed = writer.out.failed;
    if (failed == RAMPART_OK && !writer.failed &&
        !rp_arena_copy(tf->arena, rp_buf_text(&writer.out), ret_text))
        failed = RAMPART_NO_MEMORY;
    tf->written += rp_buf_text(&writer.out).len;
    rp_buf_free(&writer.out);
    return failed == RAMPART_LIMIT ? RAMPART_OK : failed;
}

/* ---- setting a document ---- */

static bool tf_hide_diag(const void *context, struct rampart_diag *diag)
{
    (void)context;
    if (rp_code_of(diag) == RP_ACC_QUARANTINE)
        return true; /* it names the policy, and nothing of its contents */
    diag->message = RP_STR("there is an error in a document that is marked as sensitive, and so not shown");
    diag->help = (struct rampart_str){NULL, 0};
    return true;
}

static enum rampart_status tf_set_document(struct rp_tf *tf, const struct rp_tf_owner *owner,
                                           const struct rp_source *source, const struct rp_node *node,
                                           bool sensitive)
{
    size_t first = rampart_diags_count(tf->diags);
    enum rampart_status status = owner->policy != NULL
                                     ? rp_builder_set_document(tf->builder, owner->policy, source, node)
                                     : rp_builder_set_trust(tf->builder, owner->role, source, node);
    if (!sensitive) return status;
    rp_diags_filter(tf->diags, first, tf_hide_diag, NULL);
    if (owner->policy != NULL)
        rp_builder_hide_document(owner->policy);
    else
        rp_builder_hide_trust(owner->role);
    return status;
}

static enum rampart_status tf_set_unknown(struct rp_tf *tf, const struct rp_tf_owner *owner,
                                          const char *reason)
{
    RP_TRY_MEMORY(reason != NULL);
    if (owner->policy != NULL) return rp_builder_document_unknown(tf->builder, owner->policy, reason);
    return rp_builder_trust_unknown(tf->builder, owner->role, reason);
}

/* ---- a document made of blocks ---- */

/* The text does not stand in the file; its errors are those of a source named by the resource's address. */
static enum rampart_status tf_set_text(struct rp_tf *tf, const struct rp_tf_owner *owner,
                                       const struct rp_tf_resource *resource, struct rampart_str text)
{
    const struct rampart_str parts[] = {tf->source->name, RP_STR("("), resource->address, RP_STR(").json")};
    const struct rp_source *source;
    struct rampart_str name;
    struct rp_node *node;
    RP_TRY_MEMORY(rp_arena_join(tf->arena, parts, 4, &name));
    RP_TRY(rp_builder_add_source(tf->builder, name, text, &source));
    rp_builder_hide_source(tf->builder, source);
    struct rp_reading reading = rp_builder_reading(tf->builder, source);
    enum rampart_status status = rp_json_read(&reading, &node);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK) return tf_set_unknown(tf, owner, "its blocks do not make a valid document");
    return tf_set_document(tf, owner, source, node, rp_tf_marked(resource->sensitive));
}

/* The blocks of a data source that Terraform reads at the apply, though all of them are known. */
static enum rampart_status tf_find_blocks(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                          const struct rp_tf_value *value,
                                          const struct rp_tf_resource **ret_source,
                                          struct rampart_str *ret_text)
{
    bool found = false;
    struct rp_tf_target target;
    RP_TRY(rp_tf_find_target(tf, resource, value->attribute, RP_TERRAFORM_DOCUMENT, &target, &found));
    if (!found || target.resource->fact.kind != RP_TERRAFORM_DOCUMENT) return RAMPART_OK;
    if (!rp_str_equal(target.attribute, target.resource->fact.attribute)) return RAMPART_OK;
    *ret_source = target.resource;
    return tf_join_blocks(tf, target.resource, ret_text);
}

/* The provider fills its blocks in from the document: they count only where no document is configured. */
static bool tf_are_blocks_configured(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                     const struct rp_terraform_document *row)
{
    if (tf->setting_count == 0) return resource->before == NULL;
    return rp_tf_expression(tf, resource, row->attribute) == NULL &&
           rp_tf_expression(tf, resource, row->older) == NULL;
}

static enum rampart_status tf_read_document(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                            const struct rp_tf_owner *owner)
{
    struct rp_terraform_document row;
    struct rampart_str text = {NULL, 0};
    const struct rp_tf_resource *blocks = resource;
    size_t cursor = 0;
    if (!rp_terraform_document_next(resource->type, &cursor, &row)) return RAMPART_OK;
    struct rp_tf_value value = rp_tf_text(tf, resource, row.attribute, row.older);
    if (value.state == RP_TF_KNOWN)
        return tf_set_document(tf, owner, tf->source, value.node, value.sensitive);
    if (value.state == RP_TF_UNKNOWN) RP_TRY(tf_find_blocks(tf, resource, &value, &blocks, &text));
    if (text.len == 0 && tf_are_blocks_configured(tf, resource, &row))
        RP_TRY(tf_join_blocks(tf, blocks = resource, &text));
    if (text.len > 0) return tf_set_text(tf, owner, blocks, text);
    if (value.state == RP_TF_ABSENT) return tf_set_unknown(tf, owner, "Terraform shows no document of it");
    return tf_set_unknown(tf, owner, rp_tf_reason(tf, resource, value.attribute));
}

enum rampart_status rp_tf_read_document(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                        struct rp_tf_owner owner)
{
    rp_builder_set_address(tf->builder, resource->address);
    enum rampart_status status = tf_read_document(tf, resource, &owner);
    rp_builder_set_address(tf->builder, (struct rampart_str){NULL, 0});
    return status;
}
