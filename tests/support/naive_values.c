/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_values.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/naive_pattern.h"

static bool copy(struct rampart_str text, char *ret_copy, size_t size)
{
    if (text.len + 1 > size || (text.len > 0 && memchr(text.data, '\0', text.len) != NULL)) return false;
    if (text.len > 0) memcpy(ret_copy, text.data, text.len);
    ret_copy[text.len] = '\0';
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool naive_equal_fold(struct rampart_str a, struct rampart_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.data[i]) != lower(b.data[i])) return false;
    return true;
}

/* ---- numbers: a digit for every place from 10^199 down to 10^-200 ---- */

#define PLACES 400

struct grid {
    bool negative;
    char digits[PLACES + 1];
};

static bool digits_at(const char **text)
{
    const char *start = *text;

    *text += strspn(*text, "0123456789");
    return *text > start;
}

static bool read_number(struct rampart_str text, struct grid *ret_grid)
{
    char all[256];
    const char *at = all, *whole = NULL, *fraction = "", *end = NULL;
    long exponent = 0;
    size_t place = 0;

    if (!copy(text, all, sizeof all)) return false;
    memset(ret_grid->digits, '0', PLACES);
    ret_grid->digits[PLACES] = '\0';
    ret_grid->negative = *at == '-';
    at += *at == '-' || *at == '+';
    whole = at;
    if (!digits_at(&at)) return false;
    end = at;
    if (*at == '.') {
        fraction = ++at;
        if (!digits_at(&at)) return false;
    }
    if (*at == 'e') {
        const char *digits = at + 1 + (at[1] == '-' || at[1] == '+');

        exponent = strtol(at + 1, NULL, 10);
        at = digits;
        if (!digits_at(&at)) return false;
    }
    if (*at != '\0') return false;
    place = (size_t)(PLACES / 2 - (end - whole) - exponent);
    for (const char *c = whole; c < end; c++) ret_grid->digits[place++] = *c;
    for (const char *c = fraction; *c >= '0' && *c <= '9'; c++) ret_grid->digits[place++] = *c;
    if (strspn(ret_grid->digits, "0") == PLACES) ret_grid->negative = false;
    return true;
}

static int compare_numbers(const struct grid *a, const struct grid *b)
{
    int order = memcmp(a->digits, b->digits, PLACES);

    if (a->negative != b->negative) return a->negative ? -1 : 1;
    return a->negative ? -order : order;
}

/* ---- dates: seconds since 1900, and billionths ---- */

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && leap(year) ? 29 : days[month - 1];
}

/* Reads exactly `count` digits. */
static bool number_at(const char **text, int count, int *ret_number)
{
    int number = 0;

    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9') return false;
        number = number * 10 + (**text - '0');
    }
    *ret_number = number;
    return true;
}

static bool sign_at(const char **text, char sign)
{
    if (**text != sign) return false;
    (*text)++;
    return true;
}

static bool read_offset(const char **at, long long *seconds)
{
    int hours = 0, minutes = 0;
    int sign = **at == '+' ? -1 : 1;

    if (sign_at(at, 'Z')) return true;
    if (!sign_at(at, '+') && !sign_at(at, '-')) return false;
    if (!number_at(at, 2, &hours) || !sign_at(at, ':') || !number_at(at, 2, &minutes) || hours > 23 ||
        minutes > 59)
        return false;
    *seconds += sign * (hours * 3600LL + minutes * 60LL);
    return true;
}

static bool read_time(const char **at, long long *seconds, long long *nanos)
{
    int hour = 0, minute = 0, second = 0, scale = 100000000;

    if (!sign_at(at, 'T') || !number_at(at, 2, &hour) || !sign_at(at, ':') || !number_at(at, 2, &minute))
        return false;
    if (sign_at(at, ':') && !number_at(at, 2, &second)) return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    if (sign_at(at, '.'))
        for (; **at >= '0' && **at <= '9'; (*at)++, scale /= 10) *nanos += (**at - '0') * scale;
    *seconds += hour * 3600LL + minute * 60LL + second;
    return read_offset(at, seconds);
}

static bool read_date(struct rampart_str text, long long *ret_nanos)
{
    char all[64];
    const char *at = all;
    int year = 0, month = 0, day = 0;
    long long days = 0, seconds = 0, nanos = 0;

    if (!copy(text, all, sizeof all) || !number_at(&at, 4, &year) || !sign_at(&at, '-') ||
        !number_at(&at, 2, &month) || !sign_at(&at, '-') || !number_at(&at, 2, &day) || month < 1 ||
        month > 12 || day < 1 || day > days_in(year, month))
        return false;
    for (int y = 1900; y < year; y++) days += leap(y) ? 366 : 365;
    for (int m = 1; m < month; m++) days += days_in(year, m);
    if (*at != '\0' && !read_time(&at, &seconds, &nanos)) return false;
    *ret_nanos = ((days + day) * 86400 + seconds) * 1000000000LL + nanos;
    return *at == '\0';
}

/* ---- addresses ---- */

struct address {
    unsigned char bytes[16];
    int bits, prefix;
};

static bool read_address(struct rampart_str text, bool block, struct address *ret_address)
{
    char all[80];
    char *slash = NULL;
    bool v6 = false;

    memset(ret_address, 0, sizeof *ret_address);
    if (!copy(text, all, sizeof all)) return false;
    slash = strchr(all, '/');
    v6 = strchr(all, ':') != NULL;
    ret_address->bits = ret_address->prefix = v6 ? 128 : 32;
    if (slash != NULL) {
        size_t count = strlen(slash + 1);

        if (!block || count == 0 || count > 3 || strspn(slash + 1, "0123456789") != count) return false;
        ret_address->prefix = atoi(slash + 1);
        *slash = '\0';
    }
    return ret_address->prefix <= ret_address->bits &&
           inet_pton(v6 ? AF_INET6 : AF_INET, all, ret_address->bytes) == 1;
}

static bool lies_in(const struct address *address, const struct address *block)
{
    if (address->bits != block->bits) return false;
    for (int i = 0; i < block->prefix; i++)
        if (((address->bytes[i / 8] ^ block->bytes[i / 8]) >> (7 - i % 8) & 1) != 0) return false;
    return true;
}

/* ---- all of them ---- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool read_bool(struct rampart_str text, bool *ret_truth)
{
    *ret_truth = naive_equal_fold(text, rampart_str("true"));
    return *ret_truth || naive_equal_fold(text, rampart_str("false"));
}

bool naive_usable(const char *op, struct rampart_str operand)
{
    struct grid number;
    struct address address;
    long long nanos = 0;
    bool truth = false;

    if (begins(op, "Numeric")) return read_number(operand, &number);
    if (begins(op, "Date")) return read_date(operand, &nanos);
    if (begins(op, "Bool")) return read_bool(operand, &truth);
    if (begins(op, "Ip")) return read_address(operand, true, &address);
    return true;
}

static bool equal(struct rampart_str a, struct rampart_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static bool string_holds(const char *op, struct rampart_str operand, struct rampart_str value)
{
    if (strcmp(op, "StringLike") == 0) return naive_pattern_match(operand, value);
    if (strcmp(op, "StringEqualsIgnoreCase") == 0) return naive_equal_fold(operand, value);
    return equal(operand, value);
}

/* What is left of the operator's name after its family. */
static bool in_order(const char *relation, int order)
{
    if (strcmp(relation, "LessThan") == 0) return order < 0;
    if (strcmp(relation, "LessThanEquals") == 0) return order <= 0;
    if (strcmp(relation, "GreaterThan") == 0) return order > 0;
    if (strcmp(relation, "GreaterThanEquals") == 0) return order >= 0;
    return order == 0;
}

bool naive_holds(const char *op, struct rampart_str operand, struct rampart_str value)
{
    struct grid number, number2;
    struct address address, block;
    long long nanos = 0, nanos2 = 0;
    bool truth = false, truth2 = false;

    if (begins(op, "Numeric"))
        return read_number(operand, &number2) && read_number(value, &number) &&
               in_order(op + strlen("Numeric"), compare_numbers(&number, &number2));
    if (begins(op, "Date"))
        return read_date(operand, &nanos2) && read_date(value, &nanos) &&
               in_order(op + strlen("Date"), nanos < nanos2 ? -1 : nanos > nanos2);
    if (begins(op, "Bool")) return read_bool(operand, &truth2) && read_bool(value, &truth) && truth == truth2;
    if (begins(op, "Ip"))
        return read_address(operand, true, &block) && read_address(value, false, &address) &&
               lies_in(&address, &block);
    return string_holds(op, operand, value);
}

/* ---- what policies/catalog/condition-keys.tsv says of the keys that tests ask about ---- */

bool naive_every_request_has(struct rampart_str key)
{
    return naive_equal_fold(key, rampart_str("acs:CurrentTime")) ||
           naive_equal_fold(key, rampart_str("acs:SecureTransport"));
}

char naive_key_type(const char *key)
{
    static const char *const typed[] = {"Dacs:CurrentTime", "Bacs:MFAPresent", "Iacs:SourceIp"};

    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        if (naive_equal_fold(rampart_str(key), rampart_str(typed[i] + 1))) return typed[i][0];
    return '\0';
}

/* Neither a block nor a date alone. */
bool naive_key_can_have(const char *key, const char *value)
{
    switch (naive_key_type(key)) {
    case 'D': return naive_usable("DateEquals", rampart_str(value)) && strchr(value, 'T') != NULL;
    case 'B': return naive_usable("Bool", rampart_str(value));
    case 'I': return naive_usable("IpAddress", rampart_str(value)) && strchr(value, '/') == NULL;
    default: return true;
    }
}
