/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/try_operand.h"

static void reads_instants_of_utc(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01", 0},
        {"1969-12-31T23:59:59Z", -1},
        {"2000-02-29T12:00:00Z", 951825600},
        {"2012-11-11T23:59:59Z", 1352678399},
        {"2019-08-12T17:00:00+08:00", 1565600400},
        {"2026-01-31T08:00Z", 1769846400},
        {"2024-02-29", 1709164800},
        {"1900-03-01", -2203891200},
        {"0000-01-01", -62167219200},
        {"9999-12-31T23:59:59Z", 253402300799},
        {"2026-01-01T00:00:00-05:30", 1767245400},
        {"1970-01-01T18:00+18:00", 0},
        {"2026-12-31T23:59:59-00:00", 1798761599},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_instant instant;
        if (!rp_instant_read(rampart_str(cases[i].text), &instant))
            fail_msg("%s is not taken", cases[i].text);
        if (instant.seconds != cases[i].seconds)
            fail_msg("%s is %lld", cases[i].text, (long long)instant.seconds);
        assert_int_equal(instant.fraction.len, 0);
    }
}

/* The usual form is read at its places; with a fraction of nothing the reader of all forms reads it. */
static void the_usual_form_is_read_as_all_are(void **state)
{
    static const char alphabet[] = "0123456789-T:Z+ ";
    char usual[] = "2024-02-29T23:59:59Z", other[] = "2024-02-29T23:59:59.0Z";
    struct rp_instant a, b;
    (void)state;
    for (size_t i = 0; i + 1 < sizeof usual; i++)
        for (size_t k = 0; k < i; k++)
            for (size_t x = 0; x < sizeof alphabet - 1; x++)
                for (size_t y = 0; y < sizeof alphabet - 1; y++) {
                    const char was_i = usual[i], was_k = usual[k];
                    usual[i] = alphabet[x];
                    usual[k] = alphabet[y];
                    memcpy(other, usual, sizeof usual - 2);
                    other[sizeof other - 2] = usual[sizeof usual - 2];
                    bool read = rp_instant_read(rampart_str(usual), &a);
                    if (read != rp_instant_read(rampart_str(other), &b)) fail_msg("%s and %s", usual, other);
                    if (read) assert_int_equal(a.seconds, b.seconds);
                    usual[i] = was_i;
                    usual[k] = was_k;
                }
}

/* Forms that nobody documents: no dates, unless they are assumed to be some. */
static void reads_other_forms_as_assumed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {
        {"2026-01-31T08:00:00", 1769846400},
        {"2026-01-31T08:00", 1769846400},
        {"2026-01-31 08:00:00", 1769846400},
        {"2026-01-31 08:00:00Z", 1769846400},
        {"2026-01-31t08:00:00z", 1769846400},
        {"2026-01-31T16:00:00+0800", 1769846400},
        {"2026-01-31T16:00:00+08", 1769846400},
        {"2026-01-31 16:00+0800", 1769846400},
        {"2026-01-31T02:30:00-0530", 1769846400},
        {"2026-12-31T23:59:60Z", 1798761600},
        {"2026-12-31T23:59:60+08:00", 1798732800},
        {"1769846400", 1769846400},
        {"1000000000", 1000000000},
        {"9999999999", 9999999999},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_instant instant;
        assert_false(rp_instant_read(rampart_str(cases[i].text), &instant));
        if (!rp_instant_read_leniently(rampart_str(cases[i].text), &instant))
            fail_msg("%s is not taken", cases[i].text);
        if (instant.seconds != cases[i].seconds)
            fail_msg("%s is %lld", cases[i].text, (long long)instant.seconds);
    }
}

static void refuses_what_is_no_instant_in_any_form(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "2026",
                                        "20260131",
                                        "2026-02-30 08:00:00",
                                        "2026-01-31T",
                                        "2026-01-31 ",
                                        "2026-01-31  08:00:00",
                                        "2026-01-31T24:00:00",
                                        "2026-01-31T08:00:61Z",
                                        "2026-01-31T08:60",
                                        "2026-01-31T08:00:00 Z",
                                        "2026-01-31T08:00:00+8",
                                        "2026-01-31T08:00:00+080",
                                        "2026-01-31T08:00:00+08000",
                                        "2026-01-31T08:00:00+1900",
                                        "2026-01-31T08:00:00ZZ",
                                        "0123456789",
                                        "123456789",
                                        "17698464000",
                                        "1769846400.",
                                        "1769846400Z",
                                        "-1769846400",
                                        "now"};
    struct rp_instant instant;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (rp_instant_read_leniently(rampart_str(texts[i]), &instant))
            fail_msg("\"%s\" was taken", texts[i]);
}

/* Both sides are read as assumed; what is not read matches nothing, and a value that is none is unknown. */
static void forms_count_as_assumed(void **state)
{
    (void)state;
    const struct rp_family *date = &rp_family_date;
    const unsigned lenient = RP_ASSUME_DATE_LENIENT;
    const char *const day = "2026-01-31T08:00:00Z", *const bare = "2026-01-31T08:00:00";
    assert_int_equal(truth_between(date, day, RP_COMPARE_EQUALS, bare, 0), RAMPART_FALSE);
    assert_int_equal(truth_between(date, day, RP_COMPARE_EQUALS, bare, lenient), RAMPART_TRUE);
    assert_int_equal(truth_between(date, bare, RP_COMPARE_EQUALS, day, 0), RAMPART_UNKNOWN);
    assert_int_equal(truth_between(date, bare, RP_COMPARE_EQUALS, day, lenient), RAMPART_TRUE);
    assert_int_equal(truth_between(date, bare, RP_COMPARE_LESS, day, lenient), RAMPART_FALSE);
    assert_int_equal(truth_between(date, "soon", RP_COMPARE_EQUALS, day, lenient), RAMPART_UNKNOWN);
    assert_int_equal(truth_between(date, "soon", RP_COMPARE_EQUALS, "soon", lenient), RAMPART_FALSE);
    assert_int_equal(date->value_switches(rampart_str(bare)), RP_ASSUME_DATE_LENIENT);
    assert_int_equal(date->value_switches(rampart_str(day)), 0);
    assert_int_equal(date->value_switches(rampart_str("soon")), 0);
}

static void a_day_follows_a_day(void **state)
{
    (void)state;
    static const char *const days[][2] = {
        {"2023-02-28", "2023-03-01"}, {"2024-02-28", "2024-02-29"}, {"2024-02-29", "2024-03-01"},
        {"2000-02-29", "2000-03-01"}, {"1900-02-28", "1900-03-01"}, {"2025-12-31", "2026-01-01"},
        {"2026-04-30", "2026-05-01"}, {"0000-02-29", "0000-03-01"}, {"0003-12-31", "0004-01-01"},
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct rp_instant first, second;
        assert_true(rp_instant_read(rampart_str(days[i][0]), &first));
        assert_true(rp_instant_read(rampart_str(days[i][1]), &second));
        assert_int_equal(second.seconds - first.seconds, 86400);
    }
}

static void refuses_what_is_no_instant(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "2026",
        "2026-02-30",
        "2023-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-00-01",
        "2026-13-01",
        "2026-01-00",
        "2026-1-1",
        "26-01-01",
        "+2026-01-01",
        "20260101",
        "1767225600",
        " 2026-01-01",
        "2026-01-01 ",
        "2026-01-01T",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00",
        "2026-01-01T00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T23:60:00Z",
        "2026-01-01T23:59:60Z",
        "2026-01-01t00:00:00Z",
        "2026-01-01T00:00:00z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00 Z",
        "2026-01-01T00:00:00+0800",
        "2026-01-01T00:00:00+08",
        "2026-01-01T00:00:00+08:60",
        "2026-01-01T00:00:00+18:01",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00.5Z",
        "2026-01-01T00:00:00,5Z",
        "2026-01-01Z",
        "2026-01-01+08:00",
        "2026-01-01T00:00:00ZZ",
        "2026-01-01T-1:00:00Z",
        "2026-01-01T00:00:00+-8:00",
        "2026-W01-1",
        "2026-001",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (is_usable(&rp_family_date, texts[i])) fail_msg("\"%s\" was taken for a date", texts[i]);
        assert_false(holds_between(&rp_family_date, texts[i], RP_COMPARE_GREATER, "1970-01-01"));
    }
}

static void compares_fractions_exactly(void **state)
{
    (void)state;
    static const char *const ascending[] = {
        "2025-12-31T23:59:59.99999999999999999999999999Z",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.00000000000000000000000001Z",
        "2026-01-01T00:00:00.45Z",
        "2026-01-01T00:00:00.5Z",
        "2026-01-01T00:00:00.51Z",
        "2026-01-01T00:00:01Z",
    };
    const size_t count = sizeof ascending / sizeof *ascending;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            bool less = holds_between(&rp_family_date, ascending[i], RP_COMPARE_LESS, ascending[j]);
            if (less != (i < j)) fail_msg("%s against %s", ascending[i], ascending[j]);
        }
    assert_true(holds_between(&rp_family_date, "2026-01-01T00:00:00.500Z", RP_COMPARE_EQUALS, ascending[4]));
    assert_true(holds_between(&rp_family_date, "2026-01-01T00:00:00.000Z", RP_COMPARE_EQUALS, "2026-01-01"));
}

static void holds_says_value_comparison_operand(void **state)
{
    (void)state;
    const struct rp_family *date = &rp_family_date;
    const char *noon = "2026-01-31T12:00:00Z", *same = "2026-01-31T20:00:00+08:00";
    assert_true(holds_between(date, noon, RP_COMPARE_EQUALS, same));
    assert_true(holds_between(date, noon, RP_COMPARE_LESS_EQUALS, same));
    assert_true(holds_between(date, noon, RP_COMPARE_GREATER_EQUALS, same));
    assert_false(holds_between(date, noon, RP_COMPARE_LESS, same));
    assert_true(holds_between(date, "2026-01-31", RP_COMPARE_LESS, noon));
    assert_true(holds_between(date, "2026-02-01", RP_COMPARE_GREATER, noon));
    assert_false(holds_between(date, noon, RP_COMPARE_LESS, "2026-02-30"));
    check_family(date, "date", noon);
}

static void some_values_stand_for_all(void **state)
{
    static const enum rp_comparison all[] = {RP_COMPARE_EQUALS, RP_COMPARE_LESS, RP_COMPARE_LESS_EQUALS,
                                             RP_COMPARE_GREATER, RP_COMPARE_GREATER_EQUALS};
    static const char *const operands[] = {"2026-01-01",
                                           "2026-01-01T08:00:00+08:00",
                                           "2026-01-01T00:00:00.5Z",
                                           "2026-01-01T00:00:00.501Z",
                                           "2024-02-29T23:59:59-05:00",
                                           "2026-12-31T23:59Z",
                                           NULL};
    static const char *const first[] = {"0000-01-01T00:00+18:00", NULL};
    static const char *const lenient[] = {"2026-01-01",
                                          "2026-01-01 00:00",
                                          "2026-01-01t00:00:00.5z",
                                          "1767225600",
                                          "1767225600.501",
                                          "2024-02-29T23:59:59-0500",
                                          "2024-02-29T23:59:60-05",
                                          "2026-12-31T23:59",
                                          NULL};
    static const char *const samples[] = {"0001-01-01",
                                          "2024-03-01T04:59:58.9Z",
                                          "2024-03-01T04:59:59Z",
                                          "2024-03-01T04:59:59.1Z",
                                          "2025-12-31T23:59:59.9Z",
                                          "2026-01-01T00:00Z",
                                          "2026-01-01T00:00:00.1Z",
                                          "2026-01-01T00:00:00.5Z",
                                          "2026-01-01T00:00:00.5009Z",
                                          "2026-01-01T00:00:00.501Z",
                                          "2026-01-01T00:00:00.6Z",
                                          "2026-12-31T23:58:59Z",
                                          "2026-12-31T23:59:00.000Z",
                                          "2026-12-31T23:59:01Z",
                                          "9999-12-31T23:59:59.9-18:00",
                                          NULL};
    (void)state;
    check_representatives(&rp_family_date, all, 5, operands, 0, samples);
    check_representatives(&rp_family_date, all, 5, first, 0, samples);
    check_representatives(&rp_family_date, all, 5, lenient, RP_ASSUME_DATE_LENIENT, samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_values_stand_for_all),
        cmocka_unit_test(reads_instants_of_utc),
        cmocka_unit_test(the_usual_form_is_read_as_all_are),
        cmocka_unit_test(a_day_follows_a_day),
        cmocka_unit_test(refuses_what_is_no_instant),
        cmocka_unit_test(reads_other_forms_as_assumed),
        cmocka_unit_test(refuses_what_is_no_instant_in_any_form),
        cmocka_unit_test(forms_count_as_assumed),
        cmocka_unit_test(compares_fractions_exactly),
        cmocka_unit_test(holds_says_value_comparison_operand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
