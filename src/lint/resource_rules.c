/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of any family about the policies of resources: buckets, endpoints, keys, projects and instances. */
#include "lint/families.h"

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

static bool resource_has_any_key(const struct rp_statement *statement, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_lint_has_key(statement, rampart_str(keys[i]))) return true;
    return false;
}

/* ---- public buckets (policy/public.h) ---- */

static void resource_open_to_everybody(const struct rp_lint *lint, const struct rp_statement *statement)
{
    struct rp_span star;
    if (!rp_statement_is_public(statement) || !resource_names_everybody(statement, &star)) return;
    if (rp_lint_report(lint, RP_LINT_OPEN_TO_EVERYBODY, star,
                       "everybody may do this, of any account and without one: the cloud calls such a statement public"))
        rp_lint_suggest(lint, "name the UIDs, or add a condition on acs:SourceVpc or on the addresses in acs:SourceIp");
}

/* ---- a star in a Deny ---- */

/* Without a condition the star spares the owner; with one it does not. */
static void resource_owner_locked_out(const struct rp_lint *lint, const struct rp_statement *statement)
{
    static const char *const sources[] = {"acs:SourceIp", "acs:SourceVpc", "acs:SourceVpcId", "acs:VpcSourceIp"};
    struct rp_span star;
    if (statement->effect != RAMPART_DENY || statement->condition_count == 0) return;
    if (!resource_names_everybody(statement, &star)) return;
    if (!resource_has_any_key(statement, sources, sizeof sources / sizeof *sources)) return;
    if (rp_lint_report(lint, RP_LINT_OWNER_LOCKED_OUT, star,
                       "\"*\" with a condition is everybody, the account that owns the resource included"))
        rp_lint_suggest(lint, "name those who are meant, or leave the owner a way in from the sources that are allowed");
}

/* ---- what PutBucketPolicy refuses ---- */

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

/* ---- a policy stands at one bucket ---- */

/* The bucket that an ARN names, if it names one without wildcards. */
static bool resource_bucket_of(struct rampart_str text, struct rampart_str *ret_bucket)
{
    struct rp_arn arn;
    if (!rp_arn_split(text, &arn)) return false;
    const struct rampart_str bucket = rp_str_part(arn.rest, 0, rp_str_find(arn.rest, '/'));
    if (bucket.len == 0 || rp_has_wildcard(bucket)) return false;
    *ret_bucket = bucket;
    return true;
}

static void resource_one_bucket(const struct rp_lint *lint)
{
    struct rampart_str first = {NULL, 0}, bucket;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_values *resource = &lint->policy->statements[i].resource;
        for (size_t k = 0; k < resource->count; k++) {
            if (!resource_bucket_of(rp_value_text(resource, k), &bucket)) continue;
            if (first.len == 0) first = bucket;
            if (rp_str_equal(first, bucket)) continue;
            if (rp_lint_report(lint, RP_LINT_ANOTHER_BUCKET, resource->spans[k],
                               "the policy stands at one bucket, and names %.*s here and %.*s before",
                               RP_ARG(rp_lint_shown(bucket)), RP_ARG(rp_lint_shown(first))))
                rp_lint_suggest(lint, "put the statement into the policy of %.*s", RP_ARG(rp_lint_shown(bucket)));
        }
    }
}

/* ---- all of them ---- */

enum rampart_status rp_lint_resource_rules(const struct rp_lint *lint)
{
    const enum rampart_policy_kind kind = lint->policy->kind;
    const bool bucket = kind == RAMPART_POLICY_BUCKET;
    if (!rp_kind_of(kind)->of_resource) return RAMPART_OK;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        if (bucket || kind == RAMPART_POLICY_ACCESS_POINT) resource_open_to_everybody(lint, statement);
        if (bucket || kind == RAMPART_POLICY_PROJECT) resource_owner_locked_out(lint, statement);
        if (bucket) resource_source_ip_alone(lint, statement);
    }
    if (bucket) resource_one_bucket(lint);
    return RAMPART_OK;
}
