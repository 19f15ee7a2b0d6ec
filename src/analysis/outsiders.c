/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom a policy of the resource lets in from outside the account: accounts and users by their UIDs, sessions of other
 * accounts' roles, users and roles that a key's policy names, and nobody in particular. And whom the trust policy of a role
 * to be assumed does: other accounts, identity providers and services. Each is asked as one request. And those whom the trust policies of roles let in that
 * may do what is asked, themselves or by other roles.
 */
#include "analysis/outsiders.h"

#include <stdlib.h>

#include "account/organisation.h"
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/table.h"
#include "base/try.h"
#include "decide/principal.h"
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

/* An account that is not this one: it stands for any. */
static struct rampart_str outsiders_stranger(const struct rampart_account *account)
{
    return rp_str_equal(account->id, RP_STR("1")) ? RP_STR("2") : RP_STR("1");
}

/* The UID of the account, or of one of its users. */
static bool outsiders_is_own_uid(const struct rampart_account *account, struct rampart_str uid)
{
    if (rp_str_equal(account->id, uid)) return true;
    for (size_t i = 0; i < account->user_count; i++)
        if (rp_str_equal(rp_user_uid(&account->users[i]), uid)) return true;
    return false;
}

enum rampart_status rp_outsider_arn(struct rp_arena *arena, const struct rampart_account *account,
                                    const struct rp_rule_principal *principal, struct rampart_str *ret_arn, bool *ret_outside)
{
    const struct rp_identity *named = &principal->identity;
    const bool own = rp_str_equal(named->account, account->id);
    const struct rampart_str other = outsiders_is_star(named->account) ? outsiders_stranger(account) : named->account;
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
    if (rp_str_equal(account, result->account->id)) return true;
    return whole != NULL && rp_organisation_find(whole->organisation, account) < whole->member_count;
}

/*
 * The ARN to ask about for one whom a trust policy names. An account is asked for by a role of it, which may be any; so is
 * everybody. *ret_outside false: it is nobody from outside.
 */
static enum rampart_status outsiders_name_trusted(struct rampart_who_can *result, struct rp_arena *arena,
                                                  const struct rp_rule_principal *principal,
                                                  struct rampart_outsider *ret_outsider, struct rampart_str *ret_arn,
                                                  bool *ret_outside)
{
    const struct rp_identity *named = &principal->identity;
    struct rampart_outsider outsider = {.principal = principal->text, .layer = RAMPART_LAYER_TRUST};
    const struct rampart_str service[] = {RP_STR("service/"), principal->text};
    const struct rampart_str any[] = {RP_STR("acs:ram::"), named->account, RP_STR(":role/any")};
    const struct rampart_str stranger[] = {RP_STR("acs:ram::"), outsiders_stranger(result->account), RP_STR(":role/any")};
    struct rampart_str arn = principal->text;
    *ret_outside = false;
    switch (principal->kind) {
    case RP_PRINCIPAL_EVERYBODY: RP_TRY_MEMORY(rp_arena_join(arena, stranger, 3, &arn)); break;
    case RP_PRINCIPAL_RAM:
        if (outsiders_is_member(result, named->account)) return RAMPART_OK;
        if (named->kind == RP_IDENTITY_ROOT) RP_TRY_MEMORY(rp_arena_join(arena, any, 3, &arn));
        break;
    case RP_PRINCIPAL_FEDERATED: break;
    case RP_PRINCIPAL_SERVICE:
        RP_TRY_MEMORY(rp_arena_join(arena, service, 2, &outsider.principal));
        arn = outsider.principal;
        break;
    default: return RAMPART_OK;
    }
    *ret_outsider = outsider;
    *ret_arn = arn;
    *ret_outside = true;
    return RAMPART_OK;
}

static enum rampart_status outsiders_add_trusted(const struct finding *finding, const struct rp_rule_principal *principal)
{
    struct rampart_outsider outsider;
    struct rampart_str arn;
    bool outside = false;
    RP_TRY(outsiders_name_trusted(finding->result, &finding->result->arena, principal, &outsider, &arn, &outside));
    return outside ? outsiders_list(finding, arn, outsider) : RAMPART_OK;
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

/* ---- by way of roles ---- */

/* A role that may do it, the best first: certain, then near, then as rows are sorted. */
struct open_role {
    size_t answer, role, via_count;
    bool certain;
};

/* Where one from outside stands: the answer, and the place among its outsiders; listed: it may. */
struct known_outsider {
    size_t answer, at;
    bool listed;
};

struct reach {
    struct rp_who_can_answers answers;
    struct rp_arena work;
    struct rp_intern names;
    struct known_outsider *known;
    size_t count, room;
    size_t *rooms; /* by the answer: for how many of its outsiders there is room */
};

static int reach_order(const void *left, const void *right)
{
    const struct open_role *a = left, *b = right;
    if (a->certain != b->certain) return a->certain ? -1 : 1;
    if (a->via_count != b->via_count) return a->via_count < b->via_count ? -1 : 1;
    if (a->answer != b->answer) return a->answer < b->answer ? -1 : 1;
    return a->role < b->role ? -1 : a->role > b->role;
}

/* Who is let in to do it at all, by a policy of the resource or because the role is what was asked about, needs no other. */
static bool reach_is_allowed_directly(const struct rampart_who_can *result, struct rampart_str principal)
{
    for (size_t i = 0; i < result->outsider_count && result->outsiders[i].via == NULL; i++)
        if (rp_str_equal(result->outsiders[i].principal, principal))
            return result->outsiders[i].verdict.outcome == RAMPART_OUTCOME_ALLOW;
    return false;
}

/* Whether it may assume the role, and under which conditions that and what the role does are allowed. */
static enum rampart_status reach_decide(struct rampart_who_can *result, const struct rampart_who_can_row *role,
                                        struct rampart_str arn, struct rampart_outsider *outsider)
{
    struct rampart_request *request = result->row_request;
    const struct rampart_formula *assuming = NULL, *then = NULL;
    RP_TRY(rp_who_can_load(result, NULL));
    RP_TRY(rp_who_can_assume(result, role, request));
    request->finished = request->alone = false;
    RP_TRY(rampart_request_set_principal(request, arn, NULL));
    RP_TRY(rp_request_complete(request, NULL));
    rp_account_note_uid(NULL, request);
    RP_TRY(rp_compiled_decide(result->compiled, request, result->assumed, NULL, &outsider->verdict));
    if (outsider->verdict.outcome == RAMPART_OUTCOME_DENY) return RAMPART_OK;
    RP_TRY(outsiders_explain(result, request, &assuming));
    RP_TRY(rampart_who_can_formula(result->whole != NULL ? result->whole : result, role, &then));
    outsider->formula = NULL;
    if (assuming != NULL && then != NULL) RP_TRY(rp_formula_both(&result->arena, assuming, then, &outsider->formula));
    if (role->verdict.outcome != RAMPART_OUTCOME_ALLOW) outsider->verdict.outcome = RAMPART_OUTCOME_CONDITIONAL;
    outsider->via = role;
    return RAMPART_OK;
}

/* Lists one that may, or puts a certain way in the place of one that is not. */
static enum rampart_status reach_put(struct reach *reach, const struct open_role *role, size_t number,
                                     const struct rampart_outsider *outsider)
{
    struct rampart_who_can *result = reach->answers.items[role->answer];
    struct known_outsider *known = &reach->known[number];
    if (known->listed) {
        struct rampart_outsider *before = &reach->answers.items[known->answer]->outsiders[known->at];
        const struct rampart_str principal = before->principal;
        *before = *outsider;
        before->principal = principal;
        return RAMPART_OK;
    }
    struct rampart_outsider *outsiders = rp_arena_grow(&result->arena, result->outsiders, result->outsider_count,
                                                       &reach->rooms[role->answer], sizeof *outsiders);
    RP_TRY_MEMORY(outsiders != NULL);
    result->outsiders = outsiders;
    struct rampart_outsider *put = &outsiders[result->outsider_count];
    *put = *outsider;
    RP_TRY_MEMORY(rp_arena_copy(&result->arena, outsider->principal, &put->principal)); /* accounts are forgotten */
    *known = (struct known_outsider){role->answer, result->outsider_count++, true};
    return RAMPART_OK;
}

/* Each is asked about by its best roles until one is certain; roles come in that order. */
static enum rampart_status reach_ask(struct reach *reach, const struct open_role *role,
                                     const struct rp_rule_principal *principal)
{
    struct rampart_who_can *result = reach->answers.items[role->answer];
    struct rampart_outsider outsider;
    struct rampart_str arn;
    bool outside = false;
    size_t number = 0;
    RP_TRY(outsiders_name_trusted(result, &reach->work, principal, &outsider, &arn, &outside));
    if (!outside || reach_is_allowed_directly(result, outsider.principal)) return RAMPART_OK;
    RP_TRY(rp_intern_number(&reach->names, &reach->work, outsider.principal, reach->count, &number));
    if (number == reach->count) {
        struct known_outsider *known = rp_arena_grow(&reach->work, reach->known, reach->count, &reach->room, sizeof *known);
        RP_TRY_MEMORY(known != NULL);
        reach->known = known;
        known[reach->count++] = (struct known_outsider){.listed = false};
    }
    const struct known_outsider *known = &reach->known[number];
    if (known->listed) {
        const struct rampart_outsider *before = &reach->answers.items[known->answer]->outsiders[known->at];
        if (!role->certain || before->verdict.outcome == RAMPART_OUTCOME_ALLOW) return RAMPART_OK;
    }
    RP_TRY(reach_decide(result, rp_who_can_role_row(result, role->role), arn, &outsider));
    if (outsider.verdict.outcome == RAMPART_OUTCOME_DENY) return RAMPART_OK;
    if (known->listed && outsider.verdict.outcome != RAMPART_OUTCOME_ALLOW) return RAMPART_OK;
    return reach_put(reach, role, number, &outsider);
}

/* Whom the trust policy names, as it is written: what is compiled of an account may be forgotten on the way. */
static enum rampart_status reach_ask_role(struct reach *reach, const struct open_role *role)
{
    const struct rampart_policy *trust = reach->answers.items[role->answer]->account->roles[role->role].trust;
    for (size_t i = 0; trust != NULL && !trust->unknown && i < trust->statement_count; i++)
        for (size_t k = 0; trust->statements[i].effect == RAMPART_ALLOW && k < rp_principal_count(&trust->statements[i]); k++) {
            struct rp_rule_principal principal;
            if (rp_principal_read(&trust->statements[i].principals->items[k], &principal) != RAMPART_OK) continue;
            RP_TRY(reach_ask(reach, role, &principal));
        }
    return RAMPART_OK;
}

static enum rampart_status reach_list_roles(struct reach *reach, struct open_role **ret_roles, size_t *ret_count)
{
    size_t room = 0, count = 0;
    *ret_roles = NULL;
    for (size_t i = 0; i < reach->answers.count; i++) {
        const struct rampart_who_can *result = reach->answers.items[i];
        for (size_t k = 0; k < result->role_count; k++) {
            const struct rampart_who_can_row *row = rp_who_can_role_row(result, k);
            if (row->verdict.outcome == RAMPART_OUTCOME_DENY) continue;
            struct open_role *roles = rp_arena_grow(&reach->work, *ret_roles, count, &room, sizeof *roles);
            RP_TRY_MEMORY(roles != NULL);
            *ret_roles = roles;
            roles[count++] = (struct open_role){i, k, row->via_count, row->verdict.outcome == RAMPART_OUTCOME_ALLOW};
        }
    }
    *ret_count = count;
    if (count > 1) qsort(*ret_roles, count, sizeof **ret_roles, reach_order);
    return RAMPART_OK;
}

static enum rampart_status reach_all(struct reach *reach)
{
    struct open_role *roles = NULL;
    size_t count = 0;
    reach->rooms = RP_NEW_ARRAY(&reach->work, size_t, reach->answers.count);
    RP_TRY_MEMORY(reach->rooms != NULL);
    for (size_t i = 0; i < reach->answers.count; i++) reach->rooms[i] = reach->answers.items[i]->outsider_count;
    RP_TRY(reach_list_roles(reach, &roles, &count));
    for (size_t i = 0; i < count; i++) RP_TRY(reach_ask_role(reach, &roles[i]));
    return RAMPART_OK;
}

enum rampart_status rp_who_can_find_outsiders_by_roles(struct rp_who_can_answers answers)
{
    struct reach reach = {.answers = answers};
    rp_arena_init(&reach.work, &answers.items[0]->allocator);
    const enum rampart_status status = reach_all(&reach);
    rp_arena_free(&reach.work);
    return status;
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
