/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom a policy of the resource lets in from outside the account: accounts and users by their UIDs, sessions of other
 * accounts' roles, users and roles that a key's policy names, and nobody in particular. Each is asked as one request.
 */
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"

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

/*
 * The ARN to ask about; false: it names nobody outside. A star for a role stands for any, and so does an account, whose
 * users and roles it covers.
 */
static enum rampart_status outsiders_arn(const struct finding *finding, const struct rp_rule_principal *principal,
                                         struct rampart_str *ret_arn, bool *ret_outside)
{
    struct rp_arena *arena = &finding->result->arena;
    const struct rampart_account *account = finding->result->compiled->account;
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

static enum rampart_status outsiders_decide(const struct rampart_who_can *result, struct rampart_str arn,
                                            struct rampart_verdict *ret_verdict)
{
    const struct rp_evaluation *evaluation = &result->itself;
    struct rampart_request *request = evaluation->as_principal;
    rp_request_share(request, evaluation->request);
    request->alone = false;
    RP_TRY(rampart_request_set_principal(request, arn, NULL));
    RP_TRY(rp_request_complete(request, NULL));
    rp_account_note_uid(NULL, request);
    return rp_compiled_decide(result->compiled, request, result->assumed, NULL, ret_verdict);
}

static bool outsiders_has(const struct rampart_who_can *result, struct rampart_str principal)
{
    for (size_t i = 0; i < result->outsider_count; i++)
        if (rp_str_equal(result->outsiders[i].principal, principal)) return true;
    return false;
}

static enum rampart_status outsiders_add(const struct finding *finding, enum rampart_layer layer,
                                         const struct rp_rule_principal *principal)
{
    struct rampart_who_can *result = finding->result;
    struct rampart_outsider outsider = {.principal = principal->text, .layer = layer};
    struct rampart_str arn;
    bool outside = false;
    RP_TRY(outsiders_arn(finding, principal, &arn, &outside));
    if (principal->kind == RP_PRINCIPAL_EVERYBODY) outsider.principal = arn;
    if (!outside || outsiders_has(result, outsider.principal) || result->outsider_count == finding->room) return RAMPART_OK;
    RP_TRY(outsiders_decide(result, arn, &outsider.verdict));
    if (outsider.verdict.outcome == RAMPART_OUTCOME_DENY) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_copy(&result->arena, outsider.principal, &outsider.principal)); /* accounts are forgotten */
    result->outsiders[result->outsider_count++] = outsider;
    return RAMPART_OK;
}

/* Only what is combined with identity policies can let anybody in. */
enum rampart_status rp_who_can_find_outsiders(struct rampart_who_can *result)
{
    const struct rp_evaluation *evaluation = &result->itself;
    const struct rp_shown_here *here = &evaluation->here;
    struct finding finding = {.result = result};
    const struct rampart_str owner = result->question->resources->account;
    if (!evaluation->shown || result->question->resource_count != 1) return RAMPART_OK;
    if (!rp_str_equal(owner, result->compiled->account->id)) return RAMPART_OK;
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
