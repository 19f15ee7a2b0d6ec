/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies of resources in worlds of two accounts, against a naive evaluator that knows the tables of
 * docs/semantics.md ("Policies of resources that were read") by heart. What is not known is gone through: a layer
 * that was not seen may allow, deny or be silent, a key may be there or not, a UID or a session be the one that a
 * statement names. The library's answer is definite exactly if every way decides alike. RAMPART_LAYER_WORLDS
 * sets the number of worlds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/ask.h"
#include "support/chance.h"

#define OWN "1234567890123456"
#define OTHER "9876543210123456"
#define ALICE "200000000000000001"
#define CAROL "300000000000000001"

enum { WORLDS = 2500, MOST_STATEMENTS = 3, MOST_OPEN = 12, TEXT = 4096 };

enum service { OSS, KMS, LOG, OTS, SERVICES };
enum caller { USER, ROLE, ROOT, USER_ABROAD, ROLE_ABROAD, ROOT_ABROAD, NOBODY, CALLERS };
enum shown { UNSEEN, NONE, SHOWN, SHOWS };
enum result { ALLOW, IMPLICIT, EXPLICIT };

/* Whom a statement of the resource's policy is about. */
enum who { STAR, ACCOUNT, ACCOUNT_ABROAD, UID_ALICE, UID_CAROL, SESSION, SESSION_ANY, SESSION_ABROAD, MISSING, WHOS };

enum condition { WITHOUT, MET, UNMET, OPEN };

struct statement {
    bool deny;
    bool star; /* of an identity policy: Resource "*"; else the resource itself */
    enum who who;
    enum condition condition;
};

struct statements {
    struct statement items[MOST_STATEMENTS];
    unsigned count;
};

struct world {
    enum service service;
    enum caller caller;
    bool knows_uid, knows_session;
    enum shown shown;
    bool endpoint;
    struct statements identity, resource, way;
    bool star_owner, uid_root, foreign_deny, key_grants, key_binds, star_own, unnamed_nobody, restricts, instance_grants;
};

/* One way in which what is not known may turn out. */
struct way {
    unsigned met; /* a bit for each open condition, in the order of the statements */
    bool is_uid, is_session;
    enum result unseen;
};

static bool is_abroad(enum caller caller)
{
    return caller == USER_ABROAD || caller == ROLE_ABROAD || caller == ROOT_ABROAD;
}

/* ---- the naive evaluator ---- */

static bool is_met(const struct statement *statement, const struct way *way, unsigned *open)
{
    if (statement->condition == OPEN) return (way->met >> (*open)++ & 1) != 0;
    return statement->condition != UNMET;
}

static bool names_key(const struct world *world, const struct statement *statement)
{
    switch (statement->who) {
    case STAR:
    case ACCOUNT: /* the entry of the key's own account */
        if (!statement->deny && !world->key_grants) return false;
        return world->caller == USER || world->caller == ROLE || world->caller == ROOT;
    case ACCOUNT_ABROAD: return is_abroad(world->caller);
    case UID_ALICE: return world->caller == USER;
    case UID_CAROL: return world->caller == USER_ABROAD;
    case SESSION:
    case SESSION_ANY: return world->caller == ROLE;
    default: return world->caller == ROLE_ABROAD;
    }
}

static bool names(const struct world *world, const struct statement *statement, const struct way *way, bool endpoint)
{
    const bool user = world->caller == USER, abroad = world->caller == USER_ABROAD;
    const bool knows = world->knows_uid;

    switch (statement->who) {
    case MISSING:
        if (world->unnamed_nobody) return false; /* fall through */
    case STAR:
        if (endpoint || world->service == OTS || statement->condition != WITHOUT) return true;
        if (world->caller == ROOT) return false;
        return !(world->star_owner && (world->caller == USER || world->caller == ROLE));
    case ACCOUNT: return world->caller == ROOT || (!world->uid_root && (user || world->caller == ROLE));
    case ACCOUNT_ABROAD: /* for all that is known, the number is the user's own */
        return world->caller == ROOT_ABROAD || (user && !knows && way->is_uid) || (!world->uid_root && (abroad || world->caller == ROLE_ABROAD));
    case UID_ALICE: return (user && (knows || way->is_uid)) || (abroad && !knows && way->is_uid);
    case UID_CAROL: return (abroad && (knows || way->is_uid)) || (user && !knows && way->is_uid);
    case SESSION: return world->caller == ROLE && (world->knows_session || way->is_session);
    case SESSION_ANY: return world->caller == ROLE;
    case SESSION_ABROAD: return world->caller == ROLE_ABROAD;
    default: return false;
    }
}

static enum result weigh(const struct world *world, const struct statements *list, const struct way *way, bool endpoint,
                         unsigned *open)
{
    enum result result = IMPLICIT;

    for (unsigned i = 0; i < list->count; i++) {
        const struct statement *statement = &list->items[i];
        const bool met = is_met(statement, way, open);
        const bool key = world->service == KMS && !endpoint;
        const bool named = key ? names_key(world, statement) : names(world, statement, way, endpoint);

        if (!met || !named || result == EXPLICIT) continue;
        result = statement->deny ? EXPLICIT : ALLOW;
    }
    return result;
}

static enum result weigh_identity(const struct world *world, const struct way *way, unsigned *open)
{
    const bool foreign_key = world->service == KMS && is_abroad(world->caller);
    enum result result = IMPLICIT;

    for (unsigned i = 0; i < world->identity.count; i++) {
        const struct statement *statement = &world->identity.items[i];
        const bool met = is_met(statement, way, open);

        if (!met || result == EXPLICIT) continue;
        if (foreign_key && world->star_own && statement->star && !statement->deny) continue;
        result = statement->deny ? EXPLICIT : ALLOW;
    }
    if (world->caller == ROOT || world->caller == ROOT_ABROAD) return ALLOW;
    return world->caller == NOBODY ? IMPLICIT : result;
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

static bool has_allow(const struct statements *list)
{
    for (unsigned i = 0; i < list->count; i++)
        if (!list->items[i].deny) return true;
    return false;
}

/* The caller's side where the resource's decides alone. */
static enum result side_abroad(const struct world *world, enum result identity)
{
    const bool root = world->caller == ROOT_ABROAD;

    return !root && identity == EXPLICIT && world->foreign_deny ? EXPLICIT : IMPLICIT;
}

static enum result decide_bucket(const struct world *world, enum result identity, enum result policy)
{
    if (is_abroad(world->caller)) identity = side_abroad(world, identity);
    return either(identity, policy);
}

static enum result decide_key(const struct world *world, enum result identity, enum result policy)
{
    if (world->caller == ROOT && world->shown == SHOWN && !world->key_binds) return identity;
    if (is_abroad(world->caller)) return world->shown == NONE && identity != EXPLICIT ? IMPLICIT : both(identity, policy);
    return either(identity, policy);
}

static enum result decide_project(const struct world *world, enum result identity, enum result policy)
{
    if (is_abroad(world->caller)) identity = side_abroad(world, identity);
    if (world->restricts) return policy == EXPLICIT ? EXPLICIT : identity;
    return either(identity, policy);
}

static enum result decide_instance(const struct world *world, enum result identity, enum result policy)
{
    const bool gate = world->shown == UNSEEN || (world->shown == SHOWN && has_allow(&world->resource));

    if (is_abroad(world->caller)) return identity == EXPLICIT && world->caller != ROOT_ABROAD ? EXPLICIT : IMPLICIT;
    if (world->instance_grants) return either(identity, policy);
    if (policy == EXPLICIT) return EXPLICIT;
    return gate && policy == IMPLICIT && identity != EXPLICIT ? IMPLICIT : identity;
}

static enum result decide(const struct world *world, const struct way *way)
{
    unsigned open = 0;
    enum result identity = weigh_identity(world, way, &open);
    enum result policy = weigh(world, &world->resource, way, false, &open);
    enum result gate = weigh(world, &world->way, way, true, &open);

    if (world->shown == NONE) policy = IMPLICIT;
    if (world->shown == UNSEEN) policy = way->unseen;
    if (world->endpoint && gate != ALLOW) return gate;
    switch (world->service) {
    case OSS: return decide_bucket(world, identity, policy);
    case KMS: return decide_key(world, identity, policy);
    case LOG: return decide_project(world, identity, policy);
    default: return decide_instance(world, identity, policy);
    }
}

/* ---- the world as documents ---- */

static const char *const kms_whos[WHOS] = {
    "{\"RAM\":\"acs:ram::" OWN ":*\"}",          "{\"RAM\":\"acs:ram::" OWN ":root\"}",
    "{\"RAM\":\"acs:ram::" OTHER ":root\"}",     "{\"RAM\":\"acs:ram::" OWN ":user/alice\"}",
    "{\"RAM\":\"acs:ram::" OTHER ":user/carol\"}", "{\"RAM\":\"acs:ram::" OWN ":role/app\"}",
    "{\"RAM\":[\"acs:ram::" OWN ":role/app\"]}", "{\"RAM\":\"acs:ram::" OTHER ":role/app\"}",
    "{\"RAM\":\"acs:ram::" OTHER ":role/app\"}"};
static const char *const whos[WHOS] = {"\"*\"",
                                       "[\"" OWN "\"]",
                                       "[\"" OTHER "\"]",
                                       "[\"" ALICE "\"]",
                                       "\"" CAROL "\"",
                                       "[\"arn:sts::" OWN ":assumed-role/app/job1\"]",
                                       "[\"arn:sts::" OWN ":assumed-role/app/*\"]",
                                       "[\"arn:sts::" OTHER ":assumed-role/app/*\"]",
                                       ""};
static const char *const codes[SERVICES] = {"oss", "kms", "log", "ots"};
static const char *const actions[SERVICES] = {"oss:PutBucketLifecycle", "kms:Decrypt", "log:GetLogStoreLogs", "ots:GetRow"};
static const char *const resources[SERVICES] = {
    "acs:oss:oss-cn-hangzhou:" OWN ":b1", "acs:kms:cn-hangzhou:" OWN ":key/k1",
    "acs:log:cn-hangzhou:" OWN ":project/p1/logstore/l1", "acs:ots:cn-hangzhou:" OWN ":instance/i1/table/t1"};
static const enum rampart_policy_kind kinds[SERVICES] = {RAMPART_POLICY_BUCKET, RAMPART_POLICY_KEY,
                                                         RAMPART_POLICY_PROJECT, RAMPART_POLICY_INSTANCE};
static const enum rampart_layer layers[SERVICES] = {RAMPART_LAYER_BUCKET_POLICY, RAMPART_LAYER_KEY_POLICY,
                                                    RAMPART_LAYER_PROJECT_POLICY, RAMPART_LAYER_INSTANCE_POLICY};

struct text {
    char bytes[TEXT];
    size_t used;
};

#define ADD(text, ...) \
    ((text)->used += (size_t)snprintf((text)->bytes + (text)->used, sizeof(text)->bytes - (text)->used, __VA_ARGS__))

static void write_statement(struct text *text, const struct world *world, const struct statement *statement,
                            const char *const *principals, unsigned number)
{
    const bool star = principals == NULL ? statement->star : world->service == KMS;

    ADD(text, "%s{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"%s\"", number % 10 == 0 ? "" : ",",
        statement->deny ? "Deny" : "Allow", actions[world->service], star ? "*" : resources[world->service]);
    if (principals != NULL && principals[statement->who][0] != '\0')
        ADD(text, ",\"Principal\":%s", principals[statement->who]);
    if (statement->condition != WITHOUT)
        ADD(text, ",\"Condition\":{\"StringEquals\":{\"%s:k%u\":\"%s\"}}", codes[world->service], number,
            statement->condition == UNMET ? "no" : "yes");
    ADD(text, "}");
}

static void write_policy(struct ask *ask, struct text *text, const struct world *world, const struct statements *list,
                         enum rampart_policy_kind kind, unsigned first)
{
    const char *const *principals = kind == RAMPART_POLICY_IDENTITY ? NULL : kind == RAMPART_POLICY_KEY ? kms_whos : whos;
    struct ask_policy *policy = &ask->policies[ask->policy_count++];

    text->used = 0;
    ADD(text, "{\"Version\":\"1\",\"Statement\":[");
    for (unsigned i = 0; i < list->count; i++) write_statement(text, world, &list->items[i], principals, first + i);
    ADD(text, "]}");
    *policy = (struct ask_policy){.name = rampart_str(kind == RAMPART_POLICY_IDENTITY ? "p" : "r"),
                                  .text = {text->bytes, text->used},
                                  .format = RAMPART_FORMAT_JSON,
                                  .kind = kind};
}

/* The keys of conditions that are met have the value, those of conditions that are not have another; others are open. */
static void tell_keys(struct ask *ask, char names[][16], const struct world *world, const struct statements *list,
                      unsigned first)
{
    for (unsigned i = 0; i < list->count; i++) {
        struct ask_key *key = &ask->context[ask->context_count];
        char *name = names[ask->context_count];

        if (list->items[i].condition == WITHOUT || list->items[i].condition == OPEN) continue;
        (void)snprintf(name, 16, "%s:k%u", codes[world->service], first + i);
        *key = (struct ask_key){.name = rampart_str(name), .values = {rampart_str("yes")}, .count = 1};
        ask->context_count++;
    }
}

static void assume(struct ask *ask, const char *name, const char *value, bool otherwise)
{
    if (!otherwise) return;
    assert_int_equal(rampart_assume(&ask->options.assumptions, rampart_str(name), rampart_str(value), NULL), RAMPART_OK);
}

static void assume_all(struct ask *ask, const struct world *world)
{
    assume(ask, "star-owner", "account", world->star_owner);
    assume(ask, "bucket-account-uid", "root-only", world->uid_root);
    assume(ask, "oss-cross-identity", "deny-counts", world->foreign_deny);
    assume(ask, "kms-account-wildcard", "grants", world->key_grants);
    assume(ask, "kms-root", "bound", world->key_binds);
    assume(ask, "kms-foreign-star", "own-account", world->star_own);
    assume(ask, "project-no-principal", "nobody", world->unnamed_nobody);
    assume(ask, "project-allow", "restricts", world->restricts);
    assume(ask, "instance-allow", "grants", world->instance_grants);
}

static const char *principal_of(const struct world *world)
{
    switch (world->caller) {
    case USER: return "acs:ram::" OWN ":user/alice";
    case ROLE: return world->knows_session ? "acs:ram::" OWN ":role/app/job1" : "acs:ram::" OWN ":role/app";
    case ROOT: return "acs:ram::" OWN ":root";
    case USER_ABROAD: return "acs:ram::" OTHER ":user/carol";
    case ROLE_ABROAD: return "acs:ram::" OTHER ":role/app/s1";
    case ROOT_ABROAD: return "acs:ram::" OTHER ":root";
    default: return "anonymous";
    }
}

static void ask_world(const struct world *world, struct answer *ret_answer)
{
    static struct ask question; /* large */
    static struct text texts[3];
    static char names[3 * MOST_STATEMENTS][16];

    memset(&question, 0, sizeof question);
    question.principal = rampart_str(principal_of(world));
    if (world->knows_uid && world->caller == USER) question.uid = rampart_str(ALICE);
    if (world->knows_uid && world->caller == USER_ABROAD) question.uid = rampart_str(CAROL);
    question.action = rampart_str(actions[world->service]);
    question.resources[question.resource_count++] = rampart_str(resources[world->service]);
    write_policy(&question, &texts[0], world, &world->identity, RAMPART_POLICY_IDENTITY, 10);
    if (world->shown == SHOWN) write_policy(&question, &texts[1], world, &world->resource, kinds[world->service], 20);
    if (world->endpoint) write_policy(&question, &texts[2], world, &world->way, RAMPART_POLICY_ENDPOINT, 30);
    tell_keys(&question, names, world, &world->identity, 10);
    tell_keys(&question, names, world, &world->resource, 20);
    tell_keys(&question, names, world, &world->way, 30);
    if (world->endpoint)
        question.context[question.context_count++] = (struct ask_key){
            .name = rampart_str("acs:SourceVpc"), .values = {rampart_str("vpc-1")}, .count = 1};
    else
        question.absent[question.absent_count++] = rampart_str("acs:SourceVpc");
    question.options.absent_layers = 1U << RAMPART_LAYER_PUBLIC_ACCESS_BLOCK; /* the naive evaluator knows of none */
    if (world->shown == NONE) question.options.absent_layers |= 1U << layers[world->service];
    assume_all(&question, world);
    ask(&question, ret_answer);
}

/* ---- worlds by chance ---- */

static void make_statements(struct chance *chance, const struct world *world, struct statements *list, unsigned *open)
{
    list->count = chance_below(chance, MOST_STATEMENTS + 1);
    for (unsigned i = 0; i < list->count; i++) {
        struct statement *statement = &list->items[i];

        *statement = (struct statement){.deny = chance_of(chance, 35),
                                        .star = chance_of(chance, 50),
                                        .who = (enum who)chance_below(chance, WHOS),
                                        .condition = (enum condition)chance_below(chance, 4)};
        if (chance_of(chance, 40)) statement->condition = WITHOUT;
        if (statement->condition == OPEN && ++*open > 5) statement->condition = MET;
        if (statement->who == MISSING && (world->service != LOG || list == &world->way)) statement->who = STAR;
    }
}

static void make_world(struct chance *chance, struct world *world)
{
    unsigned open = 0;

    *world = (struct world){.service = (enum service)chance_below(chance, SERVICES),
                            .caller = (enum caller)chance_below(chance, CALLERS),
                            .knows_uid = chance_of(chance, 60),
                            .knows_session = chance_of(chance, 60),
                            .shown = (enum shown)chance_below(chance, SHOWS)};
    if (chance_of(chance, 50)) world->shown = SHOWN;
    world->endpoint = world->service == OSS && chance_of(chance, 30);
    make_statements(chance, world, &world->identity, &open);
    if (world->shown == SHOWN) make_statements(chance, world, &world->resource, &open);
    if (world->endpoint) make_statements(chance, world, &world->way, &open);
    bool *const switches[] = {&world->star_owner, &world->uid_root,       &world->foreign_deny,
                              &world->key_grants, &world->key_binds,      &world->star_own,
                              &world->restricts,  &world->unnamed_nobody, &world->instance_grants};
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) *switches[i] = chance_of(chance, 20);
}

/* Two statements that turn on the same UID or session turn together, which the library does not see. */
static bool turns_together(const struct world *world)
{
    unsigned named = 0;
    const struct statements *const lists[] = {&world->resource, &world->way};

    for (size_t k = 0; k < 2; k++)
        for (unsigned i = 0; i < lists[k]->count; i++) {
            const enum who who = lists[k]->items[i].who;
            named += (!world->knows_uid && (who == UID_ALICE || who == UID_CAROL || who == ACCOUNT_ABROAD)) ||
                     (!world->knows_session && who == SESSION);
        }
    return named > 1;
}

static unsigned count_open(const struct world *world)
{
    const struct statements *const lists[] = {&world->identity, &world->resource, &world->way};
    unsigned open = 0;

    for (size_t k = 0; k < 3; k++)
        for (unsigned i = 0; i < lists[k]->count; i++) open += lists[k]->items[i].condition == OPEN;
    return open;
}

/* The outcomes of all ways, a bit for each result. */
static unsigned all_ways(const struct world *world)
{
    const unsigned open = count_open(world);
    unsigned found = 0;

    for (unsigned met = 0; met < 1U << open; met++)
        for (unsigned other = 0; other < 12; other++) {
            const struct way way = {met, (other & 1) != 0, (other & 2) != 0, (enum result)(other / 4)};
            found |= 1U << decide(world, &way);
        }
    return found;
}

/* ---- both ---- */

struct tally {
    unsigned cells[SERVICES][CALLERS][SHOWS], outcomes[SERVICES][3];
};

static void show(const struct world *world, unsigned found, const struct answer *answer)
{
    const struct statements *const lists[] = {&world->identity, &world->resource, &world->way};

    printf("%s, caller %d, uid %d, session %d, shown %d, endpoint %d; switches %d%d%d%d%d%d%d%d%d\n",
           codes[world->service], world->caller, world->knows_uid, world->knows_session, world->shown, world->endpoint,
           world->star_owner, world->uid_root, world->foreign_deny, world->key_grants, world->key_binds, world->star_own,
           world->unnamed_nobody, world->restricts, world->instance_grants);
    for (size_t k = 0; k < 3; k++)
        for (unsigned i = 0; i < lists[k]->count; i++)
            printf("  %zu: %s star %d who %d condition %d\n", k, lists[k]->items[i].deny ? "Deny" : "Allow",
                   lists[k]->items[i].star, lists[k]->items[i].who, lists[k]->items[i].condition);
    fail_msg("every way comes to the set %u (allow 1, implicit 2, explicit 4), the library to %s (%s)", found,
             answer->outcome, answer->problem);
}

static bool agrees(const struct world *world, unsigned found, const struct answer *answer)
{
    const bool allows = strcmp(answer->outcome, "Allow") == 0;
    const bool denies = strcmp(answer->outcome, "ImplicitDeny") == 0 || strcmp(answer->outcome, "ExplicitDeny") == 0;
    /* Where nothing lets in, the caller's Deny is told; and it is not published which of two refusals comes first. */
    const bool either_word = (is_abroad(world->caller) && (world->shown == NONE || world->restricts)) || world->service == OTS || world->endpoint;

    if (answer->problem[0] != '\0') return false;
    if (found == 1U << ALLOW) return allows || turns_together(world);
    if ((found & 1U << ALLOW) == 0 && either_word) return denies || turns_together(world);
    if ((found & 1U << ALLOW) == 0) {
        if (found == 1U << IMPLICIT && denies) return strcmp(answer->outcome, "ImplicitDeny") == 0;
        if (found == 1U << EXPLICIT && denies && !turns_together(world)) return strcmp(answer->outcome, "ExplicitDeny") == 0;
        return denies || turns_together(world);
    }
    return strcmp(answer->outcome, "Conditional") == 0;
}

static void test_same_as_naive(void **state)
{
    const char *wanted = getenv("RAMPART_LAYER_WORLDS");
    const unsigned long count = wanted == NULL ? WORLDS : strtoul(wanted, NULL, 10);
    struct chance chance = chance_begin();
    static struct tally tally;

    (void)state;
    for (unsigned long i = 0; i < count; i++) {
        struct world world;
        struct answer answer;

        make_world(&chance, &world);
        const unsigned found = all_ways(&world);
        ask_world(&world, &answer);
        if (!agrees(&world, found, &answer)) show(&world, found, &answer);
        tally.cells[world.service][world.caller][world.shown]++;
        tally.outcomes[world.service][answer.outcome[0] == 'A' ? 0 : answer.outcome[0] == 'C' ? 1 : 2]++;
    }
    for (int s = 0; s < SERVICES; s++) {
        printf("%s: %u allowed, %u conditional, %u denied\n", codes[s], tally.outcomes[s][0], tally.outcomes[s][1],
               tally.outcomes[s][2]);
        for (int k = 0; k < 3; k++) assert_true(tally.outcomes[s][k] > 0);
        for (int c = 0; c < CALLERS; c++)
            for (int k = 0; k < SHOWS; k++) assert_true(tally.cells[s][c][k] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_naive)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
