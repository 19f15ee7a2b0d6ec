/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of any family about the policies of resources: buckets, endpoints, keys, projects and instances. */
#include "lint/families.h"

#include "lint/coverage.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/kind.h"
#include "policy/pattern.h"
#include "policy/public.h"

/* The place of a star among the principals; false: the statement does not name everybody. */
static bool resource_names_everybody(const struct rp_statement *statement, struct rp_span *ret_span)
{
    for (size_t i = 0; i < rp_principal_count(statement); i++) {
        if (statement->principals->items[i].kind != RP_PRINCIPAL_EVERYBODY) continue;
        *ret_span = statement->principals->items[i].value.span;
        return true;
    }
    return false;
}

static bool resource_is_key_of(const struct rp_condition *condition, const char *const *keys, size_t count)
{
    size_t i = 0;
    while (i < count && !rp_lint_key_is(condition, rampart_str(keys[i]))) i++;
    return i < count;
}

static bool resource_has_any_key(const struct rp_statement *statement, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (resource_is_key_of(&statement->conditions[i], keys, count)) return true;
    return false;
}

/* ==== who may ==== */

/* ---- public buckets (policy/public.h) ---- */

/* The cloud's own way to leave a bucket to its access points, each with a policy of its own. No anonymous call has these. */
static bool resource_is_delegated(const struct rp_statement *statement)
{
    static const char *const keys[] = {"oss:DataAccessPointArn", "oss:DataAccessPointAccount",
                                       "oss:AccessPointNetworkOrigin"};
    for (size_t i = 0; i < statement->condition_count; i++)
        if (rp_lint_is_positive(&statement->conditions[i]) &&
            resource_is_key_of(&statement->conditions[i], keys, sizeof keys / sizeof *keys))
            return true;
    return false;
}

static void resource_open_to_everybody(const struct rp_lint *lint, const struct rp_statement *statement)
{
    struct rp_span star;
    if (!rp_statement_is_public(statement) || !resource_names_everybody(statement, &star)) return;
    if (resource_is_delegated(statement)) return;
    if (rp_lint_report(lint, RP_LINT_OPEN_TO_EVERYBODY, star,
                       "everybody may do this, of any account and without one: the cloud calls such a statement public"))
        rp_lint_suggest(lint, "name the UIDs, or add a condition on acs:SourceVpc or on the addresses in acs:SourceIp");
}

/* ---- whole accounts, and other ones ---- */

/* The account of the resource: of the file that has the policy, or that the statement's resources name. */
static struct rampart_str resource_owner(const struct rp_lint *lint)
{
    for (size_t i = 0; lint->account.len == 0 && i < lint->policy->statement_count; i++) {
        const struct rp_values *resource = &lint->policy->statements[i].resource;
        struct rp_arn arn;
        for (size_t k = 0; k < resource->count; k++)
            if (rp_arn_split(rp_value_text(resource, k), &arn) && rp_account_id_valid(arn.account)) return arn.account;
    }
    return lint->account;
}

/* The account that a principal is of, where it may be another one's; false: no account shows. */
static bool resource_account_of(const struct rp_principal *principal, struct rampart_str *ret_account, bool *ret_whole)
{
    enum { ACCOUNT_DIGITS = 16 };
    const struct rampart_str text = principal->value.text;
    *ret_whole = false;
    if (principal->kind == RP_PRINCIPAL_UID) {
        *ret_account = text;
        *ret_whole = text.len <= ACCOUNT_DIGITS; /* those of users have more */
        return *ret_whole;
    }
    if (principal->kind != RP_PRINCIPAL_RAM && principal->kind != RP_PRINCIPAL_SESSION) return false;
    const struct rampart_str rest = rp_str_from(text, RP_STR("acs:ram::").len);
    const size_t colon = rp_str_find(rest, ':');
    *ret_account = rp_str_part(rest, 0, colon);
    *ret_whole = rp_str_equal(rp_str_from(rest, colon), RP_STR(":*")) || rp_str_equal(rp_str_from(rest, colon), RP_STR(":root"));
    return rp_account_id_valid(*ret_account);
}

/* What a key is granted to another account for, RAM has to allow there as well. */
static void resource_report_account(const struct rp_lint *lint, const struct rp_principal *principal,
                                    struct rampart_str account, bool whole, bool foreign)
{
    const bool key = lint->policy->kind == RAMPART_POLICY_KEY || lint->policy->kind == RAMPART_POLICY_SECRET;
    const char *who = whole ? "every user and role of the account" : "a principal of the account";
    if (rp_lint_report(lint, RP_LINT_OPEN_TO_ACCOUNT, principal->value.span, "%s %.*s may do this%s%s", who, RP_ARG(account),
                       foreign ? ", which is another account than the resource's" : "",
                       foreign && key ? "; it takes effect once a RAM policy there allows it too" : ""))
        rp_lint_suggest(lint, whole ? "name those who are meant" : "make sure that the account is meant");
}

/* Without the account of the resource a whole account alone is worth a word. A key is left to RAM by its own account. */
static void resource_open_to_account(const struct rp_lint *lint, const struct rp_statement *statement,
                                     struct rampart_str owner)
{
    const bool ram = rp_kind_of(lint->policy->kind)->principal == RP_FORM_RAM;
    struct rampart_str account;
    bool whole;
    if (statement->effect != RAMPART_ALLOW) return;
    for (size_t i = 0; i < rp_principal_count(statement); i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        if (!resource_account_of(principal, &account, &whole)) continue;
        const bool foreign = owner.len > 0 && !rp_str_equal(owner, account);
        if (foreign || (whole && owner.len == 0 && !ram)) resource_report_account(lint, principal, account, whole, foreign);
    }
}

/* The account that a key's policy is of: its first entry is a whole account by which RAM decides. */
static struct rampart_str resource_key_owner(const struct rp_lint *lint)
{
    struct rampart_str account;
    bool whole;
    for (size_t i = 0; lint->account.len == 0 && i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        bool all = false;
        for (size_t k = 0; k < statement->action.count; k++)
            all |= rp_str_equal_fold(rp_value_text(&statement->action, k), RP_STR("kms:*"));
        for (size_t k = 0; all && k < rp_principal_count(statement); k++)
            if (resource_account_of(&statement->principals->items[k], &account, &whole) && whole) return account;
    }
    return lint->account;
}

/* ---- roles by name ---- */

/* The page says that the name of a role stands here in small letters, as the cloud writes it. */
static void resource_session_case(const struct rp_lint *lint, const struct rp_statement *statement)
{
    for (size_t i = 0; i < rp_principal_count(statement); i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        if (principal->kind != RP_PRINCIPAL_SESSION) continue;
        struct rampart_str role = rp_str_from(principal->value.text, rp_str_find(principal->value.text, '/'));
        size_t k = 1;
        while (k < role.len && role.data[k] != '/' && !rp_lint_is_upper(role.data[k])) k++;
        if (k >= role.len || role.data[k] == '/') continue;
        if (rp_lint_report(lint, RP_LINT_SESSION_ROLE_CASE, principal->value.span,
                           "the name of a role is compared in small letters here: with capitals it names nobody"))
            rp_lint_suggest(lint, "write the name of the role in small letters");
    }
}

/* ==== a Deny for everybody ==== */

/* Keys that tell where a call comes from, or by which way. */
static const char *const sources[] = {"acs:SourceIp",     "acs:SourceVpc",           "acs:SourceVpcId",
                                      "acs:VpcSourceIp",  "acs:AccessId",            "acs:UserAgent",
                                      "oss:DataAccessPointArn", "oss:DataAccessPointAccount", "oss:AccessPointNetworkOrigin"};

/* True when the Deny is of all sources but those that its conditions name. */
static bool resource_denies_all_but(const struct rp_statement *statement)
{
    size_t i = 0;
    while (i < statement->condition_count && statement->conditions[i].op.negated &&
           resource_is_key_of(&statement->conditions[i], sources, sizeof sources / sizeof *sources))
        i++;
    return i > 0 && i == statement->condition_count;
}

/* True when the Deny takes from everybody what mends the policy itself. */
static bool resource_denies_mending(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const bool project = lint->policy->kind == RAMPART_POLICY_PROJECT;
    return rp_lint_matches_action(statement, project ? RP_STR("log:PutProjectPolicy") : RP_STR("oss:PutBucketPolicy")) &&
           rp_lint_matches_action(statement, project ? RP_STR("log:DeleteProjectPolicy") : RP_STR("oss:DeleteBucketPolicy"));
}

/* Without a condition the star spares the owner; with one it does not. */
static bool resource_owner_locked_out(const struct rp_lint *lint, const struct rp_statement *statement)
{
    struct rp_span star;
    if (statement->effect != RAMPART_DENY || !resource_names_everybody(statement, &star)) return false;
    if (!resource_denies_all_but(statement) || !resource_denies_mending(lint, statement)) return false;
    if (rp_lint_report(lint, RP_LINT_OWNER_LOCKED_OUT, star,
                       "\"*\" with a condition is everybody: the account that owns the resource cannot mend this policy "
                       "from elsewhere, and services cannot work there by a role"))
        rp_lint_suggest(lint, "name those who are meant, or leave the owner a way in from the sources that are allowed");
    return true;
}

/* Services work with the sessions of their roles, from networks of the cloud's own. */
static void resource_services_denied(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_DENY) return;
    if (statement->condition_count > 0 && !resource_denies_all_but(statement)) return;
    for (size_t i = 0; i < rp_principal_count(statement); i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        const bool sessions = principal->kind == RP_PRINCIPAL_SESSION &&
                              rp_str_equal(principal->value.text, RP_STR("arn:sts::*:*/*/*"));
        if (!sessions && principal->kind != RP_PRINCIPAL_EVERYBODY) continue;
        if (rp_lint_report(lint, RP_LINT_SERVICES_DENIED, principal->value.span,
                           "this denies services as well, which work with the session of a role from networks of their own"))
            rp_lint_suggest(lint, "make sure that no service delivers, reads or copies here; else name who is meant");
        return;
    }
}

/* ==== what PutBucketPolicy refuses ==== */

static void resource_source_ip_alone(const struct rp_lint *lint, const struct rp_statement *statement)
{
    static const char *const vpcs[] = {"acs:SourceVpc", "acs:SourceVpcId"};
    if (resource_has_any_key(statement, vpcs, sizeof vpcs / sizeof *vpcs)) return;
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (!rp_lint_key_is(condition, RP_STR("acs:SourceIp"))) continue;
        if (rp_lint_report(lint, RP_LINT_SOURCE_IP_ALONE, condition->key.span,
                           "acs:SourceIp stands without acs:SourceVpc: the cloud refuses such a bucket policy (EC "
                           "0030-00000008)"))
            rp_lint_suggest(lint, "add \"StringNotLike\": {\"acs:SourceVpc\": \"vpc-*\"} for calls over the internet");
        return;
    }
}

/* ==== a policy stands at one resource ==== */

/* What the policies of a kind stand at: the word for it, and what its ARNs have before its name. */
struct standing {
    const char *word;
    struct rampart_str head;
};

static const struct standing *resource_standing(enum rampart_policy_kind kind)
{
    static const struct standing bucket = {"bucket", {"", 0}}, point = {"access point", {"accesspoint/", 12}},
                                 project = {"project", {"project/", 8}}, instance = {"instance", {"instance/", 9}};
    switch (kind) {
    case RAMPART_POLICY_BUCKET: return &bucket;
    case RAMPART_POLICY_ACCESS_POINT: return &point;
    case RAMPART_POLICY_PROJECT: return &project;
    case RAMPART_POLICY_INSTANCE: return &instance;
    default: return NULL;
    }
}

/* The name that an ARN has there, without wildcards. */
static bool resource_name_of(const struct standing *standing, struct rampart_str text, struct rampart_str *ret_name)
{
    struct rp_arn arn;
    if (!rp_arn_split(text, &arn)) return false;
    const bool vector = standing->head.len == 0 && rp_str_equal(arn.service, RP_STR("ossvector"));
    const struct rampart_str head = vector ? RP_STR("bucket/") : standing->head;
    if (!rp_str_starts(arn.rest, head)) return false;
    const struct rampart_str rest = rp_str_from(arn.rest, head.len), name = rp_str_part(rest, 0, rp_str_find(rest, '/'));
    if (name.len == 0 || rp_has_wildcard(name)) return false;
    *ret_name = name;
    return true;
}

static void resource_stands_at_one(const struct rp_lint *lint)
{
    const struct standing *standing = resource_standing(lint->policy->kind);
    const struct rampart_str vector = RP_STR("bucket/");
    struct rampart_str first = rp_str_from(lint->standing, rp_str_starts(lint->standing, vector) ? vector.len : 0), name;
    const char *before = first.len > 0 ? "" : " before";
    if (standing == NULL) return;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_values *resource = &lint->policy->statements[i].resource;
        for (size_t k = 0; k < resource->count; k++) {
            if (!resource_name_of(standing, rp_value_text(resource, k), &name)) continue;
            if (first.len == 0) first = name;
            if (rp_str_equal(first, name)) continue;
            if (before[0] != '\0' ? rp_lint_report(lint, RP_LINT_ANOTHER_BUCKET, resource->spans[k],
                                                   "the policy stands at one %s, and names %.*s here and %.*s before",
                                                   standing->word, RP_ARG(rp_lint_shown(name)), RP_ARG(rp_lint_shown(first)))
                                  : rp_lint_report(lint, RP_LINT_ANOTHER_BUCKET, resource->spans[k],
                                                   "the policy stands at the %s %.*s, and names %.*s here", standing->word,
                                                   RP_ARG(rp_lint_shown(first)), RP_ARG(rp_lint_shown(name))))
                rp_lint_suggest(lint, "put the statement into the policy of %.*s", RP_ARG(rp_lint_shown(name)));
        }
    }
}

/* ==== all of them ==== */

static void resource_statement(const struct rp_lint *lint, const struct rp_statement *statement, struct rampart_str owner)
{
    const enum rampart_policy_kind kind = lint->policy->kind;
    const bool bucket = kind == RAMPART_POLICY_BUCKET, project = kind == RAMPART_POLICY_PROJECT;
    if (bucket || kind == RAMPART_POLICY_ACCESS_POINT) resource_open_to_everybody(lint, statement);
    resource_session_case(lint, statement);
    if (kind != RAMPART_POLICY_ENDPOINT) resource_open_to_account(lint, statement, owner);
    if (bucket) resource_source_ip_alone(lint, statement);
    if ((bucket || project) && !resource_owner_locked_out(lint, statement)) resource_services_denied(lint, statement);
}

enum rampart_status rp_lint_resource_rules(const struct rp_lint *lint)
{
    const struct rp_kind *grammar = rp_kind_of(lint->policy->kind);
    if (!grammar->of_resource) return RAMPART_OK;
    const struct rampart_str owner = grammar->principal == RP_FORM_RAM ? resource_key_owner(lint) : resource_owner(lint);
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        resource_statement(lint, &lint->policy->statements[i], owner);
    resource_stands_at_one(lint);
    return RAMPART_OK;
}
