/* SPDX-License-Identifier: Apache-2.0 */
/* From policies and their places of attachment to units of rules, once; what cannot be compiled refuses the whole set. */
#include "decide/compile.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/match.h"
#include "decide/part.h"
#include "text/diag.h"

enum rampart_status rp_members_compile(struct rp_arena *arena, const struct rampart_strs *texts,
                                       struct rp_group_members *ret_members)
{
    struct rp_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_pattern, texts->count);
    RP_TRY_MEMORY(patterns != NULL);
    for (size_t i = 0; i < texts->count; i++)
        RP_TRY(rp_pattern_compile(arena, texts->items[i], &patterns[i]));
    *ret_members =
        (struct rp_group_members){.patterns = patterns, .count = texts->count, .texts = texts->items};
    return RAMPART_OK;
}

static enum rampart_status compile_members(struct rp_compiler *compiler,
                                           const struct rampart_attachment *attachment,
                                           const struct rp_group_members **ret_members)
{
    struct rp_arena *arena = &compiler->rules->arena;
    static const struct rp_group_members unknown = {.unknown = true};
    if (attachment->uncertain) *ret_members = &unknown;
    if (attachment->uncertain || attachment->layer != RAMPART_LAYER_RESOURCE_GROUP) return RAMPART_OK;
    struct rp_group_members *members = RP_NEW(arena, struct rp_group_members);
    RP_TRY_MEMORY(members != NULL);
    RP_TRY(rp_members_compile(arena, &attachment->resource_group_members, members));
    *ret_members = members;
    return RAMPART_OK;
}

/* ---- which rules belong together ---- */

static struct rp_unit *unit_of(struct rp_rules *rules, const struct rampart_attachment *attachment)
{
    switch (attachment->layer) {
    case RAMPART_LAYER_IDENTITY: return &rules->identity;
    case RAMPART_LAYER_SESSION: return &rules->session;
    case RAMPART_LAYER_TRUST: return &rules->trust;
    case RAMPART_LAYER_RESOURCE_GROUP: return &rules->resource_group;
    case RAMPART_LAYER_CONTROL:
        return attachment->level < rules->control_levels ? &rules->control[attachment->level] : NULL;
    default: break; /* a layer of a resource holds no such policies */
    }
    return NULL;
}

/* A trust policy has no Resource and the others have no Principal, so neither can stand in for the other. */
static bool kind_fits(enum rampart_policy_kind kind, enum rampart_layer layer)
{
    return (kind == RAMPART_POLICY_TRUST) == (layer == RAMPART_LAYER_TRUST);
}

static enum rampart_status check_attachment(struct rp_compiler *compiler,
                                            const struct rampart_attachment *attachment)
{
    const struct rampart_policy *policy = attachment->policy;
    bool placed = unit_of(compiler->rules, attachment) != NULL;
    if (policy == NULL) return placed ? RAMPART_OK : RAMPART_MISUSE;
    if (placed && kind_fits(policy->kind, attachment->layer)) return RAMPART_OK;
    rp_diag(compiler->diags, RAMPART_ERROR, RP_ENG_LAYER, RP_NOWHERE, "policy \"%.*s\" cannot be used as %s",
            RP_ARG(policy->name), rampart_layer_name(attachment->layer));
    rp_diag_help(compiler->diags,
                 "trust policies belong to roles, the others to principals and accounts; a control "
                 "policy's level must be less than the number of levels");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status make_units(struct rp_rules *rules)
{
    rules->control = RP_NEW_ARRAY(&rules->arena, struct rp_unit, rules->control_levels);
    RP_TRY_MEMORY(rules->control != NULL);
    rules->identity = (struct rp_unit){.layer = RAMPART_LAYER_IDENTITY, .present = true};
    rules->resource_group = (struct rp_unit){.layer = RAMPART_LAYER_RESOURCE_GROUP};
    rules->session = (struct rp_unit){.layer = RAMPART_LAYER_SESSION};
    rules->trust = (struct rp_unit){.layer = RAMPART_LAYER_TRUST};
    for (unsigned level = 0; level < rules->control_levels; level++)
        rules->control[level] =
            (struct rp_unit){.layer = RAMPART_LAYER_CONTROL, .level = level, .present = true};
    return RAMPART_OK;
}

static enum rampart_status reserve_rules(struct rp_arena *arena, struct rp_unit *unit)
{
    unit->rules = RP_NEW_ARRAY(arena, struct rp_rule, unit->count);
    unit->count = 0;
    return unit->rules != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status reserve_all(struct rp_rules *rules)
{
    for (size_t i = 0; i < rules->attachment_count; i++) {
        struct rp_unit *unit = unit_of(rules, &rules->attachments[i]);
        const struct rampart_policy *policy = rules->attachments[i].policy;
        unit->present = true;
        if (policy == NULL || rules->attachments[i].scope == RAMPART_SCOPE_ALL) unit->binds_root = true;
        if (policy == NULL)
            unit->unknown = true;
        else
            unit->count += policy->statement_count;
    }
    RP_TRY(reserve_rules(&rules->arena, &rules->identity));
    RP_TRY(reserve_rules(&rules->arena, &rules->resource_group));
    RP_TRY(reserve_rules(&rules->arena, &rules->session));
    RP_TRY(reserve_rules(&rules->arena, &rules->trust));
    for (unsigned level = 0; level < rules->control_levels; level++)
        RP_TRY(reserve_rules(&rules->arena, &rules->control[level]));
    return RAMPART_OK;
}

/* Backwards, so that they stand in the order of the attachments. */
static enum rampart_status list_unseen(struct rp_rules *rules)
{
    for (size_t i = rules->attachment_count; i-- > 0;) {
        const struct rampart_attachment *attachment = &rules->attachments[i];
        if (attachment->policy != NULL || attachment->unseen.len == 0) continue;
        struct rp_unit *unit = unit_of(rules, attachment);
        struct rp_unseen *unseen = RP_NEW(&rules->arena, struct rp_unseen);
        RP_TRY_MEMORY(unseen != NULL);
        *unseen = (struct rp_unseen){attachment->unseen, unit->unseen};
        unit->unseen = unseen;
    }
    return RAMPART_OK;
}

/* Each document that was compiled before brings its index along; one that was not gets one of its own. Trust policies
 * have none. */
static enum rampart_status add_part(struct rp_compiler *compiler, struct rp_unit *unit, size_t at,
                                    const struct rp_unit *ready)
{
    struct rp_arena *arena = &compiler->rules->arena;
    const struct rp_run run = {&unit->rules[at], unit->count - at};
    struct rp_index index;
    if (!compiler->how->unindexed || compiler->how->ready == NULL) return RAMPART_OK;
    if (unit->layer == RAMPART_LAYER_TRUST) return RAMPART_OK;
    if (ready != NULL) return rp_part_add(arena, unit, at, ready->index);
    RP_TRY(rp_index_build(arena, &run, 1, &index));
    return rp_part_add(arena, unit, at, &index);
}

/* A value that cannot be read refuses the whole document; the cloud's own documents it has taken. */
static void spread_unreadable(const struct rp_unit *unit, size_t at, bool system)
{
    unsigned unreadable = 0;
    for (size_t i = at; i < unit->count && !system; i++) unreadable |= unit->rules[i].unreadable;
    for (size_t i = at; i < unit->count; i++) unit->rules[i].unreadable = unreadable;
}

/*
 * What the cloud is assumed to refuse is refused, also of a document that was read under other assumptions. Its own
 * documents it has taken.
 */
static enum rampart_status check_refused(struct rp_compiler *compiler, const struct rp_unit *unit, size_t at)
{
    for (size_t i = at; i < unit->count; i++) {
        const struct rp_rule *rule = &unit->rules[i];
        if (rule->attachment->system || !rp_rule_is_refused(rule, compiler->rules->assumed)) continue;
        rp_diag(compiler->diags, RAMPART_ERROR, RP_ENG_REFUSED,
                (struct rp_at){rule->attachment->policy->source, rule->statement->span},
                "the cloud is assumed to refuse policy \"%.*s\" for this statement",
                RP_ARG(rp_str_part(rule->attachment->policy->name, 0, 200)));
        return RAMPART_INVALID_INPUT;
    }
    return RAMPART_OK;
}

static enum rampart_status compile_attachment(struct rp_compiler *compiler,
                                              const struct rampart_attachment *attachment,
                                              const struct rp_unit *ready)
{
    struct rp_unit *unit = unit_of(compiler->rules, attachment);
    const struct rp_group_members *members = NULL;
    size_t at = unit->count;
    if (attachment->policy == NULL) return RAMPART_OK;
    RP_TRY(compile_members(compiler, attachment, &members));
    /* A document that was compiled before knows it: every question that makes rules would look up its keys again. */
    const bool known = ready != NULL && ready->count > 0;
    const unsigned refused = known ? ready->rules[0].refused_by : rp_refused_by(attachment);
    for (size_t i = 0; i < attachment->policy->statement_count; i++) {
        struct rp_rule *rule = &unit->rules[unit->count++];
        if (ready != NULL) *rule = ready->rules[i];
        rule->statement = &attachment->policy->statements[i];
        rule->attachment = attachment;
        rule->members = members;
        rule->refused_by = refused;
        if (ready == NULL) RP_TRY(rp_rule_compile(compiler, rule));
        rp_rule_warn(compiler, rule);
    }
    spread_unreadable(unit, at, attachment->system);
    const bool taken = (size_t)(attachment - compiler->rules->attachments) < compiler->how->taken;
    if (!taken && attachment->policy->assumed != compiler->rules->assumed)
        RP_TRY(check_refused(compiler, unit, at));
    return add_part(compiler, unit, at, ready);
}

static enum rampart_status index_unit(struct rp_arena *arena, struct rp_unit *unit)
{
    if (unit->count == 0) return RAMPART_OK;
    struct rp_index *index = rp_arena_alloc_lines(arena, 1, sizeof *index);
    RP_TRY_MEMORY(index != NULL);
    RP_TRY(rp_index_build(arena, &(struct rp_run){unit->rules, unit->count}, 1, index));
    unit->index = index;
    return rp_part_add(arena, unit, 0, index);
}

static enum rampart_status index_all(struct rp_rules *rules)
{
    RP_TRY(index_unit(&rules->arena, &rules->identity));
    RP_TRY(index_unit(&rules->arena, &rules->resource_group));
    RP_TRY(index_unit(&rules->arena, &rules->session));
    for (unsigned level = 0; level < rules->control_levels; level++)
        RP_TRY(index_unit(&rules->arena, &rules->control[level]));
    return RAMPART_OK;
}

static enum rampart_status copy_members(struct rp_arena *arena, struct rampart_strs *members)
{
    if (members->count == 0) return RAMPART_OK;
    struct rampart_str *copies = RP_NEW_ARRAY(arena, struct rampart_str, members->count);
    RP_TRY_MEMORY(copies != NULL);
    for (size_t i = 0; i < members->count; i++)
        RP_TRY_MEMORY(rp_arena_copy(arena, members->items[i], &copies[i]));
    members->items = copies;
    return RAMPART_OK;
}

enum rampart_status rp_attachments_copy(struct rp_arena *arena, const struct rampart_attachment *attachments,
                                        size_t count, struct rampart_attachment **ret_copies)
{
    struct rampart_attachment *copies = RP_NEW_ARRAY(arena, struct rampart_attachment, count);
    RP_TRY_MEMORY(copies != NULL);
    for (size_t i = 0; i < count; i++) {
        struct rampart_attachment *copy = &copies[i];
        *copy = attachments[i];
        RP_TRY_MEMORY(rp_arena_copy(arena, copy->attached_to, &copy->attached_to));
        RP_TRY_MEMORY(rp_arena_copy(arena, copy->resource_group, &copy->resource_group));
        RP_TRY_MEMORY(rp_arena_copy(arena, copy->unseen, &copy->unseen));
        RP_TRY(copy_members(arena, &copy->resource_group_members));
    }
    *ret_copies = copies;
    return RAMPART_OK;
}

static enum rampart_status compile_all(struct rp_compiler *compiler,
                                       const struct rampart_attachment *attachments, size_t count)
{
    struct rp_rules *rules = compiler->rules;
    enum rampart_status status = RAMPART_OK;
    RP_TRY(make_units(rules));
    RP_TRY(rp_attachments_copy(&rules->arena, attachments, count, &rules->attachments));
    rules->attachment_count = count;
    for (size_t i = 0; i < count; i++) {
        enum rampart_status checked = check_attachment(compiler, &rules->attachments[i]);
        if (checked != RAMPART_OK) status = checked;
    }
    RP_TRY(status);
    RP_TRY(reserve_all(rules));
    RP_TRY(list_unseen(rules));
    const struct rp_unit *const *ready = compiler->how->ready;
    for (size_t i = 0; i < count; i++)
        RP_TRY(compile_attachment(compiler, &rules->attachments[i], ready == NULL ? NULL : ready[i]));
    return compiler->how->unindexed ? RAMPART_OK : index_all(rules);
}

enum rampart_status rp_rules_compile(const struct rampart_options *options,
                                     const struct rampart_attachment *attachments, size_t count,
                                     unsigned control_levels, const struct rp_compile_how *how,
                                     struct rampart_diags *diags, struct rp_rules **ret_rules)
{
    if (ret_rules == NULL || (attachments == NULL && count > 0)) return RAMPART_MISUSE;
    if (control_levels > rp_limits_of(options).control_levels) {
        rp_diag(diags, RAMPART_ERROR, RP_ENG_LEVELS, RP_NOWHERE,
                "%u levels of control policies; the limit is %zu", control_levels,
                rp_limits_of(options).control_levels);
        return RAMPART_LIMIT;
    }
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rp_rules *rules = RP_NEW(&arena, struct rp_rules);
    RP_TRY_MEMORY(rules != NULL);
    rules->arena = arena;
    rules->control_levels = control_levels;
    rules->assumed = how->assumed;
    rules->absent_layers = how->absent_layers;
    rules->held_layers = how->held_layers;
    struct rp_compiler compiler = {.rules = rules, .how = how, .diags = diags};
    rp_arena_init(&compiler.scratch, rp_options_allocator(options));
    enum rampart_status status = compile_all(&compiler, attachments, count);
    rp_arena_free(&compiler.scratch);
    if (status == RAMPART_OK)
        *ret_rules = rules;
    else
        rp_rules_free(rules);
    return status;
}

enum rampart_status rp_rules_make(const struct rampart_options *options,
                                          const struct rampart_attachment *attachments, size_t count,
                                          unsigned control_levels, struct rampart_diags *diags,
                                          struct rp_rules **ret_rules)
{
    const struct rp_compile_how how = {.assumed = rp_options_assumptions(options),
                                       .absent_layers = rp_options_absent(options)};
    return rp_rules_compile(options, attachments, count, control_levels, &how, diags, ret_rules);
}

void rp_rules_free(struct rp_rules *rules)
{
    if (rules == NULL) return;
    struct rp_arena arena = rules->arena, kept = rules->kept; /* the rules live in the one */
    rp_arena_free(&arena);
    rp_arena_free(&kept);
}
