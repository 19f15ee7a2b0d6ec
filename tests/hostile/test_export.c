/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An export with damage: cut off anywhere, lines lost, bytes replaced, dropped and repeated by chance, memory refused.
 * Nothing of it ends badly, and what was cut off never looks complete. In any order its lines tell the same.
 * RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/account_of_texts.h"
#include "support/chance.h"
#include "support/failing.h"
#include "support/slurp.h"

enum { CUTS = 400, DAMAGES = 400, SHUFFLES = 20, LINES = 128 };

static char *fixture;
static size_t fixture_size;
static struct chance chance;
static char buffer[65536];

static int set_up(void **state)
{
    (void)state;
    chance = chance_begin();
    return slurp("tests/account/export/small.ndjson", &fixture, &fixture_size) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    free(fixture);
    return 0;
}

/* ---- incomplete ---- */

static bool is_list(enum rampart_gap_kind kind)
{
    return kind == RAMPART_GAP_USERS || kind == RAMPART_GAP_GROUPS || kind == RAMPART_GAP_ROLES ||
           kind == RAMPART_GAP_POLICIES || kind == RAMPART_GAP_CONTROL_POLICIES ||
           kind == RAMPART_GAP_GRANTS || kind == RAMPART_GAP_MEMBERSHIPS;
}

/* Refused, or incomplete in all seven lists. */
static void assert_incomplete(const char *text)
{
    const struct account_texts files = {&text, 1, NULL};
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    size_t lists = 0;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (account_of_texts(NULL, &files, diags, &account) == RAMPART_OK) {
        for (size_t i = 0; i < rampart_account_gap_count(account); i++) {
            const struct rampart_gap *gap = rampart_account_gap(account, i);
            lists += is_list(gap->kind) && gap->subject.len == 0;
        }
        assert_int_equal(lists, 7);
    } else {
        assert_true(rampart_diags_found(diags, RAMPART_ERROR) > 0);
    }
    rampart_account_free(account);
    rampart_diags_free(diags);
}

static void assert_cut_incomplete(size_t at)
{
    char kept = fixture[at];
    fixture[at] = '\0';
    assert_incomplete(fixture);
    fixture[at] = kept;
}

/* Anywhere, and at every byte of the end line; only the line end behind it says nothing. */
static void test_cut_off(void **state)
{
    size_t last = fixture_size - 1;
    (void)state;
    while (fixture[last - 1] != '\n') last--;
    for (size_t at = last; at < fixture_size - 1; at++) assert_cut_incomplete(at);
    for (int i = 0; i < CUTS; i++) assert_cut_incomplete(1 + chance_below(&chance, (unsigned)last));
}

/* ---- lines ---- */

static size_t split(char *copy, char *lines[LINES])
{
    size_t count = 0;
    for (char *at = copy; *at != '\0' && count < LINES; at++) {
        lines[count++] = at;
        at = strchr(at, '\n');
        *at = '\0';
    }
    return count;
}

static void join(char *const lines[LINES], size_t count, size_t without, char *text)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (i != without) used += (size_t)sprintf(text + used, "%s\n", lines[i]);
}

static void test_lost_line(void **state)
{
    char *lines[LINES], *copy = strdup(fixture), *text = malloc(fixture_size + 1);
    size_t count = split(copy, lines);
    (void)state;
    for (size_t without = 0; without + 1 < count; without++) {
        join(lines, count, without, text);
        assert_incomplete(text);
    }
    free(text);
    free(copy);
}

/* The account that is told, without the diagnostics. */
static const char *account_of(const char *text)
{
    const char *id = strstr(account_of_text_lines(text, buffer, sizeof buffer), "\nid ");
    assert_non_null(id);
    return id;
}

static void test_any_order(void **state)
{
    char *lines[LINES], *copy = strdup(fixture), *text = malloc(fixture_size + 1);
    char *expected = strdup(account_of(fixture));
    size_t count = split(copy, lines);
    (void)state;
    for (int round = 0; round < SHUFFLES; round++) {
        for (size_t i = count - 2; i > 0; i--) {
            size_t other = chance_below(&chance, (unsigned)i + 1);
            char *line = lines[i];
            lines[i] = lines[other];
            lines[other] = line;
        }
        join(lines, count, count, text);
        assert_string_equal(account_of(text), expected);
    }
    free(expected);
    free(text);
    free(copy);
}

/* ---- bytes ---- */

/* Some bytes replaced, dropped or copied elsewhere. */
static void damage(char *text, size_t size)
{
    static const char bytes[] = "\"\"{}[]:,\\\n\n01ntf#a\xff\x80-*@r/\x01";
    size_t len = size;
    for (unsigned edits = 1 + chance_below(&chance, 4); edits > 0; edits--) {
        size_t at = chance_below(&chance, (unsigned)len - 40);
        unsigned how = chance_below(&chance, 3);
        if (how == 0) text[at] = bytes[chance_below(&chance, sizeof bytes - 1)];
        if (how == 1) memmove(text + at, text + at + 1, --len - at);
        if (how == 2) memmove(text + chance_below(&chance, (unsigned)len - 40), text + at, 32);
    }
    text[len] = '\0';
}

static void test_damage(void **state)
{
    char *text = malloc(fixture_size + 1);
    (void)state;
    for (int i = 0; i < DAMAGES; i++) {
        memcpy(text, fixture, fixture_size + 1);
        damage(text, fixture_size);
        (void)account_of_text_lines(text, buffer, sizeof buffer);
    }
    free(text);
}

/* The same for each answer by itself. */
static void test_damaged_answers(void **state)
{
    char *lines[LINES], *copy = strdup(fixture), *text = malloc(fixture_size + 1);
    size_t count = split(copy, lines);
    (void)state;
    for (int i = 0; i < DAMAGES; i++) {
        const char *response = strstr(lines[chance_below(&chance, (unsigned)count - 1)], "\"response\":");
        size_t size = strlen(response + 11) - 1;
        memcpy(text, response + 11, size);
        text[size] = '\0';
        if (size > 80 && i % 4 != 0) damage(text, size);
        (void)account_of_text_lines(text, buffer, sizeof buffer);
    }
    free(text);
    free(copy);
}

/* ---- memory ---- */

static void read_once(const struct account_texts *files, bool *ret_refused)
{
    const struct rampart_options options = failing_options();
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    enum rampart_status status = rampart_diags_new(&options, &diags);
    if (status == RAMPART_OK) status = account_of_texts(&options, files, diags, &account);
    *ret_refused = failing_refused();
    assert_int_equal(status, *ret_refused ? RAMPART_NO_MEMORY : RAMPART_OK);
    rampart_account_free(account);
    rampart_diags_free(diags);
    assert_int_equal(failing_held(), 0);
}

static void test_memory(void **state)
{
    const char *const texts[] = {fixture,
                                 "{\"IsTruncated\":false,\"Groups\":{\"Group\":[{\"GroupName\":\"g\"}]}}"};
    const struct account_texts files = {texts, 2, NULL};
    bool refused = true;
    (void)state;
    for (size_t n = 1; refused; n++) {
        failing_start(n);
        read_once(&files, &refused);
    }
    failing_start(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut_off),         cmocka_unit_test(test_lost_line),
        cmocka_unit_test(test_any_order),       cmocka_unit_test(test_damage),
        cmocka_unit_test(test_damaged_answers), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
