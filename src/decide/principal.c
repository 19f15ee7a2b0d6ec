/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "Principals of a trust policy" and "Policies of resources that were read". */
#include "decide/principal.h"

#include "base/str.h"
#include "base/try.h"
#include "decide/unseen.h"
#include "policy/arn.h"

static enum rampart_truth principal_truth(bool met)
{
    return met ? RAMPART_TRUE : RAMPART_FALSE;
}

/* ---- reading ---- */

/* arn:sts::<account>:assumed-role/<role>/<session>, or a star for all three; its form was checked. */
static enum rampart_status read_session(struct rampart_str text, struct rp_identity *ret_identity)
{
    struct rp_arn arn;
    if (!rp_arn_split(text, &arn)) return RAMPART_INVALID_INPUT;
    const struct rampart_str names = rp_str_from(arn.rest, rp_str_find(arn.rest, '/') + 1);
    const size_t slash = rp_str_find(names, '/');
    *ret_identity = (struct rp_identity){.kind = RP_IDENTITY_ROLE,
                                         .account = arn.account,
                                         .name = rp_str_part(names, 0, slash),
                                         .session = rp_str_from(names, slash + 1)};
    return RAMPART_OK;
}

/* acs:ram::<account>:* of a key is the account, as acs:ram::<account>:root is. */
static bool names_whole_account(struct rampart_str text, struct rp_identity *ret_identity)
{
    struct rp_arn arn;
    if (!rp_arn_split(text, &arn) || !rp_str_equal(arn.rest, RP_STR("*"))) return false;
    *ret_identity = (struct rp_identity){.kind = RP_IDENTITY_ROOT, .account = arn.account};
    return rp_account_id_valid(arn.account);
}

enum rampart_status rp_principal_read(const struct rp_principal *source, struct rp_rule_principal *ret_principal)
{
    struct rp_rule_principal principal = {.kind = source->kind, .text = source->value.text};
    const char *expected = NULL;
    switch (source->kind) {
    case RP_PRINCIPAL_SESSION: RP_TRY(read_session(principal.text, &principal.identity)); break;
    case RP_PRINCIPAL_RAM:
    case RP_PRINCIPAL_FEDERATED:
        if (!names_whole_account(principal.text, &principal.identity) &&
            !rp_identity_read(principal.text, &principal.identity, &expected))
            return RAMPART_INVALID_INPUT;
        break;
    default: break;
    }
    *ret_principal = principal;
    return RAMPART_OK;
}

/* ---- principals of RAM ---- */

/* The policy of a key may spell a role with capitals, which ARNs of sessions do not have; no page says if that counts. */
static bool is_other_case(const struct rp_identity *named, const struct rp_identity *asking, bool of_key)
{
    return of_key && asking->kind == RP_IDENTITY_ROLE && rp_str_equal_fold(named->name, asking->name);
}

/* An account covers its users and roles; a role covers its sessions. `root`: and itself, as in the policy of a key. */
static enum rampart_truth names_identity(const struct rp_identity *named, const struct rp_identity *asking, bool root)
{
    bool ram = asking->kind == RP_IDENTITY_USER || asking->kind == RP_IDENTITY_ROLE ||
               (root && asking->kind == RP_IDENTITY_ROOT);
    const bool same = !asking->any && rp_str_equal(named->name, asking->name);
    bool covers = named->kind == RP_IDENTITY_ROOT
                      ? ram
                      : named->kind == asking->kind && (same || asking->any || is_other_case(named, asking, root)) &&
                            (named->session.len == 0 || rp_str_equal(named->session, asking->session));
    if (!covers) return RAMPART_FALSE;
    if (asking->account.len > 0 && asking->any && !rp_str_equal(named->account, asking->account)) return RAMPART_FALSE;
    if (named->kind != RP_IDENTITY_ROOT && !same) return RAMPART_UNKNOWN;
    if (asking->account.len == 0) return RAMPART_UNKNOWN;
    return principal_truth(rp_str_equal(named->account, asking->account));
}

/* ---- principals of a resource's policy ---- */

static bool is_of_resource(const struct rp_rule *rule)
{
    return rule->attachment->layer >= RAMPART_LAYER_BUCKET_POLICY;
}

static bool is_of_key(const struct rp_rule *rule)
{
    const enum rampart_layer layer = rule->attachment->layer;
    return layer == RAMPART_LAYER_KEY_POLICY || layer == RAMPART_LAYER_SECRET_POLICY;
}

/* The entry of the key's own account may mean no more than that RAM decides. */
static bool only_delegates(const struct rp_rule *rule, const struct rp_rule_principal *principal,
                           const struct rp_question *question)
{
    return is_of_key(rule) && rule->effect == RAMPART_ALLOW && principal->identity.kind == RP_IDENTITY_ROOT &&
           !rp_is_foreign(question) && (question->assumed & RP_ASSUME_KEY_ACCOUNT_GRANTS) == 0;
}

/* Everybody spares the owner of the bucket or project, where no condition tells who is meant. */
static bool may_spare(const struct rp_rule *rule)
{
    const enum rampart_layer layer = rule->attachment->layer;
    return rule->condition_count == 0 &&
           (layer == RAMPART_LAYER_BUCKET_POLICY || layer == RAMPART_LAYER_ACCESS_POINT_POLICY ||
            layer == RAMPART_LAYER_PROJECT_POLICY);
}

static enum rampart_truth match_all(const struct rp_rule *rule, const struct rp_rule_principal *principal,
                                          const struct rp_question *question)
{
    const struct rp_identity *asking = &question->request->identity;
    if (principal->implied && (question->assumed & RP_ASSUME_UNNAMED_IS_NOBODY) != 0) return RAMPART_FALSE;
    if (!may_spare(rule) || asking->kind == RP_IDENTITY_ANONYMOUS || rp_is_foreign(question)) return RAMPART_TRUE;
    const bool spared =
        asking->kind == RP_IDENTITY_ROOT || (question->assumed & RP_ASSUME_STAR_SPARES_ACCOUNT) != 0;
    const bool known = question->account.len > 0 && asking->account.len > 0;
    if (!spared) return RAMPART_TRUE;
    return known ? RAMPART_FALSE : RAMPART_UNKNOWN; /* whose the resource is */
}

/* A statement that is left out as public does not match, and one that may be may not. */
static enum rampart_truth unless_blocked(enum rampart_truth truth, enum rampart_truth blocked)
{
    return blocked == RAMPART_TRUE ? RAMPART_FALSE : rp_truth_and(truth, RAMPART_UNKNOWN);
}

static enum rampart_truth match_everybody(const struct rp_rule *rule, const struct rp_rule_principal *principal,
                                          const struct rp_question *question)
{
    const enum rampart_truth truth = match_all(rule, principal, question);
    return rule->blocked == RAMPART_FALSE ? truth : unless_blocked(truth, rule->blocked);
}

/* The UID of an account, or of a user. A role has none that counts here. */
static enum rampart_truth match_uid(const struct rp_rule_principal *principal, const struct rp_question *question)
{
    const struct rampart_request *request = question->request;
    const struct rp_identity *asking = &request->identity;
    const struct rampart_str uid = rp_request_uid(request);
    const bool ram = asking->kind == RP_IDENTITY_ROOT || asking->kind == RP_IDENTITY_USER ||
                     asking->kind == RP_IDENTITY_ROLE;
    if (asking->kind == RP_IDENTITY_NONE) return RAMPART_UNKNOWN;
    if (!ram) return RAMPART_FALSE;
    if (uid.len > 0 && asking->kind == RP_IDENTITY_USER && rp_str_equal(uid, principal->text)) return RAMPART_TRUE;
    if (asking->account.len == 0) return RAMPART_UNKNOWN;
    if (rp_str_equal(asking->account, principal->text))
        return principal_truth(asking->kind == RP_IDENTITY_ROOT || (question->assumed & RP_ASSUME_UID_IS_ROOT) == 0);
    if (rp_str_equal(question->account, principal->text)) return RAMPART_FALSE; /* the owner's, and so no user's */
    return asking->kind == RP_IDENTITY_USER && uid.len == 0 ? RAMPART_UNKNOWN : RAMPART_FALSE;
}

static bool is_star(struct rampart_str text)
{
    return rp_str_equal(text, RP_STR("*"));
}

/* The platform writes the names of roles in lower case, and the document is compared as it is written. */
static bool names_role(struct rampart_str named, struct rampart_str role)
{
    if (is_star(named)) return true;
    bool same = named.len == role.len;
    for (size_t i = 0; i < named.len && same; i++) same = named.data[i] == rp_lower(role.data[i]);
    return same;
}

static enum rampart_truth match_session(const struct rp_identity *named, const struct rp_identity *asking)
{
    if (asking->kind == RP_IDENTITY_NONE) return RAMPART_UNKNOWN;
    if (asking->kind != RP_IDENTITY_ROLE || !(asking->any || names_role(named->name, asking->name)))
        return RAMPART_FALSE;
    enum rampart_truth truth = asking->any && !is_star(named->name) ? RAMPART_UNKNOWN : RAMPART_TRUE;
    if (!is_star(named->account))
        truth = rp_truth_and(truth, asking->account.len == 0
                                        ? RAMPART_UNKNOWN
                                        : principal_truth(rp_str_equal(named->account, asking->account)));
    if (is_star(named->session)) return truth;
    if (asking->session.len == 0) return rp_truth_and(truth, RAMPART_UNKNOWN);
    return rp_truth_and(truth, principal_truth(rp_str_equal(named->session, asking->session)));
}

/* ---- those who are certainly others ---- */

static bool is_never_uid(struct rampart_str text, const struct rp_identity *asking, struct rampart_str uid)
{
    switch (asking->kind) {
    case RP_IDENTITY_NONE: return false;
    case RP_IDENTITY_ROOT:
    case RP_IDENTITY_ROLE: break;
    case RP_IDENTITY_USER:
        if (uid.len == 0 || rp_str_equal(uid, text)) return false;
        break;
    default: return true;
    }
    return asking->account.len > 0 && !rp_str_equal(asking->account, text);
}

bool rp_principal_is_never(const struct rp_rule *rule, const struct rampart_request *request)
{
    const struct rp_identity *asking = &request->identity;
    const struct rampart_str uid = rp_request_uid(request);
    bool never = rule->principal_count > 0;
    for (size_t i = 0; i < rule->principal_count && never; i++) {
        const struct rp_rule_principal *principal = &rule->principals[i];
        switch (principal->kind) {
        case RP_PRINCIPAL_UID: never = is_never_uid(principal->text, asking, uid); break;
        case RP_PRINCIPAL_SESSION: never = match_session(&principal->identity, asking) == RAMPART_FALSE; break;
        default: never = false; break;
        }
    }
    return never;
}

/* ---- all of them ---- */

static enum rampart_truth match_one(const struct rp_rule *rule, const struct rp_rule_principal *principal,
                                    const struct rp_question *question)
{
    const struct rp_identity *asking = &question->request->identity;
    switch (principal->kind) {
    case RP_PRINCIPAL_EVERYBODY:
        return is_of_resource(rule) ? match_everybody(rule, principal, question) : RAMPART_TRUE;
    case RP_PRINCIPAL_UID: return match_uid(principal, question);
    case RP_PRINCIPAL_SESSION: return match_session(&principal->identity, asking);
    case RP_PRINCIPAL_NOBODY: return RAMPART_FALSE;
    case RP_PRINCIPAL_SERVICE:
        if (asking->kind == RP_IDENTITY_NONE) return RAMPART_UNKNOWN;
        return principal_truth(asking->kind == RP_IDENTITY_SERVICE && rp_str_equal(principal->text, asking->name));
    case RP_PRINCIPAL_RAM:
    case RP_PRINCIPAL_FEDERATED: break;
    }
    if (only_delegates(rule, principal, question)) return RAMPART_FALSE;
    if (asking->kind == RP_IDENTITY_NONE) return RAMPART_UNKNOWN;
    return names_identity(&principal->identity, asking, is_of_key(rule));
}

enum rampart_truth rp_principal_named(const struct rp_rule *rule, const struct rp_question *question)
{
    enum rampart_truth truth = RAMPART_FALSE;
    for (size_t i = 0; i < rule->principal_count && truth != RAMPART_TRUE; i++)
        truth = rp_truth_or(truth, match_one(rule, &rule->principals[i], question));
    if (rule->beside_blocked != RAMPART_FALSE && (question->assumed & RP_ASSUME_BLOCK_WHOLE) != 0)
        truth = unless_blocked(truth, rule->beside_blocked);
    return truth;
}
