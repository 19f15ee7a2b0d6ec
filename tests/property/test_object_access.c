/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects of OSS behind ACLs, blocked public access, access points and AccessKeys, against a naive evaluator that knows
 * the rules of docs/semantics.md by heart. What is not known is gone through, every way; the library's answer is definite
 * exactly if all ways decide alike. RAMPART_LAYER_WORLDS sets the number of worlds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <rampart/rampart.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/chance.h"

#define OWN "1234567890123456"
#define OTHER "9876543210123456"
#define ALICE "200000000000000001"
#define CAROL "300000000000000001"
#define POINT "acs:oss:cn-hangzhou:" OWN ":accesspoint/ap1"

enum { WORLDS = 2000, MOST_STATEMENTS = 2, MOST_ATTACHMENTS = 12 };
enum call { READ, WRITE, LIST, CALLS };
enum caller { USER, ROOT, USER_ABROAD, NOBODY, CALLERS };
enum result { ALLOW, IMPLICIT, EXPLICIT };
enum shown { UNSEEN, NONE, SHOWN, SHOWS };
enum acl { UNKNOWN_ACL, DEFAULT_ACL, PRIVATE_ACL, READ_ACL, WRITE_ACL, ACLS };
enum vpc { OPEN_VPC, NO_VPC, ITS_VPC, ANOTHER_VPC, VPCS };
enum origin { UNSEEN_ORIGIN, INTERNET, FROM_VPC, ORIGINS };
enum block { OPEN_BLOCK, NOT_BLOCKED, BLOCKED, BLOCKS };
enum guard { NO_GUARD, ADMITS, REFUSES, OPEN_ADDRESS, GUARDS };

struct statement {
    bool deny, everybody;
};

struct statements {
    struct statement items[MOST_STATEMENTS];
    unsigned count;
};

struct world {
    enum call call;
    enum caller caller;
    enum result identity;
    enum shown bucket_shown, point_shown;
    struct statements bucket, point;
    enum acl object_acl, bucket_acl;
    enum block block;
    bool through; /* an access point */
    enum origin origin;
    enum vpc vpc;
    enum guard guard;
    bool foreign_deny, lists, overwrites, point_acl, block_whole;
};

/* One way in which what is not known may turn out. */
struct way {
    enum result bucket, point;
    enum acl object_acl, bucket_acl;
    bool blocked, from_its_vpc, origin_refuses, address_refused;
};

/* ---- the naive evaluator ---- */

static bool names(const struct world *world, const struct statement *statement)
{
    if (statement->everybody) return world->caller != ROOT;
    return world->caller == USER || world->caller == USER_ABROAD; /* the UID of whoever asks */
}

static enum result weigh(const struct world *world, const struct statements *list, bool blocked)
{
    enum result result = IMPLICIT;
    bool public = false;

    for (unsigned i = 0; i < list->count; i++) public |= list->items[i].everybody && !list->items[i].deny;
    if (blocked && public && world->block_whole) return IMPLICIT;
    for (unsigned i = 0; i < list->count; i++) {
        const struct statement *statement = &list->items[i];

        if (!names(world, statement) || result == EXPLICIT) continue;
        if (blocked && statement->everybody && !statement->deny) continue;
        result = statement->deny ? EXPLICIT : ALLOW;
    }
    return result;
}

static enum result either(enum result a, enum result b)
{
    if (a == EXPLICIT || b == EXPLICIT) return EXPLICIT;
    return a == ALLOW || b == ALLOW ? ALLOW : IMPLICIT;
}

static enum result both(enum result a, enum result b)
{
    if (a == EXPLICIT || b == EXPLICIT) return EXPLICIT;
    return a == ALLOW && b == ALLOW ? ALLOW : IMPLICIT;
}

static enum result brought(const struct world *world)
{
    switch (world->caller) {
    case USER: return world->identity;
    case ROOT: return ALLOW;
    case USER_ABROAD: return world->foreign_deny && world->identity == EXPLICIT ? EXPLICIT : IMPLICIT;
    default: return IMPLICIT;
    }
}

static bool lets_in(const struct world *world, const struct way *way)
{
    const bool of_bucket = world->call == LIST || (world->call == WRITE && world->overwrites);
    const enum acl object = world->object_acl == UNKNOWN_ACL ? way->object_acl : world->object_acl;
    const enum acl bucket = world->bucket_acl == UNKNOWN_ACL ? way->bucket_acl : world->bucket_acl;
    const enum acl acl = of_bucket || object == DEFAULT_ACL ? bucket : object;

    if (world->through && !world->point_acl) return false;
    if (world->call == LIST && (!world->lists || world->bucket_acl == UNKNOWN_ACL)) return false;
    if (way->blocked) return false;
    return world->call == WRITE ? acl == WRITE_ACL : acl == READ_ACL || acl == WRITE_ACL;
}

static enum result decide(const struct world *world, const struct way *way)
{
    enum result result = brought(world), bucket = way->bucket, point = way->point;

    if (world->guard == REFUSES || (world->guard == OPEN_ADDRESS && way->address_refused)) return IMPLICIT;
    if (world->through && world->origin == FROM_VPC && !way->from_its_vpc) return IMPLICIT;
    if (world->through && world->origin == UNSEEN_ORIGIN && way->origin_refuses) return IMPLICIT;
    if (world->bucket_shown != UNSEEN)
        bucket = world->bucket_shown == NONE ? IMPLICIT : weigh(world, &world->bucket, way->blocked);
    if (world->point_shown != UNSEEN)
        point = world->point_shown == NONE ? IMPLICIT : weigh(world, &world->point, way->blocked);
    if (world->caller == NOBODY && world->through) return IMPLICIT;
    result = either(result, bucket);
    if (world->through) result = both(result, point);
    return result == IMPLICIT && lets_in(world, way) ? ALLOW : result;
}

/* The outcomes of all ways, a bit for each result. */
static unsigned all_ways(const struct world *world)
{
    unsigned found = 0;

    for (unsigned i = 0; i < 3 * 3 * 4 * 3 * 2 * 2 * 2 * 2; i++) {
        unsigned left = i;
        struct way way;

        way.bucket = (enum result)(left % 3), left /= 3;
        way.point = (enum result)(left % 3), left /= 3;
        way.object_acl = (enum acl)(DEFAULT_ACL + left % 4), left /= 4;
        way.bucket_acl = (enum acl)(PRIVATE_ACL + left % 3), left /= 3;
        way.blocked = world->block == BLOCKED || (world->block == OPEN_BLOCK && left % 2 != 0), left /= 2;
        way.from_its_vpc = world->vpc == ITS_VPC || (world->vpc == OPEN_VPC && left % 2 != 0), left /= 2;
        way.origin_refuses = left % 2 != 0, left /= 2;
        way.address_refused = left % 2 != 0;
        found |= 1U << decide(world, &way);
    }
    return found;
}

/* ---- the world as the library is told it ---- */

static const char *const acls[ACLS] = {"", "default", "private", "public-read", "public-read-write"};
static const char *const actions[CALLS] = {"oss:GetObject", "oss:PutObject", "oss:ListObjects"};

struct told {
    struct rampart_policy *policies[MOST_ATTACHMENTS];
    struct rampart_attachment attachments[MOST_ATTACHMENTS];
    size_t count;
    struct rampart_options options;
};

static void attach(struct told *told, enum rampart_layer layer, struct rampart_policy *policy, bool absent)
{
    assert_true(told->count < MOST_ATTACHMENTS);
    told->policies[told->count] = policy;
    told->attachments[told->count++] =
        (struct rampart_attachment){.policy = policy, .layer = layer, .absent = absent};
}

static void attach_text(struct told *told, enum rampart_layer layer, enum rampart_policy_kind kind, const char *text)
{
    const struct rampart_document document = {.text = rampart_str(text), .kind = kind, .name = rampart_str("d")};
    struct rampart_policy *policy = NULL;

    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    attach(told, layer, policy, false);
}

static void attach_setting(struct told *told, enum rampart_layer layer, const char *word)
{
    struct rampart_policy *policy = NULL;

    assert_int_equal(rampart_setting_read(NULL, layer, rampart_str(word), NULL, &policy), RAMPART_OK);
    attach(told, layer, policy, false);
}

static void attach_shown(struct told *told, const struct world *world, enum shown shown, enum rampart_layer layer,
                         enum rampart_policy_kind kind, const struct statements *list)
{
    char text[1024];
    size_t used = 0;

    if (shown == NONE) attach(told, layer, NULL, true);
    if (shown != SHOWN) return;
    used += (size_t)snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[");
    for (unsigned i = 0; i < list->count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "%s{\"Effect\":\"%s\",\"Principal\":[\"%s\"],\"Action\":\"oss:*\",\"Resource\":\"%s\"}",
                                 i == 0 ? "" : ",", list->items[i].deny ? "Deny" : "Allow",
                                 list->items[i].everybody ? "*" : world->caller == USER_ABROAD ? CAROL : ALICE,
                                 kind == RAMPART_POLICY_BUCKET ? "acs:oss:*:*:b1*" : "acs:oss:cn-hangzhou:*:accesspoint/ap1*");
    (void)snprintf(text + used, sizeof text - used, "]}");
    attach_text(told, layer, kind, text);
}

static void assume(struct told *told, const char *name, const char *value, bool otherwise)
{
    if (!otherwise) return;
    assert_int_equal(rampart_assume(&told->options.assumptions, rampart_str(name), rampart_str(value), NULL), RAMPART_OK);
}

static void tell_world(const struct world *world, struct told *told)
{
    static const char *const effects[] = {"Allow", "Allow", "Deny"};
    char text[256];

    *told = (struct told){.count = 0};
    (void)snprintf(text, sizeof text,
                   "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"*\"}]}",
                   effects[world->identity], world->identity == IMPLICIT ? "ecs:RunInstances" : "oss:*");
    attach_text(told, RAMPART_LAYER_IDENTITY, RAMPART_POLICY_IDENTITY, text);
    attach_shown(told, world, world->bucket_shown, RAMPART_LAYER_BUCKET_POLICY, RAMPART_POLICY_BUCKET, &world->bucket);
    if (world->through)
        attach_shown(told, world, world->point_shown, RAMPART_LAYER_ACCESS_POINT_POLICY, RAMPART_POLICY_ACCESS_POINT,
                     &world->point);
    if (world->object_acl != UNKNOWN_ACL) attach_setting(told, RAMPART_LAYER_OBJECT_ACL, acls[world->object_acl]);
    if (world->bucket_acl != UNKNOWN_ACL) attach_setting(told, RAMPART_LAYER_BUCKET_ACL, acls[world->bucket_acl]);
    if (world->through && world->origin != UNSEEN_ORIGIN)
        attach_setting(told, RAMPART_LAYER_ACCESS_POINT_ORIGIN, world->origin == INTERNET ? "internet" : "vpc-1");
    if (world->block == BLOCKED) attach_setting(told, RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, "true");
    if (world->block == NOT_BLOCKED) told->options.absent_layers |= 1U << RAMPART_LAYER_PUBLIC_ACCESS_BLOCK;
    if (world->guard != NO_GUARD)
        attach_text(told, RAMPART_LAYER_ACCESS_KEY_POLICY, RAMPART_POLICY_ACCESS_KEY,
                    "{\"Version\":1,\"Status\":\"Active\",\"Statements\":["
                    "{\"Type\":\"ClassicWhiteList\",\"IPList\":[\"203.0.113.0/24\"]},"
                    "{\"Type\":\"VPCWhiteList\",\"Value\":\"AllowAllVPC\",\"IPList\":[\"203.0.113.0/24\"]}]}");
    told->options.absent_layers |= 1U << RAMPART_LAYER_ENDPOINT_POLICY;
    assume(told, "oss-cross-identity", "deny-counts", world->foreign_deny);
    assume(told, "acl-list", "lists-too", world->lists);
    assume(told, "overwrite-acl", "bucket", world->overwrites);
    assume(told, "access-point-acl", "acl", world->point_acl);
    assume(told, "block-public-scope", "whole-policy", world->block_whole);
}

static void ask_of(const struct world *world, struct rampart_request *request)
{
    static const char *const callers[] = {"acs:ram::" OWN ":user/alice", "acs:ram::" OWN ":root",
                                          "acs:ram::" OTHER ":user/carol", "anonymous"};
    static const char *const addresses[] = {"", "203.0.113.9", "198.51.100.1", ""};

#define SET(function, ...) assert_int_equal(function(request, __VA_ARGS__, NULL), RAMPART_OK)
    SET(rampart_request_set_principal, rampart_str(callers[world->caller]));
    if (world->caller == USER) SET(rampart_request_set_uid, rampart_str(ALICE));
    if (world->caller == USER_ABROAD) SET(rampart_request_set_uid, rampart_str(CAROL));
    SET(rampart_request_set_action, rampart_str(actions[world->call]));
    SET(rampart_request_add_resource, rampart_str(world->call == LIST ? "acs:oss:cn-hangzhou:" OWN ":b1"
                                                                     : "acs:oss:cn-hangzhou:" OWN ":b1/x"));
    if (world->through) SET(rampart_request_set_access_point, rampart_str(POINT));
    if (world->guard != NO_GUARD) SET(rampart_request_set_credential, rampart_str("accesskey"));
    if (addresses[world->guard][0] != '\0')
        SET(rampart_request_add_context, rampart_str("acs:SourceIp"), rampart_str(addresses[world->guard]));
    if (world->vpc >= ITS_VPC)
        SET(rampart_request_add_context, rampart_str("acs:SourceVpc"),
            rampart_str(world->vpc == ITS_VPC ? "vpc-1" : "vpc-2"));
    if (world->vpc == NO_VPC) SET(rampart_request_set_absent, rampart_str("acs:SourceVpc"));
    SET(rampart_request_set_absent, rampart_str("acs:VpcSourceIp"));
#undef SET
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
}

static struct rampart_verdict answer(const struct world *world)
{
    struct told told;
    struct rampart_set *set = NULL;
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict;

    tell_world(world, &told);
    const struct rampart_set_parts parts = {.attachments = told.attachments, .attachment_count = told.count};
    assert_int_equal(rampart_set_new(&told.options, &parts, NULL, &set), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    ask_of(world, request);
    assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    rampart_request_free(request);
    rampart_set_free(set);
    for (size_t i = 0; i < told.count; i++) rampart_policy_free(told.policies[i]);
    return verdict;
}

/* ---- worlds by chance ---- */

static void make_statements(struct chance *chance, struct statements *list)
{
    list->count = chance_below(chance, MOST_STATEMENTS + 1);
    for (unsigned i = 0; i < list->count; i++)
        list->items[i] = (struct statement){chance_of(chance, 35), chance_of(chance, 50)};
}

static void make_world(struct chance *chance, struct world *world)
{
    *world = (struct world){.call = (enum call)chance_below(chance, CALLS),
                            .caller = (enum caller)chance_below(chance, CALLERS),
                            .identity = (enum result)chance_below(chance, 3),
                            .bucket_shown = (enum shown)chance_below(chance, SHOWS),
                            .point_shown = (enum shown)chance_below(chance, SHOWS),
                            .object_acl = (enum acl)chance_below(chance, ACLS),
                            .bucket_acl = (enum acl)chance_below(chance, ACLS),
                            .block = (enum block)chance_below(chance, BLOCKS),
                            .through = chance_of(chance, 40),
                            .origin = (enum origin)chance_below(chance, ORIGINS),
                            .vpc = (enum vpc)chance_below(chance, VPCS),
                            .guard = (enum guard)chance_below(chance, GUARDS),
                            .foreign_deny = chance_of(chance, 20),
                            .lists = chance_of(chance, 30),
                            .overwrites = chance_of(chance, 30),
                            .point_acl = chance_of(chance, 30),
                            .block_whole = chance_of(chance, 30)};
    if (world->bucket_acl == DEFAULT_ACL) world->bucket_acl = UNKNOWN_ACL; /* it has nothing to be like */
    if (chance_of(chance, 60) || world->caller == NOBODY) world->guard = NO_GUARD;
    make_statements(chance, &world->bucket);
    make_statements(chance, &world->point);
}

/* Several statements that turn on what is blocked turn together, which the library does not see: it may say less. */
static bool turns_together(const struct world *world)
{
    return world->block == OPEN_BLOCK && (world->block_whole || world->through);
}

static void check_world(const struct world *world, unsigned cells[CALLS][CALLERS][3])
{
    const unsigned found = all_ways(world);
    const struct rampart_verdict verdict = answer(world);
    enum rampart_outcome expected = RAMPART_OUTCOME_CONDITIONAL;

    if (found == 1U << ALLOW) expected = RAMPART_OUTCOME_ALLOW;
    if ((found & 1U << ALLOW) == 0) expected = RAMPART_OUTCOME_DENY;
    cells[world->call][world->caller][verdict.outcome]++;
    if (verdict.outcome == expected || (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL && turns_together(world))) return;
    fail_msg("%s, caller %d, identity %d, bucket %d (%u), point %d %d (%u), ACLs %s %s, block %d, origin %d, vpc %d, guard "
             "%d, switches %d%d%d%d%d: every way comes to the set %u (allow 1, implicit 2, explicit 4), the library to %s",
             actions[world->call], world->caller, world->identity, world->bucket_shown, world->bucket.count, world->through,
             world->point_shown, world->point.count, acls[world->object_acl], acls[world->bucket_acl], world->block,
             world->origin, world->vpc, world->guard, world->foreign_deny, world->lists, world->overwrites,
             world->point_acl, world->block_whole, found, rampart_outcome_name(verdict.outcome));
}

static void test_same_as_naive(void **state)
{
    const char *wanted = getenv("RAMPART_LAYER_WORLDS");
    const unsigned long count = wanted == NULL ? WORLDS : strtoul(wanted, NULL, 10);
    static unsigned cells[CALLS][CALLERS][3];
    struct chance chance = chance_begin();

    (void)state;
    for (unsigned long i = 0; i < count; i++) {
        struct world world;

        make_world(&chance, &world);
        check_world(&world, cells);
    }
    for (int a = 0; a < CALLS; a++)
        for (int b = 0; b < CALLERS; b++)
            for (int c = 0; c < 3; c++) assert_true(cells[a][b][c] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_naive)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
