/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lint/settings.h"

static bool matches(const char *glob, const char *path)
{
    return rp_path_glob(rampart_str(glob), rampart_str(path));
}

static void stars_stop_at_slashes_unless_there_are_two(void **state)
{
    (void)state;
    assert_true(matches("policies/admin*.json", "policies/admin.json"));
    assert_true(matches("policies/admin*.json", "policies/admin-1.json"));
    assert_false(matches("policies/admin*.json", "policies/admin/1.json"));
    assert_false(matches("admin.json", "policies/admin.json"));
    assert_false(matches("policies", "policies/admin.json"));
    assert_true(matches("**/admin.json", "a/b/admin.json"));
    assert_true(matches("a/**", "a/b/c.json"));
    assert_false(matches("a/**", "b/a/c.json"));
    assert_true(matches("a?c", "abc"));
    assert_false(matches("a?c", "a/c"));
    assert_false(matches("a?c", "ac"));
    assert_true(matches("", ""));
    assert_false(matches("", "a"));
}

/* Written without any thought of speed. */
static bool naive(const char *glob, const char *path)
{
    if (*glob == '\0') return *path == '\0';
    if (*glob == '*') {
        bool twice = glob[1] == '*';
        const char *rest = glob;
        while (*rest == '*') rest++;
        if (naive(rest, path)) return true;
        return *path != '\0' && (twice || *path != '/') && naive(glob, path + 1);
    }
    if (*path == '\0' || (*glob != *path && (*glob != '?' || *path == '/'))) return false;
    return naive(glob + 1, path + 1);
}

/* Every pattern and every path of up to four characters over a small alphabet. */
static void short_patterns_match_as_the_naive_matcher_says(void **state)
{
    (void)state;
    enum { BASE = 4, LENGTH = 4, COUNT = 256 };
    static const char glob_letters[] = "a*/?", path_letters[] = "ab/c";
    char glob[LENGTH + 1] = "", path[LENGTH + 1] = "";
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < COUNT; j++) {
            size_t a = i, b = j;
            for (size_t k = 0; k < LENGTH; k++, a /= BASE, b /= BASE) {
                glob[k] = glob_letters[a % BASE];
                path[k] = path_letters[b % BASE];
            }
            if (matches(glob, path) != naive(glob, path)) fail_msg("%s and %s", glob, path);
            if (matches(glob, path + 2) != naive(glob, path + 2)) fail_msg("%s and %s", glob, path + 2);
        }
}

static void a_long_pattern_matches_nothing(void **state)
{
    (void)state;
    static char stars[RP_PATH_GLOB_MOST + 1];
    memset(stars, '*', sizeof stars);
    assert_false(rp_path_glob((struct rampart_str){stars, sizeof stars}, rampart_str("a")));
    assert_true(rp_path_glob((struct rampart_str){stars, sizeof stars - 1}, rampart_str("a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars_stop_at_slashes_unless_there_are_two),
        cmocka_unit_test(short_patterns_match_as_the_naive_matcher_says),
        cmocka_unit_test(a_long_pattern_matches_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
