/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom a policy of the resource lets in from outside the account: accounts and users by their UIDs, sessions of other
 * accounts' roles, users and roles that a key's policy names, and nobody in particular. And whom the trust policy of a role
 * to be assumed does: other accounts, identity providers and services. Each is asked as one request.
 */
#include "analysis/outsiders.h"

#include "account/organisation.h"
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"

/* Those that may be, while they are found. */
struct finding {
    struct rampart_who_can *result;
    const struct rp_account_principal *principals;
    size_t room;
};

static bool outsiders_is_star(struct rampart_str text)
{
    return rp_str_equal(text, RP_STR("*"));
}

/* The UID of the account, or of one of its users. */
static bool outsiders_is_own_uid(const struct rampart_account *account, struct rampart_str uid)
{
    if (rp_str_equal(account->id, uid)) return true;
    for (size_t i = 0; i < account->user_count; i++)
        if (rp_str_equal(account->users[i].uid, uid)) return true;
    return false;
}

enum rampart_status rp_outsider_arn(struct rp_arena *arena, const struct rampart_account *account,
                                    const struct rp_rule_principal *principal, struct rampart_str *ret_arn, bool *ret_outside)
{
    const struct rp_identity *named = &principal->identity;
    const bool own = rp_str_equal(named->account, account->id);
    const struct rampart_str other = outsiders_is_star(named->account) ? RP_STR("1") : named->account;
    const struct rampart_str name = outsiders_is_star(named->name) ? RP_STR("any") : named->name;
    const bool session = named->session.len > 0 && !outsiders_is_star(named->session);
    const struct rampart_str whole[] = {RP_STR("acs:ram::"), principal->text, RP_STR(":role/any")};
    const struct rampart_str role[] = {RP_STR("acs:ram::"), other,          RP_STR(":role/"), name,
                                       RP_STR("/"),         named->session};
    const struct rampart_str root[] = {RP_STR("acs:ram::"), named->account, RP_STR(":role/any")};
    bool good = true;
    *ret_outside = true;
    switch (principal->kind) {
    case RP_PRINCIPAL_EVERYBODY: *ret_arn = RP_STR("anonymous"); break;
    case RP_PRINCIPAL_UID:
        *ret_outside = !outsiders_is_own_uid(account, principal->text);
        good = rp_arena_join(arena, whole, 3, ret_arn);
        break;
    case RP_PRINCIPAL_SESSION:
        *ret_outside = !own;
        good = rp_arena_join(arena, role, session ? 6 : 4, ret_arn);
        break;
    case RP_PRINCIPAL_RAM:
        *ret_outside = !own;
        *ret_arn = principal->text;
        if (named->kind == RP_IDENTITY_ROOT) good = rp_arena_join(arena, root, 3, ret_arn);
        break;
    default: *ret_outside = false; break;
    }
    return good ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Under which conditions, in the memory of the answer. */
static enum rampart_status outsiders_explain(struct rampart_who_can *result, struct rampart_request *request,
                                             const struct rampart_formula **ret_formula)
{
    struct rp_rules *rules = NULL;
    struct rampart_decision *decision = NULL;
    const unsigned flags = RAMPART_EXPLAIN_BRIEF | RAMPART_EXPLAIN_FORMULA;
    RP_TRY(rp_compiled_rules(&result->options, result->compiled, request, NULL, 0, 0, NULL, &rules));
    enum rampart_status status = rp_rules_explain(rules, request, flags, &decision);
    if (status == RAMPART_OK && decision->formula != NULL)
        status = rp_formula_both(&result->arena, NULL, decision->formula, ret_formula);
    rampart_decision_free(decision);
    rp_rules_free(rules);
    return status;
}

static enum rampart_status outsiders_decide(struct rampart_who_can *result, struct rampart_str arn,
                                            struct rampart_outsider *outsider)
{
    const struct rp_evaluation *evaluation = &result->itself;
    struct rampart_request *request = evaluation->as_principal;
    rp_request_share(request, evaluation->request);
    request->alone = false;
    RP_TRY(rampart_request_set_principal(request, arn, NULL));
    RP_TRY(rp_request_complete(request, NULL));
    rp_account_note_uid(NULL, request);
    RP_TRY(rp_compiled_decide(result->compiled, request, result->assumed, NULL, &outsider->verdict));
    if (outsider->verdict.outcome == RAMPART_OUTCOME_DENY) return RAMPART_OK;
    return outsiders_explain(result, request, &outsider->formula);
}

static bool outsiders_has(const struct rampart_who_can *result, struct rampart_str principal)
{
    for (size_t i = 0; i < result->outsider_count; i++)
        if (rp_str_equal(result->outsiders[i].principal, principal)) return true;
    return false;
}

/* Asks for one under the ARN, and lists it unless it is denied. */
static enum rampart_status outsiders_list(const struct finding *finding, struct rampart_str arn,
                                          struct rampart_outsider outsider)
{
    struct rampart_who_can *result = finding->result;
    if (outsiders_has(result, outsider.principal) || result->outsider_count == finding->room) return RAMPART_OK;
    RP_TRY(outsiders_decide(result, arn, &outsider));
    if (outsider.verdict.outcome == RAMPART_OUTCOME_DENY) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_copy(&result->arena, outsider.principal, &outsider.principal)); /* accounts are forgotten */
    result->outsiders[result->outsider_count++] = outsider;
    return RAMPART_OK;
}

static enum rampart_status outsiders_add(const struct finding *finding, enum rampart_layer layer,
                                         const struct rp_rule_principal *principal)
{
    struct rampart_outsider outsider = {.principal = principal->text, .layer = layer};
    struct rampart_str arn;
    bool outside = false;
    struct rampart_who_can *result = finding->result;
    RP_TRY(rp_outsider_arn(&result->arena, result->compiled->account, principal, &arn, &outside));
    if (principal->kind == RP_PRINCIPAL_EVERYBODY) outsider.principal = arn;
    return outside ? outsiders_list(finding, arn, outsider) : RAMPART_OK;
}

/* ---- the trust policy of a role ---- */

/* Whether the account is the role's own, or another member of the organisation, whose principals are rows. */
static bool outsiders_is_member(const struct rampart_who_can *result, struct rampart_str account)
{
    const struct rampart_who_can *whole = result->whole;
    if (rp_str_equal(account, result->compiled->account->id)) return true;
    return whole != NULL && rp_organisation_find(whole->organisation, account) < whole->member_count;
}

/* An account is asked for by a role of it, which may be any; so is everybody. */
static enum rampart_status outsiders_add_trusted(const struct finding *finding, const struct rp_rule_principal *principal)
{
    struct rp_arena *arena = &finding->result->arena;
    const struct rp_identity *named = &principal->identity;
    struct rampart_outsider outsider = {.principal = principal->text, .layer = RAMPART_LAYER_TRUST};
    const struct rampart_str service[] = {RP_STR("service/"), principal->text};
    const struct rampart_str any[] = {RP_STR("acs:ram::"), named->account, RP_STR(":role/any")};
    struct rampart_str arn = principal->text;
    switch (principal->kind) {
    case RP_PRINCIPAL_EVERYBODY: arn = RP_STR("acs:ram::1:role/any"); break;
    case RP_PRINCIPAL_RAM:
        if (outsiders_is_member(finding->result, named->account)) return RAMPART_OK;
        if (named->kind == RP_IDENTITY_ROOT) RP_TRY_MEMORY(rp_arena_join(arena, any, 3, &arn));
        break;
    case RP_PRINCIPAL_FEDERATED: break;
    case RP_PRINCIPAL_SERVICE:
        RP_TRY_MEMORY(rp_arena_join(arena, service, 2, &outsider.principal));
        arn = outsider.principal;
        break;
    default: return RAMPART_OK;
    }
    return outsiders_list(finding, arn, outsider);
}

static enum rampart_status outsiders_find_trusted(struct rampart_who_can *result)
{
    const struct rp_unit *trust = &result->itself.bound->trust;
    struct finding finding = {.result = result};
    for (size_t i = 0; i < trust->count; i++) finding.room += trust->rules[i].principal_count;
    result->outsiders = RP_NEW_ARRAY(&result->arena, struct rampart_outsider, finding.room);
    RP_TRY_MEMORY(result->outsiders != NULL);
    for (size_t i = 0; i < trust->count; i++)
        for (size_t k = 0; trust->rules[i].effect == RAMPART_ALLOW && k < trust->rules[i].principal_count; k++)
            RP_TRY(outsiders_add_trusted(&finding, &trust->rules[i].principals[k]));
    return RAMPART_OK;
}

/* ---- all of them ---- */

/* Only what is combined with identity policies can let anybody in. */
enum rampart_status rp_who_can_find_outsiders(struct rampart_who_can *result)
{
    const struct rp_evaluation *evaluation = &result->itself;
    const struct rp_shown_here *here = &evaluation->here;
    struct finding finding = {.result = result};
    const struct rampart_str owner = result->question->resources->account;
    if (result->question->resource_count != 1) return RAMPART_OK;
    if (!rp_str_equal(owner, result->compiled->account->id)) return RAMPART_OK;
    if (rp_request_assumes_role(result->question))
        return result->question->resource_set ? RAMPART_OK : outsiders_find_trusted(result);
    if (!evaluation->shown) return RAMPART_OK;
    for (size_t i = 0; i < here->count; i++)
        for (size_t k = 0; k < here->items[i].shown->unit.count; k++)
            finding.room += here->items[i].shown->unit.rules[k].principal_count;
    result->outsiders = RP_NEW_ARRAY(&result->arena, struct rampart_outsider, finding.room);
    RP_TRY_MEMORY(result->outsiders != NULL);
    for (size_t i = 0; i < here->count; i++) {
        const struct rp_unit *unit = &here->items[i].shown->unit;
        for (size_t k = 0; k < unit->count; k++)
            for (size_t p = 0; unit->rules[k].effect == RAMPART_ALLOW && p < unit->rules[k].principal_count; p++)
                RP_TRY(outsiders_add(&finding, unit->layer, &unit->rules[k].principals[p]));
    }
    return RAMPART_OK;
}

const struct rampart_outsider *rampart_who_can_outsider(const struct rampart_who_can *result, size_t i)
{
    if (result == NULL) return NULL;
    for (size_t m = 0; m < result->member_count; m++) {
        const struct rampart_who_can *member = result->members[m];
        if (i < member->outsider_count) return &member->outsiders[i];
        i -= member->outsider_count;
    }
    return i < result->outsider_count ? &result->outsiders[i] : NULL;
}
