/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts, asked by their images, against their twins: the account files themselves. Every report is the
 * same, byte for byte. RAMPART_SEED in the environment repeats a run.
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

#include <rampart/rampart.h>

#include "support/generate_account.h"
#include "support/generate_resources.h"
#include "support/make_image.h"
#include "support/twins.h"
#include "support/rules.h"

enum { ACCOUNTS = 150, QUESTIONS = 30, TWINS = 2, RESOURCE_ACCOUNTS = 40, RESOURCE_QUESTIONS = 5 };

/* The account file, and its image. */
static struct rampart_account *accounts[TWINS];

static char path[] = "/tmp/rampart-image-XXXXXX";

/* ---- an account and its image ---- */

static void open_twins(const char *text, size_t len)
{
    struct rp_buf image;

    spill(path, text, len);
    assert_int_equal(make_image(NULL, path, NULL, &image), RAMPART_OK);
    assert_int_equal(rampart_account_read_file(NULL, path, NULL, &accounts[0]), RAMPART_OK);
    assert_int_equal(
        rampart_account_read(NULL, rp_buf_text(&image), rampart_str("image"), NULL, &accounts[1]),
        RAMPART_OK);
    rp_buf_free(&image);
}

static void open_accounts(struct account_maker *maker)
{
    generate_account(maker);
    open_twins(maker->text, maker->len);
}

static void close_accounts(void)
{
    for (size_t i = 0; i < TWINS; i++) rampart_account_free(accounts[i]);
}

/* ---- reports ---- */

static bool collect(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

static const enum rampart_report_format formats[] = {RAMPART_REPORT_TEXT, RAMPART_REPORT_JSON};

static void say(const struct rampart_diags *diags, struct rp_buf *report)
{
    const struct rampart_writer writer = {report, collect};

    for (size_t i = 0; i < 2; i++) {
        struct rampart_report_style style = {.format = formats[i], .color = false};

        assert_int_equal(rampart_report_diags(NULL, diags, style, &writer), RAMPART_OK);
    }
}

/* The decision with its reasons, or why there is none. */
static enum rampart_status explain(const struct rampart_account *account, struct rampart_request *request,
                                   struct rp_buf *report)
{
    const struct rampart_writer writer = {report, collect};
    struct rampart_diags *diags = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_decision *decision = NULL;
    enum rampart_status status;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    status = rp_account_rules(NULL, account, request, NULL, 0, 0, diags, &rules);
    if (status == RAMPART_OK) assert_int_equal(rp_rules_explain(rules, request, 0, &decision), RAMPART_OK);
    for (size_t i = 0; i < 2 && decision != NULL; i++) {
        struct rampart_report_style style = {.format = formats[i], .color = false};

        assert_int_equal(rampart_report_decision(NULL, decision, NULL, style, &writer), RAMPART_OK);
    }
    say(diags, report);
    rampart_decision_free(decision);
    rp_rules_free(rules);
    rampart_diags_free(diags);
    return status;
}

static enum rampart_status list(const struct rampart_account *account, struct rampart_request *request,
                                struct rp_buf *report)
{
    const struct rampart_writer writer = {report, collect};
    struct rampart_diags *diags = NULL;
    struct rampart_who_can *result = NULL;
    enum rampart_status status;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    status = rp_account_who_can(NULL, account, request, NULL, diags, &result);
    for (size_t i = 0; i < 2 && result != NULL; i++) {
        struct rampart_report_style style = {.format = formats[i], .color = false};

        assert_int_equal(
            rampart_report_who_can(NULL, result, (struct rampart_who_can_filter){.kinds = 0}, style, &writer),
            RAMPART_OK);
    }
    say(diags, report);
    rampart_who_can_free(result);
    rampart_diags_free(diags);
    return status;
}

/* ---- questions ---- */

typedef enum rampart_status asking(const struct rampart_account *, struct rampart_request *, struct rp_buf *);

static enum rampart_status compare(asking *ask, struct rampart_request *request,
                                   const struct account_maker *maker)
{
    struct rp_buf reports[TWINS];
    enum rampart_status statuses[TWINS];

    for (size_t i = 0; i < TWINS; i++) {
        rp_buf_init(&reports[i], NULL, SIZE_MAX / 2);
        statuses[i] = ask(accounts[i], request, &reports[i]);
    }
    if (statuses[0] != statuses[1] || reports[0].len != reports[1].len ||
        memcmp(reports[0].data, reports[1].data, reports[0].len) != 0)
        fail_msg("the file says\n%.*s\nthe image says\n%.*s\nof %s", (int)reports[0].len, reports[0].data,
                 (int)reports[1].len, reports[1].data, maker->text);
    for (size_t i = 0; i < TWINS; i++) rp_buf_free(&reports[i]);
    return statuses[0];
}

/* Mostly somebody of the account, sometimes a stranger, or a name that is nobody's. */
static void pick_request(struct chance *chance, struct naive_request *asked)
{
    const struct made_principal *principal = &made_principals[chance_below(chance, MADE_PRINCIPALS)];

    generate_request(chance, chance_of(chance, 40) ? 0 : NAIVE_KEYS, asked);
    if (chance_of(chance, 15)) return;
    asked->who = principal->who;
    asked->name = principal->who != NAIVE_ROOT && chance_of(chance, 5) ? "nobady" : principal->name;
    asked->account = "100";
    asked->session = NULL;
}

static void ask_accounts(const struct account_maker *maker, struct rampart_request *request,
                         unsigned answers[2])
{
    for (unsigned i = 0; i < QUESTIONS; i++) {
        struct naive_request asked;

        pick_request(maker->chance, &asked);
        assert_true(request_of_naive(&asked, request));
        for (size_t twin = 0; twin < TWINS; twin++) assume_account_as_naive(&asked, accounts[twin]);
        answers[compare(explain, request, maker) == RAMPART_OK]++;
        if (i % 10 != 0) continue;
        asked.who = NAIVE_NOBODY;
        asked.resource_count = 1;
        assert_true(request_of_naive(&asked, request));
        (void)compare(list, request, maker);
    }
}

static void the_image_says_what_the_file_says(void **state)
{
    static struct account_maker maker; /* large */
    struct chance chance = chance_begin();
    struct rampart_request *request = NULL;
    unsigned answers[2] = {0};

    (void)state;
    maker.chance = &chance;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < ACCOUNTS; i++) {
        open_accounts(&maker);
        ask_accounts(&maker, request, answers);
        close_accounts();
    }
    rampart_request_free(request);
    printf("refused %u, decided %u\n", answers[0], answers[1]);
    assert_true(answers[0] > 50 && answers[1] > 1000);
}

/* ---- policies of resources, and UIDs ---- */

static const char *const resource_principals[] = {
    "acs:ram::1234567890123456:user/ana", "acs:ram::1234567890123456:user/mia", "acs:ram::1234567890123456:role/app/job1",
    "acs:ram::1234567890123456:root",     "acs:ram::9876543210123456:user/ana", "anonymous"};

/* Asked by a set that compiles the account, or by one that makes what bears on the request. */
static void explain_by_set(const struct rampart_account *account, bool few, const struct resource_question *question,
                           const char *principal, struct rp_buf *report)
{
    const struct rampart_writer writer = {report, collect};
    const struct rampart_set_parts parts = {.account = account, .few = few};
    const struct rampart_report_style style = {.format = RAMPART_REPORT_JSON, .color = false};
    struct rampart_request *request = resource_request(question, principal);
    struct rampart_set *set = NULL;
    struct rampart_decision *decision = NULL;

    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &set), RAMPART_OK);
    if (rampart_explain(set, &request, 1, 0, NULL, &decision, NULL) == RAMPART_OK)
        assert_int_equal(rampart_report_decision(NULL, decision, NULL, style, &writer), RAMPART_OK);
    else
        rp_buf_add(report, RP_STR("refused"));
    rampart_decision_free(decision);
    rampart_set_free(set);
    rampart_request_free(request);
}

static void compare_by_sets(const struct resource_question *question, const char *principal, bool few, const char *text)
{
    struct rp_buf reports[TWINS];

    for (size_t i = 0; i < TWINS; i++) {
        rp_buf_init(&reports[i], NULL, SIZE_MAX / 2);
        explain_by_set(accounts[i], few, question, principal, &reports[i]);
    }
    if (reports[0].len != reports[1].len || memcmp(reports[0].data, reports[1].data, reports[0].len) != 0) {
        printf("%sthe file says\n%.*s\nthe image says\n%.*s\n", text, (int)reports[0].len, reports[0].data,
               (int)reports[1].len, reports[1].data);
        fail_msg("%s, %s on %s", principal, question->action, question->resource);
    }
    for (size_t i = 0; i < TWINS; i++) rp_buf_free(&reports[i]);
}

static void policies_of_resources_too(void **state)
{
    static struct resource_account made; /* large */
    struct chance chance = chance_begin();

    (void)state;
    for (unsigned i = 0; i < RESOURCE_ACCOUNTS; i++) {
        generate_resource_account(&chance, &made);
        open_twins(made.text, made.len);
        for (unsigned k = 0; k < RESOURCE_QUESTIONS; k++) {
            struct resource_question question;

            generate_resource_question(&chance, &question);
            for (size_t p = 0; p < sizeof resource_principals / sizeof *resource_principals; p++)
                compare_by_sets(&question, resource_principals[p], (p + k) % 2 == 0, made.text);
        }
        close_accounts();
    }
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_image_says_what_the_file_says),
                                       cmocka_unit_test(policies_of_resources_too)};

    return cmocka_run_group_tests(tests, open_path, remove_path);
}
