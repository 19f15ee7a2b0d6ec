/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worlds of two accounts with every layer that may decide beside identity policies, as a file of several accounts and a
 * line of requests, against a naive evaluator (support/naive_layers.h). What is not known is gone through, every way: the
 * library's answer is definite exactly if all ways decide alike. The cells are the kinds of principals and the rows of
 * policies/catalog/layers.tsv, which is held against the rows here; each that the table permits is asked.
 * RAMPART_LAYER_WORLDS sets the number of worlds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <rampart/rampart.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/chance.h"
#include "support/naive_layers.h"
#include "support/slurp.h"

#define OWN "1234567890123456"
#define OTHER "9876543210123456"
#define ALICE "200000000000000001"
#define CAROL "300000000000000001"
#define STRANGER "400000000000000001"

enum { WORLDS = 20000, MOST_WAYS = 1 << 14 };

static const char *const caller_names[NL_CALLERS] = {"user", "session", "root", "user abroad", "session abroad",
                                                     "root abroad", "nobody", "service"};
static const char *const callers[NL_CALLERS] = {"acs:ram::" OWN ":user/alice",   "acs:ram::" OWN ":role/app",
                                                "acs:ram::" OWN ":root",         "acs:ram::" OTHER ":user/carol",
                                                "acs:ram::" OTHER ":role/app",   "acs:ram::" OTHER ":root",
                                                "anonymous",                     "service/ecs.aliyuncs.com"};
static const char *const actions[NL_CALLS] = {
    "oss:GetObject",   "oss:PutObject",      "oss:ListObjects",     "oss:PutBucketLifecycle",         "oss:ListBuckets",
    "oss:GetVectors",  "kms:Decrypt",        "kms:PutSecretValue",  "kms:GetSecretValue",             "log:GetLogStoreLogs",
    "log:GetApp",      "ots:GetRow",         "aiworkspace:GetWorkspace", "ess:CancelInstanceRefresh", "sts:AssumeRole"};
static const char *const resources[NL_CALLS] = {"acs:oss:oss-cn-hangzhou:" OWN ":b1/pub/x",
                                                "acs:oss:oss-cn-hangzhou:" OWN ":b1/pub/x",
                                                "acs:oss:oss-cn-hangzhou:" OWN ":b1",
                                                "acs:oss:oss-cn-hangzhou:" OWN ":b1",
                                                "acs:oss:oss-cn-hangzhou:" OWN ":*",
                                                "acs:ossvector:cn-hangzhou:" OWN ":bucket/b1/index/i",
                                                "acs:kms:cn-hangzhou:" OWN ":key/k1",
                                                "acs:kms:cn-hangzhou:" OWN ":secret/s1",
                                                "acs:kms:cn-hangzhou:" OWN ":secret/s1",
                                                "acs:log:cn-hangzhou:" OWN ":project/p1/logstore/l1",
                                                "acs:log:cn-hangzhou:" OWN ":app/a1",
                                                "acs:ots:cn-hangzhou:" OWN ":instance/i1/table/t1",
                                                "acs:aiworkspace:cn-hangzhou:" OWN ":workspace/w1",
                                                "acs:ess:cn-hangzhou:" OWN ":scalinggroup/asg-1",
                                                "acs:ram::" OWN ":role/target"};
static const char *const owners[NL_CALLS] = {"oss:b1",        "oss:b1",        "oss:b1", "oss:b1", NULL, NULL, "kms:key/k1",
                                             "kms:secret/s1", "kms:secret/s1", "log:p1", NULL,     "ots:i1", NULL, NULL, NULL};
static const char *const acls[NL_ACLS] = {"", "default", "private", "public-read", "public-read-write"};
static const char *const objects[NL_OBJECTS] = {"*", "pub/*", "pub/x", "other/*"};

/* ---- the rows of the table ---- */

/* How a row of the table begins, and the callers whose calls it is asked of, a bit each. */
static const struct {
    const char *code, *layer, *resources;
    unsigned callers;
} rows[NL_ROWS] = {
    [NL_ROW_ACCESS_KEY] = {"*", "AccessKeyNetworkPolicy", "*", 1U << NL_USER | 1U << NL_ROOT | 1U << NL_USER_ABROAD | 1U << NL_ROOT_ABROAD},
    [NL_ROW_CONTROL] = {"*", "ControlPolicy", "*", (1U << NL_NOBODY) - 1},
    [NL_ROW_SESSION] = {"*", "SessionPolicy", "*", 1U << NL_SESSION | 1U << NL_SESSION_ABROAD},
    [NL_ROW_WORKSPACE_ENDPOINT] = {"aiworkspace", "EndpointPolicy", "*", (1U << NL_SERVICE) - 1},
    [NL_ROW_KEY] = {"kms", "KeyPolicy", "key/* alias/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_KEY_OF_SECRET] = {"kms", "KeyPolicy", "secret/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_SECRET] = {"kms", "SecretPolicy", "secret/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_APP] = {"log", "-", "app/* mlservice/* resource/* service", (1U << NL_SERVICE) - 1},
    [NL_ROW_PROJECT] = {"log", "ProjectPolicy", "project/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_ORIGIN] = {"oss", "AccessPointNetworkOrigin", "accesspoint/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_POINT] = {"oss", "AccessPointPolicy", "accesspoint/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_BLOCK] = {"oss", "BlockPublicAccess", "*", (1U << NL_SERVICE) - 1},
    [NL_ROW_BUCKET_ACL] = {"oss", "BucketAcl", "*", (1U << NL_SERVICE) - 1},
    [NL_ROW_BUCKET] = {"oss", "BucketPolicy", "*", (1U << NL_SERVICE) - 1},
    [NL_ROW_ENDPOINT] = {"oss", "EndpointPolicy", "*", (1U << NL_SERVICE) - 1},
    [NL_ROW_OBJECT_ACL] = {"oss", "ObjectAcl", "*/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_VECTOR] = {"ossvector", "BucketPolicy", "bucket/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_INSTANCE] = {"ots", "InstancePolicy", "instance/* agentstorage/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_NETWORK] = {"ots", "NetworkAcl", "instance/*", (1U << NL_SERVICE) - 1},
    [NL_ROW_TRUST] = {"sts", "AssumeRolePolicy", "*", (1U << NL_CALLERS) - 1},
};

/* The states in which a row is asked: a document was shown, or none is there, or nobody knows. */
static const unsigned row_states[NL_ROWS] = {
    [NL_ROW_ACCESS_KEY] = 7, [NL_ROW_CONTROL] = 6,      [NL_ROW_SESSION] = 6, [NL_ROW_WORKSPACE_ENDPOINT] = 7, [NL_ROW_KEY] = 7,
    [NL_ROW_KEY_OF_SECRET] = 3, [NL_ROW_SECRET] = 7,    [NL_ROW_APP] = 2,     [NL_ROW_PROJECT] = 7,            [NL_ROW_ORIGIN] = 5,
    [NL_ROW_POINT] = 7,      [NL_ROW_BLOCK] = 7,        [NL_ROW_BUCKET_ACL] = 5, [NL_ROW_BUCKET] = 7,          [NL_ROW_ENDPOINT] = 7,
    [NL_ROW_OBJECT_ACL] = 7, [NL_ROW_VECTOR] = 7,       [NL_ROW_INSTANCE] = 7, [NL_ROW_NETWORK] = 4,           [NL_ROW_TRUST] = 5};

static bool is_a_row(struct rampart_str line)
{
    struct rampart_str fields[6];
    size_t at = 0;

    for (size_t i = 0; i < 6; i++) {
        fields[i] = rp_str_from(line, at);
        fields[i].len = rp_str_find(fields[i], '\t');
        at += fields[i].len + 1;
    }
    if (rp_str_equal(fields[1], RP_STR("MaxComputeAuthorization"))) return true; /* a system of its own, of which RAM has no say */
    for (size_t i = 0; i < NL_ROWS; i++)
        if (rp_str_equal(fields[0], rampart_str(rows[i].code)) && rp_str_equal(fields[1], rampart_str(rows[i].layer)) &&
            rp_str_equal(fields[5], rampart_str(rows[i].resources)))
            return true;
    return false;
}

static void every_row_of_the_table_is_here(void **state)
{
    char *text = NULL;
    size_t len = 0, found = 0;

    (void)state;
    assert_true(slurp("policies/catalog/layers.tsv", &text, &len));
    for (size_t at = 0; at < len;) {
        struct rampart_str line = {text + at, rp_str_find((struct rampart_str){text + at, len - at}, '\n')};

        at += line.len + 1;
        if (line.len == 0 || line.data[0] == '#') continue;
        if (!is_a_row(line)) fail_msg("no cells for %.*s", (int)line.len, line.data);
        found++;
    }
    assert_int_equal(found, NL_ROWS + 1);
    free(text);
}

/* ---- the world as documents ---- */

#define ADD(text, ...) rp_buf_printf((text), __VA_ARGS__)

static bool is_of_kms(enum nl_call call)
{
    return call == NL_KEY || call == NL_SECRET || call == NL_VALUE;
}

static bool is_abroad(const struct nl_world *world)
{
    return naive_layers_abroad(world->caller);
}

static void add_name(struct rp_buf *text, const struct nl_world *world, enum nl_who who)
{
    const char *account = is_abroad(world) ? OTHER : OWN;
    const bool root = world->caller == NL_ROOT || world->caller == NL_ROOT_ABROAD;

    switch (who) {
    case NL_STAR: ADD(text, "*"); break;
    case NL_OWN: ADD(text, OWN); break;
    case NL_OTHER: ADD(text, OTHER); break;
    case NL_CALLER:
        if (world->caller == NL_SESSION || world->caller == NL_SESSION_ABROAD)
            ADD(text, "arn:sts::%s:assumed-role/app/*", account);
        else
            ADD(text, "%s", root ? account : is_abroad(world) ? CAROL : ALICE);
        break;
    case NL_ONE_SESSION: ADD(text, "arn:sts::%s:assumed-role/app/job1", account); break;
    case NL_ALL_SESSIONS: ADD(text, "arn:sts::*:*/*/*"); break;
    case NL_STRANGER: ADD(text, STRANGER); break;
    default: ADD(text, "acs:ram::%s:user/alice", OWN); break;
    }
}

static void add_ram_name(struct rp_buf *text, const struct nl_world *world, enum nl_who who)
{
    if (who == NL_STAR)
        ADD(text, "acs:ram::" OWN ":*");
    else if (who == NL_OWN)
        ADD(text, "acs:ram::" OWN ":root");
    else if (who == NL_OTHER)
        ADD(text, "acs:ram::" OTHER ":root");
    else if (who == NL_CALLER && world->caller < NL_NOBODY)
        ADD(text, "%s", callers[world->caller]);
    else if (who == NL_ONE_SESSION || who == NL_ALL_SESSIONS)
        ADD(text, "acs:ram::" OWN ":role/app");
    else
        ADD(text, "acs:ram::" OWN ":user/stranger");
}

enum form { IDENTITY_FORM, UID_FORM, KEY_FORM, TRUST_FORM };

static void add_principal(struct rp_buf *text, const struct nl_world *world, const struct nl_statement *statement, enum form form)
{
    const bool unnamed = world->unnamed && statement->who == NL_STAR && world->call == NL_PROJECT;

    if (form == IDENTITY_FORM || (form == UID_FORM && unnamed)) return;
    ADD(text, ",\"Principal\":");
    if (form == TRUST_FORM && world->caller == NL_SERVICE && statement->who == NL_CALLER) {
        ADD(text, "{\"Service\":[\"ecs.aliyuncs.com\"]}");
        return;
    }
    ADD(text, form == UID_FORM ? "[\"" : "{\"RAM\":[\"");
    if (form == UID_FORM)
        add_name(text, world, statement->who);
    else
        add_ram_name(text, world, statement->who);
    ADD(text, form == UID_FORM ? "\"]" : "\"]}");
}

static void add_statement(struct rp_buf *text, const struct nl_world *world, const struct nl_statement *statement, enum form form,
                          const char *resource)
{
    ADD(text, "{\"Effect\":\"%s\",\"Action\":\"%s\"", statement->deny ? "Deny" : "Allow", actions[world->call]);
    if (form != TRUST_FORM)
        ADD(text, ",\"Resource\":\"%s\"", (form == IDENTITY_FORM && statement->star) || form == KEY_FORM ? "*" : resource);
    add_principal(text, world, statement, form);
    if (statement->condition != NL_WITHOUT) {
        ADD(text, ",\"Condition\":{\"StringEquals\":{\"acs:k%u\":\"%s\"", statement->key,
            statement->condition == NL_UNMET ? "no" : "yes");
        if (statement->second != NL_WITHOUT)
            ADD(text, ",\"acs:k%u\":\"%s\"", statement->second_key, statement->second == NL_UNMET ? "no" : "yes");
        ADD(text, "}}");
    }
    ADD(text, "}");
}

static void add_policy(struct rp_buf *text, const struct nl_world *world, const struct nl_policy *policy, enum form form,
                       const char *resource)
{
    ADD(text, "{\"Version\":\"1\",\"Statement\":[");
    for (unsigned i = 0; i < policy->count; i++) {
        ADD(text, i == 0 ? "" : ",");
        add_statement(text, world, &policy->items[i], form, resource);
    }
    ADD(text, "]}");
}

static void add_level(struct rp_buf *text, enum nl_known level)
{
    if (level != NL_NOT_KNOWN) ADD(text, ",\"blockPublicAccess\":%s", level == NL_YES ? "true" : "false");
}

/* A call on an object names it behind the access point. */
static const char *point_resource(const struct nl_world *world)
{
    if (world->prefixed)
        return world->call <= NL_WRITE ? "acs:oss:oss-cn-hangzhou:" OWN ":accesspoint/ap1/object/*"
                                       : "acs:oss:oss-cn-hangzhou:" OWN ":accesspoint/ap1";
    return world->call <= NL_WRITE ? "acs:oss:cn-hangzhou:" OWN ":accesspoint/ap1/object/*" : "acs:oss:cn-hangzhou:" OWN ":accesspoint/ap1";
}

static void add_bucket(struct rp_buf *text, const struct nl_world *world)
{
    bool any = false;

    if (world->bucket_acl != NL_ACL_UNKNOWN) ADD(text, ",\"acl\":\"%s\"", acls[world->bucket_acl]);
    ADD(text, ",\"objectAcl\":{");
    for (unsigned i = 0; i < NL_OBJECTS; i++) {
        if (world->objects[i] == NL_ACL_UNKNOWN) continue;
        ADD(text, "%s\"%s\":\"%s\"", any ? "," : "", objects[i], acls[world->objects[i]]);
        any = true;
    }
    ADD(text, "}");
    add_level(text, world->block_bucket);
    if (!world->through) return;
    ADD(text, ",\"accessPoints\":{\"ap1\":{");
    const size_t begin = text->len;
    if (world->point.state == NL_SHOWN) {
        ADD(text, ",\"policy\":");
        add_policy(text, world, &world->point, UID_FORM, point_resource(world));
    }
    if (world->point.state == NL_NONE) ADD(text, ",\"policy\":\"none\"");
    if (world->from_internet != NL_NOT_KNOWN)
        ADD(text, ",\"networkOrigin\":\"%s\"", world->from_internet == NL_YES ? "internet" : "vpc-1");
    add_level(text, world->block_point);
    if (text->len > begin) text->data[begin] = ' '; /* the first comma */
    ADD(text, "}}");
}

static void add_network(struct rp_buf *text, unsigned types)
{
    static const char *const names[] = {"INTERNET", "VPC", "CLASSIC", "TRUST_PROXY"};
    bool any = false;

    ADD(text, ",\"networkAcl\":[");
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if ((types & 1U << i) == 0) continue;
        ADD(text, "%s\"%s\"", any ? "," : "", names[i]);
        any = true;
    }
    ADD(text, "]");
}

static void add_resource_policy(struct rp_buf *text, const struct nl_world *world, const char *member)
{
    if (world->resource.state == NL_UNSEEN) return;
    ADD(text, ",\"%s\":", member);
    if (world->resource.state == NL_NONE)
        ADD(text, "\"none\"");
    else
        add_policy(text, world, &world->resource, is_of_kms(world->call) ? KEY_FORM : UID_FORM, resources[world->call]);
}

static void add_resource(struct rp_buf *text, const struct nl_world *world)
{
    if (owners[world->call] == NULL) return;
    ADD(text, ",\"resourcePolicies\":{\"%s\":{", owners[world->call]);
    const size_t begin = text->len;
    if (!world->given) add_resource_policy(text, world, "policy");
    if (world->call <= NL_MANAGE) add_bucket(text, world);
    if (world->call == NL_INSTANCE && world->has_network) add_network(text, world->network);
    if (text->len > begin) text->data[begin] = ' '; /* the first comma */
    ADD(text, "}}");
}

static void add_guard(struct rp_buf *text, enum nl_guard guard)
{
    if (guard == NL_GUARD_NONE)
        ADD(text, "\"none\"");
    else
        ADD(text, "{\"Version\":1,\"Status\":\"%s\",\"Statements\":[{\"Type\":\"ClassicWhiteList\",\"IPList\":[\"%s\"]},"
                  "{\"Type\":\"VPCWhiteList\",\"Value\":\"AllowAllVPC\",\"IPList\":[\"%s\"]}]}",
            guard == NL_INACTIVE ? "Inactive" : "Active", guard == NL_REFUSES ? "192.0.2.1" : "203.0.113.0/24",
            guard == NL_REFUSES ? "192.0.2.1" : "203.0.113.0/24");
}

static void add_caller_side(struct rp_buf *text, const struct nl_world *world)
{
    if (world->endpoint.state == NL_SHOWN) {
        ADD(text, ",\"endpointPolicies\":{\"ep-1\":{\"vpc\":\"vpc-1\",\"service\":\"%s\",\"policy\":",
            world->call == NL_WORKSPACE ? "aiworkspace" : "oss");
        add_policy(text, world, &world->endpoint, UID_FORM, "*");
        ADD(text, "}}");
    }
    if (world->account_guard == NL_UNLISTED && world->key_guard == NL_UNLISTED) return;
    ADD(text, ",\"accessKeyPolicies\":{");
    if (world->account_guard != NL_UNLISTED) {
        ADD(text, "\"account\":");
        add_guard(text, world->account_guard);
    }
    if (world->key_guard != NL_UNLISTED) {
        ADD(text, "%s\"LTAI1\":", world->account_guard != NL_UNLISTED ? "," : "");
        add_guard(text, world->key_guard);
    }
    ADD(text, "}");
}

static void add_control(struct rp_buf *text, const struct nl_control *control)
{
    if (!control->there) return;
    ADD(text, ",\"resourceDirectory\":{\"controlPolicies\":[[\"FullAliyunAccess\"%s%s]]}",
        !control->deny ? "" : control->all ? ",{\"name\":\"Fence\",\"effectScope\":\"All\"}" : ",\"Fence\"", "");
}

static void add_account(struct rp_buf *text, const struct nl_world *world, bool own)
{
    const struct nl_control *control = &world->control[own ? 0 : 1];
    const bool callers_own = own != is_abroad(world);
    const struct nl_policy nothing = {.state = NL_SHOWN};
    struct nl_policy fence = {.state = NL_SHOWN, .count = 1};
    const char *user = own ? "alice" : "carol";

    fence.items[0] = control->statement;
    fence.items[0].deny = fence.items[0].star = true;
    ADD(text, "\"%s\":{\"assumeAbsent\":[%s%s%s],\"policies\":{\"P\":", own ? OWN : OTHER, world->endpoint_absent ? "\"EndpointPolicy\"" : "",
        world->endpoint_absent && world->key_absent ? "," : "", world->key_absent ? "\"KeyPolicy\"" : "");
    add_policy(text, world, callers_own ? &world->identity : &nothing, IDENTITY_FORM, resources[world->call]);
    ADD(text, ",\"Fence\":");
    add_policy(text, world, &fence, IDENTITY_FORM, "*");
    ADD(text, "},\"users\":{\"%s\":{\"policies\":[\"P\"]", user);
    if (world->knows_uid) ADD(text, ",\"uid\":\"%s\"", own ? ALICE : CAROL);
    ADD(text, "}},\"roles\":{\"app\":{\"policies\":[\"P\"]}");
    if (own) {
        ADD(text, ",\"target\":{");
        if (world->trust.state == NL_SHOWN) {
            ADD(text, "\"trust\":");
            add_policy(text, world, &world->trust, TRUST_FORM, "");
        }
        ADD(text, "}");
    }
    ADD(text, "}");
    add_control(text, control);
    if (own) add_resource(text, world);
    if (own && world->block_account != NL_NOT_KNOWN)
        ADD(text, ",\"blockPublicAccess\":%s", world->block_account == NL_YES ? "true" : "false");
    if (callers_own) add_caller_side(text, world);
    ADD(text, "}");
}

static void add_keys(struct rp_buf *text, const struct nl_policy *policy)
{
    for (unsigned i = 0; i < policy->count; i++)
        if (policy->items[i].condition == NL_MET || policy->items[i].condition == NL_UNMET)
            ADD(text, ",\"acs:k%u\":\"yes\"", policy->items[i].key);
    for (unsigned i = 0; i < policy->count; i++)
        if (policy->items[i].second == NL_MET || policy->items[i].second == NL_UNMET)
            ADD(text, ",\"acs:k%u\":\"yes\"", policy->items[i].second_key);
}

static void add_request(struct rp_buf *text, const struct nl_world *world)
{
    static const char *const addresses[NL_ADDRESSES] = {"203.0.113.9", "198.51.100.1", "10.1.2.3"};
    const bool session = world->caller == NL_SESSION || world->caller == NL_SESSION_ABROAD;

    ADD(text, "{\"principal\":\"%s%s\",\"action\":\"%s\",\"resource\":\"%s\",\"literal\":true", callers[world->caller],
        session && world->knows_session ? "/job1" : "", actions[world->call], resources[world->call]);
    if (world->through) ADD(text, ",\"accessPoint\":\"acs:oss:cn-hangzhou:" OWN ":accesspoint/ap1\"");
    if (world->signs) ADD(text, ",\"credential\":\"accesskey%s\"", world->without_id ? "" : ":LTAI1");
    if (session && world->session.state == NL_SHOWN) {
        ADD(text, ",\"sessionPolicy\":");
        add_policy(text, world, &world->session, IDENTITY_FORM, resources[world->call]);
    }
    if (world->given) add_resource_policy(text, world, "resourcePolicy");
    ADD(text, ",\"context\":{\"acs:SourceIp\":\"%s\"", addresses[world->address]);
    const struct nl_policy *const lists[] = {&world->identity, &world->session, &world->resource,
                                             &world->endpoint, &world->point,   &world->trust};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) add_keys(text, lists[i]);
    for (size_t i = 0; i < 2; i++)
        if (world->control[i].statement.condition == NL_MET || world->control[i].statement.condition == NL_UNMET)
            ADD(text, ",\"acs:k%u\":\"yes\"", world->control[i].statement.key);
    if (world->by_proxy != NL_NOT_KNOWN) ADD(text, ",\"ots:IsFromTrustProxy\":%s", world->by_proxy == NL_YES ? "true" : "false");
    if (world->vpc >= NL_VPC_1) ADD(text, ",\"acs:SourceVpc\":\"%s\"", world->vpc == NL_VPC_1 ? "vpc-1" : "vpc-9");
    ADD(text, "},\"absent\":[\"acs:VpcSourceIp\"%s]}", world->vpc == NL_VPC_ABSENT ? ",\"acs:SourceVpc\"" : "");
}

/* ---- asking ---- */

static void assume(struct rampart_options *options, const char *name, const char *value, bool otherwise)
{
    if (!otherwise) return;
    assert_int_equal(rampart_assume(&options->assumptions, rampart_str(name), rampart_str(value), NULL), RAMPART_OK);
}

static void assume_all(struct rampart_options *options, const struct nl_switches *switches)
{
    assume(options, "star-owner", "account", switches->star_owner);
    assume(options, "bucket-account-uid", "root-only", switches->uid_root);
    assume(options, "oss-cross-identity", "deny-counts", switches->foreign_deny);
    assume(options, "acl-list", "lists-too", switches->lists);
    assume(options, "access-point-acl", "acl", switches->point_acl);
    assume(options, "block-public-scope", "whole-policy", switches->block_whole);
    assume(options, "kms-account-wildcard", "grants", switches->key_grants);
    assume(options, "kms-root", "bound", switches->key_binds);
    assume(options, "kms-foreign-star", "own-account", switches->star_own);
    assume(options, "project-no-principal", "nobody", switches->unnamed_nobody);
    assume(options, "project-cross-account", "both", switches->project_both);
    assume(options, "project-allow", "restricts", switches->restricts);
    assume(options, "instance-allow", "grants", switches->instance_grants);
    assume(options, "accesskey-inactive", "overrides", switches->overrides);
    assume(options, "overwrite-acl", "bucket", switches->overwrites);
    assume(options, "caller-control", "owner-only", switches->owner_only);
    assume(options, "control-root", "spared", switches->root_spared);
    assume(options, "ots-condition-or", "or", switches->any_condition);
    assume(options, "ap-region", "exact", switches->point_exact);
}

struct asked {
    struct rp_buf account, request;
    enum rampart_outcome outcome;
};

static void expect_ok(enum rampart_status status, const struct rampart_diags *diags, const struct asked *asked)
{
    if (status == RAMPART_OK) return;
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        printf("%.*s\n", RP_ARG(rampart_diags_at(diags, i)->message));
    printf("%.*s\n%.*s\n", RP_ARG(rp_buf_text(&asked->account)), RP_ARG(rp_buf_text(&asked->request)));
    fail_msg("status %d", (int)status);
}

/* Decides, and explains, which comes to the same. */
static void ask_world(const struct nl_world *world, struct asked *asked)
{
    struct rampart_options options = {.limits.list_values = 0};
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    struct rampart_request *request = NULL;
    struct rampart_diags *diags = NULL;
    struct rampart_decision *decision = NULL;
    struct rampart_verdict verdict;
    struct rampart_str id;

    asked->account.len = asked->request.len = 0;
    ADD(&asked->account, "{\"rampart\":1,\"accounts\":{");
    add_account(&asked->account, world, true);
    ADD(&asked->account, ",");
    add_account(&asked->account, world, false);
    ADD(&asked->account, "}}");
    add_request(&asked->request, world);
    assume_all(&options, &world->switches);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    expect_ok(rampart_account_read(&options, rp_buf_text(&asked->account), rampart_str("w.json"), diags, &account), diags, asked);
    for (size_t i = 0; i < rampart_diags_count(diags); i++) /* one that is left out with an error */
        if (strcmp(rampart_diags_at(diags, i)->code, "ACC027") == 0) expect_ok(RAMPART_INVALID_INPUT, diags, asked);
    const struct rampart_set_parts parts = {.account = account};
    expect_ok(rampart_set_new(&options, &parts, diags, &set), diags, asked);
    expect_ok(rampart_request_new(&options, &request), diags, asked);
    expect_ok(rampart_request_read(request, rp_buf_text(&asked->request), rampart_str("r.json"), &id, diags), diags, asked);
    expect_ok(rampart_request_finish(request, diags), diags, asked);
    expect_ok(rampart_decide(set, &request, 1, diags, &verdict, NULL), diags, asked);
    expect_ok(rampart_explain(set, &request, 1, 0, diags, &decision, NULL), diags, asked);
    if (decision->verdict.outcome != verdict.outcome) {
        printf("decided %s, explained %s\n", rampart_outcome_name(verdict.outcome), rampart_outcome_name(decision->verdict.outcome));
        expect_ok(RAMPART_INVALID_INPUT, diags, asked);
    }
    asked->outcome = verdict.outcome;
    rampart_decision_free(decision);
    rampart_request_free(request);
    rampart_set_free(set);
    rampart_account_free(account);
    rampart_diags_free(diags);
}

/* ---- worlds by chance ---- */

/* Hands out keys of conditions; a world has no more open ones than can be gone through. */
struct keys {
    unsigned next, open;
};

static enum nl_condition make_condition(struct chance *chance, struct keys *keys)
{
    enum nl_condition condition = chance_of(chance, 60) ? NL_WITHOUT : (enum nl_condition)chance_below(chance, 4);

    if (condition == NL_OPEN && ++keys->open > 4) condition = NL_MET;
    return condition;
}

/* One policy in five is long enough to have an index: statements about others come before and between. */
static void make_policy(struct chance *chance, struct keys *keys, bool of_uids, struct nl_policy *policy)
{
    const bool lengthy = chance_of(chance, 20);
    const unsigned count = lengthy ? 9 + chance_below(chance, 4) : chance_below(chance, 4);

    policy->count = 0;
    while (policy->count < count) {
        struct nl_statement *statement = &policy->items[policy->count++];
        const bool filler = lengthy && chance_of(chance, 75);

        *statement = (struct nl_statement){.deny = chance_of(chance, 30),
                                           .star = chance_of(chance, 50),
                                           .who = (enum nl_who)chance_below(chance, NL_WHOS),
                                           .key = keys->next++};
        statement->condition = filler ? NL_WITHOUT : make_condition(chance, keys);
        if (filler) statement->who = of_uids ? NL_STRANGER : NL_RAM_ARN;
        if (!filler && chance_of(chance, 35)) statement->who = NL_CALLER;
    }
}

static enum nl_state make_state(struct chance *chance)
{
    return chance_of(chance, 40) ? NL_SHOWN : (enum nl_state)chance_below(chance, NL_STATES);
}

/* One that lets everybody pass who has a chance to, so that what is asked behind it is asked. */
static void open_policy(struct chance *chance, struct keys *keys, struct nl_policy *policy)
{
    if (!chance_of(chance, 55)) return;
    policy->items[0] = (struct nl_statement){.star = true, .who = NL_STAR, .key = keys->next++};
    policy->count = 1;
}

/* Documents that can stand only in some worlds. */
static void make_shown(struct chance *chance, struct keys *keys, struct nl_world *world)
{
    const bool endpoint = world->call <= NL_BUCKETS || world->call == NL_WORKSPACE;

    make_policy(chance, keys, false, &world->identity);
    world->identity.state = NL_SHOWN;
    open_policy(chance, keys, &world->identity);
    for (unsigned i = 0; i < world->identity.count; i++) world->identity.items[i].who = NL_CALLER;
    world->session.state = chance_of(chance, 40) ? NL_SHOWN : NL_NONE;
    make_policy(chance, keys, false, &world->session);
    open_policy(chance, keys, &world->session);
    if (world->session.state != NL_SHOWN || (world->caller != NL_SESSION && world->caller != NL_SESSION_ABROAD))
        world->session.count = 0;
    world->resource.state = make_state(chance);
    world->given = world->call == NL_VECTOR || (owners[world->call] != NULL && chance_of(chance, 25));
    /* The document that comes with a request is nobody's bucket's, of which the account could say whether it is blocked. */
    if (world->given) world->block_account = world->block_bucket = world->block_point = NL_NOT_KNOWN;
    if (world->resource.state == NL_SHOWN) make_policy(chance, keys, !is_of_kms(world->call), &world->resource);
    for (unsigned i = 0; world->call == NL_INSTANCE && i < world->resource.count; i++) {
        if (world->resource.items[i].condition == NL_WITHOUT || !chance_of(chance, 60)) continue;
        world->resource.items[i].second_key = keys->next++;
        world->resource.items[i].second = make_condition(chance, keys);
    }
    world->endpoint_absent = chance_of(chance, 25);
    world->endpoint.state = endpoint && !world->endpoint_absent && chance_of(chance, 50) ? NL_SHOWN : NL_UNSEEN;
    if (world->endpoint.state == NL_SHOWN) {
        make_policy(chance, keys, true, &world->endpoint);
        open_policy(chance, keys, &world->endpoint);
    }
    world->through = world->call <= NL_MANAGE && chance_of(chance, 35);
    world->point.state = make_state(chance);
    if (world->through && world->point.state == NL_SHOWN) make_policy(chance, keys, true, &world->point);
    world->trust.state = chance_of(chance, 75) ? NL_SHOWN : NL_UNSEEN;
    if (world->call == NL_ASSUME && world->trust.state == NL_SHOWN) make_policy(chance, keys, false, &world->trust);
    for (unsigned i = 0; i < world->trust.count; i++) /* of others an identity's name tells, which the rest of the tests try */
        if (world->trust.items[i].who < NL_OWN || world->trust.items[i].who > NL_CALLER) world->trust.items[i].who = NL_STRANGER;
}

static void make_switches(struct chance *chance, struct nl_switches *switches)
{
    bool *const all[] = {&switches->star_owner,   &switches->uid_root,     &switches->foreign_deny,    &switches->lists,
                         &switches->point_acl,    &switches->block_whole,  &switches->key_grants,      &switches->key_binds,
                         &switches->star_own,     &switches->unnamed_nobody, &switches->project_both,  &switches->restricts,
                         &switches->instance_grants, &switches->overrides, &switches->overwrites,      &switches->owner_only,
                         &switches->root_spared,  &switches->any_condition, &switches->point_exact};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) *all[i] = chance_of(chance, 20);
}

static void make_settings(struct chance *chance, struct nl_world *world)
{
    const bool keyed = (rows[NL_ROW_ACCESS_KEY].callers >> world->caller & 1) != 0;

    for (unsigned i = 0; i < NL_OBJECTS; i++)
        world->objects[i] = chance_of(chance, 50) ? NL_ACL_UNKNOWN : (enum nl_acl)chance_below(chance, NL_ACLS);
    world->bucket_acl = (enum nl_acl)chance_below(chance, NL_ACLS);
    if (world->bucket_acl == NL_ACL_DEFAULT) world->bucket_acl = NL_ACL_UNKNOWN;
    world->block_account = (enum nl_known)chance_below(chance, 3);
    world->block_bucket = (enum nl_known)chance_below(chance, 3);
    world->block_point = (enum nl_known)chance_below(chance, 3);
    if (chance_of(chance, 40)) world->block_account = world->block_bucket = world->block_point = NL_NO;
    world->from_internet = (enum nl_known)chance_below(chance, 3);
    world->has_network = chance_of(chance, 50);
    world->network = 1 + chance_below(chance, 15);
    world->by_proxy = (enum nl_known)chance_below(chance, 3);
    world->prefixed = chance_of(chance, 40);
    world->without_id = chance_of(chance, 25);
    world->key_absent = world->call == NL_VALUE && chance_of(chance, 50);
    world->signs = keyed && chance_of(chance, 30);
    world->account_guard = (enum nl_guard)chance_below(chance, NL_GUARDS);
    world->key_guard = (enum nl_guard)chance_below(chance, NL_GUARDS);
}

/* Policies say nothing, so that ACLs are asked; of what root does in its own account behind an access point alone. */
static void make_silent(struct nl_world *world)
{
    world->identity.count = world->resource.count = world->point.count = 0;
    world->through &= world->caller < NL_NOBODY;
    world->through |= world->caller == NL_ROOT;
    world->point.state = NL_SHOWN;
    world->switches.point_acl = world->switches.lists = true;
}

/* Every caller makes every call in turn, those with many layers more often. */
static void make_world(struct chance *chance, unsigned long i, struct nl_world *world)
{
    static const enum nl_call calls[] = {NL_READ,    NL_READ,    NL_READ,     NL_READ,     NL_READ,      NL_WRITE,     NL_WRITE,  NL_WRITE,
                                         NL_LIST,    NL_LIST,    NL_MANAGE,   NL_BUCKETS,  NL_VECTOR,    NL_KEY,       NL_KEY,    NL_SECRET, NL_SECRET,
                                         NL_VALUE,   NL_PROJECT, NL_PROJECT,  NL_APP,      NL_INSTANCE,  NL_INSTANCE,  NL_WORKSPACE,
                                         NL_WORKSPACE, NL_ESS,   NL_ASSUME};
    struct keys keys = {.next = 1};

    *world = (struct nl_world){.call = calls[i / NL_CALLERS % (sizeof calls / sizeof *calls)],
                               .caller = (enum nl_caller)(i % NL_CALLERS),
                               .knows_uid = chance_of(chance, 60),
                               .knows_session = chance_of(chance, 60),
                               .unnamed = chance_of(chance, 50),
                               .vpc = (enum nl_vpc)chance_below(chance, NL_VPCS),
                               .address = (enum nl_address)chance_below(chance, NL_ADDRESSES)};
    if (world->caller == NL_SERVICE) world->call = NL_ASSUME;
    if (chance_of(chance, 25)) world->vpc = NL_VPC_1;
    make_settings(chance, world);
    make_shown(chance, &keys, world);
    for (size_t k = 0; k < 2; k++) {
        struct nl_control *control = &world->control[k];

        control->there = chance_of(chance, 50);
        control->deny = control->there && chance_of(chance, 25);
        control->all = chance_of(chance, 50);
        control->statement = (struct nl_statement){.deny = true, .star = true, .key = keys.next++};
        if (control->deny) control->statement.condition = make_condition(chance, &keys);
    }
    make_switches(chance, &world->switches);
    if (world->call <= NL_LIST && chance_of(chance, 30)) make_silent(world);
}

/* ---- both ---- */

struct tally {
    unsigned cells[NL_ROWS][NL_CALLERS][NL_STATES], outcomes[NL_CALLERS][RAMPART_OUTCOME_CONDITIONAL + 1];
    unsigned less; /* the library says less, of what turns together */
};

/* The outcomes of all ways, a bit for each result. */
static unsigned all_ways(const struct nl_world *world, struct nl_way *way)
{
    unsigned found = 0, ways = 0;

    *way = (struct nl_way){.count = 0};
    do {
        found |= 1U << naive_layers_decide(world, way);
        assert_true(++ways < MOST_WAYS);
    } while (naive_layers_next(way));
    return found;
}

static void check_world(const struct nl_world *world, struct asked *asked, struct tally *tally)
{
    struct nl_way way;
    const unsigned found = all_ways(world, &way);
    enum rampart_outcome expected = RAMPART_OUTCOME_CONDITIONAL;

    ask_world(world, asked);
    if (found == 1U << NL_ALLOW) expected = RAMPART_OUTCOME_ALLOW;
    if ((found & 1U << NL_ALLOW) == 0) expected = RAMPART_OUTCOME_DENY;
    for (size_t row = 0; row < NL_ROWS; row++)
        for (size_t state = 0; state < NL_STATES; state++)
            tally->cells[row][world->caller][state] += way.cells[row] >> state & 1;
    tally->outcomes[world->caller][asked->outcome]++;
    if (asked->outcome == expected) return;
    if (asked->outcome == RAMPART_OUTCOME_CONDITIONAL && way.shared) {
        tally->less++;
        return;
    }
    const bool *switches = (const bool *)&world->switches;
    printf("%.*s\n%.*s\nswitches:", RP_ARG(rp_buf_text(&asked->account)), RP_ARG(rp_buf_text(&asked->request)));
    for (size_t i = 0; i < sizeof world->switches; i++) printf(" %d", switches[i]);
    printf("\n");
    fail_msg("%s, %s: every way comes to the set %u (allow 1, implicit 2, explicit 4), the library to %s",
             caller_names[world->caller], actions[world->call], found, rampart_outcome_name(asked->outcome));
}

static bool is_permitted(size_t row, size_t caller, size_t state)
{
    return (rows[row].callers >> caller & 1) != 0 && (row_states[row] >> state & 1) != 0;
}

/* Some cells are rare: the test goes on until each was met. */
static bool has_met_all(const struct tally *tally)
{
    for (size_t row = 0; row < NL_ROWS; row++)
        for (size_t caller = 0; caller < NL_CALLERS; caller++)
            for (size_t state = 0; state < NL_STATES; state++)
                if (is_permitted(row, caller, state) && tally->cells[row][caller][state] == 0) return false;
    return true;
}

/* Each cell that the table permits, and no other. */
static void check_cells(const struct tally *tally, unsigned long worlds)
{
    unsigned cells = 0, least = UINT32_MAX;

    for (size_t row = 0; row < NL_ROWS; row++)
        for (size_t caller = 0; caller < NL_CALLERS; caller++)
            for (size_t state = 0; state < NL_STATES; state++) {
                const bool permitted = is_permitted(row, caller, state);
                const unsigned count = tally->cells[row][caller][state];

                if (permitted && count == 0 && worlds < WORLDS) continue; /* too few to meet all */
                if (permitted != (count > 0))
                    fail_msg("%s %s of %s, %s, state %zu: %u worlds", rows[row].code, rows[row].layer, rows[row].resources,
                             caller_names[caller], state, count);
                if (permitted && count < least) least = count;
                cells += permitted;
            }
    printf("%u cells of rows, principals and states, each in %u worlds or more\n", cells, least);
}

static void test_same_as_naive(void **state)
{
    const char *wanted = getenv("RAMPART_LAYER_WORLDS");
    const unsigned long count = wanted == NULL ? WORLDS : strtoul(wanted, NULL, 10);
    struct chance chance = chance_begin();
    static struct tally tally;
    struct asked asked;

    (void)state;
    rp_buf_init(&asked.account, NULL, 1 << 20);
    rp_buf_init(&asked.request, NULL, 1 << 20);
    for (unsigned long i = 0; i < count || (count >= WORLDS && i < 4 * count && !has_met_all(&tally)); i++) {
        struct nl_world world;

        make_world(&chance, i, &world);
        check_world(&world, &asked, &tally);
    }
    rp_buf_free(&asked.account);
    rp_buf_free(&asked.request);
    for (size_t i = 0; i < NL_CALLERS; i++)
        printf("%s: %u allowed, %u conditional, %u denied\n", caller_names[i], tally.outcomes[i][RAMPART_OUTCOME_ALLOW],
               tally.outcomes[i][RAMPART_OUTCOME_CONDITIONAL], tally.outcomes[i][RAMPART_OUTCOME_DENY]);
    printf("%u worlds of %lu in which the library says less of what turns together\n", tally.less, count);
    assert_true(tally.less < count / 50 + 1);
    check_cells(&tally, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row_of_the_table_is_here), cmocka_unit_test(test_same_as_naive)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
