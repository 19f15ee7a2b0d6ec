/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/compiled.h"
#include "account/gaps.h"
#include "account/names.h"
#include "account/quarantine.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/unseen.h"
#include "image/image.h"
#include "policy/key.h"
#include "policy/pattern.h"
#include "text/diag.h"

bool rp_key_asks_who(struct rampart_str key)
{
    return rp_key_equal(key, RP_STR("acs:PrincipalARN"));
}

/* ---- documents ---- */

bool rp_unit_asks_who(const struct rp_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) {
        const struct rp_statement *statement = unit->rules[i].statement;
        for (size_t j = 0; j < statement->condition_count; j++)
            if (rp_key_asks_who(statement->conditions[j].key.text)) return true;
    }
    return false;
}

enum rampart_status rp_document_make(struct rp_compiled *compiled, struct rp_arena *arena,
                                     const struct rampart_policy *policy, const struct rp_unit *all,
                                     size_t first, struct rp_document_id id)
{
    struct rp_document document = {
        .policy = policy, .unit = *all, .system = compiled->account->policies[id.at].system};
    document.unit.rules = all->rules + first;
    document.unit.count = policy->statement_count;
    document.unit.index = rp_document_index(compiled, id);
    document.asks_who = rp_unit_asks_who(&document.unit);
    const struct rp_run run = {document.unit.rules, document.unit.count};
    RP_TRY(rp_index_build(arena, &run, 1, rp_document_index(compiled, id)));
    *rp_document_at(compiled, id) = document;
    return RAMPART_OK;
}

/* For questions that go through all documents: they find those about an action without asking the others. */
static enum rampart_status index_whole(struct rp_compiled *compiled)
{
    const struct rp_unit *all = &compiled->rules->identity;
    compiled->replaced = RP_NEW_ARRAY(&compiled->arena, struct rp_document_id, compiled->account->policy_count);
    RP_TRY_MEMORY(compiled->replaced != NULL);
    return rp_index_build(&compiled->arena, &(struct rp_run){all->rules, all->count}, 1, &compiled->whole);
}

_Static_assert(sizeof(void *) != 8 ||
                   (sizeof(struct rp_index) == RP_CACHE_LINE && sizeof(struct rp_subject) == RP_CACHE_LINE),
               "what is read from cold memory takes one line");

/* The rules stand in the order of the policies, so that each policy is a run of them. */
static enum rampart_status cut_rules(struct rp_compiled *compiled, const struct rampart_attachment *attachments)
{
    const struct rampart_account *account = compiled->account;
    size_t first = 0;
    compiled->documents = RP_NEW_ARRAY(&compiled->arena, struct rp_document, account->policy_count);
    compiled->indexes =
        rp_arena_alloc_lines(&compiled->arena, account->policy_count, sizeof *compiled->indexes);
    RP_TRY_MEMORY(compiled->documents != NULL && compiled->indexes != NULL);
    for (size_t i = 0; i < account->policy_count; i++) {
        RP_TRY(rp_document_make(compiled, &compiled->arena, attachments[i].policy,
                                &compiled->rules->identity, first, (struct rp_document_id){(uint32_t)i}));
        first += compiled->documents[i].unit.count;
    }
    return RAMPART_OK;
}

/* ---- what is not about the actions of a question ---- */

/* Its statements say nothing of the question, and so it has none. */
static const struct rampart_policy idle_policy = {.kind = RAMPART_POLICY_IDENTITY};

/* A pattern may be about what begins as it does. How actions are compared is not said here: in whatever case. */
static bool may_be_about(const struct rp_statement *statement, struct rampart_str action)
{
    if (statement->action.negated) return true;
    for (size_t i = 0; i < statement->action.count; i++) {
        const struct rampart_str text = rp_value_text(&statement->action, i);
        const size_t certain = rp_literal_length(text);
        if (certain == text.len ? rp_str_equal_fold(text, action)
                                : certain <= action.len && rp_str_equal_fold(rp_str_part(text, 0, certain),
                                                                             rp_str_part(action, 0, certain)))
            return true;
    }
    return false;
}

static bool policy_may_matter(const struct rampart_policy *policy, const struct rampart_strs *actions)
{
    for (size_t i = 0; i < policy->statement_count; i++)
        for (size_t k = 0; k < actions->count; k++)
            if (may_be_about(&policy->statements[i], actions->items[k])) return true;
    return policy->unknown;
}

/* How much of each document is compiled. */
enum { KEPT_IDLE, KEPT_FIRST, KEPT_WHOLE };

/* What is granted on a resource group counts for all resources in it, whatever it is about: one statement shows that. */
static void keep_scoped(const struct rampart_account *account, const struct rp_grants *grants, unsigned char *kept)
{
    for (size_t i = 0; i < grants->count; i++) {
        unsigned char *of = &kept[grants->items[i].policy - account->policies];
        if (grants->items[i].scope != NULL && *of == KEPT_IDLE) *of = KEPT_FIRST;
    }
}

/* Control policies deny by saying nothing, and so count whole. */
static enum rampart_status find_kept(struct rp_compiled *compiled, const struct rampart_strs *actions,
                                     unsigned char **ret_kept)
{
    const struct rampart_account *account = compiled->account;
    unsigned char *kept = RP_NEW_ARRAY(&compiled->arena, unsigned char, account->policy_count);
    RP_TRY_MEMORY(kept != NULL);
    for (size_t i = 0; i < account->policy_count; i++)
        if (actions == NULL || policy_may_matter(account->policies[i].policy, actions)) kept[i] = KEPT_WHOLE;
    for (size_t i = 0; i < account->user_count; i++) keep_scoped(account, &account->users[i].held->grants, kept);
    for (size_t i = 0; i < account->group_count; i++) keep_scoped(account, &account->groups[i].grants, kept);
    for (size_t i = 0; i < account->role_count; i++) keep_scoped(account, &account->roles[i].grants, kept);
    for (size_t level = 0; level < account->level_count; level++)
        for (size_t i = 0; i < account->levels[level].count; i++)
            kept[account->levels[level].items[i].policy - account->policies] = KEPT_WHOLE;
    *ret_kept = kept;
    return RAMPART_OK;
}

static enum rampart_status kept_policy(struct rp_compiled *compiled, const struct rampart_policy *policy,
                                       unsigned char kept, const struct rampart_policy **ret_policy)
{
    *ret_policy = kept == KEPT_WHOLE ? policy : &idle_policy;
    if (kept != KEPT_FIRST || policy->statement_count == 0) return RAMPART_OK;
    struct rampart_policy *first = RP_NEW(&compiled->arena, struct rampart_policy);
    RP_TRY_MEMORY(first != NULL);
    *first = *policy;
    first->statement_count = 1;
    *ret_policy = first;
    return RAMPART_OK;
}

static enum rampart_status compile_rules(struct rp_compiled *compiled, const struct rampart_strs *actions,
                                         struct rampart_diags *diags)
{
    const struct rampart_account *account = compiled->account;
    const struct rp_compile_how how = {.unindexed = true};
    unsigned char *kept = NULL;
    struct rampart_attachment *attachments =
        RP_NEW_ARRAY(&compiled->arena, struct rampart_attachment, account->policy_count);
    RP_TRY_MEMORY(attachments != NULL);
    RP_TRY(find_kept(compiled, actions, &kept));
    for (size_t i = 0; i < account->policy_count; i++) {
        attachments[i].system = account->policies[i].system;
        RP_TRY(kept_policy(compiled, account->policies[i].policy, kept[i], &attachments[i].policy));
    }
    RP_TRY(rp_rules_compile(&compiled->options, attachments, account->policy_count, 0, &how, diags,
                            &compiled->rules));
    RP_TRY(cut_rules(compiled, attachments));
    return index_whole(compiled);
}

/* A trust policy that nobody knows has a name all the same. */
static enum rampart_status name_unseen_trust(struct rp_compiled *compiled, const struct rp_role *role,
                                             struct rp_unit *unit)
{
    const struct rampart_str parts[] = {RP_STR(RP_OF_ROLE), RP_STR("/"), role->name};
    struct rampart_str name;
    if (compiled->account->gap_count == 0) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_join(&compiled->arena, parts, 3, &name));
    if (!rp_gaps_have(compiled->account, RAMPART_GAP_TRUST, name)) return RAMPART_OK;
    struct rp_unseen *unseen = RP_NEW(&compiled->arena, struct rp_unseen);
    RP_TRY_MEMORY(unseen != NULL);
    unseen->name = name;
    unit->unseen = unseen;
    return RAMPART_OK;
}

static enum rampart_status compile_trusts(struct rp_compiled *compiled, struct rampart_diags *diags)
{
    const struct rampart_account *account = compiled->account;
    const struct rp_compile_how how = {.unindexed = true};
    size_t count = 0, first = 0;
    struct rampart_attachment *attachments =
        RP_NEW_ARRAY(&compiled->arena, struct rampart_attachment, account->role_count);
    compiled->trusts = RP_NEW_ARRAY(&compiled->arena, struct rp_unit, account->role_count);
    RP_TRY_MEMORY(attachments != NULL && compiled->trusts != NULL);
    for (size_t i = 0; i < account->role_count; i++)
        if (account->roles[i].trust != NULL)
            attachments[count++] =
                (struct rampart_attachment){.policy = account->roles[i].trust, .layer = RAMPART_LAYER_TRUST};
    RP_TRY(rp_rules_compile(&compiled->options, attachments, count, 0, &how, diags, &compiled->trust));
    for (size_t i = 0; i < account->role_count; i++) {
        struct rp_unit *unit = &compiled->trusts[i];
        unit->layer = RAMPART_LAYER_TRUST;
        if (account->roles[i].trust == NULL) {
            RP_TRY(name_unseen_trust(compiled, &account->roles[i], unit));
            continue;
        }
        *unit = compiled->trust->trust;
        unit->rules += first;
        unit->count = account->roles[i].trust->statement_count;
        first += unit->count;
    }
    return RAMPART_OK;
}

/* ---- the rest ---- */

static enum rampart_status compile_resource_groups(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    struct rp_arena *arena = &compiled->arena;
    compiled->resource_groups = RP_NEW_ARRAY(arena, struct rp_group_members, account->resource_group_count);
    RP_TRY_MEMORY(compiled->resource_groups != NULL);
    for (size_t i = 0; i < account->resource_group_count; i++)
        RP_TRY(
            rp_members_compile(arena, &account->resource_groups[i].patterns, &compiled->resource_groups[i]));
    return RAMPART_OK;
}

enum rampart_status rp_control_make(const struct rp_compiled *compiled,
                                    struct rp_rules **ret_control)
{
    const struct rampart_request nobody = {.finished = true};
    return rp_account_frame(compiled, &nobody, true, ret_control);
}

static enum rampart_status compile(struct rp_compiled *compiled, const struct rampart_strs *actions,
                                   struct rampart_diags *diags)
{
    if (compiled->account->image != NULL) {
        RP_TRY(rp_image_account(&compiled->options, compiled->account->image, NULL, diags, &compiled->own));
        compiled->own->home = compiled->account->home;
        compiled->account = compiled->own;
    }
    compiled->held_layers = rp_held_layers(compiled->account) | rp_held_ways(compiled->account);
    RP_TRY(compile_rules(compiled, actions, diags));
    RP_TRY(compile_trusts(compiled, diags));
    RP_TRY(rp_resources_make(compiled, diags, &compiled->resources));
    RP_TRY(rp_limits_make(compiled, diags, &compiled->limits));
    RP_TRY(compile_resource_groups(compiled));
    RP_TRY(rp_control_make(compiled, &compiled->control));
    RP_TRY(rp_subjects_make(compiled));
    return rp_grantees_make(&compiled->arena, compiled, &compiled->grantees);
}

static enum rampart_status compile_new(const struct rampart_options *options, const struct rampart_account *account,
                                       const struct rampart_strs *actions, bool once, struct rampart_diags *diags,
                                       struct rp_compiled **ret_compiled)
{
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rp_compiled *compiled = RP_NEW(&arena, struct rp_compiled);
    RP_TRY_MEMORY(compiled != NULL);
    compiled->arena = arena;
    compiled->allocator = rp_allocator_of(rp_options_allocator(options));
    compiled->options = (struct rampart_options){.allocator = &compiled->allocator,
                                                 .limits = rp_limits_of(options),
                                                 .catalog = account->catalog,
                                                 .assumptions = account->assumed,
                                                 .absent_layers = account->absent_layers};
    compiled->account = account;
    compiled->once = once;
    enum rampart_status status = compile(compiled, actions, diags);
    if (status == RAMPART_OK)
        *ret_compiled = compiled;
    else
        rp_compiled_free(compiled);
    return status;
}

enum rampart_status rp_account_compile(const struct rampart_options *options, const struct rampart_account *account,
                                       struct rampart_diags *diags, struct rp_compiled **ret_compiled)
{
    return compile_new(options, account, NULL, false, diags, ret_compiled);
}

enum rampart_status rp_account_compile_about(const struct rampart_options *options,
                                             const struct rampart_account *account,
                                             const struct rampart_strs *actions, struct rampart_diags *diags,
                                             struct rp_compiled **ret_compiled)
{
    return compile_new(options, account, actions, true, diags, ret_compiled);
}

void rp_compiled_free(struct rp_compiled *compiled)
{
    if (compiled == NULL) return;
    for (size_t i = 0; compiled->documents != NULL && i < compiled->account->policy_count; i++)
        rp_rules_free(compiled->documents[i].own);
    rp_rules_free(compiled->rules);
    rp_rules_free(compiled->control);
    rp_rules_free(compiled->trust);
    rp_rules_free(compiled->resources);
    rp_rules_free(compiled->limits);
    rampart_account_free(compiled->own);
    struct rp_arena arena = compiled->arena; /* it lives in it */
    rp_arena_free(&arena);
}

/*
 * One document for another. Everything that is made of it is made first and put in place last, so that a failure
 * changes nothing. It lies in the memory of the document's own rules: whatever contains the document is made anew each
 * time that it is replaced, so nothing is left in there when they are freed.
 */

struct replacement {
    struct rp_compiled *compiled;
    struct rp_document_id id; /* of the document */
    struct rp_rules *own; /* of the new document */
    struct rp_rules *control;
    struct rp_index *merged; /* of the grants of many that have it, in the order of grants_at() */
    size_t merged_count;
};

static bool compiled_find_policy(const struct rampart_account *account, struct rampart_str name, bool system,
                        struct rp_document_id *ret_id)
{
    const struct rp_named_policy *policies = account->policies;
    size_t i = rp_names_find(policies, account->defined_count, sizeof policies[0], name);
    if (i < account->defined_count && policies[i].system != system) i++; /* custom before system */
    bool defined = i < account->defined_count && rp_str_equal(policies[i].name, name);
    if (!defined) i = account->defined_count; /* else the built-in ones: a few, in no order */
    while (i < account->policy_count &&
           !(policies[i].system == system && rp_str_equal(policies[i].name, name)))
        i++;
    *ret_id = (struct rp_document_id){(uint32_t)i};
    return i < account->policy_count;
}

static enum rampart_status compiled_refuse(struct rampart_diags *diags, enum rp_code code, const char *why,
                                  struct rampart_str name)
{
    rp_diag(diags, RAMPART_ERROR, code, RP_NOWHERE, "%s \"%.*s\"", why, RP_ARG(rp_str_part(name, 0, 200)));
    return RAMPART_INVALID_INPUT;
}

/* ---- merged indexes ---- */

/* The grants of this number: of the groups, then the subjects; NULL: there are no more. */
static struct rp_subject_grants *grants_at(const struct rp_compiled *compiled, size_t i)
{
    const struct rampart_account *account = compiled->account;
    if (i < account->group_count) return &compiled->groups[i];
    i -= account->group_count;
    return i < compiled->user_subjects + account->role_count ? &compiled->subjects[i].own : NULL;
}

/* Counts the merged indexes that hold the document; makes them where there is room, puts them in place if asked to. */
static enum rampart_status each_merged(struct replacement *replacement, bool put)
{
    struct rp_compiled *compiled = replacement->compiled;
    struct rp_subject_grants *grants;
    size_t count = 0;
    for (size_t i = 0; (grants = grants_at(compiled, i)) != NULL; i++) {
        if (!rp_grants_contain(grants, replacement->id)) continue;
        struct rp_index *merged = replacement->merged == NULL ? NULL : &replacement->merged[count];
        count++;
        if (put)
            *grants->merged = *merged;
        else if (merged != NULL)
            RP_TRY(rp_grants_merge(compiled, grants, &replacement->own->arena, merged));
    }
    replacement->merged_count = count;
    return RAMPART_OK;
}

static enum rampart_status make_merged(struct replacement *replacement)
{
    RP_TRY(each_merged(replacement, false));
    if (replacement->merged_count == 0) return RAMPART_OK;
    replacement->merged = RP_NEW_ARRAY(&replacement->own->arena, struct rp_index, replacement->merged_count);
    RP_TRY_MEMORY(replacement->merged != NULL);
    return each_merged(replacement, false);
}

/* ---- all of it ---- */

static bool is_control(const struct rampart_account *account, struct rp_document_id id)
{
    for (size_t level = 0; level < account->level_count; level++)
        for (size_t i = 0; i < account->levels[level].count; i++)
            if (account->levels[level].items[i].policy == &account->policies[id.at]) return true;
    return false;
}

/* Makes what contains the document while the new one stands in the list. */
static enum rampart_status make_all(struct replacement *replacement, const struct rampart_policy *policy)
{
    struct rp_compiled *compiled = replacement->compiled;
    RP_TRY(rp_document_make(compiled, &replacement->own->arena, policy, &replacement->own->identity, 0,
                            replacement->id));
    rp_document_at(compiled, replacement->id)->own = replacement->own;
    if (is_control(compiled->account, replacement->id))
        RP_TRY(rp_control_make(compiled, &replacement->control));
    return make_merged(replacement);
}

static enum rampart_status replace(struct replacement *replacement, const struct rampart_policy *policy)
{
    struct rp_compiled *compiled = replacement->compiled;
    struct rp_document old = *rp_document_at(compiled, replacement->id);
    struct rp_index old_index = *rp_document_index(compiled, replacement->id);
    enum rampart_status status = make_all(replacement, policy);
    if (status != RAMPART_OK) {
        *rp_document_at(compiled, replacement->id) = old;
        *rp_document_index(compiled, replacement->id) = old_index;
        rp_rules_free(replacement->control);
        rp_rules_free(replacement->own);
        return status;
    }
    if (replacement->merged != NULL) RP_TRY(each_merged(replacement, true));
    if (replacement->control != NULL) {
        rp_rules_free(compiled->control);
        compiled->control = replacement->control;
    }
    if (old.own == NULL) compiled->replaced[compiled->replaced_count++] = replacement->id;
    rp_rules_free(old.own);
    return RAMPART_OK;
}

enum rampart_status rp_compiled_replace(struct rp_compiled *compiled, struct rampart_str name,
                                             bool system, const struct rampart_policy *policy,
                                             struct rampart_diags *diags)
{
    struct replacement replacement = {.compiled = compiled};
    if (policy->kind == RAMPART_POLICY_TRUST)
        return compiled_refuse(diags, RP_ENG_LAYER, "a trust policy cannot replace the policy", name);
    if (!compiled_find_policy(compiled->account, name, system, &replacement.id))
        return compiled_refuse(diags, RP_ACC_POLICY,
                      system ? "the account has no system policy" : "the account has no custom policy", name);
    const struct rampart_attachment attachment = {.policy = policy, .system = system};
    const struct rp_compile_how how = {.unindexed = true, .assumed = compiled->account->assumed};
    RP_TRY(rp_rules_compile(&compiled->options, &attachment, 1, 0, &how, diags, &replacement.own));
    return replace(&replacement, policy);
}
