/* SPDX-License-Identifier: Apache-2.0 */
/* From policies and their places of attachment to rules, once; what cannot be compiled refuses the whole set. */
#include <stdint.h>

#include "base/intern.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "engine/index.h"
#include "policy/arn_pattern.h"
#include "policy/assumption.h"
#include "text/diag.h"

struct compiler {
    struct rampart_rules *rules;
    const struct rp_compile_how *how;
    struct rampart_diags *diags;
    struct rp_arena scratch;
    struct rp_intern actions; /* as written, to their lower case: the same few stand everywhere */
};

static struct rp_at place_of(const struct rp_rule *rule, struct rp_span span)
{
    return (struct rp_at){&rule->attachment->policy->source, span};
}

static enum rampart_status compile_pattern(struct compiler *compiler, const struct rp_rule *rule,
                                           const struct rp_value *value, struct rampart_str text,
                                           struct rp_pattern *ret_pattern)
{
    enum rampart_status status = rp_pattern_compile(&compiler->rules->arena, text, ret_pattern);
    if (status == RAMPART_LIMIT)
        rp_diag(compiler->diags, RAMPART_ERROR, RP_ENG_PATTERN, place_of(rule, value->span),
                "the pattern has too many wildcards to be compiled");
    return status;
}

/* Actions are compared without case: both sides are folded beforehand. */
static bool lower(struct compiler *compiler, struct rampart_str text, struct rampart_str *ret_lower)
{
    struct rampart_str folded;
    if (!rp_arena_lower(&compiler->scratch, text, &folded)) return false;
    struct rampart_str *kept = rp_intern(&compiler->actions, &compiler->scratch, folded);
    if (kept == NULL) return false;
    if (kept->data == NULL && !rp_arena_copy(&compiler->rules->arena, folded, kept)) return false;
    *ret_lower = *kept;
    return true;
}

static enum rampart_status compile_element(struct compiler *compiler, const struct rp_rule *rule,
                                           const struct rp_element *element, bool fold,
                                           struct rp_patterns *ret_patterns)
{
    struct rp_arena *arena = &compiler->rules->arena;
    struct rp_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_pattern, element->values.count);
    struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, element->values.count);
    RP_TRY_MEMORY(patterns != NULL && texts != NULL);
    for (size_t i = 0; i < element->values.count; i++) {
        const struct rp_value *value = &element->values.items[i];
        texts[i] = value->text;
        if (fold) RP_TRY_MEMORY(lower(compiler, value->text, &texts[i]));
        RP_TRY(compile_pattern(compiler, rule, value, texts[i], &patterns[i]));
    }
    *ret_patterns = (struct rp_patterns){
        element, element->present, element->negated, (uint32_t)element->values.count, patterns, texts};
    return RAMPART_OK;
}

static void warn_unusable(struct compiler *compiler, const struct rp_rule *rule,
                          const struct rp_condition *condition, const struct rp_value *value)
{
    const struct rp_operator *op = &condition->op;
    rp_diag(compiler->diags, RAMPART_WARNING, RP_DOC_BAD_OPERAND, place_of(rule, value->span),
            "\"%.*s\" never matches: %s is about values of type %s", RP_ARG(rp_str_part(value->text, 0, 80)),
            op->name, op->family->name);
    rp_diag_help(compiler->diags, "write %s", op->family->expected);
}

static void compile_null(const struct rp_condition *source, struct rp_rule_condition *condition)
{
    for (size_t i = 0; i < source->values.count; i++) {
        bool absent = false;
        if (!rp_truth_read(source->values.items[i].text, &absent)) continue;
        if (absent)
            condition->wants_absent = true;
        else
            condition->wants_present = true;
    }
}

static enum rampart_status compile_condition(struct compiler *compiler, const struct rp_condition *source,
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
        const struct rp_value *value = &source->values.items[i];
        RP_TRY(source->op.family->read(arena, source->op.comparison, value->text, &operands[i]));
        condition->usable |= operands[i].usable;
    }
    condition->operands = operands;
    return RAMPART_OK;
}

static void warn_of_conditions(struct compiler *compiler, const struct rp_rule *rule)
{
    for (size_t i = 0; i < rule->statement->condition_count; i++) {
        const struct rp_condition *source = rule->conditions[i].source;
        for (size_t j = 0; j < source->values.count && !source->op.null; j++)
            if (!rule->conditions[i].operands[j].usable)
                warn_unusable(compiler, rule, source, &source->values.items[j]);
    }
}

static enum rampart_status compile_conditions(struct compiler *compiler, struct rp_rule *rule)
{
    size_t count = rule->statement->condition_count;
    struct rp_rule_condition *conditions =
        RP_NEW_ARRAY(&compiler->rules->arena, struct rp_rule_condition, count);
    RP_TRY_MEMORY(conditions != NULL);
    for (size_t i = 0; i < count; i++)
        RP_TRY(compile_condition(compiler, &rule->statement->conditions[i], &conditions[i]));
    rule->conditions = conditions;
    rule->condition_count = count;
    return RAMPART_OK;
}

static enum rampart_status compile_principals(struct compiler *compiler, struct rp_rule *rule)
{
    size_t count = rule->statement->principal_count;
    struct rp_rule_principal *principals =
        RP_NEW_ARRAY(&compiler->rules->arena, struct rp_rule_principal, count);
    RP_TRY_MEMORY(principals != NULL);
    for (size_t i = 0; i < count; i++) {
        const struct rp_principal *source = &rule->statement->principals[i];
        const char *expected = NULL;
        principals[i].kind = source->kind;
        principals[i].service = source->value.text;
        if (source->kind == RP_PRINCIPAL_EVERYBODY || source->kind == RP_PRINCIPAL_SERVICE) continue;
        if (!rp_identity_read(source->value.text, &principals[i].identity, &expected))
            return RAMPART_INVALID_INPUT;
    }
    rule->principals = principals;
    return RAMPART_OK;
}

/* What can be known of the assumptions about resources before one is asked for. */
static void note_readings(struct rp_rule *rule)
{
    const struct rp_values *values = &rule->statement->resource.values;
    rule->colons = SIZE_MAX;
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str pattern = values->items[i].text;
        unsigned readings = rp_arn_pattern_readings(pattern);
        size_t colons = rp_str_count(pattern, ':');
        rule->resource_readings |= readings;
        if ((readings & RP_ASSUME_FIELDS) != 0 && colons < rule->colons) rule->colons = colons;
    }
}

static enum rampart_status compile_rule(struct compiler *compiler, struct rp_rule *rule)
{
    const struct rp_statement *statement = rule->statement;
    rule->effect = statement->effect;
    RP_TRY(compile_element(compiler, rule, &statement->action, true, &rule->action));
    RP_TRY(compile_element(compiler, rule, &statement->resource, false, &rule->resource));
    note_readings(rule);
    RP_TRY(compile_principals(compiler, rule));
    return compile_conditions(compiler, rule);
}

enum rampart_status rp_members_compile(struct rp_arena *arena, const struct rampart_strs *texts,
                                       struct rp_group_members *ret_members)
{
    struct rp_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_pattern, texts->count);
    RP_TRY_MEMORY(patterns != NULL);
    for (size_t i = 0; i < texts->count; i++)
        RP_TRY(rp_pattern_compile(arena, texts->items[i], &patterns[i]));
    *ret_members = (struct rp_group_members){patterns, texts->count, texts->items};
    return RAMPART_OK;
}

static enum rampart_status compile_members(struct compiler *compiler,
                                           const struct rampart_attachment *attachment,
                                           const struct rp_group_members **ret_members)
{
    struct rp_arena *arena = &compiler->rules->arena;
    const struct rampart_strs *given = &attachment->resource_group_members;
    if (attachment->layer != RAMPART_LAYER_RESOURCE_GROUP) return RAMPART_OK;
    struct rp_group_members *members = RP_NEW(arena, struct rp_group_members);
    struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, given->count);
    RP_TRY_MEMORY(members != NULL && texts != NULL);
    for (size_t i = 0; i < given->count; i++) RP_TRY_MEMORY(rp_arena_copy(arena, given->items[i], &texts[i]));
    RP_TRY(rp_members_compile(arena, &(struct rampart_strs){texts, given->count}, members));
    *ret_members = members;
    return RAMPART_OK;
}

/* ---- which rules belong together ---- */

static struct rp_unit *unit_of(struct rampart_rules *rules, const struct rampart_attachment *attachment)
{
    switch (attachment->layer) {
    case RAMPART_LAYER_IDENTITY: return &rules->identity;
    case RAMPART_LAYER_SESSION: return &rules->session;
    case RAMPART_LAYER_TRUST: return &rules->trust;
    case RAMPART_LAYER_RESOURCE_GROUP: return &rules->resource_group;
    case RAMPART_LAYER_CONTROL:
        return attachment->level < rules->control_levels ? &rules->control[attachment->level] : NULL;
    }
    return NULL;
}

/* A trust policy has no Resource and the others have no Principal, so neither can stand in for the other. */
static bool kind_fits(enum rampart_policy_kind kind, enum rampart_layer layer)
{
    return (kind == RAMPART_POLICY_TRUST) == (layer == RAMPART_LAYER_TRUST);
}

static enum rampart_status check_attachment(struct compiler *compiler,
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

static enum rampart_status make_units(struct rampart_rules *rules)
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

static enum rampart_status reserve_all(struct rampart_rules *rules)
{
    for (size_t i = 0; i < rules->attachment_count; i++) {
        struct rp_unit *unit = unit_of(rules, &rules->attachments[i]);
        const struct rampart_policy *policy = rules->attachments[i].policy;
        unit->present = true;
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

static bool has_aws_operator(const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (!rp_operator_supported(&statement->conditions[i].op)) return true;
    return false;
}

/* Under which assumptions the cloud would have refused the document; its own it has taken. */
static unsigned refused_by(const struct rampart_attachment *attachment)
{
    const struct rampart_policy *policy = attachment->policy;
    unsigned refused = 0;
    for (size_t i = 0; i < policy->statement_count && !attachment->system; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (statement->resource.negated) refused |= RP_ASSUME_NO_NOTRESOURCE;
        if (has_aws_operator(statement)) refused |= RP_ASSUME_NO_AWS_OPERATORS;
        if (policy->kind == RAMPART_POLICY_TRUST && statement->effect == RAMPART_DENY)
            refused |= RP_ASSUME_NO_TRUST_DENY;
    }
    return refused;
}

static enum rampart_status compile_attachment(struct compiler *compiler,
                                              const struct rampart_attachment *attachment,
                                              const struct rp_rule *ready)
{
    struct rp_unit *unit = unit_of(compiler->rules, attachment);
    const struct rp_group_members *members = NULL;
    if (attachment->policy == NULL) return RAMPART_OK;
    RP_TRY(compile_members(compiler, attachment, &members));
    unsigned refused = refused_by(attachment);
    for (size_t i = 0; i < attachment->policy->statement_count; i++) {
        struct rp_rule *rule = &unit->rules[unit->count++];
        if (ready != NULL) *rule = ready[i];
        rule->statement = &attachment->policy->statements[i];
        rule->attachment = attachment;
        rule->members = members;
        rule->refused_by = refused;
        if (ready == NULL) RP_TRY(compile_rule(compiler, rule));
        warn_of_conditions(compiler, rule);
    }
    return RAMPART_OK;
}

static enum rampart_status index_unit(struct rp_arena *arena, struct rp_unit *unit)
{
    struct rp_index *index = RP_NEW(arena, struct rp_index);
    RP_TRY_MEMORY(index != NULL);
    RP_TRY(rp_index_build(arena, &(struct rp_run){unit->rules, unit->count}, 1, index));
    unit->index = index;
    return RAMPART_OK;
}

static enum rampart_status index_all(struct rampart_rules *rules)
{
    RP_TRY(index_unit(&rules->arena, &rules->identity));
    RP_TRY(index_unit(&rules->arena, &rules->resource_group));
    RP_TRY(index_unit(&rules->arena, &rules->session));
    for (unsigned level = 0; level < rules->control_levels; level++)
        RP_TRY(index_unit(&rules->arena, &rules->control[level]));
    return RAMPART_OK;
}

static enum rampart_status copy_attachments(struct rampart_rules *rules,
                                            const struct rampart_attachment *attachments, size_t count)
{
    rules->attachments = RP_NEW_ARRAY(&rules->arena, struct rampart_attachment, count);
    RP_TRY_MEMORY(rules->attachments != NULL);
    rules->attachment_count = count;
    for (size_t i = 0; i < count; i++) {
        rules->attachments[i] = attachments[i];
        RP_TRY_MEMORY(
            rp_arena_copy(&rules->arena, attachments[i].attached_to, &rules->attachments[i].attached_to));
        RP_TRY_MEMORY(rp_arena_copy(&rules->arena, attachments[i].resource_group,
                                    &rules->attachments[i].resource_group));
    }
    return RAMPART_OK;
}

static enum rampart_status compile_all(struct compiler *compiler,
                                       const struct rampart_attachment *attachments, size_t count)
{
    struct rampart_rules *rules = compiler->rules;
    enum rampart_status status = RAMPART_OK;
    RP_TRY(make_units(rules));
    RP_TRY(copy_attachments(rules, attachments, count));
    for (size_t i = 0; i < count; i++) {
        enum rampart_status checked = check_attachment(compiler, &rules->attachments[i]);
        if (checked != RAMPART_OK) status = checked;
    }
    RP_TRY(status);
    RP_TRY(reserve_all(rules));
    const struct rp_rule *const *ready = compiler->how->ready;
    for (size_t i = 0; i < count; i++)
        RP_TRY(compile_attachment(compiler, &rules->attachments[i], ready == NULL ? NULL : ready[i]));
    return compiler->how->unindexed ? RAMPART_OK : index_all(rules);
}

enum rampart_status rp_rules_compile(const struct rampart_options *options,
                                     const struct rampart_attachment *attachments, size_t count,
                                     unsigned control_levels, const struct rp_compile_how *how,
                                     struct rampart_diags *diags, struct rampart_rules **ret_rules)
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
    struct rampart_rules *rules = RP_NEW(&arena, struct rampart_rules);
    RP_TRY_MEMORY(rules != NULL);
    rules->arena = arena;
    rules->control_levels = control_levels;
    struct compiler compiler = {.rules = rules, .how = how, .diags = diags};
    rp_arena_init(&compiler.scratch, rp_options_allocator(options));
    enum rampart_status status = compile_all(&compiler, attachments, count);
    rp_arena_free(&compiler.scratch);
    if (status == RAMPART_OK)
        *ret_rules = rules;
    else
        rampart_rules_free(rules);
    return status;
}

enum rampart_status rampart_rules_compile(const struct rampart_options *options,
                                          const struct rampart_attachment *attachments, size_t count,
                                          unsigned control_levels, struct rampart_diags *diags,
                                          struct rampart_rules **ret_rules)
{
    const struct rp_compile_how how = {.unindexed = false};
    return rp_rules_compile(options, attachments, count, control_levels, &how, diags, ret_rules);
}

void rampart_rules_free(struct rampart_rules *rules)
{
    if (rules == NULL) return;
    struct rp_arena arena = rules->arena; /* the rules live in it */
    rp_arena_free(&arena);
}
