/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated organisations of three to six accounts. A decision is held against the naive evaluator, which is given what
 * both accounts say of the question, gathered here without any of the library's means; a question within one account also
 * against that account read alone. The list of who can is held against decisions one by one, whose chains are relaxed
 * until nothing changes. Then one account is made to fail: what is certain without it is so with it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "account/organisation.h"
#include "support/generate_account.h"
#include "support/make_image.h"
#include "support/naive_account.h"
#include "support/rules.h"
#include "support/twins.h"

enum {
    WORLDS = 40,
    QUESTIONS = 60,
    LEAST_ACCOUNTS = 3,
    MOST_ACCOUNTS = 6,
    PRINCIPALS = MOST_ACCOUNTS * MADE_PRINCIPALS,
    ROLES = MOST_ACCOUNTS * MADE_ROLES,
    BODY = MADE_TEXT,
    TEXT = MOST_ACCOUNTS * (BODY + 64)
};

static const char *const ids[MOST_ACCOUNTS] = {"100", "200", "300", "400", "500", "600"};

/* What a run came to: no cell may stay empty. */
struct tally {
    unsigned outcomes[RAMPART_OUTCOME_CONDITIONAL + 1], foreign[RAMPART_OUTCOME_CONDITIONAL + 1];
    unsigned projects[RAMPART_OUTCOME_CONDITIONAL + 1]; /* of other accounts, whose policies were read */
    unsigned images, layers[RAMPART_LAYERS], chains, foreign_chains, conditional_chains, certain_without, open_without;
};

/* A project of each account, whose policy names accounts by their ids, or everybody. */
enum { MOST_STATEMENTS = 3, EVERYBODY = MOST_ACCOUNTS };

struct project {
    size_t count; /* 0: it has no policy that is known */
    bool deny[MOST_STATEMENTS];
    size_t who[MOST_STATEMENTS];
};

struct world {
    struct account_maker maker;
    struct project projects[MOST_ACCOUNTS];
    struct rampart_policy *allow, *deny; /* everything */
    bool unsure; /* the naive twin cannot tell */
    size_t count;
    bool plain; /* no role is a service's: whose role an account that failed may have is known by its name */
    char bodies[MOST_ACCOUNTS][BODY], text[TEXT];
    bool imaged; /* the whole was read out of its image */
    struct rampart_account *whole, *alone[MOST_ACCOUNTS];
    struct rampart_set *set, *sets[MOST_ACCOUNTS];
};

/* ---- a world ---- */

/* Some of what names account 100 names another one. */
static void move_account(struct world *world, size_t account)
{
    static const char linked[] = "\"serviceLinked\":true,";
    struct chance *chance = world->maker.chance;
    const char *from = strchr(world->maker.text, ',') + 1; /* behind "rampart" */
    char *to = world->bodies[account];
    static const char user[] = ":{\"groups\":[";
    unsigned uid = 9001;

    from = strchr(from, ',') + 1; /* behind "account" */
    while (*from != '\0') {
        if (world->plain && strncmp(from, linked, sizeof linked - 1) == 0) from += sizeof linked - 1;
        bool named = from[0] == ':' && strncmp(from, ":100:", 5) == 0;
        const char *id = ids[chance_of(chance, 50) ? account : chance_below(chance, (unsigned)world->count)];

        if (named) memcpy(to + 1, id, 3);
        if (strncmp(from, user, sizeof user - 1) == 0) { /* else each number in a project's policy may be the user's */
            to += sprintf(to, ":{\"uid\":\"%u\",", uid++);
            from += 2;
            continue;
        }
        *to = *from;
        to += named ? 4 : 1;
        from += named ? 4 : 1;
    }
    *to = '\0';
}

/* Puts the policy of the account's project at the end of its text. */
static void add_project(struct world *world, size_t account)
{
    struct chance *chance = world->maker.chance;
    struct project *project = &world->projects[account];
    char *body = world->bodies[account], *to = body + strlen(body) - 1; /* before the last brace */

    project->count = chance_of(chance, 70) ? 1 + chance_below(chance, MOST_STATEMENTS) : 0;
    if (project->count == 0) return;
    to += sprintf(to, ",\"resourcePolicies\":{\"log:p\":{\"policy\":{\"Version\":\"1\",\"Statement\":[");
    for (size_t i = 0; i < project->count; i++) {
        project->deny[i] = chance_of(chance, 30);
        project->who[i] = chance_of(chance, 25) ? EVERYBODY : chance_below(chance, (unsigned)world->count);
        to += sprintf(to, "%s{\"Effect\":\"%s\",\"Action\":\"log:*\",\"Resource\":\"acs:log:*:*:project/p/*\",\"Principal\":[\"%s\"]}",
                      i > 0 ? "," : "", project->deny[i] ? "Deny" : "Allow",
                      project->who[i] == EVERYBODY ? "*" : ids[project->who[i]]);
    }
    sprintf(to, "]}}}}");
}

static void write_world(struct world *world, size_t failing)
{
    size_t len = (size_t)snprintf(world->text, TEXT, "{\"rampart\":1,\"accounts\":{");

    for (size_t i = 0; i < world->count; i++)
        len += (size_t)snprintf(world->text + len, TEXT - len, "%s\"%s\":{%s%s", i > 0 ? "," : "", ids[i],
                                i == failing ? "\"oops\":1," : "", world->bodies[i]);
    snprintf(world->text + len, TEXT - len, "}}");
}

static struct rampart_account *read_text(const char *text)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read(NULL, rampart_str(text), rampart_str("a.json"), diags, &account) != RAMPART_OK) {
        puts(text);
        fail_msg("%.*s", (int)rampart_diags_at(diags, 0)->message.len, rampart_diags_at(diags, 0)->message.data);
    }
    rampart_diags_free(diags);
    return account;
}

static char path[] = "/tmp/rampart-organisation-XXXXXX";

/* The organisation out of its image, unless an account has what images have no room for; else NULL. */
static struct rampart_account *read_image(const char *text)
{
    struct rampart_account *account = NULL;
    struct rp_buf image;

    spill(path, text, strlen(text));
    if (make_image(NULL, path, NULL, &image) == RAMPART_OK)
        assert_int_equal(rampart_account_read(NULL, rp_buf_text(&image), rampart_str("i"), NULL, &account), RAMPART_OK);
    rp_buf_free(&image);
    return account;
}

static struct rampart_set *make_set(const struct rampart_account *account, bool few)
{
    const struct rampart_set_parts parts = {.account = account, .few = few};
    struct rampart_set *set = NULL;

    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &set), RAMPART_OK);
    return set;
}

static void make_world(struct world *world)
{
    const bool few = chance_of(world->maker.chance, 30);

    world->plain = chance_of(world->maker.chance, 50);
    world->count = LEAST_ACCOUNTS + chance_below(world->maker.chance, MOST_ACCOUNTS - LEAST_ACCOUNTS + 1);
    for (size_t i = 0; i < world->count; i++) {
        generate_account(&world->maker);
        move_account(world, i);
        add_project(world, i);
        snprintf(world->text, TEXT, "{\"rampart\":1,\"account\":\"%s\",%s", ids[i], world->bodies[i]);
        world->alone[i] = read_text(world->text);
        world->sets[i] = make_set(world->alone[i], false);
    }
    write_world(world, SIZE_MAX);
    world->whole = chance_of(world->maker.chance, 15) ? read_image(world->text) : NULL;
    world->imaged = world->whole != NULL;
    if (!world->imaged) world->whole = read_text(world->text);
    assert_int_equal(rampart_account_member_count(world->whole), world->count);
    world->set = make_set(world->whole, few);
}

static void free_world(struct world *world)
{
    rampart_set_free(world->set);
    rampart_account_free(world->whole);
    for (size_t i = 0; i < world->count; i++) {
        rampart_set_free(world->sets[i]);
        rampart_account_free(world->alone[i]);
    }
}

/* ---- a question ---- */

static char asked_resource[512];

/* About a resource of the account. */
static void generate_question(struct world *world, size_t owner, struct naive_request *asked)
{
    struct chance *chance = world->maker.chance;
    char *id;

    generate_request(chance, chance_of(chance, 60) ? 0 : NAIVE_KEYS, asked);
    memset(asked->assumed, 0, sizeof asked->assumed);
    asked->absent = 0;
    asked->resource_count = 1;
    snprintf(asked_resource, sizeof asked_resource, "%s", asked->resources[0]);
    if (chance_of(chance, 40)) {
        asked->action = "sts:AssumeRole";
        snprintf(asked_resource, sizeof asked_resource, "acs:ram::100:role/%s",
                 made_principals[chance_below(chance, MADE_ROLES)].name);
    }
    if (chance_of(chance, 20)) {
        asked->action = "log:PostLogStoreLogs";
        snprintf(asked_resource, sizeof asked_resource, "acs:log:cn-hangzhou:100:project/p/logstore/l");
    }
    id = strstr(asked_resource, ":100:");
    if (id != NULL) memcpy(id + 1, ids[owner], 3);
    asked->resources[0] = asked_resource;
}

static void ask_as(struct naive_request *asked, size_t account, size_t principal)
{
    asked->who = made_principals[principal].who;
    asked->name = made_principals[principal].name;
    asked->account = ids[account];
    asked->session = NULL;
}

static struct rampart_verdict decide(const struct rampart_set *set, const struct naive_request *asked)
{
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_DENY};
    struct rampart_decision *decision = NULL;

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(asked, request));
    assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    assert_int_equal(rampart_explain(set, &request, 1, RAMPART_EXPLAIN_BRIEF, NULL, &decision, NULL), RAMPART_OK);
    assert_true(verdict_same(&verdict, &decision->verdict));
    rampart_decision_free(decision);
    rampart_request_free(request);
    return verdict;
}

/* ---- the naive twin ---- */

static bool is_service_linked(const struct world *world, const struct naive_request *asked)
{
    return !world->plain && asked->who == NAIVE_ROLE && strcmp(asked->name, "linked") == 0;
}

static void add_levels(const struct rampart_account *account, struct naive_holding *holding, unsigned *levels)
{
    for (size_t level = 0; account->member && level < account->level_count; level++, (*levels)++)
        for (size_t i = 0; i < account->levels[level].count; i++) {
            const struct rp_control *control = &account->levels[level].items[i];

            assert_true(holding->count < NAIVE_ATTACHMENTS);
            holding->attachments[holding->count++] = (struct rampart_attachment){.policy = control->policy->policy,
                                                                                 .layer = RAMPART_LAYER_CONTROL,
                                                                                 .level = *levels,
                                                                                 .scope = control->scope};
        }
}

static void add_trust(const struct world *world, size_t owner, const char *resource, struct naive_holding *holding)
{
    char head[32];

    snprintf(head, sizeof head, "acs:ram::%s:role/", ids[owner]);
    if (strncmp(resource, head, strlen(head)) != 0) return;
    const struct rp_role *role = rp_account_role(world->alone[owner], rampart_str(resource + strlen(head)));
    assert_true(holding->count < NAIVE_ATTACHMENTS);
    if (role != NULL && role->trust != NULL)
        holding->attachments[holding->count++] =
            (struct rampart_attachment){.policy = role->trust, .layer = RAMPART_LAYER_TRUST};
}

/* What the policy of the owner's project comes to: it names the caller by the account, or everybody but the owner itself. */
static enum cell { SILENT, ALLOWS, DENIES } project_says(const struct world *world, const struct naive_request *asked,
                                                        size_t caller, size_t owner)
{
    const struct project *project = &world->projects[owner];
    enum cell said = SILENT;

    if (strncmp(asked->action, "log:", 4) != 0) return SILENT;
    for (size_t i = 0; i < project->count && said != DENIES; i++) {
        const bool spared = asked->who == NAIVE_ROOT && caller == owner;
        if (project->who[i] == EVERYBODY ? spared : project->who[i] != caller) continue;
        said = project->deny[i] ? DENIES : ALLOWS;
    }
    return said;
}

/* Of an action of another service that has such layers it is asked too, and says nothing. */
static bool is_about_project(const struct world *world, const struct naive_request *asked, size_t owner)
{
    static const char *const services[] = {"log:", "oss:", "kms:", "ots:"};
    bool layered = false;

    for (size_t i = 0; i < sizeof services / sizeof *services; i++) layered |= strncmp(asked->action, services[i], 4) == 0;
    return layered && world->projects[owner].count > 0 && strstr(asked->resources[0], ":project/p/") != NULL;
}

/*
 * The policy of a project that was read, beside identity policies in one account and in their place from another. It says
 * the same of all that is asked, so that a document about everything stands for it; `held` has room for that.
 */
static void decide_project(struct world *world, const struct naive_request *asked, size_t caller, size_t owner,
                           struct naive_policies *held, struct naive_holding *holding, struct naive_answer *answer)
{
    const enum cell said = project_says(world, asked, caller, owner);
    struct naive_request one = *asked;
    size_t kept = 0;

    one.absent |= 1U << RAMPART_LAYER_PROJECT_POLICY;
    one.by_resource = caller != owner;
    for (size_t i = 0; i < holding->count; i++) {
        const enum rampart_layer layer = holding->attachments[i].layer;
        const bool own = layer == RAMPART_LAYER_IDENTITY || layer == RAMPART_LAYER_RESOURCE_GROUP;

        /* A group's Deny is asked where the account scope is silent, whatever the project says. */
        world->unsure |= layer == RAMPART_LAYER_RESOURCE_GROUP && caller == owner && said == ALLOWS;
        if (!own || caller == owner) holding->attachments[kept++] = holding->attachments[i];
    }
    holding->count = kept;
    assert_true(holding->count < NAIVE_ATTACHMENTS);
    if (said != SILENT)
        holding->attachments[holding->count++] = (struct rampart_attachment){.policy = said == ALLOWS ? world->allow : world->deny};
    held->count = holding->count;
    naive_decide(held, &one, answer);
    const bool silent = said == DENIES || (said == SILENT && caller != owner);
    if (asked->who != NAIVE_ROOT || answer->verdict.outcome == RAMPART_OUTCOME_DENY || !silent) return;
    answer->verdict = (struct rampart_verdict){.outcome = RAMPART_OUTCOME_DENY,
                                               .deny = said == DENIES ? RAMPART_EXPLICIT_DENY : RAMPART_IMPLICIT_DENY};
    answer->alone = answer->verdict;
}

/*
 * What the accounts, each read alone, say of the question; `owner` is that of the resource, or the caller's. `alone`: without
 * what unseen layers leave open.
 */
static struct rampart_verdict decide_naively(struct world *world, const struct naive_request *asked,
                                             size_t caller, size_t owner, bool alone)
{
    struct naive_holding holding;
    struct naive_policies held = {.attachments = holding.attachments};
    struct naive_request held_by = *asked;
    struct naive_answer answer;
    const bool assumes = strcmp(asked->action, "sts:AssumeRole") == 0;

    held_by.action = "ess:CancelInstanceRefresh"; /* the trust policy is the owner's */
    naive_account_gather(world->alone[caller], &held_by, &holding);
    if (!is_service_linked(world, asked)) {
        add_levels(world->alone[caller], &holding, &held.levels);
        if (owner != caller) add_levels(world->alone[owner], &holding, &held.levels);
    }
    if (assumes) add_trust(world, owner, asked->resources[0], &holding);
    held.count = holding.count;
    if (is_about_project(world, asked, owner))
        decide_project(world, asked, caller, owner, &held, &holding, &answer);
    else
        naive_decide(&held, asked, &answer);
    return alone ? answer.alone : answer.verdict;
}

static size_t owner_of(const struct naive_request *asked, size_t caller)
{
    for (size_t i = 0; i < MOST_ACCOUNTS; i++) {
        char id[8];

        snprintf(id, sizeof id, ":%s:", ids[i]);
        if (strstr(asked->resources[0], id) != NULL) return i;
    }
    return caller;
}

static void tell(const struct world *world, const struct naive_request *asked, const char *whose,
                 const struct rampart_verdict *other, const struct rampart_verdict *verdict)
{
    char principal[256];

    naive_principal_text(asked, principal, sizeof principal);
    verdict_print("organisation", verdict);
    verdict_print(whose, other);
    puts(world->text);
    fail_msg("%s: %s on %s", principal, asked->action, asked->resources[0]);
}

static void compare_decision(struct world *world, struct tally *tally)
{
    struct chance *chance = world->maker.chance;
    const size_t caller = chance_below(chance, (unsigned)world->count);
    struct naive_request asked;
    struct rampart_verdict verdict, naive, own;

    generate_question(world, chance_of(chance, 30) ? caller : chance_below(chance, (unsigned)world->count), &asked);
    ask_as(&asked, caller, chance_below(chance, MADE_PRINCIPALS));
    const size_t owner = owner_of(&asked, caller);
    verdict = decide(world->set, &asked);
    world->unsure = false;
    naive = decide_naively(world, &asked, caller, owner, false);
    if (is_about_project(world, &asked, owner)) {
        naive.layer = verdict.layer; /* the twin has the project's statements among the principal's */
        if (!world->unsure) tally->projects[verdict.outcome] += owner != caller;
    }
    if (!world->unsure && !verdict_same(&verdict, &naive)) tell(world, &asked, "naive       ", &naive, &verdict);
    if (owner == caller) {
        own = decide(world->sets[caller], &asked);
        if (!verdict_same(&verdict, &own)) tell(world, &asked, "alone       ", &own, &verdict);
    }
    tally->outcomes[verdict.outcome]++;
    tally->foreign[verdict.outcome] += owner != caller;
    if (verdict.outcome == RAMPART_OUTCOME_DENY) tally->layers[verdict.layer] += owner != caller;
}

/* ---- who can ---- */

struct naive_row {
    enum rampart_outcome outcome;
    size_t length;
};

struct naive_list {
    struct naive_row rows[PRINCIPALS];
    enum rampart_outcome edges[PRINCIPALS][ROLES];
    size_t count, roles;
};

static size_t row_of_role(size_t role)
{
    return role / MADE_ROLES * MADE_PRINCIPALS + role % MADE_ROLES;
}

/* One round for chains of one outcome; certain ones are all found before the others are looked for. */
static bool relax(struct naive_list *list, enum rampart_outcome wanted)
{
    bool changed = false;

    for (size_t i = 0; i < list->count; i++) {
        for (size_t role = 0; role < list->roles; role++) {
            const struct naive_row *there = &list->rows[row_of_role(role)];
            struct naive_row *here = &list->rows[i];
            enum rampart_outcome way = list->edges[i][role];

            if (there == here || there->outcome == RAMPART_OUTCOME_DENY || way == RAMPART_OUTCOME_DENY) continue;
            if (way == RAMPART_OUTCOME_ALLOW) way = there->outcome;
            if (way != wanted || (here->outcome == RAMPART_OUTCOME_ALLOW && wanted != RAMPART_OUTCOME_ALLOW)) continue;
            if (here->outcome == wanted && here->length <= there->length + 1) continue;
            *here = (struct naive_row){wanted, there->length + 1};
            changed = true;
        }
    }
    return changed;
}

/* Unseen layers are the same for everybody and told of apart; chains are about what identity policies come to. */
static void list_naively(struct world *world, const struct naive_request *asked, struct naive_list *list)
{
    struct naive_request one = *asked;
    char arn[64];

    list->count = world->count * MADE_PRINCIPALS;
    list->roles = world->count * MADE_ROLES;
    for (size_t i = 0; i < list->count; i++) {
        const size_t caller = i / MADE_PRINCIPALS;

        one = *asked;
        ask_as(&one, caller, i % MADE_PRINCIPALS);
        list->rows[i] = (struct naive_row){decide_naively(world, &one, caller, owner_of(&one, caller), true).outcome, 0};
        one.action = "sts:AssumeRole";
        one.resources[0] = arn;
        for (size_t role = 0; role < list->roles; role++) {
            snprintf(arn, sizeof arn, "acs:ram::%s:role/%s", ids[role / MADE_ROLES],
                     made_principals[role % MADE_ROLES].name);
            list->edges[i][role] = decide_naively(world, &one, caller, role / MADE_ROLES, true).outcome;
        }
    }
    while (relax(list, RAMPART_OUTCOME_ALLOW)) continue;
    while (relax(list, RAMPART_OUTCOME_CONDITIONAL)) continue;
}

static struct rampart_who_can *list_who_can(const struct rampart_set *set, const struct naive_request *asked,
                                            bool brief, struct rampart_request **ret_request)
{
    const struct rampart_who_can_options how = {.literal = true, .brief = brief};
    struct rampart_who_can *result = NULL;

    assert_int_equal(rampart_request_new(NULL, ret_request), RAMPART_OK);
    assert_true(request_of_naive(asked, *ret_request));
    assert_int_equal(rampart_who_can(set, *ret_request, &how, NULL, &result), RAMPART_OK);
    return result;
}

/* The steps of a row allow together what the row says. */
static void check_reasons(struct rampart_who_can *result, const struct rampart_who_can_row *row)
{
    const enum rampart_outcome outcome = row->without_unseen.outcome;
    enum rampart_outcome together = RAMPART_OUTCOME_ALLOW;

    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;

        assert_int_equal(rampart_who_can_explain(result, row, &decision), RAMPART_OK);
        if (decision->verdict.outcome != RAMPART_OUTCOME_ALLOW) together = decision->verdict.outcome;
    }
    assert_int_equal(together, outcome);
}

static void compare_list(struct world *world, struct tally *tally)
{
    static struct naive_list list; /* large */
    struct chance *chance = world->maker.chance;
    struct naive_request asked;
    struct rampart_request *request = NULL;

    generate_question(world, chance_below(chance, (unsigned)world->count), &asked);
    asked.who = NAIVE_NOBODY;
    world->unsure = false;
    list_naively(world, &asked, &list);
    if (world->unsure) return;
    asked.who = NAIVE_NOBODY;
    struct rampart_who_can *result = list_who_can(world->set, &asked, chance_of(chance, 50), &request);
    assert_int_equal(rampart_who_can_count(result), list.count);
    for (size_t i = 0; i < list.count; i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);

        if (row->without_unseen.outcome != list.rows[i].outcome || row->via_count != list.rows[i].length) {
            puts(world->text);
            fail_msg("%.*s %s %s: %s by %zu roles, naively %s by %zu", (int)row->name.len, row->name.data,
                     asked.action, asked.resources[0], rampart_outcome_name(row->without_unseen.outcome),
                     row->via_count, rampart_outcome_name(list.rows[i].outcome), list.rows[i].length);
        }
        if (chance_of(chance, 30)) check_reasons(result, row);
        if (row->via == NULL) continue;
        tally->chains++;
        tally->foreign_chains += strncmp(row->principal.data, row->via->principal.data, sizeof "acs:ram::100" - 1) != 0;
        tally->conditional_chains += row->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL;
    }
    rampart_who_can_free(result);
    rampart_request_free(request);
}

/* ---- one account fails ---- */

static void compare_certain(struct world *world, enum rampart_outcome whole, enum rampart_outcome without,
                            const struct naive_request *asked, struct rampart_str principal, struct tally *tally)
{
    tally->certain_without += without != RAMPART_OUTCOME_CONDITIONAL;
    tally->open_without += without == RAMPART_OUTCOME_CONDITIONAL && whole != without;
    if (without == RAMPART_OUTCOME_CONDITIONAL || whole == without) return;
    puts(world->text);
    fail_msg("%.*s %s %s: %s, but %s where one account is missing", (int)principal.len, principal.data,
             asked->action, asked->resources[0], rampart_outcome_name(whole), rampart_outcome_name(without));
}

/* The row of the same principal; none of an account that failed. */
static const struct rampart_who_can_row *row_named(const struct rampart_who_can *result, struct rampart_str arn)
{
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);

        if (row->principal.len == arn.len && memcmp(row->principal.data, arn.data, arn.len) == 0) return row;
    }
    return NULL;
}

static void compare_failing_list(struct world *world, const struct rampart_set *without, struct tally *tally)
{
    struct naive_request asked;
    struct rampart_request *request = NULL, *other = NULL;

    generate_question(world, chance_below(world->maker.chance, (unsigned)world->count), &asked);
    asked.who = NAIVE_NOBODY;
    struct rampart_who_can *all = list_who_can(world->set, &asked, true, &request);
    struct rampart_who_can *some = list_who_can(without, &asked, true, &other);
    for (size_t i = 0; i < rampart_who_can_count(all); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(all, i), *same = row_named(some, row->principal);
        const char *kind = row->kind == RAMPART_PRINCIPAL_USER ? "user" : "role";
        char anybody[64];

        snprintf(anybody, sizeof anybody, "acs:ram::%.3s:%s/*", row->principal.data + sizeof "acs:ram::" - 1, kind);
        if (same == NULL) same = row_named(some, rampart_str(anybody));
        assert_non_null(same);
        compare_certain(world, row->verdict.outcome, same->verdict.outcome, &asked, row->principal, tally);
    }
    rampart_who_can_free(all);
    rampart_who_can_free(some);
    rampart_request_free(request);
    rampart_request_free(other);
}

static void compare_failing(struct world *world, struct tally *tally)
{
    struct chance *chance = world->maker.chance;
    struct rampart_account *without = NULL;

    const size_t failing = chance_below(chance, (unsigned)world->count);

    write_world(world, failing);
    without = read_text(world->text);
    assert_int_equal(rampart_account_failed_count(without), 1);
    struct rampart_set *set = make_set(without, chance_of(chance, 50));
    for (unsigned i = 0; i < QUESTIONS; i++) {
        struct naive_request asked;
        const size_t caller = chance_below(chance, (unsigned)world->count);

        generate_question(world, chance_below(chance, (unsigned)world->count), &asked);
        ask_as(&asked, caller, chance_below(chance, MADE_PRINCIPALS));
        compare_certain(world, decide(world->set, &asked).outcome, decide(set, &asked).outcome, &asked,
                        rampart_str(asked.name), tally);
    }
    for (unsigned i = 0; i < 4; i++) compare_failing_list(world, set, tally);
    rampart_set_free(set);
    rampart_account_free(without);
}

/* ---- all of it ---- */

static void check_tally(const struct tally *tally)
{
    static const enum rampart_layer layers[] = {RAMPART_LAYER_IDENTITY, RAMPART_LAYER_CONTROL, RAMPART_LAYER_TRUST};

    printf("decisions: Deny %u, Allow %u, Conditional %u; of them across accounts %u, %u, %u\n", tally->outcomes[0],
           tally->outcomes[1], tally->outcomes[2], tally->foreign[0], tally->foreign[1], tally->foreign[2]);
    printf("chains %u, into another account %u, conditional %u; without an account %u certain, %u open\n",
           tally->chains, tally->foreign_chains, tally->conditional_chains, tally->certain_without,
           tally->open_without);
    printf("projects of other accounts: Deny %u, Allow %u, Conditional %u\n", tally->projects[0], tally->projects[1], tally->projects[2]);
    assert_true(tally->projects[RAMPART_OUTCOME_DENY] > 0 && tally->projects[RAMPART_OUTCOME_ALLOW] > 0);
    for (size_t i = 0; i <= RAMPART_OUTCOME_CONDITIONAL; i++)
        assert_true(tally->outcomes[i] > 0 && tally->foreign[i] > 0);
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) assert_true(tally->layers[layers[i]] > 0);
    assert_true(tally->chains > 0 && tally->foreign_chains > 0 && tally->conditional_chains > 0);
    assert_true(tally->images > 0);
    assert_true(tally->certain_without > 0 && tally->open_without > 0);
}

static struct rampart_policy *read_everything(const char *effect)
{
    struct rampart_policy *policy = NULL;
    char text[128];

    snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"%s\",\"Action\":\"*\",\"Resource\":\"*\"}]}", effect);
    const struct rampart_document document = {.text = rampart_str(text)};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    return policy;
}

static void test_same_as_naive(void **state)
{
    static struct world world; /* large */
    struct chance chance = chance_begin();
    struct tally tally = {.chains = 0};
    const char *given = getenv("RAMPART_ORGANISATIONS");
    const unsigned worlds = given == NULL ? WORLDS : (unsigned)strtoul(given, NULL, 10);

    (void)state;
    world.maker.chance = &chance;
    world.allow = read_everything("Allow");
    world.deny = read_everything("Deny");
    for (unsigned i = 0; i < worlds; i++) {
        make_world(&world);
        tally.images += world.imaged;
        for (unsigned j = 0; j < QUESTIONS; j++) compare_decision(&world, &tally);
        compare_list(&world, &tally);
        if (world.plain) compare_failing(&world, &tally);
        free_world(&world);
    }
    rampart_policy_free(world.allow);
    rampart_policy_free(world.deny);
    check_tally(&tally);
}

static int open_path(void **state)
{
    int file = mkstemp(path);

    (void)state;
    return file >= 0 ? close(file) : -1;
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_naive)};

    return cmocka_run_group_tests(tests, open_path, remove_path);
}
