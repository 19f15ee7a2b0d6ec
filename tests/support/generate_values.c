/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/generate.h"
#include "support/naive_values.h"

#define KEYS 8
#define VALUES 512
#define TEXT 64
#define WORDS 16

/* The forms in which values may be read. */
static const struct naive_forms forms[] = {{false, false, false}, {true, true, false}, {true, true, true}};

/* The comparisons that conditions are made of. */
static const char *const comparisons[] = {"StringEquals",
                                          "StringEqualsIgnoreCase",
                                          "StringLike",
                                          "NumericEquals",
                                          "NumericLessThan",
                                          "NumericLessThanEquals",
                                          "NumericGreaterThan",
                                          "NumericGreaterThanEquals",
                                          "DateEquals",
                                          "DateLessThan",
                                          "DateLessThanEquals",
                                          "DateGreaterThan",
                                          "DateGreaterThanEquals",
                                          "Bool",
                                          "IpAddress"};

/* Beside the operands, in every case, and all short texts: where something may change. */
static const char *const others[] = {"zz",
                                     "0",
                                     "-0.1",
                                     "0.1",
                                     "0.49",
                                     "0.51",
                                     "-3.01",
                                     "-2.99",
                                     "-4",
                                     "6.9",
                                     "7",
                                     "7.1",
                                     "9.9",
                                     "10",
                                     "10.1",
                                     "11",
                                     "99999999999999999998",
                                     "99999999999999999999",
                                     "99999999999999999999.5",
                                     "100000000000000000000",
                                     "100000000000000000000.1",
                                     "2020-01-01T00:00:00Z",
                                     "2024-03-01T04:59:58Z",
                                     "2024-03-01T04:59:59Z",
                                     "2024-03-01T04:59:59.1Z",
                                     "2025-12-31T23:59:59Z",
                                     "2025-12-31T23:59:59.5Z",
                                     "2026-01-01T00:00:00Z",
                                     "2026-01-01T00:00:00.5Z",
                                     "2026-12-31T23:58:59Z",
                                     "2026-12-31T23:59:00Z",
                                     "2026-12-31T23:59:01Z",
                                     "true",
                                     "false",
                                     "0.0.0.0",
                                     "9.255.255.255",
                                     "10.0.0.0",
                                     "10.0.0.1",
                                     "10.1.2.2",
                                     "10.1.2.3",
                                     "10.1.2.4",
                                     "10.191.255.255",
                                     "10.192.0.0",
                                     "10.207.255.255",
                                     "10.208.0.0",
                                     "11.0.0.0",
                                     "::",
                                     "::ffff:9.255.255.255",
                                     "::ffff:10.0.0.0",
                                     "::ffff:10.0.0.1",
                                     "::ffff:10.1.2.3",
                                     "::ffff:11.0.0.0",
                                     "10.1.2.03",
                                     "2026-01-01T00:00:00",
                                     "2026-01-01T00:00:00.5z",
                                     "2001:db8::",
                                     "2001:db8:7fff::",
                                     "2001:db8:8000::",
                                     "acs:ram::100:user/alice",
                                     "acs:ram::100:user/bob",
                                     "acs:ram::100:role/ops",
                                     "acs:ram::100:role/x",
                                     "acs:ram::200:user/alice",
                                     "acs:ram::200:role/x",
                                     "acs:ram:x:100:",
                                     "acs:ram::100:role/"};

struct list {
    char texts[VALUES][TEXT];
    uint64_t met[VALUES][WORDS]; /* by the value: the comparisons that it meets */
    const char *values[VALUES + 1];
    size_t count;
};

static void compare(const char *const *operands, const char *value, uint64_t *ret_met)
{
    size_t bit = 0;

    memset(ret_met, 0, WORDS * sizeof *ret_met);
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        for (const char *const *operand = operands; *operand != NULL; operand++)
            for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++, bit++)
                if (naive_holds(comparisons[i], rampart_str(*operand), rampart_str(value), &forms[form]))
                    ret_met[bit / 64] |= (uint64_t)1 << bit % 64;
        for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++, bit++)
            if (naive_readable(comparisons[i], rampart_str(value), &forms[form]))
                ret_met[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    if (bit > WORDS * 64) abort();
}

/* Takes the value if it meets other comparisons than those before it. */
static void offer(struct list *list, const char *const *operands, const char *value)
{
    uint64_t met[WORDS];

    compare(operands, value, met);
    for (size_t i = 0; i < list->count; i++)
        if (memcmp(list->met[i], met, sizeof met) == 0) return;
    if (list->count == VALUES) abort();
    memcpy(list->met[list->count], met, sizeof met);
    (void)snprintf(list->texts[list->count], TEXT, "%s", value);
    list->values[list->count] = list->texts[list->count];
    list->count++;
}

/* In every mixture of cases of its first letters: one pattern may take those that another leaves. */
static void offer_cases(struct list *list, const char *const *operands, const char *value)
{
    enum { MIXED = 4 };
    const size_t length = strlen(value), mixed = length < MIXED ? length : MIXED;
    char text[TEXT];

    offer(list, operands, value);
    for (unsigned rest = 0; rest < 2; rest++)
        for (unsigned upper = 0; upper < 1U << mixed; upper++) {
            (void)snprintf(text, sizeof text, "%s", value);
            for (size_t i = 0; text[i] != '\0'; i++) {
                const bool capital = i < mixed ? (upper >> i & 1) != 0 : rest != 0;
                text[i] = (char)(capital ? toupper((unsigned char)text[i]) : tolower((unsigned char)text[i]));
            }
            offer(list, operands, text);
        }
}

/* All texts of at most four of the letters that patterns are made of. */
static void offer_short(struct list *list, const char *const *operands)
{
    static const char letters[] = "prodtabx";
    char text[5];

    for (unsigned number = 0; number < 9 * 9 * 9 * 9; number++) {
        size_t length = 0;

        for (unsigned rest = number; rest > 0; rest /= 9)
            if (rest % 9 > 0) text[length++] = letters[rest % 9 - 1];
        text[length] = '\0';
        offer(list, operands, text);
    }
}

static void make(struct list *list, const char *const *operands)
{
    for (const char *const *operand = operands; *operand != NULL; operand++)
        offer_cases(list, operands, *operand);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) offer(list, operands, others[i]);
    offer_short(list, operands);
}

const char *const *generate_every_value(const char *key)
{
    static struct list lists[KEYS];
    const char *name = NULL;

    for (size_t i = 0; i < KEYS; i++) {
        const char *const *operands = generate_operands(i, &name);

        if (strcmp(name, key) != 0) continue;
        if (lists[i].count == 0) make(&lists[i], operands);
        return lists[i].values;
    }
    return NULL;
}
