/* SPDX-License-Identifier: Apache-2.0 */
/* The policies that an account has, and which of them a name means. */
#include <stdlib.h>

#include "account/read.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/tables.h"
#include "catalog/slips.h"

/*
 * How many system policies that are not built in an account may name, and the bytes that naming one takes at least;
 * with those that are built in they leave the table of names half empty.
 */
enum { MOST_MISSING = 1000, LEAST_REFERENCE = 7, NAMED_SLOTS = 4096 };

/* ---- which there are ---- */

static enum rampart_status read_policies_add_policies(struct rp_account_reader *reader, const struct rp_node *node,
                                                      bool system, struct rp_named_policy *policies, size_t *count)
{
    if (node == NULL) return RAMPART_OK;
    if (!rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from names to documents")) {
        reader->policies_broken = true;
        return RAMPART_OK;
    }
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        struct rp_named_policy *policy = &policies[(*count)++];
        *policy = (struct rp_named_policy){.name = member->key, .system = system};
        rp_account_check_name(reader, member, "a policy");
        const struct rp_document_of of = {system ? RP_OF_SYSTEM_POLICY : RP_OF_POLICY, member->key};
        RP_TRY(rp_account_document(reader, member, of, &policy->policy));
    }
    return RAMPART_OK;
}

/* Policies of which nothing is known but that they are there. */
static enum rampart_status read_policies_add_unknown(struct rp_account_reader *reader, struct rp_named_policy *policies,
                                                     size_t *count)
{
    for (size_t i = 0; i < reader->account->gap_count; i++) {
        struct rp_named_policy *policy = &policies[*count];
        bool system = rp_account_gap_names(reader, i, RAMPART_GAP_DOCUMENT, "system-policy/", &policy->name);
        if (!system && !rp_account_gap_names(reader, i, RAMPART_GAP_DOCUMENT, "policy/", &policy->name)) continue;
        policy->system = system;
        RP_TRY(rp_account_unknown(reader, policy->name, &policy->policy));
        (*count)++;
    }
    return RAMPART_OK;
}

/* A document is given or not known. */
static void read_policies_check_known(struct rp_account_reader *reader, const struct rp_named_policy *policies,
                                      size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct rp_named_policy *one = &policies[i - 1], *other = &policies[i];
        if (!rp_str_equal(one->name, other->name) || one->system != other->system) continue;
        rp_account_error(reader, RP_ACC_GAP, reader->gaps_span,
                         "the document of \"%.*s\" is given, but also listed as unknown",
                         RP_ARG(rp_account_shown(one->name)));
        rp_diag_help(reader->reading.diags, "remove one of the two");
    }
}

static int read_policies_custom_before_system(const void *a, const void *b)
{
    const struct rp_named_policy *x = a, *y = b;
    int order = rp_str_compare(x->name, y->name);
    return order != 0 ? order : (int)x->system - (int)y->system;
}

enum rampart_status rp_account_policies(struct rp_account_reader *reader, const struct rp_node *custom,
                                        const struct rp_node *system)
{
    size_t most = (custom == NULL ? 0 : custom->count) + (system == NULL ? 0 : system->count), count = 0;
    most += reader->account->gap_count;
    reader->most_missing = reader->account->source.text.len / LEAST_REFERENCE;
    if (reader->most_missing > MOST_MISSING) reader->most_missing = MOST_MISSING;
    struct rp_named_policy *policies = RP_NEW_ARRAY(&reader->account->arena, struct rp_named_policy,
                                                    most + rp_catalog_policy_count(reader->catalog) + reader->most_missing);
    reader->named = RP_NEW_ARRAY(&reader->scratch, uint32_t, NAMED_SLOTS);
    RP_TRY_MEMORY(policies != NULL && reader->named != NULL);
    rampart_switches assumed = reader->reading.assumed;
    RP_TRY(read_policies_add_policies(reader, custom, false, policies, &count));
    reader->reading.assumed = 0; /* the cloud has taken its own, whatever it refuses from others */
    RP_TRY(read_policies_add_policies(reader, system, true, policies, &count));
    reader->reading.assumed = assumed;
    RP_TRY(read_policies_add_unknown(reader, policies, &count));
    if (count > 1) qsort(policies, count, sizeof policies[0], read_policies_custom_before_system);
    read_policies_check_known(reader, policies, count);
    reader->policies = policies;
    reader->defined = count;
    reader->account->policies = policies;
    reader->account->policy_count = reader->account->defined_count = count;
    return rp_name_index_make(&reader->scratch, policies, count, sizeof policies[0], &reader->policy_names);
}

/* ---- which one is meant ---- */

enum wanted { EITHER, CUSTOM, SYSTEM };

/*
 * The slot with the number, plus one, of the policy of this name among those that are named and not defined; 0: none
 * is.
 */
static uint32_t *read_policies_find_named(struct rp_account_reader *reader, struct rampart_str name)
{
    size_t slot = rp_hash(name) % NAMED_SLOTS;
    while (reader->named[slot] != 0 && !rp_str_equal(reader->policies[reader->named[slot] - 1].name, name))
        slot = (slot + 1) % NAMED_SLOTS;
    return &reader->named[slot];
}

/* A system policy that is not defined joins the account's when it is named first. */
static struct rp_named_policy *read_policies_add_named(struct rp_account_reader *reader, struct rampart_str name,
                                                       uint32_t *number)
{
    struct rp_named_policy *added = &reader->policies[reader->account->policy_count++];
    *added = (struct rp_named_policy){.name = name, .system = true};
    *number = (uint32_t)reader->account->policy_count;
    return added;
}

static enum rampart_status read_policies_find_built_in(struct rp_account_reader *reader, struct rampart_str name,
                                                       const struct rp_named_policy **ret_policy)
{
    struct rampart_str text;
    uint32_t *number = read_policies_find_named(reader, name);
    if (*number == 0 && rp_catalog_policy(reader->catalog, name, &text)) {
        struct rp_named_policy *added = read_policies_add_named(reader, name, number);
        RP_TRY(rp_account_built_in(reader, name, text, &added->policy));
    }
    if (*number != 0) *ret_policy = &reader->policies[*number - 1];
    return RAMPART_OK;
}

/* A document under systemPolicies stands before the built-in one: whoever gives it knows a newer one. */
static enum rampart_status read_policies_find_policy(struct rp_account_reader *reader, struct rampart_str name,
                                                     enum wanted wanted, const struct rp_named_policy **ret_policy)
{
    const struct rp_named_policy *policies = reader->policies;
    size_t i = rp_name_index_find(&reader->policy_names, name, rp_hash(name), 0, reader->defined);
    for (; i < reader->defined && rp_str_equal(policies[i].name, name); i++) {
        if (wanted == (policies[i].system ? CUSTOM : SYSTEM)) continue;
        *ret_policy = &policies[i];
        return RAMPART_OK;
    }
    return wanted == CUSTOM ? RAMPART_OK : read_policies_find_built_in(reader, name, ret_policy);
}

/* True when the name means a policy as long as nobody says which type. */
static bool read_policies_has_other_type(const struct rp_account_reader *reader, struct rampart_str name)
{
    struct rampart_str text;
    size_t defined = reader->defined;
    return rp_names_find(reader->policies, defined, sizeof reader->policies[0], name) < defined ||
           rp_catalog_policy(reader->catalog, name, &text);
}

/*
 * The one name of a type that the word misspells; empty when there is none, or more than one: a policy that is merely
 * near grants something else. All names of the cloud's own are near to one another but for the service.
 */
static struct rampart_str read_policies_meant(struct rp_account_reader *reader, struct rampart_str word,
                                              enum wanted wanted)
{
    struct rampart_str meant = {NULL, 0};
    size_t count = 0;
    if (!rp_account_may_search(reader)) return meant;
    for (size_t i = 0; i < reader->defined; i++) {
        const struct rp_named_policy *policy = &reader->policies[i];
        if (wanted == (policy->system ? CUSTOM : SYSTEM)) continue;
        if (!(policy->system ? rp_system_names_alike : rp_names_alike)(word, policy->name)) continue;
        meant = policy->name;
        count++;
    }
    for (size_t i = 0; wanted != CUSTOM && i < rp_catalog_policy_count(reader->catalog); i++) {
        const struct rampart_str name = rp_catalog_policy_name(reader->catalog, i);
        if (!rp_system_names_alike(word, name) || rp_str_equal(meant, name)) continue;
        meant = name;
        count++;
    }
    return count == 1 ? meant : (struct rampart_str){NULL, 0};
}

static void read_policies_custom_not_system(struct rp_account_reader *reader, const struct rp_node *node)
{
    rp_account_error(reader, RP_ACC_SYSTEM_POLICY, node->span, "the system policy \"%.*s\" is not built in",
                     RP_ARG(rp_account_shown(node->text)));
    rp_diag_help(reader->reading.diags, "it is a custom policy: write type: Custom");
}

static void read_policies_too_many_missing(struct rp_account_reader *reader, const struct rp_node *node)
{
    rp_account_error(reader, RP_ACC_SYSTEM_POLICY, node->span, "more than %zu system policies that are not built in",
                     reader->most_missing);
    rp_diag_help(reader->reading.diags, "give their documents under systemPolicies");
}

static void read_policies_say_missing(struct rp_account_reader *reader, const struct rp_node *node, enum wanted wanted)
{
    rp_diag(reader->reading.diags, RAMPART_ERROR, RP_ACC_SYSTEM_POLICY,
            (struct rp_at){reader->reading.source, node->span}, "the system policy \"%.*s\" is not built in",
            RP_ARG(rp_account_shown(node->text)));
    const struct rampart_str meant = read_policies_meant(reader, node->text, wanted);
    rp_diag_help(reader->reading.diags, "give its document under systemPolicies%s%.*s%s",
                 meant.len > 0 ? ", or write \"" : "", RP_ARG(meant), meant.len > 0 ? "\" if that is meant" : "");
}

/* The cloud has many system policies that are not built in: what such a one says is not known, but that it is there. */
static enum rampart_status read_policies_add_missing(struct rp_account_reader *reader, const struct rp_node *node,
                                                     enum wanted wanted, const struct rp_named_policy **ret_policy)
{
    const struct rp_document_of of = {RP_OF_SYSTEM_POLICY, node->text};
    const struct rp_at at = {reader->reading.source, node->span};
    struct rp_quarantine_mark mark = rp_quarantine_mark(reader->reading.diags);
    if (reader->missing == reader->most_missing) {
        read_policies_too_many_missing(reader, node);
        return RAMPART_OK;
    }
    reader->missing++;
    struct rp_named_policy *added =
        read_policies_add_named(reader, node->text, read_policies_find_named(reader, node->text));
    read_policies_say_missing(reader, node, wanted);
    RP_TRY(rp_account_unknown(reader, node->text, &added->policy));
    RP_TRY(rp_account_quarantine(reader, of, at, mark, added->policy));
    *ret_policy = added;
    return RAMPART_OK;
}

static void read_policies_unknown_policy(struct rp_account_reader *reader, const struct rp_node *node,
                                         enum wanted wanted)
{
    rp_account_error(reader, RP_ACC_POLICY, node->span, "the account has no %spolicy \"%.*s\"",
                     wanted == CUSTOM ? "custom " : "", RP_ARG(rp_account_shown(node->text)));
    if (read_policies_has_other_type(reader, node->text)) {
        rp_diag_help(reader->reading.diags, "it is a system policy: write type: System");
        return;
    }
    const struct rampart_str meant = read_policies_meant(reader, node->text, wanted);
    if (meant.len > 0)
        rp_diag_help(reader->reading.diags, "did you mean \"%.*s\"?", RP_ARG(meant));
    else
        rp_diag_help(reader->reading.diags, "define it under policies, or under systemPolicies if it is the cloud's");
}

static enum rampart_status read_policies_undefined_policy(struct rp_account_reader *reader, const struct rp_node *node,
                                                          enum wanted wanted, const struct rp_named_policy **ret_policy)
{
    if (reader->policies_broken) return RAMPART_OK;
    bool like_system =
        rp_str_starts(node->text, RP_STR("Aliyun")) || rp_str_equal(node->text, RP_STR("ReadOnlyAccess"));
    bool system = wanted == SYSTEM || (wanted == EITHER && like_system);
    if (system && !read_policies_has_other_type(reader, node->text))
        return read_policies_add_missing(reader, node, wanted, ret_policy);
    if (system)
        read_policies_custom_not_system(reader, node);
    else
        read_policies_unknown_policy(reader, node, wanted);
    return RAMPART_OK;
}

/* ---- the value that names one ---- */

static enum wanted read_policies_read_type(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (!rp_account_is(reader, node, RP_NODE_STRING, RP_STR("type"), "Custom or System")) return EITHER;
    if (rp_str_equal(node->text, RP_STR("Custom"))) return CUSTOM;
    if (rp_str_equal(node->text, RP_STR("System"))) return SYSTEM;
    rp_account_error(reader, RP_ACC_POLICY_TYPE, node->span, "type must be Custom or System, not \"%.*s\"",
                     RP_ARG(rp_account_shown(node->text)));
    rp_diag_help(reader->reading.diags, "write System for a policy of the cloud's own, Custom for one of yours");
    return EITHER;
}

static const struct rp_node *read_policies_read_name(struct rp_account_reader *reader, const struct rp_node *map,
                                                     const struct rp_node *name)
{
    if (name == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, map->span, "the policy has no name");
        rp_diag_help(reader->reading.diags, "add name: …, the name of a policy");
        return NULL;
    }
    return rp_account_is(reader, name, RP_NODE_STRING, name->key, "the name of a policy") ? name : NULL;
}

enum rampart_status rp_account_reference(struct rp_account_reader *reader, const struct rp_node *node,
                                         const struct rp_account_shape *shape,
                                         const struct rp_named_policy **ret_policy, const struct rp_node **ret_own)
{
    const struct rp_node *members[RP_REFERENCE_MEMBERS] = {NULL}, *name = node;
    *ret_policy = NULL;
    if (node->type == RP_NODE_MAP) {
        rp_account_members(reader, node, shape, members);
        name = read_policies_read_name(reader, node, members[RP_REFERENCE_NAME]);
    } else if (!rp_account_is(reader, node, RP_NODE_STRING, RP_STR("a policy"), "a name or a map with a name"))
        return RAMPART_OK;
    *ret_own = members[RP_REFERENCE_OWN];
    enum wanted wanted = read_policies_read_type(reader, members[RP_REFERENCE_TYPE]);
    if (name == NULL) return RAMPART_OK;
    RP_TRY(read_policies_find_policy(reader, name->text, wanted, ret_policy));
    return *ret_policy == NULL ? read_policies_undefined_policy(reader, name, wanted, ret_policy) : RAMPART_OK;
}
