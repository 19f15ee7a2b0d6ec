/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts of which something is forgotten, and the gap said: whatever is still certain is as it was when all
 * was known. The list of who can do something says the same as one decision for each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cJSON.h>
#include <cmocka.h>

#include "support/generate_account.h"
#include "support/twins.h"
#include "support/rules.h"
#include "support/sets.h"

enum { ACCOUNTS = 500, QUESTIONS = 6, OUTCOMES = 3 };

enum forgotten {
    PRINCIPAL,
    GRANTS,
    ALL_GRANTS,
    GROUPS,
    DOCUMENT,
    TRUST,
    SCOPE,
    RESOURCES,
    CONTROLS,
    FORGOTTEN
};

struct tally {
    unsigned outcomes[OUTCOMES][OUTCOMES]; /* known as a whole, by known in part */
    unsigned forgotten[FORGOTTEN], layers[RAMPART_LAYERS];
};

/* ---- forgetting ---- */

struct forgetting {
    struct chance *chance;
    cJSON *root, *incomplete;
};

static cJSON *section(const struct forgetting *forgetting, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(forgetting->root, name);
}

static cJSON *any_child(struct forgetting *forgetting, cJSON *parent)
{
    int count = cJSON_GetArraySize(parent);
    return count == 0 ? NULL
                      : cJSON_GetArrayItem(parent, (int)chance_below(forgetting->chance, (unsigned)count));
}

static void add_gap(struct forgetting *forgetting, const char *what, const char *head, const char *name,
                    const char *policy)
{
    char subject[128];
    cJSON *gap = cJSON_CreateObject();
    snprintf(subject, sizeof subject, "%s%s", head, name);
    cJSON_AddStringToObject(gap, "what", what);
    if (subject[0] != '\0') cJSON_AddStringToObject(gap, "of", subject);
    if (policy != NULL) cJSON_AddStringToObject(gap, "policy", policy);
    cJSON_AddItemToArray(forgetting->incomplete, gap);
}

static void drop_some(struct forgetting *forgetting, cJSON *list)
{
    for (int i = cJSON_GetArraySize(list) - 1; i >= 0; i--)
        if (chance_of(forgetting->chance, 60)) cJSON_DeleteItemFromArray(list, i);
}

static const char *const holders[] = {"users", "groups", "roles"}, *const heads[] = {"user/", "group/",
                                                                                     "role/"};

/* Only by its name can a role that was not seen be taken for a service-linked one; this one has another name. */
static bool forget_principal(struct forgetting *forgetting)
{
    const char *list = holders[chance_of(forgetting->chance, 50) ? 0 : 2];
    cJSON *holder = any_child(forgetting, section(forgetting, list));
    if (strcmp(holder->string, "linked") == 0) return false;
    cJSON_DeleteItemFromObjectCaseSensitive(section(forgetting, list), holder->string);
    add_gap(forgetting, list, "", "", NULL);
    return true;
}

static void forget_grants(struct forgetting *forgetting)
{
    unsigned kind = chance_below(forgetting->chance, 3);
    cJSON *holder = any_child(forgetting, section(forgetting, holders[kind]));
    drop_some(forgetting, cJSON_GetObjectItem(holder, "policies"));
    add_gap(forgetting, "grants", heads[kind], holder->string, NULL);
}

static void forget_all_grants(struct forgetting *forgetting)
{
    for (size_t kind = 0; kind < 3; kind++)
        for (cJSON *holder = section(forgetting, holders[kind])->child; holder != NULL; holder = holder->next)
            drop_some(forgetting, cJSON_GetObjectItem(holder, "policies"));
    add_gap(forgetting, "grants", "", "", NULL);
}

static void forget_groups(struct forgetting *forgetting)
{
    cJSON *user = any_child(forgetting, section(forgetting, "users"));
    drop_some(forgetting, cJSON_GetObjectItem(user, "groups"));
    if (chance_of(forgetting->chance, 80))
        add_gap(forgetting, "memberships", "user/", user->string, NULL);
    else
        add_gap(forgetting, "memberships", "", "", NULL);
}

static void forget_document(struct forgetting *forgetting)
{
    cJSON *policy = any_child(forgetting, section(forgetting, "policies"));
    if (policy == NULL) return;
    add_gap(forgetting, "document", "policy/", policy->string, NULL);
    cJSON_DeleteItemFromObject(section(forgetting, "policies"), policy->string);
}

static void forget_trust(struct forgetting *forgetting)
{
    cJSON *role = any_child(forgetting, section(forgetting, "roles"));
    cJSON_DeleteItemFromObject(role, "trust");
    add_gap(forgetting, "trust", "role/", role->string, NULL);
}

/* A name of a grant, which may be a map. */
static const char *name_of(const cJSON *grant)
{
    return cJSON_IsString(grant) ? grant->valuestring : cJSON_GetObjectItem(grant, "name")->valuestring;
}

/* What is said of a policy holds for every grant of it at account scope. */
static bool forget_scope(struct forgetting *forgetting)
{
    unsigned kind = chance_below(forgetting->chance, 3);
    cJSON *holder = any_child(forgetting, section(forgetting, holders[kind]));
    cJSON *grant = any_child(forgetting, cJSON_GetObjectItem(holder, "policies"));
    if (grant == NULL) return false;
    if (cJSON_IsObject(grant)) cJSON_DeleteItemFromObject(grant, "resourceGroup");
    add_gap(forgetting, "scope", heads[kind], holder->string, name_of(grant));
    return true;
}

static void forget_resources(struct forgetting *forgetting)
{
    cJSON *group = any_child(forgetting, section(forgetting, "resourceGroups"));
    if (group == NULL) return;
    add_gap(forgetting, "resources", "resource-group/", group->string, NULL);
    if (chance_of(forgetting->chance, 50))
        cJSON_DeleteItemFromObject(section(forgetting, "resourceGroups"), group->string);
}

/* Some policies of some levels, or the outer levels, or all that is known of the directory. */
static void forget_controls(struct forgetting *forgetting)
{
    cJSON *directory = section(forgetting, "resourceDirectory");
    cJSON *levels = cJSON_GetObjectItem(directory, "controlPolicies");
    add_gap(forgetting, "controlPolicies", "", "", NULL);
    if (chance_of(forgetting->chance, 30)) {
        cJSON_DeleteItemFromObject(forgetting->root, "resourceDirectory");
        return;
    }
    if (chance_of(forgetting->chance, 50)) cJSON_DeleteItemFromArray(levels, 0);
    for (cJSON *level = levels->child; level != NULL; level = level->next) drop_some(forgetting, level);
}

static bool forget(struct forgetting *forgetting, enum forgotten what)
{
    switch (what) {
    case PRINCIPAL: return forget_principal(forgetting);
    case GRANTS: forget_grants(forgetting); return true;
    case ALL_GRANTS: forget_all_grants(forgetting); return true;
    case GROUPS: forget_groups(forgetting); return true;
    case DOCUMENT: forget_document(forgetting); return true;
    case TRUST: forget_trust(forgetting); return true;
    case SCOPE: return forget_scope(forgetting);
    case RESOURCES: forget_resources(forgetting); return true;
    case CONTROLS: forget_controls(forgetting); return true;
    default: return false;
    }
}

/* A text of the account with one to three things less; the caller frees it. */
static char *forget_some(struct chance *chance, const char *text, struct tally *tally)
{
    struct forgetting forgetting = {chance, cJSON_Parse(text), NULL};
    bool done[FORGOTTEN] = {false}, any = false;
    assert_non_null(forgetting.root);
    forgetting.incomplete = cJSON_AddArrayToObject(forgetting.root, "incomplete");
    for (unsigned left = 1 + chance_below(chance, 3); left > 0; left--) {
        unsigned what = chance_below(chance, FORGOTTEN);
        bool apart =
            (what == SCOPE && (done[GRANTS] || done[ALL_GRANTS])) || /* they could take the grant away */
            ((what == GRANTS || what == ALL_GRANTS) && done[SCOPE]) ||
            (what == PRINCIPAL && any); /* something else may have been said of it */
        if (done[what] || apart || !forget(&forgetting, (enum forgotten)what)) continue;
        done[what] = any = true;
        tally->forgotten[what]++;
    }
    char *less = cJSON_PrintUnformatted(forgetting.root);
    cJSON_Delete(forgetting.root);
    return less;
}

/* ---- asking ---- */

static struct rampart_account *read(const char *text)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status =
        rampart_account_read(NULL, rampart_str(text), rampart_str("a.json"), diags, &account);
    for (size_t i = 0; status != RAMPART_OK && i < rampart_diags_count(diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(diags, i);
        if (diag->severity == RAMPART_ERROR)
            fail_msg("%.*s in %s", (int)diag->message.len, diag->message.data, text);
    }
    assert_int_equal(status, RAMPART_OK);
    rampart_diags_free(diags);
    return account;
}

/* The account as it is asked, and compiled for many questions. */
struct asked {
    struct rampart_account *account;
    struct rampart_set *compiled;
};

static struct asked open_account(const char *text)
{
    struct asked asked = {.account = read(text)};
    assert_int_equal(set_of_account(NULL, asked.account, NULL, &asked.compiled), RAMPART_OK);
    return asked;
}

static void close_account(struct asked *asked)
{
    rampart_set_free(asked->compiled);
    rampart_account_free(asked->account);
}

static struct rampart_verdict decide(const struct asked *of, struct naive_request asked, size_t principal,
                                     struct rampart_decision **ret_decision)
{
    struct rampart_request *request = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_verdict verdict, compiled;
    asked.who = made_principals[principal].who;
    asked.name = made_principals[principal].name;
    asked.account = "100";
    asked.session = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(&asked, request));
    assume_account_as_naive(&asked, of->account);
    assert_int_equal(rp_account_rules(NULL, of->account, request, NULL, 0, 0, NULL, &rules), RAMPART_OK);
    assert_int_equal(rp_rules_decide(rules, request, &verdict), RAMPART_OK);
    assert_int_equal(rampart_decide(of->compiled, &request, 1, NULL, &compiled, NULL), RAMPART_OK);
    assert_true(verdict_same(&verdict, &compiled));
    if (ret_decision != NULL)
        assert_int_equal(rp_rules_explain(rules, request, 0, ret_decision), RAMPART_OK);
    if (ret_decision != NULL) assert_true(verdict_same(&(*ret_decision)->verdict, &verdict));
    rampart_request_free(request);
    rp_rules_free(rules);
    return verdict;
}

/* What hangs on nothing but gaps says which layer they are in. */
static void check_layers(const struct asked *part, const struct naive_request *asked, size_t principal,
                         struct tally *tally)
{
    struct rampart_decision *decision = NULL;
    (void)decide(part, *asked, principal, &decision);
    for (size_t i = 0; i < decision->unknown_layer_count; i++) tally->layers[decision->unknown_layers[i]]++;
    rampart_decision_free(decision);
}

static void compare(const struct asked *whole, const struct asked *part, const char *less,
                    struct chance *chance, struct tally *tally)
{
    struct naive_request asked;
    generate_request(chance, chance_of(chance, 70) ? 0 : NAIVE_KEYS, &asked);
    asked.resource_count = 1;
    for (size_t i = 0; i < MADE_PRINCIPALS; i++) {
        struct rampart_verdict known = decide(whole, asked, i, NULL), guessed = decide(part, asked, i, NULL);
        tally->outcomes[known.outcome][guessed.outcome]++;
        if (guessed.outcome == RAMPART_OUTCOME_CONDITIONAL) {
            check_layers(part, &asked, i, tally);
        } else if (guessed.outcome != known.outcome) {
            verdict_print("whole", &known);
            verdict_print("part ", &guessed);
            fail_msg("%s on %s for %s in %s", asked.action, asked.resources[0], made_principals[i].name,
                     less);
        }
    }
}

static void compare_list(const struct asked *part, const char *less, struct chance *chance)
{
    const struct rampart_who_can_options how = {.direct = true, .literal = true};
    struct naive_request asked;
    struct rampart_request *request = NULL;
    struct rampart_who_can *result = NULL;
    generate_request(chance, chance_of(chance, 50) ? 0 : NAIVE_KEYS, &asked);
    asked.who = NAIVE_NOBODY;
    asked.resource_count = 1;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(&asked, request));
    assume_account_as_naive(&asked, part->account);
    assert_int_equal(rampart_who_can(part->compiled, request, &how, NULL, &result), RAMPART_OK);
    bool all = rampart_who_can_count(result) == MADE_PRINCIPALS; /* who was not seen is in no list */
    for (size_t i = 0; i < MADE_PRINCIPALS && all; i++) {
        struct rampart_verdict one = decide(part, asked, i, NULL),
                               row = rampart_who_can_row(result, i)->verdict;
        if (verdict_same(&one, &row)) continue;
        verdict_print("one ", &one);
        verdict_print("list", &row);
        printf("%s\n", less);
        fail_msg("%s on %s for %s", asked.action, asked.resources[0], made_principals[i].name);
    }
    rampart_who_can_free(result);
    rampart_request_free(request);
}

static void check_tally(const struct tally *tally)
{
    static const char *const names[OUTCOMES] = {"Deny", "Allow", "Conditional"};
    for (size_t i = 0; i < OUTCOMES; i++)
        printf("%s: in part Deny %u, Allow %u, Conditional %u\n", names[i], tally->outcomes[i][0],
               tally->outcomes[i][1], tally->outcomes[i][2]);
    for (size_t i = 0; i < FORGOTTEN; i++) assert_true(tally->forgotten[i] > 20);
    for (size_t i = 0; i < 2; i++) assert_true(tally->outcomes[i][i] > 0 && tally->outcomes[i][2] > 0);
    assert_true(tally->layers[RAMPART_LAYER_IDENTITY] > 0 && tally->layers[RAMPART_LAYER_CONTROL] > 0);
    assert_true(tally->layers[RAMPART_LAYER_RESOURCE_GROUP] > 0 && tally->layers[RAMPART_LAYER_TRUST] > 0);
}

static void what_is_certain_stays_so(void **state)
{
    (void)state;
    struct chance chance = chance_begin();
    struct account_maker *maker = calloc(1, sizeof *maker);
    struct tally tally = {0};
    assert_non_null(maker);
    maker->chance = &chance;
    for (unsigned i = 0; i < ACCOUNTS; i++) {
        generate_account(maker);
        char *less = forget_some(&chance, maker->text, &tally);
        struct asked whole = open_account(maker->text), part = open_account(less);
        for (unsigned j = 0; j < QUESTIONS; j++) compare(&whole, &part, less, &chance, &tally);
        compare_list(&part, less, &chance);
        close_account(&whole);
        close_account(&part);
        cJSON_free(less);
    }
    free(maker);
    check_tally(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_certain_stays_so)};
    return cmocka_run_group_tests_name("property/gaps", tests, NULL, NULL);
}
