/* SPDX-License-Identifier: Apache-2.0 */
#include <rampart/write.h>

#include "base/limits.h"
#include "base/table.h"
#include "base/try.h"
#include "calibrate/evidence.h"
#include "catalog/embedded.h"
#include "policy/key.h"
#include "policy/operand.h"
#include "text/json.h"
#include "text/json_write.h"

enum { LONGEST_ACCOUNT = 1 << 30, SHORT_NUMBER = 10 };

/* The account file being written anew. */
struct rewriting {
    struct rp_replacer *replacer;
    const struct rp_evidence *evidence;
    struct rp_arena *arena;
    struct rp_arena kept;
    struct rp_intern named, joined, held; /* names in events, of groups, of policies */
    const struct rp_node *root, *policies, *users, *roles, *groups;
    struct rp_buf *out;
};

static bool account_write_piece(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return ((struct rp_buf *)context)->failed == RAMPART_OK;
}

/* ---- what is left out ---- */

static enum rampart_status account_add_name(struct rewriting *rewriting, struct rp_intern *names, struct rampart_str name)
{
    struct rampart_str *kept = name.len == 0 ? NULL : rp_intern(names, &rewriting->kept, name);
    if (name.len == 0) return RAMPART_OK;
    RP_TRY_MEMORY(kept != NULL);
    if (kept->data == NULL) *kept = name;
    return RAMPART_OK;
}

static enum rampart_status account_has_name(struct rewriting *rewriting, struct rp_intern *names, struct rampart_str name,
                                            bool *ret_has)
{
    const struct rampart_str *kept = rp_intern(names, &rewriting->kept, name);
    RP_TRY_MEMORY(kept != NULL);
    *ret_has = kept->data != NULL;
    return RAMPART_OK;
}

static bool account_is_name_sign(char c)
{
    const char lower = rp_lower(c);
    return (lower >= 'a' && lower <= 'z') || rp_is_digit(c) || c == '-' || c == '_' || c == '.' || c == '@';
}

/* All that can be a name in the events: who neither calls nor is called for has no part in them. */
static enum rampart_status account_collect_names(struct rewriting *rewriting)
{
    for (const struct rp_kept_event *event = rewriting->evidence->first; event != NULL; event = event->next) {
        size_t from = 0;
        for (size_t at = 0; at <= event->text.len; at++) {
            if (at < event->text.len && account_is_name_sign(event->text.data[at])) continue;
            RP_TRY(account_add_name(rewriting, &rewriting->named, rp_str_part(event->text, from, at - from)));
            from = at + 1;
        }
    }
    return RAMPART_OK;
}

/* The names of a list, or of the maps, or of the lists in it. */
static enum rampart_status account_collect_list(struct rewriting *rewriting, struct rp_intern *names,
                                                const struct rp_node *list)
{
    if (list == NULL) return RAMPART_OK;
    for (const struct rp_node *item = list->first; item != NULL; item = item->next) {
        const struct rp_node *named = item->type == RP_NODE_MAP ? rp_node_member(item, RP_STR("name")) : item;
        if (item->type == RP_NODE_LIST)
            RP_TRY(account_collect_list(rewriting, names, item));
        else if (named != NULL)
            RP_TRY(account_add_name(rewriting, names, named->text));
    }
    return RAMPART_OK;
}

/* What the holders of a section that are kept hold, and the groups that they are in. */
static enum rampart_status account_collect_held(struct rewriting *rewriting, const struct rp_node *section,
                                                struct rp_intern *kept)
{
    if (section == NULL) return RAMPART_OK;
    for (const struct rp_node *holder = section->first; holder != NULL; holder = holder->next) {
        bool has = false;
        RP_TRY(account_has_name(rewriting, kept, holder->key, &has));
        if (!has || holder->type != RP_NODE_MAP) continue;
        RP_TRY(account_collect_list(rewriting, &rewriting->held, rp_node_member(holder, RP_STR("policies"))));
        RP_TRY(account_collect_list(rewriting, &rewriting->joined, rp_node_member(holder, RP_STR("groups"))));
    }
    return RAMPART_OK;
}

static enum rampart_status account_collect(struct rewriting *rewriting)
{
    const struct rp_node *directory = rp_node_member(rewriting->root, RP_STR("resourceDirectory"));
    RP_TRY(account_collect_names(rewriting));
    RP_TRY(account_collect_held(rewriting, rewriting->users, &rewriting->named));
    RP_TRY(account_collect_held(rewriting, rewriting->roles, &rewriting->named));
    RP_TRY(account_collect_held(rewriting, rewriting->groups, &rewriting->joined));
    if (directory == NULL || directory->type != RP_NODE_MAP) return RAMPART_OK;
    return account_collect_list(rewriting, &rewriting->held, rp_node_member(directory, RP_STR("controlPolicies")));
}

static enum rampart_status account_keeps(struct rewriting *rewriting, const struct rp_node *section,
                                         struct rampart_str name, bool *ret_keeps)
{
    *ret_keeps = true;
    if (section == rewriting->users || section == rewriting->roles)
        return account_has_name(rewriting, &rewriting->named, name, ret_keeps);
    if (section == rewriting->groups) return account_has_name(rewriting, &rewriting->joined, name, ret_keeps);
    if (section == rewriting->policies) return account_has_name(rewriting, &rewriting->held, name, ret_keeps);
    return RAMPART_OK;
}

/* ---- what is replaced ---- */

/* Members whose values are words of the languages, and no names. */
static bool account_is_verbatim(struct rampart_str key)
{
    static const char *const keys[] = {"Version", "Effect",        "Action", "NotAction",    "rampart", "type",
                                       "member",  "effectScope",   "layers", "assumeAbsent", "status",  "acl",
                                       "Service", "serviceLinked", "kind",   "what",         "state"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (rp_str_equal(key, rampart_str(keys[i]))) return true;
    return false;
}

/* The name of a policy of the cloud's, unless the account has one of its own by that name. */
static bool account_is_system(const struct rewriting *rewriting, struct rampart_str text)
{
    struct rampart_str document;
    if (rewriting->policies != NULL && rp_node_member(rewriting->policies, text) != NULL) return false;
    return rp_system_policy(text, &document);
}

static enum rampart_status account_put_text(const struct rewriting *rewriting, struct rampart_str text)
{
    struct rampart_str replaced = text;
    if (!account_is_system(rewriting, text)) RP_TRY(rp_replaced(rewriting->replacer, text, rewriting->arena, &replaced));
    rp_write_text(rewriting->out, NULL, replaced);
    return RAMPART_OK;
}

static enum rampart_status account_put_key(const struct rewriting *rewriting, struct rampart_str key)
{
    struct rampart_str replaced = key;
    if (!account_is_system(rewriting, key)) RP_TRY(rp_replaced(rewriting->replacer, key, rewriting->arena, &replaced));
    rp_write_name(rewriting->out, replaced);
    return RAMPART_OK;
}

static void account_put_verbatim(const struct rewriting *rewriting, const struct rp_node *node)
{
    const char bracket = node->type == RP_NODE_LIST ? '[' : '{';
    if (node->type != RP_NODE_LIST && node->type != RP_NODE_MAP) {
        if (node->type == RP_NODE_STRING)
            rp_write_text(rewriting->out, NULL, node->text);
        else
            rp_write_raw(rewriting->out, NULL, node->type == RP_NODE_NULL ? RP_STR("null") : node->text);
        return;
    }
    rp_write_open(rewriting->out, NULL, bracket);
    for (const struct rp_node *item = node->first; item != NULL; item = item->next) {
        if (bracket == '{') rp_write_name(rewriting->out, item->key);
        account_put_verbatim(rewriting, item);
    }
    rp_write_close(rewriting->out, bracket == '[' ? ']' : '}');
}

/* Numbers, dates and truth values of a condition are compared by what they are, and say nothing of anybody. */
static bool account_is_plain_value(struct rampart_str text)
{
    bool truth = false;
    size_t digits = 0;
    while (digits < text.len && rp_is_digit(text.data[digits])) digits++;
    if (text.len > 0 && digits == text.len) return text.len < SHORT_NUMBER;
    return rp_value_fits(RP_TYPE_DATE, text) || rp_truth_read(text, &truth);
}

static enum rampart_status account_put_values(const struct rewriting *rewriting, const struct rp_node *node)
{
    if (node->type == RP_NODE_LIST) {
        rp_write_open(rewriting->out, NULL, '[');
        for (const struct rp_node *item = node->first; item != NULL; item = item->next)
            RP_TRY(account_put_values(rewriting, item));
        rp_write_close(rewriting->out, ']');
        return RAMPART_OK;
    }
    if (node->type != RP_NODE_STRING || account_is_plain_value(node->text)) {
        account_put_verbatim(rewriting, node);
        return RAMPART_OK;
    }
    return account_put_text(rewriting, node->text);
}

/* Operators and keys stay; of a key with a slash, what stands behind it is a name of the account's. */
static enum rampart_status account_put_condition(const struct rewriting *rewriting, const struct rp_node *condition)
{
    struct rp_buf *out = rewriting->out;
    rp_write_open(out, NULL, '{');
    for (const struct rp_node *op = condition->first; op != NULL; op = op->next) {
        rp_write_name(out, op->key);
        rp_write_open(out, NULL, '{');
        for (const struct rp_node *key = op->first; key != NULL; key = key->next) {
            const size_t slash = rp_str_find(key->key, '/');
            struct rampart_str name;
            RP_TRY(rp_replaced(rewriting->replacer, rp_str_from(key->key, slash), rewriting->arena, &name));
            const struct rampart_str parts[] = {rp_str_part(key->key, 0, slash), name};
            RP_TRY_MEMORY(rp_arena_join(rewriting->arena, parts, 2, &name));
            rp_write_name(out, name);
            RP_TRY(account_put_values(rewriting, key));
        }
        rp_write_close(out, '}');
    }
    rp_write_close(out, '}');
    return RAMPART_OK;
}

/* The words of our own forms, which are names of members; every other name of a member is replaced. */
static bool account_is_member(struct rampart_str key)
{
    static const char *const keys[] = {
        "Condition", "Federated", "NotPrincipal", "NotResource", "Principal", "RAM", "Resource", "Sid",
        "Statement", "accessKeyPolicies", "accessKeys", "account", "accounts", "attachments", "blockPublicAccess",
        "bucket", "bucketPolicy", "controlPolicies", "document", "endpointPolicies", "folders", "groups", "heldBy",
        "id", "incomplete", "instanceRolePolicies", "name", "network", "networkOrigin", "of", "policies", "policy",
        "reason", "resource", "resourceDirectory", "resourceGroup", "resourceGroups", "resourcePolicies", "role",
        "roles", "service", "systemPolicies", "trust", "uid", "users", "vpc"
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (rp_str_equal(key, rampart_str(keys[i]))) return true;
    return account_is_verbatim(key);
}

static enum rampart_status account_put_node(struct rewriting *rewriting, const struct rp_node *node);

/* The name of a member: in a section of names every one is a name. */
static enum rampart_status account_put_member(struct rewriting *rewriting, const struct rp_node *member, bool names)
{
    if (!names && account_is_member(member->key))
        rp_write_name(rewriting->out, member->key);
    else
        RP_TRY(account_put_key(rewriting, member->key));
    if (!names && account_is_verbatim(member->key)) {
        account_put_verbatim(rewriting, member);
        return RAMPART_OK;
    }
    if (!names && rp_str_equal(member->key, RP_STR("Condition"))) return account_put_condition(rewriting, member);
    return account_put_node(rewriting, member);
}

static enum rampart_status account_put_node(struct rewriting *rewriting, const struct rp_node *node)
{
    struct rp_buf *out = rewriting->out;
    const bool names = node == rewriting->users || node == rewriting->roles || node == rewriting->groups ||
                       node == rewriting->policies;
    if (node->type == RP_NODE_STRING) return account_put_text(rewriting, node->text);
    if (node->type != RP_NODE_LIST && node->type != RP_NODE_MAP) {
        account_put_verbatim(rewriting, node);
        return RAMPART_OK;
    }
    rp_write_open(out, NULL, node->type == RP_NODE_LIST ? '[' : '{');
    for (const struct rp_node *item = node->first; item != NULL; item = item->next) {
        bool keeps = true;
        if (node->type == RP_NODE_MAP) RP_TRY(account_keeps(rewriting, node, item->key, &keeps));
        if (node->type == RP_NODE_LIST)
            RP_TRY(account_put_node(rewriting, item));
        else if (keeps)
            RP_TRY(account_put_member(rewriting, item, names));
    }
    rp_write_close(out, node->type == RP_NODE_LIST ? ']' : '}');
    return RAMPART_OK;
}

/* Without sections, no name of a member is one of the account's. */
enum rampart_status rp_evidence_write_document(struct rp_replacer *replacer, const struct rp_reading *reading,
                                               const struct rp_node *document, struct rp_buf *out)
{
    struct rewriting rewriting = {.replacer = replacer, .arena = reading->arena, .root = document, .out = out};
    return account_put_node(&rewriting, document);
}

enum rampart_status rp_evidence_write_account(struct rp_replacer *replacer, const struct rp_evidence *evidence,
                                              const struct rampart_account *account, struct rp_buf *out)
{
    const struct rampart_options options = {.allocator = &out->allocator};
    const struct rampart_limits limits = rp_limits_of(NULL);
    struct rampart_diags *diags = NULL;
    struct rp_arena arena;
    struct rp_buf file;
    struct rp_source source;
    struct rp_node *root = NULL;
    rp_arena_init(&arena, &out->allocator);
    rp_buf_init(&file, &out->allocator, LONGEST_ACCOUNT);
    const struct rampart_writer writer = {&file, account_write_piece};
    enum rampart_status status = rampart_diags_new(&options, &diags);
    if (status == RAMPART_OK)
        status = rampart_write_account(&options, account, (struct rampart_account_style){.json = true}, &writer);
    rp_buf_add_byte(&file, '\0'); /* the reader of JSON wants one behind the text */
    if (status == RAMPART_OK) status = file.failed;
    if (status == RAMPART_OK)
        status = rp_source_init(&source, &arena, RP_STR("evidence"), rp_str_part(rp_buf_text(&file), 0, file.len - 1));
    struct rampart_limits wide = limits;
    wide.list_values = limits.account_entries;
    wide.document_bytes = wide.string_bytes = limits.account_bytes;
    const struct rp_reading reading = {.arena = &arena, .source = &source, .limits = &wide, .diags = diags};
    if (status == RAMPART_OK) status = rp_json_read(&reading, &root);
    if (status == RAMPART_OK) {
        struct rewriting rewriting = {.replacer = replacer,
                                            .evidence = evidence,
                                            .arena = &arena,
                                            .root = root,
                                            .policies = rp_node_member(root, RP_STR("policies")),
                                            .users = rp_node_member(root, RP_STR("users")),
                                            .roles = rp_node_member(root, RP_STR("roles")),
                                            .groups = rp_node_member(root, RP_STR("groups")),
                                            .out = out};
        rp_arena_init(&rewriting.kept, &out->allocator);
        status = account_collect(&rewriting);
        if (status == RAMPART_OK) status = account_put_node(&rewriting, root);
        rp_arena_free(&rewriting.kept);
    }
    rampart_diags_free(diags);
    rp_buf_free(&file);
    rp_arena_free(&arena);
    return status;
}
