/* SPDX-License-Identifier: Apache-2.0 */
/* Pages: a list counts as complete only if it is, whatever the order of its pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "support/account_of_texts.h"

#define LINE(api, args, response)                                                                        \
    "{\"rampart\":1,\"product\":\"ram\",\"api\":\"" api "\",\"args\":{" args "},\"response\":{" response \
    "}}\n"
#define USER(name) "\"Users\":{\"User\":[{\"UserName\":\"" name "\",\"UserId\":\"1\"}]}"
#define MORE(marker) "\"IsTruncated\":true,\"Marker\":\"" marker "\","
#define LAST "\"IsTruncated\":false,"
#define MARKER(marker) "\"Marker\":\"" marker "\""

#define PAGE_1 LINE("ListUsers", "\"MaxItems\":\"1\"", MORE("a") USER("ana.costa"))
#define PAGE_2 LINE("ListUsers", MARKER("a"), MORE("b") USER("li.wei"))
#define PAGE_3 LINE("ListUsers", MARKER("b"), LAST USER("tom"))

static char buffer[8192], text[65536];

/* The reason why there may be more users; NULL: the list is complete. */
static const char *users_gap(const char *lines)
{
    static char reason[512];
    const char *begin = "gap users : ", *found, *end;
    size_t count = 0;
    for (const char *at = lines; (at = strchr(at, '\n')) != NULL; at++) count++;
    (void)snprintf(text, sizeof text, "%s{\"rampart\":1,\"api\":\"end\",\"lines\":%zu}\n", lines, count);
    found = strstr(account_of_text_lines(text, buffer, sizeof buffer), begin);
    if (found == NULL) return strstr(buffer, "user ") == NULL ? buffer : NULL;
    end = strchr(found, '\n');
    (void)snprintf(reason, sizeof reason, "%.*s", (int)(end - found) - (int)strlen(begin),
                   found + strlen(begin));
    return reason;
}

static void test_markers(void **state)
{
    (void)state;
    assert_null(users_gap(PAGE_1 PAGE_2 PAGE_3));
    assert_null(users_gap(PAGE_3 PAGE_1 PAGE_2));
    assert_null(users_gap(PAGE_1 PAGE_2 PAGE_2 PAGE_3));
    assert_null(users_gap(LINE("ListUsers", "", LAST USER("tom"))));
    assert_string_equal(users_gap(PAGE_1 PAGE_2), "one of its pages is missing");
    assert_string_equal(users_gap(PAGE_1 PAGE_3), "one of its pages is missing");
    assert_string_equal(users_gap(PAGE_2 PAGE_3), "its first page is missing");
    assert_string_equal(users_gap(PAGE_3), "its first page is missing");
}

static void test_odd_markers(void **state)
{
    (void)state;
    assert_string_equal(users_gap(LINE("ListUsers", "", "\"IsTruncated\":true," USER("tom"))),
                        "the response says that there is more, but not where");
    assert_string_equal(users_gap(PAGE_1 LINE("ListUsers", MARKER("a"), MORE("a") USER("li.wei"))),
                        "one of its pages is missing"); /* they go round */
    assert_string_equal(users_gap(PAGE_1 LINE("ListUsers", "", LAST USER("li.wei"))),
                        "the order of its pages is not known without the arguments of the calls");
    assert_null(users_gap(LINE("ListUsers", "", "\"IsTruncated\":\"false\"," USER("tom"))));
}

static void test_arguments(void **state)
{
    (void)state;
    assert_null(users_gap(LINE("ListUsers", "\"RegionId\":\"cn-hangzhou\"", LAST USER("tom"))));
    assert_string_equal(users_gap(LINE("ListUsers", "\"Tag.1.Key\":\"team\"", LAST USER("tom"))),
                        "the call asked for only a part of the list");
}

#define NUMBERED(number, total, name)                                                             \
    "{\"rampart\":1,\"product\":\"ram\",\"api\":\"ListUsers\",\"args\":{\"PageNumber\":\"" number \
    "\"},\"response\":{\"PageNumber\":" number ",\"PageSize\":1,\"TotalCount\":" total "," USER(name) "}}\n"

static void test_numbers(void **state)
{
    (void)state;
    assert_null(users_gap(NUMBERED("1", "2", "tom") NUMBERED("2", "2", "li.wei")));
    assert_null(
        users_gap(NUMBERED("2", "2", "tom") NUMBERED("1", "2", "li.wei") NUMBERED("1", "2", "li.wei")));
    assert_string_equal(users_gap(NUMBERED("1", "2", "tom")), "TotalCount says that there are more entries");
    assert_string_equal(users_gap(NUMBERED("1", "2", "tom") NUMBERED("1", "2", "tom")),
                        "TotalCount says that there are more entries");
    assert_string_equal(users_gap(NUMBERED("1", "2", "tom") NUMBERED("2", "3", "li.wei")),
                        "its pages do not match: it changed while it was read");
    assert_string_equal(users_gap(NUMBERED("1", "0", "tom")), "there are more entries than TotalCount says");
}

static void test_mixed(void **state)
{
    (void)state;
    assert_string_equal(users_gap(NUMBERED("1", "1", "tom") PAGE_3),
                        "its pages do not match: it changed while it was read");
}

static void test_tokens(void **state)
{
    static const char *const first =
        LINE("ListUsers", "", "\"NextToken\":\"t\",\"TotalCount\":2," USER("tom"));
    static const char *const both = LINE("ListUsers", "", "\"NextToken\":\"t\",\"TotalCount\":2," USER("tom"))
        LINE("ListUsers", "\"NextToken\":\"t\"", "\"TotalCount\":2," USER("li.wei"));
    (void)state;
    assert_null(users_gap(both));
    assert_string_equal(users_gap(first), "one of its pages is missing");
}

/* As many entries as a page has, and no word of pages. */
static void test_page_alone(void **state)
{
    static char many[32768];
    static const size_t counts[] = {9, 10, 11, 100};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        size_t used = 0;
        for (size_t j = 0; j < counts[i]; j++)
            used += (size_t)snprintf(many + used, sizeof many - used, "%s{\"UserName\":\"u%zu\"}",
                                     j > 0 ? "," : "", j);
        char line[40000];
        (void)snprintf(line, sizeof line,
                       "{\"rampart\":1,\"product\":\"ram\",\"api\":\"ListUsers\",\"args\":{%s},"
                       "\"response\":{\"Users\":{\"User\":[%s]}}}\n",
                       counts[i] == 11 ? "\"MaxItems\":11" : "", many);
        const char *gap = users_gap(line);
        if (counts[i] == 9)
            assert_null(gap);
        else
            assert_non_null(strstr(gap, "it may be one page of several"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markers),    cmocka_unit_test(test_odd_markers),
        cmocka_unit_test(test_arguments),  cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_mixed),      cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_page_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
