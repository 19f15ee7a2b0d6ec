/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From policies and their places of attachment to units of rules, once; what cannot be compiled refuses the
 * whole set.
 */
#include "decide/compile.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/index.h"
#include "decide/signature.h"
#include "decide/match.h"
#include "decide/principal.h"
#include "decide/shown.h"
#include "policy/kind.h"
#include "policy/arn_pattern.h"
#include "policy/operator.h"
#include "policy/public.h"
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
    const bool scoped = attachment->uncertain && attachment->layer != RAMPART_LAYER_SESSION;
    if (scoped) *ret_members = &unknown;
    if (scoped || attachment->layer != RAMPART_LAYER_RESOURCE_GROUP) return RAMPART_OK;
    struct rp_group_members *members = RP_NEW(arena, struct rp_group_members);
    RP_TRY_MEMORY(members != NULL);
    RP_TRY(rp_members_compile(arena, &attachment->resource_group_members, members));
    *ret_members = members;
    return RAMPART_OK;
}

/* ---- which rules belong together ---- */

/* What limits the role of an instance: all of a level are one gate. */
static bool is_of_instance(const struct rampart_attachment *attachment)
{
    return attachment->layer == RAMPART_LAYER_SESSION && attachment->level > 0 && !attachment->absent;
}

static int order_levels(const void *left, const void *right)
{
    const struct rp_unit *a = left, *b = right;
    return a->level < b->level ? -1 : a->level > b->level;
}

static enum rampart_status list_instances(struct rp_rules *rules)
{
    size_t count = 0;
    for (size_t i = 0; i < rules->attachment_count; i++) count += is_of_instance(&rules->attachments[i]);
    if (count == 0) return RAMPART_OK;
    struct rp_unit *units = RP_NEW_ARRAY(&rules->arena, struct rp_unit, count);
    RP_TRY_MEMORY(units != NULL);
    count = 0;
    for (size_t i = 0; i < rules->attachment_count; i++)
        if (is_of_instance(&rules->attachments[i]))
            units[count++] = (struct rp_unit){.layer = RAMPART_LAYER_SESSION,
                                              .level = rules->attachments[i].level,
                                              .uncertain = rules->attachments[i].uncertain};
    qsort(units, count, sizeof *units, order_levels);
    rules->instances = units;
    for (size_t i = 0; i < count; i++) {
        struct rp_unit *last = &units[rules->instance_count - (rules->instance_count > 0)];
        if (rules->instance_count > 0 && last->level == units[i].level)
            last->uncertain &= units[i].uncertain;
        else
            units[rules->instance_count++] = units[i];
    }
    return RAMPART_OK;
}

static struct rp_unit *session_unit(struct rp_rules *rules, const struct rampart_attachment *attachment)
{
    const struct rp_unit wanted = {.level = attachment->level};
    if (attachment->level == 0) return &rules->session;
    if (rules->instance_count == 0) return NULL;
    return bsearch(&wanted, rules->instances, rules->instance_count, sizeof wanted, order_levels);
}

static struct rp_unit *unit_of(struct rp_rules *rules, const struct rampart_attachment *attachment)
{
    switch (attachment->layer) {
    case RAMPART_LAYER_IDENTITY: return &rules->identity;
    case RAMPART_LAYER_SESSION: return session_unit(rules, attachment);
    case RAMPART_LAYER_TRUST: return &rules->trust;
    case RAMPART_LAYER_RESOURCE_GROUP: return &rules->resource_group;
    case RAMPART_LAYER_CONTROL:
        return attachment->level < rules->control_levels ? &rules->control[attachment->level] : NULL;
    default: break;
    }
    return rp_shown_unit(rules, attachment);
}

/* A trust policy has no Resource and the others have no Principal, so neither can stand in for the other. */
static bool kind_fits(const struct rampart_policy *policy, enum rampart_layer layer)
{
    const enum rampart_policy_kind kind = policy->kind;
    if (rp_kind_of(kind)->of_resource) return rp_shown_fits(policy, layer);
    return layer < RAMPART_LAYER_BUCKET_POLICY && (kind == RAMPART_POLICY_TRUST) == (layer == RAMPART_LAYER_TRUST);
}

static enum rampart_status check_attachment(struct rp_compiler *compiler,
                                            const struct rampart_attachment *attachment)
{
    const struct rampart_policy *policy = attachment->policy;
    bool placed = unit_of(compiler->rules, attachment) != NULL;
    const bool said = attachment->absent || attachment->layer >= RAMPART_LAYER_BUCKET_POLICY;
    if (policy == NULL) return placed || said ? RAMPART_OK : RAMPART_MISUSE;
    if (placed && kind_fits(policy, attachment->layer)) return RAMPART_OK;
    rp_diag(compiler->diags, RAMPART_ERROR, RP_ENG_LAYER, RP_NOWHERE, "policy \"%.*s\" cannot be used as %s",
            RP_ARG(policy->name), rampart_layer_name(attachment->layer));
    rp_diag_help(compiler->diags,
                 "trust policies belong to roles, those of buckets and keys to these, the others to principals and "
                 "accounts; a control policy's level must be less than the number of levels");
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
        if (unit == NULL || rules->attachments[i].absent) continue;
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
    for (size_t i = 0; i < rules->instance_count; i++) RP_TRY(reserve_rules(&rules->arena, &rules->instances[i]));
    for (size_t i = 0; i < rules->attachment_count; i++) {
        struct rp_unit *unit = rp_shown_unit(rules, &rules->attachments[i]);
        if (unit != NULL && unit->rules == NULL) RP_TRY(reserve_rules(&rules->arena, unit));
    }
    return RAMPART_OK;
}

/* Backwards, so that they stand in the order of the attachments. */
static enum rampart_status list_unseen(struct rp_rules *rules)
{
    for (size_t i = rules->attachment_count; i-- > 0;) {
        const struct rampart_attachment *attachment = &rules->attachments[i];
        if (attachment->policy != NULL || attachment->unseen.len == 0) continue;
        struct rp_unit *unit = unit_of(rules, attachment);
        if (unit == NULL) continue;
        struct rp_unseen *unseen = RP_NEW(&rules->arena, struct rp_unseen);
        RP_TRY_MEMORY(unseen != NULL);
        *unseen = (struct rp_unseen){attachment->unseen, unit->unseen};
        unit->unseen = unseen;
    }
    return RAMPART_OK;
}

/*
 * Each document that was compiled before brings its index along; one that was not gets one of its own. Trust policies have
 * none, and neither have those of access points, which are asked about another ARN than the request's.
 */
static enum rampart_status compile_document_index(struct rp_compiler *compiler, struct rp_unit *unit, size_t at,
                                    const struct rp_unit *ready)
{
    struct rp_arena *arena = &compiler->rules->arena;
    const struct rp_run run = {&unit->rules[at], unit->count - at};
    struct rp_index index;
    if (!compiler->how->unindexed || compiler->how->ready == NULL) return RAMPART_OK;
    if (unit->layer == RAMPART_LAYER_TRUST || unit->layer == RAMPART_LAYER_ACCESS_POINT_POLICY) return RAMPART_OK;
    if (ready != NULL) return rp_unit_add_document(arena, unit, at, ready->index);
    RP_TRY(rp_index_build(arena, &run, 1, &index));
    return rp_unit_add_document(arena, unit, at, &index);
}

/* A value that cannot be read refuses the whole document; the cloud's own documents it has taken. */
static void spread_unreadable(const struct rp_unit *unit, size_t at, bool system)
{
    rampart_switches unreadable = 0;
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

/* Whether public access to what the document stands at is blocked; FALSE also where that is no matter. */
static enum rampart_status compile_block(struct rp_compiler *compiler, const struct rampart_attachment *attachment,
                                        enum rampart_truth *ret_block)
{
    struct rampart_str of = attachment->of;
    const struct rampart_str parts[] = {RP_STR("accesspoint/"), of};
    *ret_block = RAMPART_FALSE;
    switch (attachment->layer) {
    case RAMPART_LAYER_ACCESS_POINT_POLICY:
        if (of.len > 0) RP_TRY_MEMORY(rp_arena_join(&compiler->scratch, parts, 2, &of));
        break;
    case RAMPART_LAYER_OBJECT_ACL: of = rp_str_part(of, 0, rp_str_find(of, '/')); break;
    case RAMPART_LAYER_BUCKET_POLICY:
    case RAMPART_LAYER_BUCKET_ACL: break;
    default: return RAMPART_OK;
    }
    *ret_block = rp_shown_block(compiler->rules, of, attachment->account);
    return RAMPART_OK;
}

/* Block public access leaves public statements out, or as assumed the whole document that has one. */
static enum rampart_status compile_note_blocked(struct rp_compiler *compiler, const struct rp_unit *unit, size_t at)
{
    enum rampart_truth block = RAMPART_FALSE;
    bool public = false;
    if (at == unit->count || unit->rules[at].attachment->layer < RAMPART_LAYER_BUCKET_POLICY) return RAMPART_OK;
    RP_TRY(compile_block(compiler, unit->rules[at].attachment, &block));
    for (size_t i = at; i < unit->count && block != RAMPART_FALSE; i++) {
        struct rp_rule *rule = &unit->rules[i];
        if (rp_statement_is_public(rule->statement)) rule->blocked = block;
        public |= rule->blocked != RAMPART_FALSE;
    }
    for (size_t i = at; i < unit->count && public; i++) unit->rules[i].beside_blocked = block;
    return RAMPART_OK;
}

static enum rampart_status compile_attachment(struct rp_compiler *compiler,
                                              const struct rampart_attachment *attachment,
                                              const struct rp_unit *ready)
{
    struct rp_unit *unit = unit_of(compiler->rules, attachment);
    const struct rp_group_members *members = NULL;
    if (attachment->policy == NULL) return RAMPART_OK;
    size_t at = unit->count;
    RP_TRY(compile_members(compiler, attachment, &members));
    /* A document that was compiled before knows it: every question that makes rules would look up its keys again. */
    const bool known = ready != NULL && ready->count > 0;
    const rampart_switches refused =
        known ? ready->rules[0].refused_by : rp_refused_by(compiler->rules->catalog, attachment);
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
    RP_TRY(compile_note_blocked(compiler, unit, at));
    spread_unreadable(unit, at, attachment->system);
    const bool taken = (size_t)(attachment - compiler->rules->attachments) < compiler->how->taken;
    if (!taken && attachment->policy->assumed != compiler->rules->assumed)
        RP_TRY(check_refused(compiler, unit, at));
    return compile_document_index(compiler, unit, at, ready);
}

static enum rampart_status index_unit(struct rp_arena *arena, struct rp_unit *unit)
{
    if (unit->count == 0) return RAMPART_OK;
    struct rp_index *index = rp_arena_alloc_lines(arena, 1, sizeof *index);
    RP_TRY_MEMORY(index != NULL);
    RP_TRY(rp_index_build(arena, &(struct rp_run){unit->rules, unit->count}, 1, index));
    unit->index = index;
    return rp_unit_add_document(arena, unit, 0, index);
}

static enum rampart_status index_all(struct rp_rules *rules)
{
    RP_TRY(index_unit(&rules->arena, &rules->identity));
    RP_TRY(index_unit(&rules->arena, &rules->resource_group));
    RP_TRY(index_unit(&rules->arena, &rules->session));
    for (unsigned level = 0; level < rules->control_levels; level++)
        RP_TRY(index_unit(&rules->arena, &rules->control[level]));
    for (size_t i = 0; i < rules->instance_count; i++) RP_TRY(index_unit(&rules->arena, &rules->instances[i]));
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
        copy->absent &= copy->policy == NULL; /* what is there is not absent, whatever is said */
        RP_TRY_MEMORY(rp_arena_copy(arena, copy->attached_to, &copy->attached_to));
        RP_TRY_MEMORY(rp_arena_copy(arena, copy->resource_group, &copy->resource_group));
        RP_TRY_MEMORY(rp_arena_copy(arena, copy->unseen, &copy->unseen));
        RP_TRY_MEMORY(rp_arena_copy(arena, copy->of, &copy->of));
        RP_TRY_MEMORY(rp_arena_copy(arena, copy->account, &copy->account));
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
    RP_TRY(rp_shown_list(rules));
    RP_TRY(list_instances(rules));
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
    const unsigned extra = control_levels - how->own_levels;
    if (extra > rp_limits_of(options).control_levels) {
        rp_diag(diags, RAMPART_ERROR, RP_ENG_LEVELS, RP_NOWHERE,
                "%u levels of control policies; the limit is %zu", extra,
                rp_limits_of(options).control_levels);
        return RAMPART_LIMIT;
    }
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rp_rules *rules = RP_NEW(&arena, struct rp_rules);
    RP_TRY_MEMORY(rules != NULL);
    rules->arena = arena;
    rules->control_levels = control_levels;
    rules->catalog = rp_options_catalog(options);
    rules->assumed = how->assumed;
    rules->absent_layers = how->absent_layers;
    rules->held_layers = how->held_layers;
    rules->caller_levels = how->caller_levels;
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
    rp_arena_free(&rules->kept_of_owner);
    rp_arena_free(&arena);
    rp_arena_free(&kept);
}

/* From a statement to a rule: patterns, operands and principals, ready to be asked. */

static struct rp_at compile_place(const struct rp_rule *rule, struct rp_span span)
{
    return (struct rp_at){rule->attachment->policy->source, span};
}

static enum rampart_status compile_pattern(struct rp_compiler *compiler, const struct rp_rule *rule,
                                           struct rp_span span, struct rampart_str text,
                                           struct rp_pattern *ret_pattern)
{
    enum rampart_status status = rp_pattern_compile(&compiler->rules->arena, text, ret_pattern);
    if (status == RAMPART_LIMIT)
        rp_diag(compiler->diags, RAMPART_ERROR, RP_ENG_PATTERN, compile_place(rule, span),
                "the pattern has too many wildcards to be compiled");
    return status;
}

/* Actions are compared without case: both sides are folded beforehand. The same few stand everywhere. */
static bool lower(struct rp_compiler *compiler, struct rampart_str text, struct rampart_str *ret_lower)
{
    struct rampart_str folded;
    if (!rp_arena_lower(&compiler->scratch, text, &folded)) return false;
    struct rampart_str *kept = rp_intern(&compiler->actions, &compiler->scratch, folded);
    if (kept == NULL) return false;
    if (kept->data == NULL && !rp_arena_copy(&compiler->rules->arena, folded, kept)) return false;
    *ret_lower = *kept;
    return true;
}

/* Patterns and texts stand together: who reads the ones reads the others. */
static enum rampart_status compile_element(struct rp_compiler *compiler, const struct rp_rule *rule,
                                           const struct rp_values *element, bool fold,
                                           struct rp_patterns *ret_patterns)
{
    struct rp_arena *arena = &compiler->rules->arena;
    struct rp_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_pattern, element->count);
    struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, element->count);
    RP_TRY_MEMORY(patterns != NULL && texts != NULL);
    for (size_t i = 0; i < element->count; i++) {
        const struct rampart_str text = rp_value_text(element, i);
        RP_TRY_MEMORY(fold ? lower(compiler, text, &texts[i]) : rp_arena_copy(arena, text, &texts[i]));
    }
    for (size_t i = 0; i < element->count; i++)
        RP_TRY(compile_pattern(compiler, rule, element->spans[i], texts[i], &patterns[i]));
    for (size_t i = 0; fold && i < element->count; i++) patterns[i].tag = rp_action_tag(texts[i]);
    *ret_patterns =
        (struct rp_patterns){element, element->present, element->negated, element->count, patterns, texts};
    return RAMPART_OK;
}

static void warn_unread(struct rp_compiler *compiler, const struct rp_rule *rule,
                        const struct rp_rule_condition *condition, size_t i, bool alone)
{
    const struct rp_condition *source = condition->source;
    const struct rampart_str text = rp_shown_text(rule, rp_value_text(&source->values, i));
    rp_diag(compiler->diags, RAMPART_WARNING, RP_DOC_BAD_OPERAND, compile_place(rule, source->values.spans[i]),
            "\"%.*s\" is not a documented form of %s; by default %s", RP_ARG(rp_str_part(text, 0, 80)),
            source->op.family->name, rp_unreadable_outcome(&source->op, alone));
    rp_diag_help(compiler->diags, "write %s; how the cloud reads it is not documented (--assume: %s)",
                 source->op.family->expected, rp_unreadable_switches(&condition->operands[i]));
}

static void compile_null(const struct rp_condition *source, struct rp_rule_condition *condition)
{
    for (size_t i = 0; i < source->values.count; i++) {
        bool absent = false;
        if (!rp_truth_read(rp_value_text(&source->values, i), &absent)) continue;
        if (absent)
            condition->wants_absent = true;
        else
            condition->wants_present = true;
    }
}

/* The switches that an operand turns on. One that is not read in every form is also what unreadable-value is about. */
static rampart_switches turns_of(const struct rp_family *family, const struct rp_operand *operand)
{
    rampart_switches turns = family->operand_switches == NULL ? 0 : family->operand_switches(operand);
    if (!operand->usable || operand->form != 0) turns |= RP_ASSUMED_UNREADABLE;
    return turns;
}

/* What the key's type says of the condition. Every text is a string, whatever else it is. */
static void compare_types(const struct rampart_catalog *catalog, struct rp_rule_condition *condition)
{
    const enum rp_value_type type = rp_key_type(catalog, condition->source->key.text),
                             asked = condition->source->op.family->type;
    condition->unlike = type != asked && asked != RP_TYPE_STRING;
    condition->open = condition->unlike && type == RP_TYPE_UNKNOWN;
    if (type != RP_TYPE_UNKNOWN && type != asked) condition->turns |= RP_ASSUMED_OPERATORS;
}

static enum rampart_status compile_condition(struct rp_compiler *compiler, const struct rp_condition *source,
                                             struct rp_rule_condition *condition)
{
    condition->source = source;
    if (source->op.null) {
        compile_null(source, condition);
        return RAMPART_OK;
    }
    struct rp_arena *arena = &compiler->rules->arena;
    struct rp_operand *operands = RP_NEW_ARRAY(arena, struct rp_operand, source->values.count);
    RP_TRY_MEMORY(operands != NULL);
    for (size_t i = 0; i < source->values.count; i++) {
        RP_TRY(source->op.family->read(arena, source->op.comparison, rp_value_text(&source->values, i),
                                       &operands[i]));
        condition->usable |= operands[i].usable;
        condition->turns |= turns_of(source->op.family, &operands[i]);
    }
    condition->operands = operands;
    compare_types(compiler->rules->catalog, condition);
    return RAMPART_OK;
}

static void warn_of_condition(struct rp_compiler *compiler, const struct rp_rule *rule,
                              const struct rp_rule_condition *condition)
{
    const size_t count = condition->source->values.count;
    bool alone = true;
    for (size_t i = 0; i < count; i++) alone &= !rp_operand_is_read(&condition->operands[i], 0);
    for (size_t i = 0; i < count; i++)
        if (!rp_operand_is_read(&condition->operands[i], 0)) warn_unread(compiler, rule, condition, i, alone);
}

void rp_rule_warn(struct rp_compiler *compiler, const struct rp_rule *rule)
{
    for (size_t i = 0; i < rule->statement->condition_count; i++)
        if (rule->conditions[i].turns != 0) warn_of_condition(compiler, rule, &rule->conditions[i]);
}

/* In which forms that are not documented the values stand. */
static rampart_switches unreadable_in(const struct rp_rule_condition *condition)
{
    rampart_switches forms = 0;
    for (size_t i = 0; condition->turns != 0 && i < condition->source->values.count; i++)
        forms |= condition->operands[i].usable ? condition->operands[i].form : (rampart_switches)RP_UNREADABLE;
    return forms;
}

static enum rampart_status compile_conditions(struct rp_compiler *compiler, struct rp_rule *rule)
{
    size_t count = rule->statement->condition_count;
    struct rp_rule_condition *conditions =
        RP_NEW_ARRAY(&compiler->rules->arena, struct rp_rule_condition, count);
    RP_TRY_MEMORY(conditions != NULL);
    for (size_t i = 0; i < count; i++) {
        RP_TRY(compile_condition(compiler, &rule->statement->conditions[i], &conditions[i]));
        rule->unreadable |= unreadable_in(&conditions[i]);
    }
    rule->conditions = conditions;
    rule->condition_count = count;
    return RAMPART_OK;
}

/*
 * Who is meant where a resource's policy lists nobody: of the documents that may leave Principal out, a statement
 * without one is about everybody. NULL: its principals are to be read.
 */
static const struct rp_rule_principal *implied_principal(const struct rp_rule *rule)
{
    static const struct rp_rule_principal everybody = {.kind = RP_PRINCIPAL_EVERYBODY, .implied = true},
                                          nobody = {.kind = RP_PRINCIPAL_NOBODY};
    const struct rp_kind *kind = rp_kind_of(rule->attachment->policy->kind);
    if (!kind->of_resource || rp_principal_count(rule->statement) > 0) return NULL;
    const bool all = kind->principal == RP_FORM_UIDS_OR_ALL && rule->statement->principals == NULL;
    return all ? &everybody : &nobody;
}

static enum rampart_status compile_principals(struct rp_compiler *compiler, struct rp_rule *rule)
{
    const struct rp_principals *sources = rule->statement->principals;
    rule->principals = implied_principal(rule);
    rule->principal_count = rule->principals != NULL;
    if (rule->principals != NULL) return RAMPART_OK;
    size_t count = sources == NULL ? 0 : sources->count;
    struct rp_rule_principal *principals =
        RP_NEW_ARRAY(&compiler->rules->arena, struct rp_rule_principal, count);
    RP_TRY_MEMORY(principals != NULL);
    for (size_t i = 0; i < count; i++) RP_TRY(rp_principal_read(&sources->items[i], &principals[i]));
    rule->principals = principals;
    rule->principal_count = count;
    return RAMPART_OK;
}

/* What can be known of the assumptions about resources before one is asked for. */
static void compile_note_readings(struct rp_rule *rule)
{
    const struct rp_values *values = &rule->statement->resource;
    rule->colons = SIZE_MAX;
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str pattern = rp_value_text(values, i);
        rampart_switches readings = rp_arn_pattern_readings(pattern);
        size_t colons = rp_str_count(pattern, ':');
        rule->resource_readings |= readings;
        if ((readings & RP_ASSUME_FIELDS) != 0 && colons < rule->colons) rule->colons = colons;
    }
}

static uint64_t sign_resources(const struct rp_patterns *resource)
{
    uint64_t signature = 0;
    if (resource->negated || !resource->present) return RP_RESOURCE_ANY;
    for (size_t i = 0; i < resource->count; i++) signature |= rp_resource_pattern_signature(resource->texts[i]);
    return signature;
}

enum rampart_status rp_rule_compile(struct rp_compiler *compiler, struct rp_rule *rule)
{
    const struct rp_statement *statement = rule->statement;
    rule->effect = statement->effect;
    RP_TRY(compile_element(compiler, rule, &statement->action, true, &rule->action));
    RP_TRY(compile_element(compiler, rule, &statement->resource, false, &rule->resource));
    rule->resource_signature = sign_resources(&rule->resource);
    compile_note_readings(rule);
    RP_TRY(compile_principals(compiler, rule));
    return compile_conditions(compiler, rule);
}

static bool has_unlike_operator(const struct rampart_catalog *catalog, const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (rp_operator_is_unlike(catalog, &statement->conditions[i].op, statement->conditions[i].key.text))
            return true;
    return false;
}

static bool has_aws_operator(const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (!rp_operator_supported(&statement->conditions[i].op)) return true;
    return false;
}

rampart_switches rp_refused_by(const struct rampart_catalog *catalog, const struct rampart_attachment *attachment)
{
    const struct rampart_policy *policy = attachment->policy;
    rampart_switches refused = 0;
    const bool taken = attachment->system || policy->setting.len > 0 || policy->kind == RAMPART_POLICY_ACCESS_KEY;
    for (size_t i = 0; i < policy->statement_count && !taken; i++) { /* the cloud never sees such statements */
        const struct rp_statement *statement = &policy->statements[i];
        if (statement->resource.negated) refused |= RP_ASSUME_NO_NOTRESOURCE;
        if (has_aws_operator(statement)) refused |= RP_ASSUME_NO_AWS_OPERATORS;
        if (has_unlike_operator(catalog, statement)) refused |= RP_ASSUME_OPERATOR_REFUSED;
        if (policy->kind == RAMPART_POLICY_TRUST && statement->effect == RAMPART_DENY)
            refused |= RP_ASSUME_NO_TRUST_DENY;
    }
    return refused;
}
