/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mutant that no test kills: is any request decided otherwise? First the documents are compared by themselves. What they
 * differ in may make no difference where they are attached, so that then the accounts are compared.
 */
#include "account/copy.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"
#include "policy/arn.h"
#include "policy/kind.h"
#include "suite/mutation.h"

/* ---- what a comparison comes to ---- */

static const char *survivor_reason(enum rampart_diff_reason reason)
{
    switch (reason) {
    case RAMPART_DIFF_PATTERNS: return "its patterns are too many to be told apart";
    case RAMPART_DIFF_VALUES: return "the values of a condition key cannot be compared";
    case RAMPART_DIFF_CASES: return "there are too many cases";
    case RAMPART_DIFF_UNREAD: return "policies that nobody has read may decide";
    case RAMPART_DIFF_SETTING: break;
    }
    return "policies of such resources are not compared";
}

static enum rampart_status survivor_copy_texts(struct rp_arena *arena, struct rampart_strs *texts)
{
    struct rampart_str *copies = RP_NEW_ARRAY(arena, struct rampart_str, texts->count);
    RP_TRY_MEMORY(copies != NULL);
    for (size_t i = 0; i < texts->count; i++) RP_TRY_MEMORY(rp_arena_copy(arena, texts->items[i], &copies[i]));
    texts->items = copies;
    return RAMPART_OK;
}

/* A principal of the one account is named as its file does it. */
static struct rampart_str survivor_principal(const struct rampart_account *account, struct rampart_str principal)
{
    const struct rampart_str head = RP_STR("acs:ram::");
    if (account == NULL || account->organisation != NULL || !rp_str_starts(principal, head)) return principal;
    const struct rampart_str rest = rp_str_from(principal, head.len);
    const bool own = rp_str_starts(rest, account->id) && rest.len > account->id.len && rest.data[account->id.len] == ':';
    return own ? rp_str_from(rest, account->id.len + 1) : principal;
}

static enum rampart_status survivor_copy_witness(struct rampart_mutation *mutation, const struct rampart_diff_witness *from,
                                                 struct rampart_diff_witness *ret_witness)
{
    struct rp_arena *arena = &mutation->arena;
    struct rampart_diff_key *keys = RP_NEW_ARRAY(arena, struct rampart_diff_key, from->key_count);
    RP_TRY_MEMORY(keys != NULL);
    *ret_witness = *from;
    ret_witness->keys = keys;
    RP_TRY_MEMORY(rp_arena_copy(arena, survivor_principal(mutation->account, from->principal), &ret_witness->principal));
    RP_TRY_MEMORY(rp_arena_copy(arena, from->action, &ret_witness->action));
    RP_TRY_MEMORY(rp_arena_copy(arena, from->resource, &ret_witness->resource));
    for (size_t i = 0; i < from->key_count; i++) {
        keys[i] = from->keys[i];
        RP_TRY_MEMORY(rp_arena_copy(arena, from->keys[i].name, &keys[i].name));
        RP_TRY(survivor_copy_texts(arena, &keys[i].values));
    }
    return RAMPART_OK;
}

/* The first difference that a test can ask about, else the first. */
static enum rampart_status survivor_tell(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                         const struct rampart_diff *diff, struct rampart_mutant *told)
{
    const struct rampart_diff_open *open = rampart_diff_open(diff, 0);
    told->outcome = RAMPART_MUTANT_SURVIVED;
    for (size_t i = 0; i < rampart_diff_count(diff) && told->test.len == 0; i++) {
        const struct rampart_diff_witness first = told->witness;
        RP_TRY(survivor_copy_witness(mutation, &rampart_diff_row(diff, i)->witness, &told->witness));
        RP_TRY(rp_survivor_test(mutation, mutant, told));
        if (i > 0 && told->test.len == 0) told->witness = first;
    }
    if (rampart_diff_count(diff) > 0) return RAMPART_OK;
    told->outcome = open == NULL ? RAMPART_MUTANT_EQUIVALENT : RAMPART_MUTANT_UNDECIDED;
    if (open != NULL) told->reason = rampart_str(survivor_reason(open->reason));
    return RAMPART_OK;
}

/* Two sets, compared. */
struct survivor_pair {
    struct rampart_set *sets[2]; /* to be freed; NULL: it is not ours */
    struct rampart_diff *diff;
};

static enum rampart_status survivor_compare(const struct rampart_set *old, const struct rampart_set *new,
                                            struct rampart_diff **ret_diff)
{
    static const struct rampart_diff_options how = {.first = true};
    return rampart_diff(old, new, &how, NULL, ret_diff);
}

static void survivor_close(struct survivor_pair *pair)
{
    rampart_diff_free(pair->diff);
    for (int side = 0; side < 2; side++) rampart_set_free(pair->sets[side]);
}

/* ---- documents by themselves ---- */

static bool survivor_has(const struct rampart_policy *policy, enum rampart_effect effect)
{
    for (size_t i = 0; i < policy->statement_count; i++)
        if (policy->statements[i].effect == effect) return true;
    return false;
}

/* Whether a statement of either side has the effect. */
static bool survivor_some_have(const struct rp_mutant *mutant, enum rampart_effect effect)
{
    return survivor_has(mutant->policy, effect) || survivor_has(mutant->changed, effect);
}

/* A policy that allows everything: beside it, only what is denied makes a difference. */
static enum rampart_status survivor_everything(struct rp_arena *arena, const struct rampart_policy *like,
                                               const struct rampart_policy **ret_policy)
{
    static const struct rp_span star = {0, 1};
    static const struct rp_statement everything = {
        .effect = RAMPART_ALLOW,
        .action = {.spans = &star, .document = "*", .count = 1, .present = true},
        .resource = {.spans = &star, .document = "*", .count = 1, .present = true}};
    struct rampart_policy *policy = RP_NEW(arena, struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    *policy = *like;
    policy->statements = &everything;
    policy->statement_count = 1;
    policy->packed = (struct rampart_str){NULL, 0};
    *ret_policy = policy;
    return RAMPART_OK;
}

/* Both documents, each beside what allows everything or by itself. Close it also after an error. */
static enum rampart_status survivor_documents(const struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                              const struct rampart_policy *beside, struct survivor_pair *ret_pair)
{
    const struct rampart_policy *const policies[] = {mutant->policy, mutant->changed};
    *ret_pair = (struct survivor_pair){.diff = NULL};
    for (int side = 0; side < 2; side++) {
        const struct rampart_attachment attachments[] = {{.policy = policies[side]}, {.policy = beside}};
        const struct rampart_set_parts parts = {.attachments = attachments, .attachment_count = beside == NULL ? 1 : 2};
        RP_TRY(rampart_set_new(&mutation->set->options, &parts, NULL, &ret_pair->sets[side]));
    }
    return survivor_compare(ret_pair->sets[0], ret_pair->sets[1], &ret_pair->diff);
}

static enum rampart_status survivor_same_beside(const struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                                const struct rampart_policy *beside, bool *ret_same)
{
    struct survivor_pair pair;
    const enum rampart_status status = survivor_documents(mutation, mutant, beside, &pair);
    if (status == RAMPART_OK)
        *ret_same = rampart_diff_count(pair.diff) == 0 && rampart_diff_open_count(pair.diff) == 0;
    survivor_close(&pair);
    return status;
}

/*
 * Whether both documents allow the same requests and deny the same ones. Then they decide alike wherever they are
 * attached, whatever stands beside them: any Deny denies, and else any Allow allows. By itself a document shows what it
 * allows and does not deny; beside one that allows everything, what it denies.
 */
static enum rampart_status survivor_same_document(const struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                                  bool *ret_same)
{
    const struct rampart_policy *everything = NULL;
    *ret_same = true;
    if (survivor_some_have(mutant, RAMPART_ALLOW)) RP_TRY(survivor_same_beside(mutation, mutant, NULL, ret_same));
    if (!*ret_same || !survivor_some_have(mutant, RAMPART_DENY)) return RAMPART_OK;
    RP_TRY(survivor_everything(mutant->arena, mutant->policy, &everything));
    return survivor_same_beside(mutation, mutant, everything, ret_same);
}

/* ---- a likelier resource ---- */

/* The pattern as a resource of the account, each wildcard filled in. False in *ret_is: it is none of one service. */
static enum rampart_status survivor_fill(struct rp_arena *arena, struct rampart_str account, struct rampart_str pattern,
                                         const char *region, struct rampart_str *ret_text, bool *ret_is)
{
    struct rp_arn arn;
    *ret_is = rp_arn_split(pattern, &arn) && !rp_has_wildcard(arn.service) && account.len > 0;
    if (!*ret_is) return RAMPART_OK;
    char *rest = rp_arena_alloc(arena, arn.rest.len + 1, 1);
    RP_TRY_MEMORY(rest != NULL);
    for (size_t i = 0; i < arn.rest.len; i++) {
        const char c = arn.rest.data[i];
        rest[i] = c == '*' || c == '?' ? '1' : c;
    }
    if (arn.region.len > 0 && rp_has_wildcard(arn.region)) arn.region = rampart_str(region);
    const bool made = rp_arena_printf(arena, ret_text, "acs:%.*s:%.*s:%.*s:%.*s", RP_ARG(arn.service), RP_ARG(arn.region),
                                      RP_ARG(account), (int)arn.rest.len, rest);
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* The same request on what the statement names: the witness may have a resource that no test can ask about. */
static enum rampart_status survivor_tell_likely(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                                struct rampart_mutant *told)
{
    enum { MOST = 8 };
    static const char *const regions[] = {"cn-hangzhou", "oss-cn-hangzhou"};
    const struct rampart_diff_witness witness = told->witness;
    const struct rampart_str account = mutation->account == NULL ? RP_STR("") : mutation->account->id;
    const size_t number = mutant->change->statement;
    const struct rp_values *sides[] = {&mutant->policy->statements[number].resource,
                                       &mutant->changed->statements[number].resource};
    for (size_t i = 0; i < 4 * MOST; i++) {
        const struct rp_values *values = sides[i % 2];
        bool is = false;
        if (i / 4 >= values->count) continue;
        RP_TRY(survivor_fill(&mutation->arena, account, rp_value_text(values, i / 4), regions[i / 2 % 2],
                             &told->witness.resource, &is));
        if (is) RP_TRY(rp_survivor_test(mutation, mutant, told));
        if (told->test.len > 0) return RAMPART_OK;
    }
    told->witness = witness;
    return RAMPART_OK;
}

/* ---- by the kind of a denial ---- */

/* A comparison without an account names this one. */
static enum rampart_status survivor_own_resource(struct rp_arena *arena, struct rampart_str account,
                                                 struct rampart_str resource, struct rampart_str *ret_resource)
{
    struct rp_arn arn;
    *ret_resource = resource;
    if (account.len == 0 || !rp_arn_split(resource, &arn) || arn.account.len == 0) return RAMPART_OK;
    const bool made = rp_arena_printf(arena, ret_resource, "%.*s:%.*s:%.*s:%.*s:%.*s", RP_ARG(arn.partition),
                                      RP_ARG(arn.service), RP_ARG(arn.region), RP_ARG(account), RP_ARG(arn.rest));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static bool survivor_has_key(const struct rampart_diff_witness *witness, struct rampart_str name)
{
    for (size_t i = 0; i < witness->key_count; i++)
        if (rp_str_equal_fold(witness->keys[i].name, name)) return true;
    return false;
}

/* What the account's other policies look at is as in the first witness. */
static enum rampart_status survivor_join_keys(struct rp_arena *arena, const struct rampart_diff_witness *first,
                                              struct rampart_diff_witness *witness)
{
    struct rampart_diff_key *keys = RP_NEW_ARRAY(arena, struct rampart_diff_key, first->key_count + witness->key_count);
    size_t count = witness->key_count;
    RP_TRY_MEMORY(keys != NULL);
    for (size_t i = 0; i < count; i++) keys[i] = witness->keys[i];
    for (size_t i = 0; i < first->key_count; i++)
        if (!survivor_has_key(witness, first->keys[i].name)) keys[count++] = first->keys[i];
    witness->keys = keys;
    witness->key_count = count;
    return RAMPART_OK;
}

/*
 * No test can ask for the witness. But one can tell an explicit denial from an implicit one, where only the documents
 * differ and nobody allows it anyhow.
 */
static enum rampart_status survivor_tell_kind(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                              struct rampart_mutant *told)
{
    const struct rampart_diff_witness witness = told->witness;
    const struct rampart_account *account = mutation->account;
    const struct rampart_policy *everything = NULL;
    struct survivor_pair pair;
    if (!survivor_some_have(mutant, RAMPART_DENY) || (account != NULL && account->organisation != NULL)) return RAMPART_OK;
    RP_TRY(survivor_everything(mutant->arena, mutant->policy, &everything));
    enum rampart_status status = survivor_documents(mutation, mutant, everything, &pair);
    for (size_t i = 0; status == RAMPART_OK && i < rampart_diff_count(pair.diff) && told->test.len == 0; i++) {
        struct rampart_diff_witness *other = &told->witness;
        status = survivor_copy_witness(mutation, &rampart_diff_row(pair.diff, i)->witness, other);
        other->principal = witness.principal;
        if (status == RAMPART_OK) status = survivor_join_keys(&mutation->arena, &witness, other);
        if (status == RAMPART_OK && account != NULL)
            status = survivor_own_resource(&mutation->arena, account->id, other->resource, &other->resource);
        if (status == RAMPART_OK) status = rp_survivor_test(mutation, mutant, told);
    }
    survivor_close(&pair);
    if (told->test.len == 0) told->witness = witness;
    return status;
}

/* ---- with all that stands beside them ---- */

/* The set with the mutant in it, which is compiled anew. */
static enum rampart_status survivor_set(const struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                        struct rampart_set **ret_set)
{
    const struct rampart_set *set = mutation->set;
    struct rampart_attachment *attachments = RP_NEW_ARRAY(mutant->arena, struct rampart_attachment, set->attachment_count);
    struct rampart_set_parts parts = {.attachments = attachments,
                                      .attachment_count = set->attachment_count,
                                      .control_levels = set->control_levels};
    RP_TRY_MEMORY(attachments != NULL);
    for (size_t i = 0; i < set->attachment_count; i++) {
        attachments[i] = set->attachments[i];
        if (attachments[i].policy == mutant->policy) attachments[i].policy = mutant->changed;
    }
    if (set->account != NULL)
        RP_TRY(rp_account_copy(mutant->arena, set->account, mutant->policy, mutant->changed, &parts.account));
    return rampart_set_new(&set->options, &parts, NULL, ret_set);
}

static enum rampart_status survivor_compare_all(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                                struct rampart_mutant *told)
{
    struct survivor_pair pair = {.diff = NULL};
    enum rampart_status status = survivor_set(mutation, mutant, &pair.sets[1]);
    if (status == RAMPART_OK) status = survivor_compare(mutation->set, pair.sets[1], &pair.diff);
    if (status == RAMPART_OK) status = survivor_tell(mutation, mutant, pair.diff, told);
    survivor_close(&pair);
    return status;
}

enum rampart_status rp_survivor_judge(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                      struct rampart_mutant *told)
{
    const bool named = rp_kind_of(mutant->policy->kind)->principal != RP_FORM_ATTACHED; /* it decides by who asks */
    bool same = false;
    if (mutation->account != NULL && !named) RP_TRY(survivor_same_document(mutation, mutant, &same));
    if (same) {
        told->outcome = RAMPART_MUTANT_EQUIVALENT;
        return RAMPART_OK;
    }
    RP_TRY(survivor_compare_all(mutation, mutant, told));
    if (named || told->outcome != RAMPART_MUTANT_SURVIVED || told->test.len > 0) return RAMPART_OK;
    RP_TRY(survivor_tell_likely(mutation, mutant, told));
    if (told->test.len > 0) return RAMPART_OK;
    return survivor_tell_kind(mutation, mutant, told);
}
