/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts of which some documents are damaged. Their twin is the account without those documents and with the
 * gap said: every principal is answered alike, at once, compiled and by the image, and so is the list of who can. What is
 * certain is so whatever the documents say; what is the same whatever one document says is certain.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cJSON.h>
#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/generate_account.h"
#include "support/make_image.h"
#include "support/twins.h"
#include "support/rules.h"
#include "support/sets.h"

enum { ACCOUNTS = 120, QUESTIONS = 5, MOST = 3, OUTCOMES = 3 };

/* What may stand in the place of a document. */
enum filling { DAMAGED, GONE, NOTHING, ALLOWS, DENIES, FILLINGS };

struct tally {
    unsigned certain, open, named, policies, trusts, settled[OUTCOMES];
};

static char path[] = "/tmp/rampart-quarantine-XXXXXX";

/* ---- documents ---- */

/* Which documents of an account are meant. */
struct chosen {
    char names[MOST][32];
    bool trust[MOST];
    size_t count;
};

static cJSON *parse(const char *text)
{
    cJSON *root = cJSON_Parse(text);
    assert_non_null(root);
    return root;
}

static cJSON *any_child(struct chance *chance, cJSON *parent)
{
    return cJSON_GetArrayItem(parent, (int)chance_below(chance, (unsigned)cJSON_GetArraySize(parent)));
}

static void choose(struct chance *chance, cJSON *root, struct chosen *ret_chosen)
{
    *ret_chosen = (struct chosen){.count = 0};
    for (unsigned left = chance_of(chance, 60) ? 1 : 1 + chance_below(chance, MOST); left > 0; left--) {
        bool trust = chance_of(chance, 35), again = false;
        cJSON *item = any_child(chance, cJSON_GetObjectItem(root, trust ? "roles" : "policies"));
        if (trust && !cJSON_HasObjectItem(item, "trust")) continue;
        for (size_t i = 0; i < ret_chosen->count; i++)
            again |= ret_chosen->trust[i] == trust && strcmp(ret_chosen->names[i], item->string) == 0;
        if (again) continue;
        snprintf(ret_chosen->names[ret_chosen->count], sizeof ret_chosen->names[0], "%s", item->string);
        ret_chosen->trust[ret_chosen->count++] = trust;
    }
}

static cJSON *first_statement(cJSON *document)
{
    cJSON *statements = cJSON_GetObjectItem(document, "Statement");
    return cJSON_IsArray(statements) ? statements->child : statements;
}

/* Every way in which a document may make no sense: its elements, its operators, its kind, its text. */
static void damage(struct chance *chance, cJSON *document, bool trust)
{
    cJSON *statement = first_statement(document);
    unsigned way = chance_below(chance, 6);
    if (statement == NULL) way = 5;
    switch (way) {
    case 0: cJSON_AddStringToObject(statement, "NotPrincipal", "*"); break;
    case 1:
        cJSON_DeleteItemFromObjectCaseSensitive(statement, "Condition");
        cJSON_AddItemToObject(statement, "Condition", parse("{\"StringMatches\":{\"acs:SourceIp\":\"x\"}}"));
        break;
    case 2: cJSON_AddItemToObject(statement, "Effect", cJSON_CreateString("Deny")); break; /* it stands twice */
    case 3:
        if (trust)
            cJSON_AddStringToObject(statement, "Resource", "*");
        else
            cJSON_AddItemToObject(statement, "Principal", parse("{\"RAM\":\"*\"}"));
        break;
    case 4: cJSON_ReplaceItemInObjectCaseSensitive(document, "Version", cJSON_CreateString("2")); break;
    default: cJSON_AddStringToObject(document, "Id", "x"); break;
    }
}

static cJSON *made(enum filling filling, bool trust)
{
    char text[256];
    if (filling == NOTHING) return parse("{\"Version\":\"1\",\"Statement\":[]}");
    snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"%s\",\"Action\":\"*\",%s}]}",
             filling == ALLOWS ? "Allow" : "Deny", trust ? "\"Principal\":{\"RAM\":\"*\"}" : "\"Resource\":\"*\"");
    return parse(text);
}

static void forget(cJSON *root, cJSON *holder, const char *key, const char *name, bool trust)
{
    char subject[64];
    cJSON *gaps = cJSON_GetObjectItem(root, "incomplete"), *gap = cJSON_CreateObject();
    if (gaps == NULL) gaps = cJSON_AddArrayToObject(root, "incomplete");
    snprintf(subject, sizeof subject, "%s/%s", trust ? "role" : "policy", name);
    cJSON_AddStringToObject(gap, "what", trust ? "trust" : "document");
    cJSON_AddStringToObject(gap, "of", subject);
    cJSON_AddItemToArray(gaps, gap);
    cJSON_DeleteItemFromObjectCaseSensitive(holder, key);
}

/* The account with something else in the place of those documents; the caller frees the text. */
static char *with(struct chance *chance, const char *text, const struct chosen *chosen, enum filling filling)
{
    cJSON *root = parse(text);
    for (size_t i = 0; i < chosen->count; i++) {
        bool trust = chosen->trust[i];
        const char *name = chosen->names[i], *key = trust ? "trust" : name;
        cJSON *holder = cJSON_GetObjectItem(root, trust ? "roles" : "policies");
        if (trust) holder = cJSON_GetObjectItemCaseSensitive(holder, name);
        cJSON *document = cJSON_GetObjectItemCaseSensitive(holder, key);
        if (filling == DAMAGED)
            damage(chance, document, trust);
        else if (filling == GONE)
            forget(root, holder, key, name, trust);
        else
            cJSON_ReplaceItemInObjectCaseSensitive(holder, key, made(filling, trust));
    }
    char *made_text = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    return made_text;
}

/* ---- accounts ---- */

struct asked {
    char *text;
    struct rampart_account *account, *image; /* image: NULL but of the damaged one */
    struct rampart_set *compiled;
};

static struct asked open_account(char *text, bool image)
{
    struct asked asked = {.text = text};
    struct rp_buf bytes;
    enum rampart_status status =
        rampart_account_read(NULL, rampart_str(text), rampart_str("a.json"), NULL, &asked.account);
    if (status != RAMPART_OK) fail_msg("%s: %s", rampart_status_name(status), text);
    assert_int_equal(set_of_account(NULL, asked.account, NULL, &asked.compiled), RAMPART_OK);
    if (!image) return asked;
    spill(path, text, strlen(text));
    assert_int_equal(make_image(NULL, path, NULL, &bytes), RAMPART_OK);
    assert_int_equal(rampart_account_read(NULL, rp_buf_text(&bytes), rampart_str("i"), NULL, &asked.image),
                     RAMPART_OK);
    rp_buf_free(&bytes);
    return asked;
}

static void close_account(struct asked *asked)
{
    rampart_set_free(asked->compiled);
    rampart_account_free(asked->image);
    rampart_account_free(asked->account);
    cJSON_free(asked->text);
}

static void is_listed(const struct rampart_account *account, const struct chosen *chosen)
{
    char subject[64];
    assert_int_equal(rampart_account_quarantined_count(account), chosen->count);
    assert_int_equal(rampart_account_gap_count(account), chosen->count);
    for (size_t i = 0; i < chosen->count; i++) {
        size_t found = 0;
        snprintf(subject, sizeof subject, "%s/%s", chosen->trust[i] ? "role" : "policy", chosen->names[i]);
        for (size_t j = 0; j < chosen->count; j++) {
            const struct rampart_quarantined *what = rampart_account_quarantined_at(account, j);
            found += rp_str_equal(what->subject, rampart_str(subject)) && what->errors > 0 &&
                     what->message.len > 0 && what->line == 1;
        }
        assert_int_equal(found, 1);
    }
    assert_null(rampart_account_quarantined_at(account, chosen->count));
}

/* ---- asking ---- */

static struct rampart_request *request_of(const struct naive_request *asked)
{
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(asked, request));
    return request;
}

static struct naive_request by(struct naive_request asked, size_t principal)
{
    asked.who = made_principals[principal].who;
    asked.name = made_principals[principal].name;
    asked.account = "100";
    asked.session = NULL;
    return asked;
}

static struct rampart_verdict decide_by(const struct rampart_account *account, struct rampart_request *request)
{
    struct rp_rules *rules = NULL;
    struct rampart_verdict verdict;
    assert_int_equal(rp_account_rules(NULL, account, request, NULL, 0, 0, NULL, &rules), RAMPART_OK);
    assert_int_equal(rp_rules_decide(rules, request, &verdict), RAMPART_OK);
    rp_rules_free(rules);
    return verdict;
}

/* By every way to ask. */
static struct rampart_verdict decide(const struct asked *of, const struct naive_request *asked)
{
    struct rampart_request *request = request_of(asked);
    assume_account_as_naive(asked, of->account);
    struct rampart_verdict verdict = decide_by(of->account, request), other;
    assert_int_equal(rampart_decide(of->compiled, &request, 1, NULL, &other, NULL), RAMPART_OK);
    assert_true(verdict_same(&verdict, &other));
    if (of->image != NULL) {
        assume_account_as_naive(asked, of->image);
        other = decide_by(of->image, request);
        assert_true(verdict_same(&verdict, &other));
    }
    rampart_request_free(request);
    return verdict;
}

/* What is open for nothing but documents names one of them. Whether one may be meant that is granted on a resource group. */
static bool names_a_document(const struct asked *damaged, const struct naive_request *asked,
                             const struct chosen *chosen, struct tally *tally)
{
    struct rampart_request *request = request_of(asked);
    struct rampart_decision *decision = NULL, *compiled = NULL;
    char subject[64];
    struct rp_rules *rules = NULL;
    assert_int_equal(rp_account_rules(NULL, damaged->account, request, NULL, 0, 0, NULL, &rules), RAMPART_OK);
    assert_int_equal(rp_rules_explain(rules, request, 0, &decision), RAMPART_OK);
    assert_int_equal(rampart_explain(damaged->compiled, &request, 1, 0, NULL, &compiled, NULL), RAMPART_OK);
    assert_int_equal(decision->unknown_documents.count, compiled->unknown_documents.count);
    for (size_t i = 0; i < decision->unknown_documents.count; i++) {
        /* What an instance limits its role to the generator leaves out at times. */
        bool known = rp_str_starts(decision->unknown_documents.items[i], RP_STR("instance/"));
        assert_true(rp_str_equal(decision->unknown_documents.items[i], compiled->unknown_documents.items[i]));
        for (size_t j = 0; j < chosen->count; j++) {
            snprintf(subject, sizeof subject, "%s/%s", chosen->trust[j] ? "role" : "policy", chosen->names[j]);
            known |= rp_str_equal(decision->unknown_documents.items[i], rampart_str(subject));
        }
        assert_true(known);
    }
    tally->named += decision->unknown_documents.count > 0;
    bool grouped = false;
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        grouped |= decision->unknown_layers[i] == RAMPART_LAYER_RESOURCE_GROUP;
    rampart_decision_free(decision);
    rampart_decision_free(compiled);
    rp_rules_free(rules);
    rampart_request_free(request);
    return grouped;
}

/* ---- comparing ---- */

static void fail_of(const char *what, const struct asked *damaged, const struct naive_request *asked)
{
    if (getenv("RAMPART_SHOW") != NULL) puts(damaged->text);
    fail_msg("%s: %s on %s for %s in %s", what, asked->action, asked->resources[0], asked->name, damaged->text);
}

static void compare_one(const struct asked accounts[FILLINGS], const struct naive_request *asked,
                        const struct chosen *chosen, struct tally *tally)
{
    const struct asked *damaged = &accounts[DAMAGED];
    struct rampart_verdict verdict = decide(damaged, asked), twin = decide(&accounts[GONE], asked);
    bool certain = verdict.outcome != RAMPART_OUTCOME_CONDITIONAL, agree = true;
    enum rampart_outcome first = decide(&accounts[NOTHING], asked).outcome;
    if (!verdict_same(&verdict, &twin)) fail_of("its twin is answered otherwise", damaged, asked);
    for (enum filling i = NOTHING; i < FILLINGS; i++) {
        enum rampart_outcome outcome = decide(&accounts[i], asked).outcome;
        agree &= outcome == first && outcome != RAMPART_OUTCOME_CONDITIONAL;
        if (certain && outcome != verdict.outcome) fail_of("not so certain", damaged, asked);
    }
    unsigned named = tally->named;
    bool grouped = !certain && names_a_document(damaged, asked, chosen, tally);
    /* Of other services a layer of the resource may leave it open as well, and then be all that is named. */
    bool own = strncmp(asked->action, "ess:", 4) == 0;
    if (own && !certain && first != RAMPART_OUTCOME_CONDITIONAL && tally->named == named)
        fail_of("it names no document", damaged, asked);
    /* The layer as a whole is open: a group's members and a control policy's scope are not asked. */
    if (agree && !certain && !grouped && chosen->count == 1 && asked->who != NAIVE_ROOT)
        fail_of("certain whatever it says", damaged, asked);
    tally->certain += certain;
    tally->open += !certain;
    if (certain) tally->settled[verdict.outcome]++;
}

/* Chains of roles too. */
static void compare_list(const struct asked *damaged, const struct asked *twin, struct naive_request asked)
{
    const struct asked *both[] = {damaged, twin};
    struct rampart_who_can *results[2] = {NULL};
    struct rampart_request *requests[2] = {NULL};
    asked.who = NAIVE_NOBODY;
    for (size_t i = 0; i < 2; i++) {
        requests[i] = request_of(&asked);
        assert_int_equal(rampart_who_can(both[i]->compiled, requests[i], NULL, NULL, &results[i]),
                         RAMPART_OK);
    }
    assert_int_equal(rampart_who_can_count(results[0]), rampart_who_can_count(results[1]));
    for (size_t i = 0; i < rampart_who_can_count(results[0]); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(results[0], i),
                                         *other = rampart_who_can_row(results[1], i);
        if (!verdict_same(&row->verdict, &other->verdict)) fail_of("the list differs", damaged, &asked);
    }
    for (size_t i = 0; i < 2; i++) {
        rampart_who_can_free(results[i]);
        rampart_request_free(requests[i]);
    }
}

static void check_account(struct chance *chance, const char *text, struct tally *tally)
{
    struct asked accounts[FILLINGS];
    struct chosen chosen;
    cJSON *root = parse(text);
    choose(chance, root, &chosen);
    cJSON_Delete(root);
    if (chosen.count == 0) return;
    for (enum filling i = 0; i < FILLINGS; i++)
        accounts[i] = open_account(with(chance, text, &chosen, i), i == DAMAGED);
    for (size_t i = 0; i < chosen.count; i++) chosen.trust[i] ? tally->trusts++ : tally->policies++;
    is_listed(accounts[DAMAGED].account, &chosen);
    is_listed(accounts[DAMAGED].image, &chosen);
    for (unsigned i = 0; i < QUESTIONS; i++) {
        struct naive_request asked;
        generate_request(chance, 0, &asked);
        asked.resource_count = 1;
        asked.complete = true;
        for (size_t j = 0; j < MADE_PRINCIPALS; j++) {
            const struct naive_request one = by(asked, j);
            compare_one(accounts, &one, &chosen, tally);
        }
        compare_list(&accounts[DAMAGED], &accounts[GONE], asked);
    }
    for (enum filling i = 0; i < FILLINGS; i++) close_account(&accounts[i]);
}

static void everybody_else_is_answered(void **state)
{
    (void)state;
    struct chance chance = chance_begin();
    struct account_maker *maker = calloc(1, sizeof *maker);
    struct tally tally = {0};
    const char *count = getenv("RAMPART_ACCOUNTS");
    unsigned long accounts = count != NULL ? strtoul(count, NULL, 10) : ACCOUNTS;
    int file = mkstemp(path);
    assert_non_null(maker);
    assert_true(file >= 0);
    close(file);
    maker->chance = &chance;
    for (unsigned long i = 0; i < accounts; i++) {
        generate_account(maker);
        check_account(&chance, maker->text, &tally);
    }
    assert_int_equal(unlink(path), 0);
    free(maker);
    printf("certain %u, open %u, of which %u name a document; %u policies, %u trust policies\n", tally.certain,
           tally.open, tally.named, tally.policies, tally.trusts);
    assert_true(tally.open > 100 && tally.named > tally.open / 2);
    assert_true(tally.settled[RAMPART_OUTCOME_ALLOW] > 50 && tally.settled[RAMPART_OUTCOME_DENY] > 50);
    assert_true(tally.policies > 20 && tally.trusts > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(everybody_else_is_answered)};
    return cmocka_run_group_tests_name("property/quarantine", tests, NULL, NULL);
}
