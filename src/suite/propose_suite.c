/* SPDX-License-Identifier: Apache-2.0 */
/* A first file of tests for an account: who makes each request, and the file that is written. */
#include "account/account.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "suite/propose.h"
#include "text/json_write.h"

/* A file of tests while it is proposed. */
struct proposed {
    struct rp_proposing proposing;
    struct rampart_str path; /* of the account, as the file names it */
    struct rp_proposal *items;
    size_t count, room;
};

/* ---- who has a policy ---- */

static bool propose_has(const struct rp_grants *grants, const struct rp_named_policy *policy)
{
    for (size_t i = 0; i < grants->count; i++)
        if (grants->items[i].policy == policy) return true;
    return false;
}

static bool propose_user_has(const struct rp_user *user, const struct rp_named_policy *policy)
{
    for (size_t i = 0; i < user->held->group_count; i++)
        if (propose_has(&user->held->groups[i]->grants, policy)) return true;
    return propose_has(&user->held->grants, policy);
}

/* A control policy limits everybody. */
static bool propose_limits(const struct rampart_account *account, const struct rp_named_policy *policy)
{
    for (size_t i = 0; i < account->level_count; i++)
        for (size_t k = 0; k < account->levels[i].count; k++)
            if (account->levels[i].items[k].policy == policy) return true;
    return false;
}

/* The first user or role that has the policy, itself or by a group, or that it limits. Empty: there is none. */
static enum rampart_status propose_holder(const struct proposed *proposed, const struct rp_named_policy *policy,
                                          struct rampart_str *ret_principal)
{
    const struct rampart_account *account = proposed->proposing.account;
    const bool all = propose_limits(account, policy);
    const char *kind = "user";
    struct rampart_str name = {NULL, 0};
    *ret_principal = name;
    for (size_t i = 0; i < account->user_count && name.len == 0; i++)
        if (all || propose_user_has(&account->users[i], policy)) name = account->users[i].name;
    for (size_t i = 0; i < account->role_count && name.len == 0; i++) {
        if (!all && !propose_has(&account->roles[i].grants, policy)) continue;
        name = account->roles[i].name;
        kind = "role";
    }
    if (name.len == 0) return RAMPART_OK;
    return rp_arena_printf(proposed->proposing.arena, ret_principal, "%s/%.*s", kind, RP_ARG(name)) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* A user or a role of the account that the trust policy names; of the account as a whole its first user. */
static enum rampart_status propose_trusted(const struct proposed *proposed, const struct rp_statement *statement,
                                           struct rampart_str *ret_principal)
{
    const struct rampart_account *account = proposed->proposing.account;
    struct rp_arena *arena = proposed->proposing.arena;
    *ret_principal = (struct rampart_str){NULL, 0};
    for (size_t i = 0; i < rp_principal_count(statement); i++) {
        struct rp_identity identity;
        const char *expected;
        const struct rp_principal *principal = &statement->principals->items[i];
        const bool everybody = principal->kind == RP_PRINCIPAL_EVERYBODY;
        if (!everybody && (principal->kind != RP_PRINCIPAL_RAM || !rp_identity_read(principal->value.text, &identity, &expected)))
            continue;
        if (!everybody && !rp_str_equal(identity.account, account->id)) continue;
        if ((everybody || identity.kind == RP_IDENTITY_ROOT) && account->user_count > 0)
            return rp_arena_printf(arena, ret_principal, "user/%.*s", RP_ARG(account->users[0].name)) ? RAMPART_OK : RAMPART_NO_MEMORY;
        if (!everybody && identity.kind == RP_IDENTITY_USER && rp_account_user(account, identity.name) != NULL)
            return rp_arena_printf(arena, ret_principal, "user/%.*s", RP_ARG(identity.name)) ? RAMPART_OK : RAMPART_NO_MEMORY;
        if (!everybody && identity.kind == RP_IDENTITY_ROLE && rp_account_role(account, identity.name) != NULL)
            return rp_arena_printf(arena, ret_principal, "role/%.*s", RP_ARG(identity.name)) ? RAMPART_OK : RAMPART_NO_MEMORY;
    }
    return RAMPART_OK;
}

/* ---- a test for each statement ---- */

static enum rampart_status propose_add(struct proposed *proposed, const struct rp_proposal *proposal)
{
    struct rp_proposal *items =
        rp_arena_grow(proposed->proposing.arena, proposed->items, proposed->count, &proposed->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    proposed->items = items;
    items[proposed->count++] = *proposal;
    return RAMPART_OK;
}

static enum rampart_status propose_policy(struct proposed *proposed, const struct rp_named_policy *policy)
{
    struct rp_proposal proposal = {.policy = policy->policy};
    RP_TRY(propose_holder(proposed, policy, &proposal.principal));
    for (size_t i = 0; i < policy->policy->statement_count; i++) {
        struct rp_proposal one = proposal;
        one.statement = i;
        one.none = proposal.principal.len == 0 ? "nobody has the policy" : NULL;
        if (one.none == NULL) RP_TRY(rp_propose_request(&proposed->proposing, &policy->policy->statements[i], &one));
        RP_TRY(propose_add(proposed, &one));
    }
    return RAMPART_OK;
}

static enum rampart_status propose_role(struct proposed *proposed, const struct rp_role *role)
{
    struct rampart_str resource;
    RP_TRY_MEMORY(rp_arena_printf(proposed->proposing.arena, &resource, "acs:ram::%.*s:role/%.*s",
                                  RP_ARG(proposed->proposing.account->id), RP_ARG(role->name)));
    for (size_t i = 0; i < role->trust->statement_count; i++) {
        struct rp_proposal one = {.policy = role->trust, .statement = i, .resource = resource};
        RP_TRY(propose_trusted(proposed, &role->trust->statements[i], &one.principal));
        if (one.principal.len == 0) one.none = "it trusts nobody of the account";
        if (one.none == NULL) RP_TRY(rp_propose_request(&proposed->proposing, &role->trust->statements[i], &one));
        RP_TRY(propose_add(proposed, &one));
    }
    return RAMPART_OK;
}

static bool propose_shows(const struct rampart_policy *policy)
{
    return policy != NULL && !policy->hidden && !policy->unknown;
}

static enum rampart_status propose_all(struct proposed *proposed)
{
    const struct rampart_account *account = proposed->proposing.account;
    for (size_t i = 0; i < account->policy_count; i++)
        if (!account->policies[i].system && propose_shows(account->policies[i].policy))
            RP_TRY(propose_policy(proposed, &account->policies[i]));
    for (size_t i = 0; i < account->role_count; i++)
        if (propose_shows(account->roles[i].trust) && !account->roles[i].service_linked)
            RP_TRY(propose_role(proposed, &account->roles[i]));
    return RAMPART_OK;
}

/* ---- the file ---- */

/* A text in quotes, as JSON has it, which YAML reads as well. */
static void propose_put(struct rp_buf *buf, const char *before, struct rampart_str text)
{
    rp_buf_add(buf, rampart_str(before));
    char *at = rp_buf_room(buf, rp_json_quoted(text));
    if (at != NULL) rp_json_quote(buf, at, text);
}

static void propose_put_request(struct rp_buf *buf, const struct rp_proposal *one)
{
    propose_put(buf, "    principal: ", one->principal);
    propose_put(buf, "\n    action: ", one->action);
    propose_put(buf, "\n    resource: ", one->resource);
    for (size_t i = 0; i < one->context_count; i++) {
        propose_put(buf, i == 0 ? "\n    context: {" : ", ", one->context[i].key);
        propose_put(buf, ": ", one->context[i].value);
    }
    if (one->context_count > 0) rp_buf_add_byte(buf, '}');
    if (one->time.len > 0) propose_put(buf, "\n    at: ", one->time);
    rp_buf_add_byte(buf, '\n');
}

/* Whether the statement is one of those that decide. */
static bool propose_decides(const struct rp_proposal *one, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++) {
        const struct rampart_reason *reason = &decision->matched[i];
        const bool counts = decision->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL ||
                            (decision->verdict.outcome == RAMPART_OUTCOME_ALLOW) == (reason->effect == RAMPART_ALLOW);
        if (counts && reason->statement == one->statement && rp_str_equal(reason->policy, one->policy->name)) return true;
    }
    return false;
}

static const char *propose_expected(struct rampart_verdict verdict)
{
    if (verdict.outcome == RAMPART_OUTCOME_ALLOW) return "Allow";
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) return "Conditional";
    return verdict.deny == RAMPART_EXPLICIT_DENY ? "ExplicitDeny" : "ImplicitDeny";
}

static void propose_put_name(struct rp_buf *buf, const struct rp_proposal *one)
{
    struct rp_buf name;
    rp_buf_init(&name, &buf->allocator, SIZE_MAX / 4);
    rp_buf_printf(&name, "%.*s#%zu%s: %.*s, %.*s", RP_ARG(one->policy->name), one->statement,
                  one->policy->kind == RAMPART_POLICY_TRUST ? " (trust)" : "", RP_ARG(one->principal), RP_ARG(one->action));
    if (name.failed != RAMPART_OK) buf->failed = name.failed;
    propose_put(buf, "\n  - name: ", rp_buf_text(&name));
    rp_buf_add_byte(buf, '\n');
    rp_buf_free(&name);
}

static void propose_put_none(struct rp_buf *buf, const struct rp_proposal *one, const char *why)
{
    rp_buf_printf(buf, "\n  # %.*s#%zu: %s\n", RP_ARG(one->policy->name), one->statement, why);
}

/* Without results the tests expect something, and are asked what they come to. */
static void propose_put_file(struct rp_buf *buf, const struct proposed *proposed, const struct rampart_suite_result *results)
{
    size_t at = 0;
    propose_put(buf, "# What the account decides today, a test for each statement. docs/test.md explains every member.\naccount: ",
                proposed->path);
    rp_buf_printf(buf, "\n\ndefaults:\n  complete: true\n\ntests:");
    for (size_t i = 0; i < proposed->count; i++) {
        const struct rp_proposal *one = &proposed->items[i];
        const struct rampart_decision *decision = results == NULL || one->none != NULL ? NULL : results[at].decision;
        at += one->none == NULL;
        if (one->none != NULL || (results != NULL && decision == NULL)) {
            propose_put_none(buf, one, one->none != NULL ? one->none : "no request about it could be made up");
            continue;
        }
        propose_put_name(buf, one);
        propose_put_request(buf, one);
        rp_buf_printf(buf, "    expect: %s\n", decision == NULL ? "Deny" : propose_expected(decision->verdict));
        if (decision != NULL && propose_decides(one, decision))
            rp_buf_printf(buf, "    by: \"%.*s#%zu\"\n", RP_ARG(one->policy->name), one->statement);
    }
}

/* ---- asking what the tests come to ---- */

static size_t propose_count(const struct proposed *proposed)
{
    size_t count = 0;
    for (size_t i = 0; i < proposed->count; i++) count += proposed->items[i].none == NULL;
    return count;
}

static enum rampart_status propose_ask(const struct proposed *proposed, const struct rampart_suite *suite,
                                       const struct rampart_set *set, struct rp_buf *text)
{
    const size_t count = rampart_suite_count(suite);
    struct rampart_suite_result *results = RP_NEW_ARRAY(proposed->proposing.arena, struct rampart_suite_result, count + 1);
    enum rampart_status status = results == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
    for (size_t i = 0; i < count && status == RAMPART_OK; i++)
        status = rampart_suite_ask(suite, i, set, proposed->proposing.account, NULL, NULL, &results[i]);
    if (status == RAMPART_OK) propose_put_file(text, proposed, results);
    for (size_t i = 0; i < count && results != NULL; i++) rampart_suite_result_free(&results[i]);
    return status;
}

static enum rampart_status propose_write(const struct rampart_options *options, const struct proposed *proposed,
                                         const struct rampart_set *set, struct rp_buf *text)
{
    struct rampart_suite *suite = NULL;
    struct rp_buf requests;
    if (propose_count(proposed) == 0) return RAMPART_INVALID_INPUT;
    rp_buf_init(&requests, rp_options_allocator(options), SIZE_MAX / 4);
    propose_put_file(&requests, proposed, NULL);
    enum rampart_status status = requests.failed;
    if (status == RAMPART_OK) status = rampart_suite_read(options, rp_buf_text(&requests), RP_STR("tests.yaml"), NULL, &suite);
    if (status == RAMPART_OK) status = propose_ask(proposed, suite, set, text);
    rampart_suite_free(suite);
    rp_buf_free(&requests);
    return status == RAMPART_OK ? text->failed : status;
}

enum rampart_status rampart_suite_propose(const struct rampart_options *options, const struct rampart_account *account,
                                          const struct rampart_set *set, struct rampart_str path,
                                          const struct rampart_writer *writer)
{
    if (account == NULL || set == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    struct rp_arena arena;
    struct rp_buf text;
    struct rampart_catalog *own = NULL;
    rp_arena_init(&arena, rp_options_allocator(options));
    rp_buf_init(&text, rp_options_allocator(options), SIZE_MAX / 4);
    struct proposed proposed = {.proposing = {&arena, account, options == NULL ? NULL : options->catalog}, .path = path};
    enum rampart_status status = proposed.proposing.catalog == NULL ? rampart_catalog_open(options, &own) : RAMPART_OK;
    if (proposed.proposing.catalog == NULL) proposed.proposing.catalog = own;
    if (status == RAMPART_OK) status = propose_all(&proposed);
    if (status == RAMPART_OK) status = propose_write(options, &proposed, set, &text);
    if (status == RAMPART_OK && !writer->write(writer->context, rp_buf_text(&text))) status = RAMPART_IO;
    rp_buf_free(&text);
    rampart_catalog_free(own);
    rp_arena_free(&arena);
    return status;
}
