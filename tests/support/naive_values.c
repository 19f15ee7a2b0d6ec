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

/* ---- numbers: a digit for every place from 10^199 down to 10^-200 ----
 * A larger exponent is taken as MOST_EXPONENT, so that the digits stay on the grid. The order of such a number and of
 * one without an exponent, which is all that the tests compare, does not change by it. */

#define PLACES 400
#define MOST_EXPONENT 100
#define MOST_DIGITS 80 /* of a number; a longer one would leave the grid */

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
    char all[MOST_DIGITS];
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
        if (exponent > MOST_EXPONENT) exponent = MOST_EXPONENT;
        if (exponent < -MOST_EXPONENT) exponent = -MOST_EXPONENT;
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

/* ---- dates: seconds since 1900, and millionths ---- */

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

static bool read_time(const char **at, long long *seconds, long long *micros)
{
    int hour = 0, minute = 0, second = 0, scale = 100000;

    if (!sign_at(at, 'T') || !number_at(at, 2, &hour) || !sign_at(at, ':') || !number_at(at, 2, &minute))
        return false;
    if (sign_at(at, ':')) {
        if (!number_at(at, 2, &second)) return false;
        if (**at == '.' && ((*at)[1] < '0' || (*at)[1] > '9')) return false;
        if (sign_at(at, '.'))
            for (; **at >= '0' && **at <= '9'; (*at)++, scale /= 10) *micros += (**at - '0') * scale;
    }
    if (hour > 23 || minute > 59 || second > 59) return false;
    *seconds += hour * 3600LL + minute * 60LL + second;
    return read_offset(at, seconds);
}

static bool read_date(struct rampart_str text, long long *ret_micros)
{
    char all[64];
    const char *at = all;
    int year = 0, month = 0, day = 0;
    long long days = 0, seconds = 0, micros = 0;

    if (!copy(text, all, sizeof all) || !number_at(&at, 4, &year) || !sign_at(&at, '-') ||
        !number_at(&at, 2, &month) || !sign_at(&at, '-') || !number_at(&at, 2, &day) || month < 1 ||
        month > 12 || day < 1 || day > days_in(year, month))
        return false;
    for (int y = 1900; y < year; y++) days += leap(y) ? 366 : 365;
    for (int m = 1; m < month; m++) days += days_in(year, m);
    if (*at != '\0' && !read_time(&at, &seconds, &micros)) return false;
    *ret_micros = ((days + day) * 86400 + seconds) * 1000000LL + micros;
    return *at == '\0';
}

/* Whether the text is like the shape: 9 stands for a digit, the rest for itself. */
static bool shaped(const char *text, const char *shape)
{
    for (; *shape != '\0'; shape++) {
        if (*shape == '9' ? *text < '0' || *text > '9' : *text != *shape) return false;
        text++;
    }
    return *text == '\0';
}

/* Seconds since 1970, by counting the days before it. */
static bool read_epoch(const char *text, long long *ret_micros)
{
    const char *fraction = strchr(text, '.');
    char whole[32], zero[] = "1970-01-01";
    long long micros = 0, scale = 100000;

    (void)snprintf(whole, sizeof whole, "%.*s", (int)strcspn(text, "."), text);
    if (!shaped(whole, "9999999999") || whole[0] == '0' || !read_date(rampart_str(zero), ret_micros))
        return false;
    if (fraction != NULL) {
        if (fraction[1] == '\0' || strspn(fraction + 1, "0123456789") != strlen(fraction + 1)) return false;
        for (fraction++; *fraction != '\0'; fraction++, scale /= 10) micros += (*fraction - '0') * scale;
    }
    *ret_micros += atoll(whole) * 1000000LL + micros;
    return true;
}

/* Writes a date in one of the forms that are not documented as it would be in one that is. */
static bool read_date_leniently(struct rampart_str text, long long *ret_micros)
{
    static const char *const offsets[] = {"+9999", "-9999", "+99", "-99"};
    char all[64], plain[80], offset[8] = "Z", *zone = NULL;
    bool leap_second = false;

    if (!copy(text, all, sizeof all)) return false;
    if (read_epoch(all, ret_micros)) return true;
    if (strlen(all) < 16 || strchr("Tt ", all[10]) == NULL) return false;
    zone = all + 11 + strspn(all + 11, "0123456789:.");
    (void)snprintf(offset, sizeof offset, "%s", *zone == '\0' ? "Z" : zone);
    if (strcmp(offset, "z") == 0) offset[0] = 'Z';
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        if (shaped(zone, offsets[i]))
            (void)snprintf(offset, sizeof offset, "%.3s:%s", zone, strlen(zone) == 5 ? zone + 3 : "00");
    if (strlen(zone) > 6) return false;
    *zone = '\0';
    leap_second = strlen(all) >= 19 && strncmp(all + 16, ":60", 3) == 0;
    if (leap_second) memcpy(all + 16, ":59", 3);
    (void)snprintf(plain, sizeof plain, "%.10sT%s%s", all, all + 11, offset);
    if (!read_date(rampart_str(plain), ret_micros)) return false;
    if (leap_second) *ret_micros += 1000000LL;
    return true;
}

static bool read_date_as(struct rampart_str text, bool lenient, long long *ret_micros)
{
    return read_date(text, ret_micros) || (lenient && read_date_leniently(text, ret_micros));
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

        if (!block || count == 0 || count > 3 || strspn(slash + 1, "0123456789") != count ||
            (count > 1 && slash[1] == '0'))
            return false;
        ret_address->prefix = atoi(slash + 1);
        *slash = '\0';
    }
    return ret_address->prefix <= ret_address->bits &&
           inet_pton(v6 ? AF_INET6 : AF_INET, all, ret_address->bytes) == 1;
}

/* A number up to 255, by its text without the zeros in front. */
static bool plain_number(const char *text, size_t length, char *ret_plain)
{
    if (length == 0 || strspn(text, "0123456789") < length) return false;
    for (; length > 1 && *text == '0'; length--) text++;
    if (length > 3) return false;
    (void)snprintf(ret_plain, 4, "%.*s", (int)length, text);
    return atoi(ret_plain) <= 255;
}

/* Writes four numbers without zeros in front; trailing stars are counted and written as 0. */
static bool plain_four(const char *text, int *stars, char *ret_plain)
{
    *ret_plain = '\0';
    *stars = 0;
    for (int i = 0; i < 4; i++) {
        char number[4] = "0";
        size_t length = strcspn(text, ".");

        if (strncmp(text, "*", length) == 0 && length == 1)
            ++*stars;
        else if (*stars > 0 || !plain_number(text, length, number))
            return false;
        (void)sprintf(ret_plain + strlen(ret_plain), "%s%s", i > 0 ? "." : "", number);
        text += length;
        if ((*text == '\0') != (i == 3)) return false;
        text += *text == '.';
    }
    return true;
}

static bool mask_length(const char *mask, char *ret_length)
{
    unsigned bytes[4] = {0};
    char plain[32];
    int stars = 0, length = 0;
    unsigned long bits = 0;

    if (!plain_four(mask, &stars, plain) || stars > 0 ||
        sscanf(plain, "%u.%u.%u.%u", &bytes[0], &bytes[1], &bytes[2], &bytes[3]) != 4)
        return false;
    bits = (unsigned long)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    while (length < 32 && (bits >> (31 - length) & 1) != 0) length++;
    (void)sprintf(ret_length, "%d", length);
    return (bits & (0xFFFFFFFFUL >> length)) == 0 || length == 32;
}

/* Writes an address in one of the forms that are not documented as it would be in one that is. */
static bool read_address_leniently(struct rampart_str text, bool block, struct address *ret_address)
{
    char all[200], plain[400] = "", four[32], length[12] = "", *slash = NULL, *zone = NULL, *start = NULL;
    int stars = 0;

    while (text.len > 0 && strchr(" \t", text.data[0]) != NULL) text.data++, text.len--;
    while (text.len > 0 && strchr(" \t", text.data[text.len - 1]) != NULL) text.len--;
    if (!copy(text, all, sizeof all)) return false;
    slash = strchr(all, '/');
    if (slash != NULL) *slash = '\0';
    if (strlen(all) >= 128) return false;
    zone = strchr(all, '%');
    if (zone != NULL && zone[1] != '\0' && memchr(all, ':', (size_t)(zone - all)) != NULL) *zone = '\0';
    start = strrchr(all, ':');
    start = start == NULL ? all : start + 1;
    if (strchr(start, '.') != NULL) {
        if (!plain_four(start, &stars, four)) return false;
        if (stars > 0 && (!block || slash != NULL || start != all || stars == 4)) return false;
        *start = '\0';
        (void)snprintf(plain, sizeof plain, "%s%s", all, four);
    } else {
        (void)snprintf(plain, sizeof plain, "%s", all);
    }
    if (slash != NULL) {
        const char *digits = slash + 1;

        if (strchr(plain, ':') == NULL && mask_length(digits, length)) digits = length;
        for (; digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';) digits++;
        (void)sprintf(plain + strlen(plain), "/%.100s", digits);
    } else if (stars > 0) {
        (void)sprintf(plain + strlen(plain), "/%d", 32 - 8 * stars);
    }
    return read_address(rampart_str(plain), block, ret_address);
}

static bool read_address_as(struct rampart_str text, bool block, bool lenient, struct address *ret_address)
{
    return read_address(text, block, ret_address) ||
           (lenient && read_address_leniently(text, block, ret_address));
}

/* The address of IPv4 that one of IPv6 stands for, or a block of them. */
static void unmap(struct address *address)
{
    static const unsigned char front[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};

    if (address->bits != 128 || address->prefix < 96 || memcmp(address->bytes, front, 12) != 0) return;
    memmove(address->bytes, address->bytes + 12, 4);
    address->bits = 32;
    address->prefix -= 96;
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

static bool readable(const char *op, struct rampart_str text, bool block, const struct naive_forms *forms)
{
    struct grid number;
    struct address address;
    long long micros = 0;
    bool truth = false;

    if (begins(op, "Numeric")) return read_number(text, &number);
    if (begins(op, "Date")) return read_date_as(text, forms->lenient_dates, &micros);
    if (begins(op, "Bool")) return read_bool(text, &truth);
    if (begins(op, "Ip")) return read_address_as(text, block, forms->lenient_addresses, &address);
    return true;
}

bool naive_usable(const char *op, struct rampart_str operand, const struct naive_forms *forms)
{
    return readable(op, operand, true, forms);
}

bool naive_readable(const char *op, struct rampart_str value, const struct naive_forms *forms)
{
    return readable(op, value, false, forms);
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

bool naive_holds(const char *op, struct rampart_str operand, struct rampart_str value,
                 const struct naive_forms *forms)
{
    struct grid number, number2;
    struct address address, block;
    long long micros = 0, micros2 = 0;
    bool truth = false, truth2 = false;

    if (begins(op, "Numeric"))
        return read_number(operand, &number2) && read_number(value, &number) &&
               in_order(op + strlen("Numeric"), compare_numbers(&number, &number2));
    if (begins(op, "Date"))
        return read_date_as(operand, forms->lenient_dates, &micros2) &&
               read_date_as(value, forms->lenient_dates, &micros) &&
               in_order(op + strlen("Date"), micros < micros2 ? -1 : micros > micros2);
    if (begins(op, "Bool")) return read_bool(operand, &truth2) && read_bool(value, &truth) && truth == truth2;
    if (begins(op, "Ip")) {
        if (!read_address_as(operand, true, forms->lenient_addresses, &block) ||
            !read_address_as(value, false, forms->lenient_addresses, &address))
            return false;
        if (forms->unmapped) unmap(&address);
        if (forms->unmapped) unmap(&block);
        return lies_in(&address, &block);
    }
    return string_holds(op, operand, value);
}

/* ---- what policies/catalog/condition-keys.tsv says of the keys that tests ask about ---- */

char naive_key_type(struct rampart_str key)
{
    static const char *const typed[] = {"Dacs:CurrentTime", "Bacs:MFAPresent", "Iacs:SourceIp",
                                        "Sacs:PrincipalARN", "Sacs:ResourceTag/env"};

    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        if (naive_equal_fold(key, rampart_str(typed[i] + 1))) return typed[i][0];
    return '\0';
}

/* Neither a block nor a date alone. */
bool naive_key_can_have(const char *key, const char *value)
{
    static const struct naive_forms documented = {false, false, false};

    switch (naive_key_type(rampart_str(key))) {
    case 'D':
        return naive_readable("DateEquals", rampart_str(value), &documented) && strchr(value, 'T') != NULL;
    case 'B': return naive_readable("Bool", rampart_str(value), &documented);
    case 'I': return naive_readable("IpAddress", rampart_str(value), &documented);
    default: return true;
    }
}
