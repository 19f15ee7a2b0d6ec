/* SPDX-License-Identifier: Apache-2.0 */
/* The index finds what bisection finds, also of names that crowd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/names.h"
#include "base/hash.h"
#include "base/str.h"

struct item {
    struct rampart_str name;
    size_t more;
};

enum { ITEMS = 1200, HALF = 500 };
static char letters[ITEMS][8];
static struct item items[ITEMS];

static struct rampart_str name_of(unsigned number, char *buffer)
{
    int len = snprintf(buffer, 8, "n%u", number);
    return (struct rampart_str){buffer, (size_t)len};
}

/* Two sorted lists behind one another, in which many have the same name: more than are looked for beside each other. */
static void fill(void)
{
    unsigned random = 5;
    for (size_t i = 0; i < ITEMS; i++) {
        random = random * 1103515245u + 12345u;
        items[i].name = name_of(i % 10 == 0 ? 7 : (random >> 16) % 2000, letters[i]);
    }
    rp_names_sort(items, HALF, sizeof items[0]);
    rp_names_sort(items + HALF, ITEMS - HALF, sizeof items[0]);
}

static void check(const struct rp_name_index *index, struct rampart_str name, size_t first, size_t count)
{
    size_t naive = first + rp_names_find(items + first, count, sizeof items[0], name);
    assert_int_equal(rp_name_index_find(index, name, rp_hash(name), first, count), naive);
}

static void the_index_finds_what_bisection_finds(void **state)
{
    struct rp_arena arena;
    struct rp_name_index index, none = {.items = items, .size = sizeof items[0]};
    char buffer[8];
    (void)state;
    fill();
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_name_index_make(&arena, items, ITEMS, sizeof items[0], &index), RAMPART_OK);
    for (unsigned i = 0; i < 2100; i++) {
        check(&index, name_of(i, buffer), 0, HALF);
        check(&index, name_of(i, buffer), HALF, ITEMS - HALF);
        check(&none, name_of(i, buffer), 0, 0);
    }
    rp_arena_free(&arena);
}

/* A group that is merely near permits something else. */
static void a_name_is_meant_when_it_is_the_only_one_a_slip_away(void **state)
{
    (void)state;
    const struct rampart_str groups[] = {RP_STR("deployers"), RP_STR("readers"), RP_STR("team-a"), RP_STR("team-c")};
    const struct {
        const char *word, *meant;
    } cases[] = {{"deployer", "deployers"}, {"deplyoers", "deployers"}, {"readrs", "readers"}, {"Readers", "readers"},
                 {"team-b", ""},            {"team-", ""},              {"leaders", ""},       {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rampart_str meant = rp_names_meant(groups, sizeof groups / sizeof *groups, sizeof *groups,
                                                        rampart_str(cases[i].word));
        assert_true(rp_str_equal(meant, rampart_str(cases[i].meant)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_name_is_meant_when_it_is_the_only_one_a_slip_away),
        cmocka_unit_test(the_index_finds_what_bisection_finds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
