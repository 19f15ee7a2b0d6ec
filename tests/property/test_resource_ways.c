/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts with policies of resources, by several ways in: the account file, the file that is written of it,
 * with its documents inside or in files of their own, and two files, of which one has the resources. All decide alike.
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

#include "base/buf.h"
#include "support/generate_resources.h"
#include "support/make_image.h"
#include "support/sets.h"
#include "support/twins.h"

enum { ACCOUNTS = 60, QUESTIONS = 5, FILE_ITSELF = 0, WRITTEN, TOGETHER, WAYS };

static const char *const ways[WAYS] = {"the file", "the file that is written of it", "two files together"};
static const char *const principals[] = {"acs:ram::1234567890123456:user/ana", "acs:ram::1234567890123456:user/mia",
                                         "acs:ram::1234567890123456:role/Worker", "acs:ram::1234567890123456:root",
                                         "acs:ram::9876543210123456:user/ana", "anonymous"};
static char paths[2][64];

static struct rampart_account *read_file(const char *const *files, size_t count)
{
    const struct rampart_input input = {.paths = files, .path_count = count, .as_complete = true};
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read_input(NULL, &input, diags, &account) != RAMPART_OK)
        fail_msg("%.*s", (int)rampart_diags_at(diags, 0)->message.len, rampart_diags_at(diags, 0)->message.data);
    rampart_diags_free(diags);
    return account;
}

static bool collect(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

static struct rampart_account *read_written(const struct rampart_account *account)
{
    struct rp_buf text;
    const struct rampart_writer writer = {&text, collect};
    const char *files[] = {paths[0]};

    rp_buf_init(&text, NULL, SIZE_MAX / 2);
    assert_int_equal(rampart_write_account(NULL, account, (struct rampart_account_style){.json = true}, &writer), RAMPART_OK);
    spill(paths[0], text.data, text.len);
    rp_buf_free(&text);
    return read_file(files, 1);
}

/* The resources stand in a file of their own. */
static struct rampart_account *read_together(const struct resource_account *made)
{
    static char text[RESOURCE_ACCOUNT_TEXT];
    const char *files[] = {paths[0], paths[1]};
    const int first = snprintf(text, sizeof text, "%.*s%s", (int)made->resources, made->text, made->text + made->end);

    spill(paths[0], text, (size_t)first);
    const int second = snprintf(text, sizeof text, "{\"rampart\":1,\"account\":\"1234567890123456\"%.*s}",
                                (int)(made->end - made->resources), made->text + made->resources);
    spill(paths[1], text, (size_t)second);
    return read_file(files, 2);
}

static void compare(struct rampart_set *const *sets, const struct resource_question *question, const char *principal,
                    const char *text)
{
    struct rampart_verdict verdicts[WAYS];

    for (size_t i = 0; i < WAYS; i++) {
        struct rampart_request *request = resource_request(question, principal);
        assert_int_equal(rampart_decide(sets[i], &request, 1, NULL, &verdicts[i], NULL), RAMPART_OK);
        rampart_request_free(request);
        if (verdict_same(&verdicts[0], &verdicts[i])) continue;
        printf("%s", text);
        verdict_print(ways[0], &verdicts[0]);
        verdict_print(ways[i], &verdicts[i]);
        fail_msg("%s, %s on %s, keys %x", principal, question->action, question->resource, question->keys);
    }
}

static void check_account(struct chance *chance)
{
    static struct resource_account made; /* large */
    struct rampart_account *accounts[WAYS];
    struct rampart_set *sets[WAYS];
    const char *files[] = {paths[0]};

    generate_resource_account(chance, &made);
    spill(paths[0], made.text, made.len);
    accounts[FILE_ITSELF] = read_file(files, 1);
    accounts[WRITTEN] = read_written(accounts[FILE_ITSELF]);
    accounts[TOGETHER] = read_together(&made);
    for (size_t i = 0; i < WAYS; i++) assert_int_equal(set_of_account(NULL, accounts[i], NULL, &sets[i]), RAMPART_OK);
    for (unsigned i = 0; i < QUESTIONS; i++) {
        struct resource_question question;

        generate_resource_question(chance, &question);
        for (size_t p = 0; p < sizeof principals / sizeof *principals; p++)
            compare(sets, &question, principals[p], made.text);
    }
    for (size_t i = 0; i < WAYS; i++) {
        rampart_set_free(sets[i]);
        rampart_account_free(accounts[i]);
    }
}

static void test_all_decide_alike(void **state)
{
    struct chance chance = chance_begin();

    (void)state;
    for (unsigned i = 0; i < ACCOUNTS; i++) check_account(&chance);
}

static int open_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "/tmp/rampart-ways-XXXXXX");
        const int file = mkstemp(paths[i]);
        if (file < 0 || close(file) != 0) return -1;
    }
    return 0;
}

static int remove_paths(void **state)
{
    (void)state;
    return unlink(paths[0]) | unlink(paths[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_decide_alike)};

    return cmocka_run_group_tests(tests, open_paths, remove_paths);
}
