/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates of ISO 8601, as instants: `2026-01-31`, `2026-01-31T08:00Z`, `2026-01-31T08:00:00.5+08:00`. A date
 * alone is its midnight in UTC; a time without an offset is no instant. The C library's readers take
 * 30 February and blanks, so the calendar is checked here.
 */
#include "policy/operand.h"

#include "base/str.h"
#include "base/try.h"

enum {
    MAX_OFFSET_MINUTES =
        18 * 60, /* the zones of the world need 14 hours; 18 is what date libraries agree on */
    SECONDS_A_DAY = 86400
};

/* Takes a number of exactly `width` digits, from `low` to `high`. */
static bool take_number(struct rampart_str *rest, size_t width, int low, int high, int *ret_number)
{
    int number = 0;
    if (rest->len < width) return false;
    for (size_t i = 0; i < width; i++) {
        if (!rp_is_digit(rest->data[i])) return false;
        number = number * 10 + (rest->data[i] - '0');
    }
    if (number < low || number > high) return false;
    *rest = rp_str_from(*rest, width);
    *ret_number = number;
    return true;
}

static bool take_byte(struct rampart_str *rest, char byte)
{
    if (rest->len == 0 || rest->data[0] != byte) return false;
    *rest = rp_str_from(*rest, 1);
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* Days from 1970-01-01. A year is counted from March, so that the leap day is its last. */
static int64_t days_since_epoch(int year, int month, int day)
{
    int64_t y = (int64_t)year + 400 - (month < 3); /* one cycle of the calendar later: never negative */
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 146097 - 719468;
}

static bool take_date(struct rampart_str *rest, int64_t *ret_seconds)
{
    int year, month, day;
    if (!take_number(rest, 4, 0, 9999, &year) || !take_byte(rest, '-')) return false;
    if (!take_number(rest, 2, 1, 12, &month) || !take_byte(rest, '-')) return false;
    if (!take_number(rest, 2, 1, days_in_month(year, month), &day)) return false;
    *ret_seconds = days_since_epoch(year, month, day) * SECONDS_A_DAY;
    return true;
}

/* Takes `.digits` if it is there; zeros at the end do not count. */
static bool take_fraction(struct rampart_str *rest, struct rampart_str *ret_fraction)
{
    *ret_fraction = (struct rampart_str){NULL, 0};
    if (!take_byte(rest, '.')) return true;
    size_t len = 0;
    while (len < rest->len && rp_is_digit(rest->data[len])) len++;
    if (len == 0) return false;
    *ret_fraction = rp_str_part(*rest, 0, len);
    *rest = rp_str_from(*rest, len);
    while (ret_fraction->len > 0 && ret_fraction->data[ret_fraction->len - 1] == '0') ret_fraction->len--;
    return true;
}

/* Takes `hh:mm[:ss[.fraction]]`. */
static bool take_time(struct rampart_str *rest, struct rp_instant *instant)
{
    int hour, minute, second = 0;
    if (!take_number(rest, 2, 0, 23, &hour) || !take_byte(rest, ':')) return false;
    if (!take_number(rest, 2, 0, 59, &minute)) return false;
    if (take_byte(rest, ':')) {
        if (!take_number(rest, 2, 0, 59, &second) || !take_fraction(rest, &instant->fraction)) return false;
    }
    instant->seconds += hour * 3600 + minute * 60 + second;
    return true;
}

/* Takes `Z` or `±hh:mm`. */
static bool take_offset(struct rampart_str *rest, int64_t *ret_seconds)
{
    *ret_seconds = 0;
    if (take_byte(rest, 'Z')) return true;
    bool west = take_byte(rest, '-');
    if (!west && !take_byte(rest, '+')) return false;
    int hours, minutes;
    if (!take_number(rest, 2, 0, 23, &hours) || !take_byte(rest, ':')) return false;
    if (!take_number(rest, 2, 0, 59, &minutes)) return false;
    int offset = hours * 60 + minutes;
    *ret_seconds = (west ? -offset : offset) * 60;
    return offset <= MAX_OFFSET_MINUTES;
}

bool rp_instant_read(struct rampart_str text, struct rp_instant *ret_instant)
{
    struct rp_instant instant = {0};
    int64_t offset = 0;
    if (!take_date(&text, &instant.seconds)) return false;
    if (text.len > 0) {
        if (!take_byte(&text, 'T') || !take_time(&text, &instant)) return false;
        if (!take_offset(&text, &offset) || text.len > 0) return false;
    }
    instant.seconds -= offset;
    *ret_instant = instant;
    return true;
}

int rp_instant_compare(const struct rp_instant *a, const struct rp_instant *b)
{
    if (a->seconds != b->seconds) return a->seconds < b->seconds ? -1 : 1;
    return rp_str_compare(a->fraction,
                          b->fraction); /* without zeros at the end the order of texts is that of values */
}

static enum rampart_status read(struct rp_arena *arena, enum rp_comparison comparison,
                                struct rampart_str text, struct rp_operand *ret_operand)
{
    (void)arena;
    (void)comparison;
    struct rp_operand operand = {0};
    operand.usable = rp_instant_read(text, &operand.as.instant);
    *ret_operand = operand;
    return RAMPART_OK;
}

static enum rampart_status holds(const struct rp_operand *operand, enum rp_comparison comparison,
                                 struct rp_matcher *matcher, struct rampart_str value, bool *ret_holds)
{
    (void)matcher;
    struct rp_instant instant;
    *ret_holds = operand->usable && rp_instant_read(value, &instant) &&
                 rp_ordering_holds(rp_instant_compare(&instant, &operand->as.instant), comparison);
    return RAMPART_OK;
}

/* ---- values that stand for all ---- */

/* The bytes that the later instants of all operands take, and the most digits of a fraction. */
static size_t size_of_all(const struct rp_operand_use *uses, size_t count, size_t *ret_longest)
{
    size_t bytes = 0, longest = 1;
    for (size_t i = 0; i < count; i++) {
        size_t digits = uses[i].operand->as.instant.fraction.len;
        bytes += uses[i].text.len;
        if (digits > longest) longest = digits;
    }
    *ret_longest = longest;
    return bytes + count * longest;
}

/*
 * The instant that a text writes, only just later: behind its fraction come as many zeros as any operand's fraction
 * has digits, and a 1. So no operand lies between the two.
 */
static bool just_later(struct rp_arena *arena, struct rampart_str text, size_t zeros,
                       struct rampart_str *ret_text)
{
    const size_t date = sizeof "2026-01-31" - 1, minutes = sizeof "2026-01-31T08:00" - 1;
    if (text.len == date)
        return rp_arena_printf(arena, ret_text, "%.*sT00:00:00.%0*d1Z", RP_ARG(text), (int)zeros, 0);
    size_t offset = text.data[text.len - 1] == 'Z' ? 1 : sizeof "+08:00" - 1;
    struct rampart_str time = rp_str_part(text, 0, text.len - offset);
    const char *point = time.len == minutes ? ":00." : rp_str_find(time, '.') < time.len ? "" : ".";
    return rp_arena_printf(arena, ret_text, "%.*s%s%0*d1%.*s", RP_ARG(time), point, (int)zeros, 0,
                           RP_ARG(rp_str_from(text, time.len)));
}

/* No date, the first of all instants; of each operand itself and its next neighbour. */
static enum rampart_status stand_ins(struct rp_arena *arena, const struct rp_operand_use *uses, size_t count,
                                     struct rp_cells *ret_values)
{
    size_t longest, found = 1; /* the empty text */
    *ret_values = (struct rp_cells){.complete = false};
    if (size_of_all(uses, count, &longest) > RP_STAND_INS_SIZE) return RAMPART_OK;
    struct rampart_str *values = RP_NEW_ARRAY(arena, struct rampart_str, 2 + 2 * count);
    RP_TRY_MEMORY(values != NULL);
    values[found++] = RP_STR("0000-01-01T00:00+18:00"); /* MAX_OFFSET_MINUTES */
    for (size_t i = 0; i < count; i++) {
        values[found++] = uses[i].text;
        RP_TRY_MEMORY(just_later(arena, uses[i].text, longest, &values[found++]));
    }
    *ret_values = (struct rp_cells){values, found, true};
    return RAMPART_OK;
}

const struct rp_family rp_family_date = {
    "date", "a date with its offset, such as \"2026-01-31T08:00:00Z\" or \"2026-01-31T08:00:00+08:00\"", read,
    holds, stand_ins};
