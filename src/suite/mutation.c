/* SPDX-License-Identifier: Apache-2.0 */
/* Each policy that bears on a test is changed one element at a time, and the tests are asked until one notices it. */
#include "suite/mutation.h"

#include "account/organisation.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/set.h"
#include "policy/kind.h"

const char *rampart_mutant_outcome_name(enum rampart_mutant_outcome outcome)
{
    switch (outcome) {
    case RAMPART_MUTANT_KILLED: return "killed";
    case RAMPART_MUTANT_SURVIVED: return "survived";
    case RAMPART_MUTANT_EQUIVALENT: return "equivalent";
    case RAMPART_MUTANT_UNDECIDED: break;
    }
    return "undecided";
}

/* ---- the tests ---- */

/* Those that pass; one that fails as the policies are would not tell what noticed a change. */
static enum rampart_status mutation_add_test(struct rampart_mutation *mutation, size_t i)
{
    struct rp_mutation_test *test = &mutation->tests[mutation->test_count];
    test->number = i;
    RP_TRY(rampart_suite_ask(mutation->suite, i, mutation->set, mutation->account, NULL, NULL, &test->result));
    if (test->result.outcome != RAMPART_SUITE_PASSED) {
        rampart_suite_result_free(&test->result);
        return RAMPART_OK;
    }
    mutation->test_count++;
    const struct rp_suite_kept *kept = test->result.kept;
    for (size_t part = 0; part < kept->count; part++)
        RP_TRY(rp_bearing_find(&mutation->arena, mutation->set, kept->requests[part], &test->bearings[part]));
    return RAMPART_OK;
}

static enum rampart_status mutation_add_tests(struct rampart_mutation *mutation, const bool *counts)
{
    mutation->tests = RP_NEW_ARRAY(&mutation->arena, struct rp_mutation_test, mutation->suite->count + 1);
    RP_TRY_MEMORY(mutation->tests != NULL);
    for (size_t i = 0; i < mutation->suite->count; i++)
        if (counts == NULL || counts[i]) RP_TRY(mutation_add_test(mutation, i));
    return RAMPART_OK;
}

static bool mutation_bears(const struct rampart_mutation *mutation, const struct rampart_policy *policy)
{
    for (size_t i = 0; i < mutation->test_count; i++) {
        const struct rp_mutation_test *test = &mutation->tests[i];
        const struct rp_suite_kept *kept = test->result.kept;
        for (size_t part = 0; part < kept->count; part++)
            if (rp_bearing_has(&test->bearings[part], policy)) return true;
    }
    return false;
}

/* ---- the policies ---- */

static enum rampart_status mutation_skip(struct rampart_mutation *mutation, struct rampart_str policy, const char *why)
{
    struct rampart_mutation_skipped *skipped = rp_arena_grow(&mutation->arena, mutation->skipped, mutation->skipped_count,
                                                             &mutation->skipped_room, sizeof *skipped);
    RP_TRY_MEMORY(skipped != NULL);
    mutation->skipped = skipped;
    skipped[mutation->skipped_count++] = (struct rampart_mutation_skipped){policy, rampart_str(why)};
    return RAMPART_OK;
}

static enum rampart_status mutation_add_policy(struct rampart_mutation *mutation, const struct rampart_policy *policy,
                                               bool system)
{
    if (policy == NULL) return RAMPART_OK;
    const bool bears = mutation_bears(mutation, policy);
    const char *refused = rp_change_refused(policy);
    if (system) return bears ? mutation_skip(mutation, policy->name, "it is the cloud's own") : RAMPART_OK;
    if (!bears) return mutation_skip(mutation, policy->name, "no test is about anybody or anything that has it");
    if (refused != NULL) return mutation_skip(mutation, policy->name, refused);
    for (size_t i = 0; i < mutation->policy_count; i++)
        if (mutation->policies[i].policy == policy) return RAMPART_OK;
    struct rp_mutation_policy *policies =
        rp_arena_grow(&mutation->arena, mutation->policies, mutation->policy_count, &mutation->policy_room, sizeof *policies);
    RP_TRY_MEMORY(policies != NULL);
    mutation->policies = policies;
    policies[mutation->policy_count++] = (struct rp_mutation_policy){policy, system};
    return RAMPART_OK;
}

static enum rampart_status mutation_add_account(struct rampart_mutation *mutation, const struct rampart_account *account)
{
    if (account->image != NULL) return mutation_skip(mutation, account->id, "an image has no documents");
    for (size_t i = 0; i < account->policy_count; i++)
        RP_TRY(mutation_add_policy(mutation, account->policies[i].policy, account->policies[i].system));
    for (size_t i = 0; i < account->role_count; i++) RP_TRY(mutation_add_policy(mutation, account->roles[i].trust, false));
    for (size_t i = 0; i < account->resource_document_count; i++)
        RP_TRY(mutation_add_policy(mutation, account->resource_documents[i].policy, false));
    return RAMPART_OK;
}

static enum rampart_status mutation_add_policies(struct rampart_mutation *mutation)
{
    const struct rampart_account *account = mutation->account;
    const struct rp_organisation *organisation = account == NULL ? NULL : account->organisation;
    for (size_t i = 0; i < mutation->set->attachment_count; i++)
        RP_TRY(mutation_add_policy(mutation, mutation->set->attachments[i].policy, mutation->set->attachments[i].system));
    for (size_t i = 0; organisation != NULL && i < organisation->count; i++)
        RP_TRY(mutation_add_account(mutation, organisation->members[i]));
    return account == NULL || organisation != NULL ? RAMPART_OK : mutation_add_account(mutation, account);
}

static enum rampart_status mutation_list(struct rampart_mutation *mutation)
{
    const rampart_switches assumed = mutation->set->options.assumptions;
    mutation->first_changes = RP_NEW_ARRAY(&mutation->arena, size_t, mutation->policy_count + 1);
    RP_TRY_MEMORY(mutation->first_changes != NULL);
    for (size_t i = 0; i < mutation->policy_count; i++) {
        RP_TRY(rp_changes_list(&mutation->arena, mutation->catalog, assumed, mutation->policies[i].policy,
                               &mutation->changes));
        mutation->first_changes[i + 1] = mutation->changes.count;
    }
    mutation->known = mutation->changes.count;
    return RAMPART_OK;
}

/* ---- which of them ---- */

/* SplitMix64: every seed gives a sequence of its own. */
static uint64_t mutation_draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Each change is as likely as any other: of those that are left, as many are taken as are wanted yet. */
static enum rampart_status mutation_choose(struct rampart_mutation *mutation, size_t limit, uint64_t seed,
                                           const bool **ret_chosen)
{
    size_t wanted = limit == 0 || limit > mutation->known ? mutation->known : limit;
    bool *chosen = RP_NEW_ARRAY(&mutation->arena, bool, mutation->known + 1);
    RP_TRY_MEMORY(chosen != NULL);
    for (size_t i = 0; i < mutation->known; i++) {
        chosen[i] = mutation_draw(&seed) % (mutation->known - i) < wanted;
        wanted -= chosen[i];
    }
    *ret_chosen = chosen;
    return RAMPART_OK;
}

/* ---- asking the tests ---- */

/* Whether the changed statement comes to something else than before. A policy of a resource also says whether it is public. */
static enum rampart_status mutation_may_change(const struct rp_mutant *mutant, const struct rp_bearing *bearing,
                                               const struct rp_borne *before, struct rampart_request *request,
                                               bool *ret_may)
{
    const size_t number = mutant->change->statement;
    bool some = false, all = true;
    *ret_may = false;
    if (!rp_bearing_has(bearing, mutant->policy)) return RAMPART_OK;
    *ret_may = before != NULL;
    if (rp_kind_of(mutant->policy->kind)->of_resource) *ret_may = true;
    if (mutant->exchange.ready == NULL || mutant->change->op == RAMPART_MUTATION_EFFECT_TURNED) return RAMPART_OK;
    if (*ret_may && !(before != NULL && before->all)) return RAMPART_OK;
    const struct rp_rule *rule = &mutant->exchange.ready->rules[number];
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, bearing->asked->options.assumptions);
        enum rampart_truth truth = RAMPART_UNKNOWN;
        RP_TRY(rp_rule_match(rule, &question, &truth));
        some |= truth != RAMPART_FALSE;
        all &= truth == RAMPART_TRUE;
    }
    *ret_may = before == NULL ? some : !all;
    return RAMPART_OK;
}

static enum rampart_status mutation_ask(const struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                        const struct rp_mutation_test *test, bool matched, bool *ret_killed)
{
    const struct rp_suite_kept *kept = test->result.kept;
    struct rp_mutant_answer answer = {.meets = true};
    bool may = false;
    for (size_t part = 0; part < kept->count && !may; part++) {
        const struct rp_borne *before =
            rp_bearing_statement(&test->bearings[part], &mutant->policy->statements[mutant->change->statement]);
        if ((before != NULL) == matched)
            RP_TRY(mutation_may_change(mutant, &test->bearings[part], before, kept->requests[part], &may));
    }
    if (may) RP_TRY(rp_mutant_ask(mutant, &mutation->suite->tests[test->number], kept, test->bearings, &answer));
    *ret_killed = !answer.meets;
    return RAMPART_OK;
}

/* Tests that the statement had a part in are asked first. */
static enum rampart_status mutation_ask_tests(const struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                              struct rampart_mutant *told)
{
    for (int matched = 1; matched >= 0; matched--)
        for (size_t i = 0; i < mutation->test_count; i++) {
            bool killed = false;
            RP_TRY(mutation_ask(mutation, mutant, &mutation->tests[i], matched != 0, &killed));
            if (!killed) continue;
            told->outcome = RAMPART_MUTANT_KILLED;
            told->killed_by = mutation->tests[i].number;
            return RAMPART_OK;
        }
    return RAMPART_OK;
}

/* ---- one mutant ---- */

static enum rampart_layer mutation_layer(const struct rampart_policy *policy)
{
    return policy->kind == RAMPART_POLICY_TRUST ? RAMPART_LAYER_TRUST : RAMPART_LAYER_IDENTITY;
}

/* The document is compiled once for all tests; that of a resource is compiled with the resource. */
static enum rampart_status mutation_compile(const struct rampart_mutation *mutation, struct rp_mutant *mutant,
                                            struct rp_rules **ret_rules)
{
    struct rampart_options options = mutation->set->options;
    const struct rampart_attachment attachment = {.policy = mutant->changed, .layer = mutation_layer(mutant->policy)};
    const struct rp_compile_how how = {.unindexed = true, .taken = 1, .assumed = options.assumptions};
    struct rp_rules *rules = NULL;
    options.allocator = &mutation->arena.allocator;
    if (rp_kind_of(mutant->policy->kind)->of_resource) return RAMPART_OK;
    RP_TRY(rp_rules_compile(&options, &attachment, 1, 0, &how, NULL, &rules));
    struct rp_unit *unit = attachment.layer == RAMPART_LAYER_TRUST ? &rules->trust : &rules->identity;
    struct rp_index *index = rp_arena_alloc_lines(&rules->arena, 1, sizeof *index);
    enum rampart_status status = index == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
    if (status == RAMPART_OK)
        status = rp_index_build(&rules->arena, &(struct rp_run){unit->rules, unit->count}, 1, index);
    if (status != RAMPART_OK) {
        rp_rules_free(rules);
        return status;
    }
    unit->index = index;
    mutant->exchange.ready = unit;
    *ret_rules = rules;
    return RAMPART_OK;
}

/* A pattern that is too large leaves it open what the mutant does. */
static enum rampart_status mutation_leave(enum rampart_status status, struct rampart_mutant *told)
{
    if (status != RAMPART_LIMIT) return status;
    told->outcome = RAMPART_MUTANT_UNDECIDED;
    told->reason = RP_STR("its patterns are too large");
    return RAMPART_OK;
}

static enum rampart_status mutation_look_at(struct rampart_mutation *mutation, struct rp_mutant *mutant,
                                            struct rampart_mutant *told)
{
    struct rp_rules *rules = NULL;
    RP_TRY(rp_change_apply(mutant->arena, mutant->policy, mutant->change, &mutant->changed));
    mutant->exchange = (struct rp_exchange){.from = mutant->policy, .to = mutant->changed};
    enum rampart_status status = mutation_compile(mutation, mutant, &rules);
    if (status == RAMPART_OK) status = mutation_ask_tests(mutation, mutant, told);
    if (status == RAMPART_OK && told->outcome != RAMPART_MUTANT_KILLED)
        status = rp_survivor_judge(mutation, mutant, told);
    rp_rules_free(rules);
    return mutation_leave(status, told);
}

static enum rampart_status mutation_add(struct rampart_mutation *mutation, const struct rampart_policy *policy,
                                        const struct rp_change *change)
{
    struct rampart_mutant *told = &mutation->mutants[mutation->count++];
    const struct rampart_attachment attachment = {.policy = policy};
    const struct rp_rule rule = {.attachment = &attachment};
    struct rp_arena arena;
    *told = (struct rampart_mutant){.op = change->op,
                                    .policy = policy->name,
                                    .statement = change->statement,
                                    .place = rp_place_of(&rule, change->offset),
                                    .was = change->was,
                                    .now = change->now};
    rp_arena_init(&arena, &mutation->arena.allocator);
    struct rp_mutant mutant = {.policy = policy, .change = change, .arena = &arena};
    const enum rampart_status status = mutation_look_at(mutation, &mutant, told);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status mutation_run(struct rampart_mutation *mutation, const struct rampart_mutation_options *how)
{
    const bool *chosen = NULL;
    RP_TRY(mutation_choose(mutation, how->limit, how->seed, &chosen));
    const size_t most = how->limit == 0 || how->limit > mutation->known ? mutation->known : how->limit;
    mutation->mutants = RP_NEW_ARRAY(&mutation->arena, struct rampart_mutant, most + 1);
    RP_TRY_MEMORY(mutation->mutants != NULL);
    for (size_t i = 0; i < mutation->policy_count; i++)
        for (size_t k = mutation->first_changes[i]; k < mutation->first_changes[i + 1]; k++) {
            if (!chosen[k]) continue;
            RP_TRY(mutation_add(mutation, mutation->policies[i].policy, &mutation->changes.items[k]));
            if (how->progress != NULL) how->progress(how->progress_context, mutation->count, most);
        }
    return RAMPART_OK;
}

/* ---- all of it ---- */

static enum rampart_status mutation_make(struct rampart_mutation *mutation, const struct rampart_mutation_options *how)
{
    RP_TRY(rp_set_check_compiled(mutation->set, NULL));
    mutation->catalog = mutation->set->options.catalog;
    if (mutation->catalog == NULL) {
        RP_TRY(rampart_catalog_open(&mutation->set->options, &mutation->own_catalog));
        mutation->catalog = mutation->own_catalog;
    }
    RP_TRY(mutation_add_tests(mutation, how->counts));
    RP_TRY(mutation_add_policies(mutation));
    RP_TRY(mutation_list(mutation));
    return mutation_run(mutation, how);
}

enum rampart_status rampart_suite_mutate(const struct rampart_suite *suite, const struct rampart_set *set,
                                         const struct rampart_account *account,
                                         const struct rampart_mutation_options *how,
                                         struct rampart_mutation **ret_mutation)
{
    static const struct rampart_mutation_options all = {.limit = 0};
    if (suite == NULL || set == NULL || ret_mutation == NULL) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, &set->allocator);
    struct rampart_mutation *mutation = RP_NEW(&arena, struct rampart_mutation);
    RP_TRY_MEMORY(mutation != NULL);
    *mutation = (struct rampart_mutation){.arena = arena, .suite = suite, .set = set, .account = account};
    const enum rampart_status status = mutation_make(mutation, how == NULL ? &all : how);
    if (status == RAMPART_OK)
        *ret_mutation = mutation;
    else
        rampart_mutation_free(mutation);
    return status;
}

void rampart_mutation_free(struct rampart_mutation *mutation)
{
    if (mutation == NULL) return;
    for (size_t i = 0; i < mutation->test_count; i++) rampart_suite_result_free(&mutation->tests[i].result);
    rampart_catalog_free(mutation->own_catalog);
    struct rp_arena arena = mutation->arena; /* the mutation lives in it */
    rp_arena_free(&arena);
}

size_t rampart_mutation_count(const struct rampart_mutation *mutation)
{
    return mutation == NULL ? 0 : mutation->count;
}

const struct rampart_mutant *rampart_mutation_at(const struct rampart_mutation *mutation, size_t i)
{
    return i < rampart_mutation_count(mutation) ? &mutation->mutants[i] : NULL;
}

size_t rampart_mutation_skipped_count(const struct rampart_mutation *mutation)
{
    return mutation == NULL ? 0 : mutation->skipped_count;
}

const struct rampart_mutation_skipped *rampart_mutation_skipped(const struct rampart_mutation *mutation, size_t i)
{
    return i < rampart_mutation_skipped_count(mutation) ? &mutation->skipped[i] : NULL;
}

struct rampart_mutation_sum rampart_mutation_sum(const struct rampart_mutation *mutation)
{
    struct rampart_mutation_sum sum = {.known = mutation == NULL ? 0 : mutation->known};
    for (size_t i = 0; i < rampart_mutation_count(mutation); i++)
        switch (mutation->mutants[i].outcome) {
        case RAMPART_MUTANT_KILLED: sum.killed++; break;
        case RAMPART_MUTANT_SURVIVED: sum.survived++; break;
        case RAMPART_MUTANT_EQUIVALENT: sum.equivalent++; break;
        case RAMPART_MUTANT_UNDECIDED: sum.undecided++; break;
        }
    sum.left_out = sum.known - rampart_mutation_count(mutation);
    return sum;
}
