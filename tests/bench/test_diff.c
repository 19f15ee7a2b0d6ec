/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What it costs to compare a large account with its next version, in which a handful of things changed: less than reading the
 * two, and for an account that is ten times as large less than ten times as much beyond finding out that nothing changed. Each is
 * the least time of a few turns, and only ratios of one run are asserted. RAMPART_LARGE=1 measures at the size of a large company.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/buf.h"
#include "support/sets.h"
#include "support/timing.h"

#define ID "1234567890123456"

enum { TURNS = 5, LARGER = 10, MOST_TEXT = 1 << 28, GROUPS = 200, DOCUMENTS = 300, ROLES = 50, STATEMENTS = 4 };

/* What the next version has changed. */
enum change { NOTHING = 0, DOCUMENT = 1, MEMBERS = 2, OWN = 4, ROLE = 8, USERS = 16, HANDFUL = 31 };

static const struct {
    enum change change;
    const char *name;
} changes[] = {{NOTHING, "nothing"}, {DOCUMENT, "a document"}, {MEMBERS, "members of groups"}, {OWN, "users' own policies"},
               {ROLE, "a trust policy"}, {USERS, "a user more, one less"}, {HANDFUL, "all of these"}};
enum { CHANGES = sizeof changes / sizeof *changes };

/* ---- accounts ---- */

static bool has(unsigned change, enum change wanted)
{
    return (change & (unsigned)wanted) != 0;
}

static void put_document(struct rp_buf *text, unsigned change, size_t document)
{
    rp_buf_printf(text, ",\"D%zu\":{\"Version\":\"1\",\"Statement\":[", document);
    for (size_t i = 0; i < STATEMENTS; i++)
        rp_buf_printf(text, "%s{\"Effect\":\"%s\",\"Action\":\"ess:%s\",\"Resource\":\"acs:ess:*:*:scalinggroup/asg-%zu-%zu*\"}",
                      i == 0 ? "" : ",", i == 3 ? "Deny" : "Allow", i % 2 == 0 ? "Cancel*" : "Describe*", document, i);
    if (document == 7 && has(change, DOCUMENT))
        rp_buf_printf(text, ",{\"Effect\":\"Allow\",\"Action\":\"ess:Delete*\",\"Resource\":\"acs:ess:*:*:scalinggroup/asg-7-*\"}");
    rp_buf_printf(text, "]}");
}

static void put_role(struct rp_buf *text, unsigned change, size_t role)
{
    const bool mfa = role == 3 && has(change, ROLE);
    rp_buf_printf(text,
                  "%s\"r%zu\":{\"trust\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                  "\"Principal\":{\"RAM\":\"acs:ram::" ID ":root\"}%s}]},\"policies\":[\"D%zu\"]}",
                  role == 0 ? "" : ",", role, mfa ? ",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}" : "", role);
}

static void put_user(struct rp_buf *text, unsigned change, size_t user)
{
    const size_t group = (user + (has(change, MEMBERS) && user < 5 ? 1 : 0)) % GROUPS;
    const bool own = user % 10 == 0;
    rp_buf_printf(text, "%s\"u%zu\":{\"groups\":[\"g%zu\"],\"policies\":[", user == 0 ? "" : ",", user, group);
    if (own) rp_buf_printf(text, "\"D%zu\"", user / 10 % DOCUMENTS);
    if (user > 40 && user < 46) rp_buf_printf(text, "\"Assume\"");
    if (user >= 20 && user < 25 && has(change, OWN)) rp_buf_printf(text, "%s\"D100\"", own ? "," : "");
    rp_buf_printf(text, "]}");
}

static void put_account(struct rp_buf *text, size_t users, unsigned change)
{
    rp_buf_printf(text, "{\"rampart\":1,\"account\":\"" ID "\",\"policies\":{\"Assume\":{\"Version\":\"1\",\"Statement\":["
                        "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}]}");
    for (size_t i = 0; i < DOCUMENTS; i++) put_document(text, change, i);
    rp_buf_printf(text, "},\"groups\":{");
    for (size_t i = 0; i < GROUPS; i++)
        rp_buf_printf(text, "%s\"g%zu\":{\"policies\":[\"D%zu\",\"D%zu\"]}", i == 0 ? "" : ",", i, i % DOCUMENTS,
                      (i + 80) % DOCUMENTS);
    rp_buf_printf(text, "},\"roles\":{");
    for (size_t i = 0; i < ROLES; i++) put_role(text, change, i);
    rp_buf_printf(text, "},\"users\":{");
    for (size_t i = 0; i < users; i++)
        if (i != 30 || !has(change, USERS)) put_user(text, change, i);
    if (has(change, USERS)) put_user(text, change, users);
    rp_buf_printf(text, "}}");
}

/* ---- times ---- */

struct version {
    struct rampart_account *account;
    struct rampart_set *set;
};

/* Seconds that reading and compiling the version takes. */
static double load(size_t users, unsigned change, const struct rampart_catalog *catalog, struct version *ret_version)
{
    const struct rampart_options options = {.catalog = catalog};
    struct rp_buf text;
    rp_buf_init(&text, NULL, MOST_TEXT);
    put_account(&text, users, change);
    assert_int_equal(text.failed, RAMPART_OK);
    const double begun = seconds_used();
    assert_int_equal(rampart_account_read(&options, rp_buf_text(&text), rampart_str("a.json"), NULL, &ret_version->account), RAMPART_OK);
    assert_int_equal(set_of_account(&options, ret_version->account, NULL, &ret_version->set), RAMPART_OK);
    const double used = seconds_used() - begun;
    rp_buf_free(&text);
    return used;
}

static void unload(struct version *version)
{
    rampart_set_free(version->set);
    rampart_account_free(version->account);
}

static double compare(const struct version *old, const struct version *new, bool differ)
{
    double least = 1e9;
    for (size_t i = 0; i < TURNS; i++) {
        struct rampart_diff *diff = NULL;
        const double begun = seconds_used();
        assert_int_equal(rampart_diff(old->set, new->set, NULL, NULL, &diff), RAMPART_OK);
        const double used = seconds_used() - begun;
        assert_int_equal(rampart_diff_open_count(diff), 0);
        assert_int_equal(rampart_diff_count(diff) > 0, differ);
        if (used < least) least = used;
        rampart_diff_free(diff);
    }
    return least;
}

struct times {
    double loading; /* both */
    double comparing[CHANGES];
};

static struct times measure(size_t users, const struct rampart_catalog *catalog)
{
    struct version old, new;
    struct times times = {.loading = load(users, NOTHING, catalog, &old)};
    for (size_t i = 0; i < CHANGES; i++) {
        const double loading = load(users, (unsigned)changes[i].change, catalog, &new);
        if (i == 0) times.loading += loading;
        times.comparing[i] = compare(&old, &new, changes[i].change != NOTHING);
        printf("%zu users, %s: %.2f ms, %.2f times loading both\n", users, changes[i].name, times.comparing[i] * 1e3,
               times.comparing[i] / times.loading);
        unload(&new);
    }
    unload(&old);
    return times;
}

static void it_costs_what_changed(void **state)
{
    const size_t users = getenv("RAMPART_LARGE") != NULL ? 5000 : 1000;
    struct rampart_catalog *catalog = NULL;
    (void)state;
    assert_int_equal(rampart_catalog_open(NULL, &catalog), RAMPART_OK);
    const struct times small = measure(users, catalog), large = measure(LARGER * users, catalog);
    const double small_change = small.comparing[CHANGES - 1] - small.comparing[0],
                 large_change = large.comparing[CHANGES - 1] - large.comparing[0];
    printf("what changed: %.2f ms, %.2f ms: %.2f times for %d times as many users\n", small_change * 1e3, large_change * 1e3,
           large_change / small_change, LARGER);
    assert_true(large.comparing[CHANGES - 1] <= large.loading / 2); /* a tenth of it, as it is measured alone */
    assert_true(large_change <= LARGER * small_change);
    rampart_catalog_free(catalog);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_costs_what_changed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
