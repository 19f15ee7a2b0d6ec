/* SPDX-License-Identifier: Apache-2.0 */
/* What a run of tests has asked of each statement, and of each of its conditions. */
#include <stdlib.h>

#include "account/organisation.h"
#include "base/limits.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/set.h"
#include "suite/bearing.h"

/* Where the rows of a document's statements begin. */
struct covered_document {
    const struct rampart_policy *policy;
    size_t first;
};

/* A row as the caller sees it, and its conditions to be written to. */
struct covered_row {
    struct rampart_covered_statement told;
    struct rampart_covered_condition *conditions;
};

struct rampart_coverage {
    struct rp_arena arena; /* holds everything, itself included */
    struct covered_row *rows;
    size_t count, room;
    struct covered_document *documents; /* by the address of the policy, once all are there */
    size_t document_count, document_room;
};

/* ---- a row for each statement ---- */

static struct rampart_place coverage_place(const struct rampart_policy *policy, const struct rp_statement *statement)
{
    const struct rampart_attachment attachment = {.policy = policy};
    const struct rp_rule rule = {.attachment = &attachment};
    return rp_place_of(&rule, statement->span.start);
}

static enum rampart_status coverage_add_row(struct rampart_coverage *coverage, const struct rampart_policy *policy,
                                            size_t number)
{
    const struct rp_statement *statement = &policy->statements[number];
    struct rampart_covered_condition *conditions =
        RP_NEW_ARRAY(&coverage->arena, struct rampart_covered_condition, statement->condition_count);
    struct covered_row *rows =
        rp_arena_grow(&coverage->arena, coverage->rows, coverage->count, &coverage->room, sizeof *rows);
    RP_TRY_MEMORY(conditions != NULL && rows != NULL);
    for (size_t i = 0; i < statement->condition_count; i++) {
        conditions[i].op = statement->conditions[i].op_name;
        conditions[i].key = statement->conditions[i].key.text;
    }
    coverage->rows = rows;
    const struct rampart_covered_statement told = {.policy = policy->name,
                                                   .statement = number,
                                                   .place = coverage_place(policy, statement),
                                                   .effect = statement->effect,
                                                   .conditions = conditions,
                                                   .condition_count = statement->condition_count};
    rows[coverage->count++] = (struct covered_row){told, conditions};
    return RAMPART_OK;
}

/* What is hidden is not shown, and what is not known has no statements. */
static enum rampart_status coverage_add_policy(struct rampart_coverage *coverage, const struct rampart_policy *policy)
{
    if (policy == NULL || policy->hidden) return RAMPART_OK;
    struct covered_document *documents = rp_arena_grow(&coverage->arena, coverage->documents, coverage->document_count,
                                                       &coverage->document_room, sizeof *documents);
    RP_TRY_MEMORY(documents != NULL);
    coverage->documents = documents;
    documents[coverage->document_count++] = (struct covered_document){policy, coverage->count};
    for (size_t i = 0; i < policy->statement_count; i++) RP_TRY(coverage_add_row(coverage, policy, i));
    return RAMPART_OK;
}

static enum rampart_status coverage_add_account(struct rampart_coverage *coverage, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->defined_count; i++)
        if (!account->policies[i].system) RP_TRY(coverage_add_policy(coverage, account->policies[i].policy));
    for (size_t i = 0; i < account->role_count; i++) RP_TRY(coverage_add_policy(coverage, account->roles[i].trust));
    return RAMPART_OK;
}

static enum rampart_status coverage_add_all(struct rampart_coverage *coverage, const struct rampart_set *set,
                                            const struct rampart_account *account)
{
    const struct rp_organisation *organisation = account == NULL ? NULL : account->organisation;
    for (size_t i = 0; i < set->attachment_count; i++)
        RP_TRY(coverage_add_policy(coverage, set->attachments[i].policy));
    for (size_t i = 0; organisation != NULL && i < organisation->count; i++)
        RP_TRY(coverage_add_account(coverage, organisation->members[i]));
    return account == NULL ? RAMPART_OK : coverage_add_account(coverage, account);
}

static int coverage_compare(const void *a, const void *b)
{
    const struct covered_document *one = a, *other = b;
    return (one->policy > other->policy) - (one->policy < other->policy);
}

enum rampart_status rampart_coverage_new(const struct rampart_options *options, const struct rampart_set *set,
                                         const struct rampart_account *account,
                                         struct rampart_coverage **ret_coverage)
{
    if (set == NULL || ret_coverage == NULL) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_coverage *coverage = RP_NEW(&arena, struct rampart_coverage);
    RP_TRY_MEMORY(coverage != NULL);
    coverage->arena = arena;
    enum rampart_status status = coverage_add_all(coverage, set, account);
    if (status == RAMPART_OK && coverage->document_count > 0)
        qsort(coverage->documents, coverage->document_count, sizeof *coverage->documents, coverage_compare);
    if (status == RAMPART_OK)
        *ret_coverage = coverage;
    else
        rampart_coverage_free(coverage);
    return status;
}

void rampart_coverage_free(struct rampart_coverage *coverage)
{
    if (coverage == NULL) return;
    struct rp_arena arena = coverage->arena; /* the record lives in it */
    rp_arena_free(&arena);
}

/* ---- taking down ---- */

/* The row of the rule's statement; NULL: it has none. */
static struct covered_row *coverage_row(const struct rampart_coverage *coverage, const struct rp_rule *rule)
{
    const struct covered_document wanted = {.policy = rule->attachment->policy};
    if (coverage->document_count == 0) return NULL;
    const struct covered_document *found = bsearch(&wanted, coverage->documents, coverage->document_count,
                                                   sizeof *coverage->documents, coverage_compare);
    return found == NULL ? NULL : &coverage->rows[found->first + (size_t)(rule->statement - wanted.policy->statements)];
}

static void coverage_note(enum rampart_truth truth, bool *met, bool *not_met)
{
    *met |= truth == RAMPART_TRUE;
    *not_met |= truth == RAMPART_FALSE;
}

/* Each condition by itself, whatever the others come to, of a request that the statement is about. */
static enum rampart_status coverage_add_conditions(const struct covered_row *row, const struct rp_rule *rule,
                                                   const struct rp_question *question)
{
    struct rp_match_detail detail;
    RP_TRY(rp_rule_match_elements(rule, question, &detail));
    if (!detail.about || detail.covers == RAMPART_FALSE) return RAMPART_OK;
    for (size_t i = 0; i < rule->condition_count; i++) {
        enum rampart_truth truth = RAMPART_UNKNOWN;
        RP_TRY(rp_condition_match(&rule->conditions[i], question, &truth));
        coverage_note(truth, &row->conditions[i].met, &row->conditions[i].not_met);
    }
    return RAMPART_OK;
}

static enum rampart_status coverage_add_unit(struct rampart_coverage *coverage, const struct rp_unit *unit,
                                             const struct rp_question *question)
{
    for (size_t i = 0; i < unit->count; i++) {
        struct covered_row *row = coverage_row(coverage, &unit->rules[i]);
        enum rampart_truth truth = RAMPART_UNKNOWN;
        if (row == NULL) continue;
        RP_TRY(rp_rule_match(&unit->rules[i], question, &truth));
        coverage_note(truth, &row->told.met, &row->told.not_met);
        RP_TRY(coverage_add_conditions(row, &unit->rules[i], question));
    }
    return RAMPART_OK;
}

static enum rampart_status coverage_add_rules(struct rampart_coverage *coverage, const struct rp_rules *rules,
                                              const struct rp_question *question)
{
    const struct rp_unit *unit;
    for (size_t i = 0; (unit = rp_rules_unit(rules, i)) != NULL; i++) RP_TRY(coverage_add_unit(coverage, unit, question));
    return RAMPART_OK;
}

enum rampart_status rp_coverage_add(struct rampart_coverage *coverage, const struct rampart_set *set,
                                    struct rampart_request *request)
{
    const struct rampart_set *asked = NULL;
    struct rp_set_rules made;
    RP_TRY(rp_set_asked(set, request, NULL, &asked));
    RP_TRY(rp_set_rules(asked, request, NULL, &made));
    enum rampart_status status = RAMPART_OK;
    for (const struct rp_resource *resource = request->resources; resource != NULL && status == RAMPART_OK;
         resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, made.rules->assumed);
        status = coverage_add_rules(coverage, made.rules, &question);
    }
    rp_rules_free(made.own);
    return status;
}

/* ---- the record ---- */

size_t rampart_coverage_count(const struct rampart_coverage *coverage)
{
    return coverage == NULL ? 0 : coverage->count;
}

const struct rampart_covered_statement *rampart_coverage_at(const struct rampart_coverage *coverage, size_t i)
{
    return coverage == NULL || i >= coverage->count ? NULL : &coverage->rows[i].told;
}

struct rampart_coverage_sum rampart_coverage_sum(const struct rampart_coverage *coverage)
{
    struct rampart_coverage_sum sum = {.statements = rampart_coverage_count(coverage)};
    for (size_t i = 0; i < sum.statements; i++) {
        const struct rampart_covered_statement *row = &coverage->rows[i].told;
        sum.statements_met += row->met;
        sum.outcomes += 2 * (1 + row->condition_count);
        sum.outcomes_seen += (size_t)row->met + row->not_met;
        for (size_t j = 0; j < row->condition_count; j++)
            sum.outcomes_seen += (size_t)row->conditions[j].met + row->conditions[j].not_met;
    }
    return sum;
}
