/* SPDX-License-Identifier: Apache-2.0 */
/* From a statement to a rule: patterns, operands and principals, ready to be asked. */
#include <stdint.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/compile.h"
#include "decide/fingerprint.h"
#include "policy/arn_pattern.h"
#include "policy/unreadable.h"
#include "text/diag.h"

static struct rp_at place_of(const struct rp_rule *rule, struct rp_span span)
{
    return (struct rp_at){rule->attachment->policy->source, span};
}

static enum rampart_status compile_pattern(struct rp_compiler *compiler, const struct rp_rule *rule,
                                           struct rp_span span, struct rampart_str text,
                                           struct rp_pattern *ret_pattern)
{
    enum rampart_status status = rp_pattern_compile(&compiler->rules->arena, text, ret_pattern);
    if (status == RAMPART_LIMIT)
        rp_diag(compiler->diags, RAMPART_ERROR, RP_ENG_PATTERN, place_of(rule, span),
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
    rp_diag(compiler->diags, RAMPART_WARNING, RP_DOC_BAD_OPERAND, place_of(rule, source->values.spans[i]),
            "\"%.*s\" is no %s as documented: by default %s", RP_ARG(rp_str_part(text, 0, 80)),
            source->op.family->name, rp_unreadable_outcome(&source->op, alone));
    rp_diag_help(compiler->diags, "write %s; what else the cloud may make of it is open (--assume: %s)",
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
static unsigned turns_of(const struct rp_family *family, const struct rp_operand *operand)
{
    unsigned turns = family->operand_turns == NULL ? 0 : family->operand_turns(operand);
    if (!operand->usable || operand->form != 0) turns |= RP_ASSUMED_UNREADABLE;
    return turns;
}

/* What the key's type says of the condition. Every text is a string, whatever else it is. */
static void compare_types(struct rp_rule_condition *condition)
{
    const enum rp_value_type type = rp_key_type(condition->source->key.text),
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
    compare_types(condition);
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
static unsigned unreadable_in(const struct rp_rule_condition *condition)
{
    unsigned forms = 0;
    for (size_t i = 0; condition->turns != 0 && i < condition->source->values.count; i++)
        forms |= condition->operands[i].usable ? condition->operands[i].form : (unsigned)RP_UNREADABLE;
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

static enum rampart_status compile_principals(struct rp_compiler *compiler, struct rp_rule *rule)
{
    const struct rp_principals *sources = rule->statement->principals;
    size_t count = sources == NULL ? 0 : sources->count;
    struct rp_rule_principal *principals =
        RP_NEW_ARRAY(&compiler->rules->arena, struct rp_rule_principal, count);
    RP_TRY_MEMORY(principals != NULL);
    for (size_t i = 0; i < count; i++) {
        const struct rp_principal *source = &sources->items[i];
        const char *expected = NULL;
        principals[i].kind = source->kind;
        principals[i].service = source->value.text;
        if (source->kind == RP_PRINCIPAL_EVERYBODY || source->kind == RP_PRINCIPAL_SERVICE) continue;
        if (!rp_identity_read(source->value.text, &principals[i].identity, &expected))
            return RAMPART_INVALID_INPUT;
    }
    rule->principals = principals;
    rule->principal_count = count;
    return RAMPART_OK;
}

/* What can be known of the assumptions about resources before one is asked for. */
static void note_readings(struct rp_rule *rule)
{
    const struct rp_values *values = &rule->statement->resource;
    rule->colons = SIZE_MAX;
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str pattern = rp_value_text(values, i);
        unsigned readings = rp_arn_pattern_readings(pattern);
        size_t colons = rp_str_count(pattern, ':');
        rule->resource_readings |= readings;
        if ((readings & RP_ASSUME_FIELDS) != 0 && colons < rule->colons) rule->colons = colons;
    }
}

static uint64_t print_resources(const struct rp_patterns *resource)
{
    uint64_t print = 0;
    if (resource->negated || !resource->present) return RP_RESOURCE_ANY;
    for (size_t i = 0; i < resource->count; i++) print |= rp_resource_pattern_print(resource->texts[i]);
    return print;
}

enum rampart_status rp_rule_compile(struct rp_compiler *compiler, struct rp_rule *rule)
{
    const struct rp_statement *statement = rule->statement;
    rule->effect = statement->effect;
    RP_TRY(compile_element(compiler, rule, &statement->action, true, &rule->action));
    RP_TRY(compile_element(compiler, rule, &statement->resource, false, &rule->resource));
    rule->resource_print = print_resources(&rule->resource);
    note_readings(rule);
    RP_TRY(compile_principals(compiler, rule));
    return compile_conditions(compiler, rule);
}

static bool has_unlike_operator(const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (rp_operator_is_unlike(&statement->conditions[i].op, statement->conditions[i].key.text))
            return true;
    return false;
}

static bool has_aws_operator(const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (!rp_operator_supported(&statement->conditions[i].op)) return true;
    return false;
}

unsigned rp_refused_by(const struct rampart_attachment *attachment)
{
    const struct rampart_policy *policy = attachment->policy;
    unsigned refused = 0;
    for (size_t i = 0; i < policy->statement_count && !attachment->system; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (statement->resource.negated) refused |= RP_ASSUME_NO_NOTRESOURCE;
        if (has_aws_operator(statement)) refused |= RP_ASSUME_NO_AWS_OPERATORS;
        if (has_unlike_operator(statement)) refused |= RP_ASSUME_OPERATOR_REFUSED;
        if (policy->kind == RAMPART_POLICY_TRUST && statement->effect == RAMPART_DENY)
            refused |= RP_ASSUME_NO_TRUST_DENY;
    }
    return refused;
}
