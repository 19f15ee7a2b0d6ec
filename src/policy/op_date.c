/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates of ISO 8601, as instants: `2026-01-31`, `2026-01-31T08:00Z`, `2026-01-31T08:00:00.5+08:00`. A date alone is
 * its midnight in UTC; a time without an offset is no instant. The C library's readers take 30 February and blanks,
 * so the calendar is checked here.
 *
 * Other readers take more: `2026-01-31 08:00:00`, `…T08:00:00`, `…t08:00:00z`, `…+0800`, `…+08`, `23:59:60`, and
 * seconds since 1970. These forms are for the switch date-form.
 */
#include "policy/operand.h"

#include "base/str.h"
#include "base/try.h"

enum {
    MAX_OFFSET_MINUTES =
        18 * 60, /* the zones of the world need 14 hours; 18 is what date libraries agree on */
    SECONDS_A_DAY = 86400,
    EPOCH_DIGITS = 10 /* seconds since 1970, from 2001 to 2286: a shorter number is a year or a duration */
};

/* The rest of a text that is read. */
struct date_reading {
    struct rampart_str rest;
    bool lenient;
};

/* Takes a number of exactly `width` digits, from `low` to `high`. */
static bool date_take_number(struct rampart_str *rest, size_t width, int low, int high, int *ret_number)
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

static bool date_take_byte(struct rampart_str *rest, char byte)
{
    if (rest->len == 0 || rest->data[0] != byte) return false;
    *rest = rp_str_from(*rest, 1);
    return true;
}

static int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* Days from 1970-01-01. A year is counted from March, so that the leap day is its last. */
static int64_t date_days_since_epoch(int year, int month, int day)
{
    int64_t y =
        (int64_t)year + 400 - (month < 3); /* one cycle of the calendar later, so that it is never negative */
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 146097 - 719468;
}

static bool date_take_day(struct rampart_str *rest, int64_t *ret_seconds)
{
    int year, month, day;
    if (!date_take_number(rest, 4, 0, 9999, &year) || !date_take_byte(rest, '-')) return false;
    if (!date_take_number(rest, 2, 1, 12, &month) || !date_take_byte(rest, '-')) return false;
    if (!date_take_number(rest, 2, 1, date_days_in_month(year, month), &day)) return false;
    *ret_seconds = date_days_since_epoch(year, month, day) * SECONDS_A_DAY;
    return true;
}

/* Takes `.digits` if it is there; zeros at the end do not count. */
static bool date_take_fraction(struct rampart_str *rest, struct rampart_str *ret_fraction)
{
    *ret_fraction = (struct rampart_str){NULL, 0};
    if (!date_take_byte(rest, '.')) return true;
    size_t len = 0;
    while (len < rest->len && rp_is_digit(rest->data[len])) len++;
    if (len == 0) return false;
    *ret_fraction = rp_str_part(*rest, 0, len);
    *rest = rp_str_from(*rest, len);
    while (ret_fraction->len > 0 && ret_fraction->data[ret_fraction->len - 1] == '0') ret_fraction->len--;
    return true;
}

/* Takes `hh:mm[:ss[.fraction]]`. A leap second counts as the second behind it. */
static bool date_take_time(struct date_reading *reading, struct rp_instant *instant)
{
    struct rampart_str *rest = &reading->rest;
    int hour, minute, second = 0;
    if (!date_take_number(rest, 2, 0, 23, &hour) || !date_take_byte(rest, ':')) return false;
    if (!date_take_number(rest, 2, 0, 59, &minute)) return false;
    if (date_take_byte(rest, ':')) {
        if (!date_take_number(rest, 2, 0, reading->lenient ? 60 : 59, &second)) return false;
        if (!date_take_fraction(rest, &instant->fraction)) return false;
    }
    instant->seconds += hour * 3600 + minute * 60 + second;
    return true;
}

/* Takes the minutes of an offset. */
static bool date_take_minutes(struct date_reading *reading, int *ret_minutes)
{
    *ret_minutes = 0;
    if (reading->lenient && reading->rest.len == 0) return true;
    if (!date_take_byte(&reading->rest, ':') && !reading->lenient) return false;
    return date_take_number(&reading->rest, 2, 0, 59, ret_minutes);
}

/* Takes `Z` or `±hh:mm`. */
static bool date_take_offset(struct date_reading *reading, int64_t *ret_seconds)
{
    struct rampart_str *rest = &reading->rest;
    *ret_seconds = 0;
    if (reading->lenient && rest->len == 0) return true;
    if (date_take_byte(rest, 'Z') || (reading->lenient && date_take_byte(rest, 'z'))) return true;
    bool west = date_take_byte(rest, '-');
    if (!west && !date_take_byte(rest, '+')) return false;
    int hours, minutes;
    if (!date_take_number(rest, 2, 0, 23, &hours) || !date_take_minutes(reading, &minutes)) return false;
    int offset = hours * 60 + minutes;
    *ret_seconds = (west ? -offset : offset) * 60;
    return offset <= MAX_OFFSET_MINUTES;
}

static bool date_take_separator(struct date_reading *reading)
{
    if (date_take_byte(&reading->rest, 'T')) return true;
    return reading->lenient && (date_take_byte(&reading->rest, 't') || date_take_byte(&reading->rest, ' '));
}

/* The number of two digits; more than 99 when they are no digits. */
static unsigned date_two_digits(const char *at)
{
    const unsigned tens = (unsigned char)(at[0] - '0'), ones = (unsigned char)(at[1] - '0');
    return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/*
 * Reads `YYYY-MM-DDThh:mm:ssZ`, which most requests have, by its fixed places, in a third of the time. False: it is
 * another form, or no instant. tests/unit/policy/test_op_date.c compares it with the reader of all forms.
 */
static bool date_read_usual(struct rampart_str text, struct rp_instant *ret_instant)
{
    const char *at = text.data;
    if (text.len != sizeof "YYYY-MM-DDThh:mm:ssZ" - 1) return false;
    if (at[4] != '-' || at[7] != '-' || at[10] != 'T' || at[13] != ':' || at[16] != ':' || at[19] != 'Z')
        return false;
    const unsigned century = date_two_digits(at), year = date_two_digits(at + 2),
                   month = date_two_digits(at + 5), day = date_two_digits(at + 8),
                   hour = date_two_digits(at + 11), minute = date_two_digits(at + 14),
                   second = date_two_digits(at + 17);
    if (century > 99 || year > 99 || month - 1 > 11 || hour > 23 || minute > 59 || second > 59) return false;
    const int whole_year = (int)(century * 100 + year);
    if (day == 0 || (day > 28 && day > (unsigned)date_days_in_month(whole_year, (int)month))) return false;
    *ret_instant = (struct rp_instant){.seconds = date_days_since_epoch(whole_year, (int)month, (int)day) *
                                                      SECONDS_A_DAY +
                                                  (int64_t)(hour * 3600 + minute * 60 + second)};
    return true;
}

static bool date_read_instant(struct rampart_str text, bool lenient, struct rp_instant *ret_instant)
{
    struct date_reading reading = {text, lenient};
    struct rp_instant instant = {0};
    int64_t offset = 0;
    if (!date_take_day(&reading.rest, &instant.seconds)) return false;
    if (reading.rest.len > 0) {
        if (!date_take_separator(&reading) || !date_take_time(&reading, &instant)) return false;
        if (!date_take_offset(&reading, &offset) || reading.rest.len > 0) return false;
    }
    instant.seconds -= offset;
    *ret_instant = instant;
    return true;
}

bool rp_instant_read(struct rampart_str text, struct rp_instant *ret_instant)
{
    return date_read_usual(text, ret_instant) || date_read_instant(text, false, ret_instant);
}

/* Seconds since 1970, with a fraction or without. */
static bool date_read_epoch(struct rampart_str text, struct rp_instant *ret_instant)
{
    struct rp_instant instant = {0};
    if (text.len < EPOCH_DIGITS || text.data[0] == '0') return false;
    for (size_t i = 0; i < EPOCH_DIGITS; i++) {
        if (!rp_is_digit(text.data[i])) return false;
        instant.seconds = instant.seconds * 10 + (text.data[i] - '0');
    }
    text = rp_str_from(text, EPOCH_DIGITS);
    if (!date_take_fraction(&text, &instant.fraction) || text.len > 0) return false;
    *ret_instant = instant;
    return true;
}

bool rp_instant_read_leniently(struct rampart_str text, struct rp_instant *ret_instant)
{
    return date_read_instant(text, true, ret_instant) || date_read_epoch(text, ret_instant);
}

int rp_instant_compare(const struct rp_instant *a, const struct rp_instant *b)
{
    if (a->seconds != b->seconds) return a->seconds < b->seconds ? -1 : 1;
    return rp_str_compare(a->fraction,
                          b->fraction); /* without zeros at the end the order of texts is that of values */
}

static enum rampart_status date_read(struct rp_arena *arena, enum rp_comparison comparison,
                                     struct rampart_str text, struct rp_operand *ret_operand)
{
    (void)arena;
    (void)comparison;
    struct rp_operand operand = {0};
    operand.usable = rp_instant_read(text, &operand.as.instant);
    if (!operand.usable) {
        operand.usable = rp_instant_read_leniently(text, &operand.as.instant);
        operand.form = RP_ASSUME_DATE_LENIENT;
    }
    *ret_operand = operand;
    return RAMPART_OK;
}

static bool date_value(const struct rp_comparing *comparing, struct rampart_str value, struct rp_instant *ret_instant)
{
    const bool lenient = (comparing->assumed & RP_ASSUME_DATE_LENIENT) != 0;
    if (comparing->read != NULL && comparing->read->type == RP_TYPE_DATE) {
        *ret_instant = comparing->read->as.instant;
        return true;
    }
    return rp_instant_read(value, ret_instant) || (lenient && rp_instant_read_leniently(value, ret_instant));
}

static enum rampart_status date_holds(const struct rp_operand *operand, const struct rp_comparing *comparing,
                                      struct rampart_str value, enum rampart_truth *ret_truth)
{
    struct rp_instant instant;
    *ret_truth = RAMPART_FALSE;
    if (!rp_operand_is_read(operand, comparing->assumed)) return RAMPART_OK;
    if (!date_value(comparing, value, &instant))
        *ret_truth = RAMPART_UNKNOWN;
    else if (rp_ordering_holds(rp_instant_compare(&instant, &operand->as.instant), comparing->comparison))
        *ret_truth = RAMPART_TRUE;
    return RAMPART_OK;
}

static rampart_switches date_operand_switches(const struct rp_operand *operand)
{
    return operand->usable ? operand->form : 0;
}

static rampart_switches date_value_switches(struct rampart_str value)
{
    struct rp_instant instant;
    if (rp_instant_read(value, &instant) || !rp_instant_read_leniently(value, &instant)) return 0;
    return RP_ASSUME_DATE_LENIENT;
}

/* ---- values that stand for all ---- */

/* The bytes that the later instants of all operands take, and the most digits of a fraction. */
static size_t date_size_of_all(const struct rp_operand_use *uses, size_t count, size_t *ret_longest)
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
 * Writes an instant just later than that of the text: behind its fraction come as many zeros as any operand's fraction
 * has digits, and a 1. No operand lies between the two.
 */
static bool date_just_later(struct rp_arena *arena, struct rampart_str text, size_t zeros,
                            struct rampart_str *ret_text)
{
    const size_t date = sizeof "2026-01-31" - 1, minutes = sizeof "2026-01-31T08:00" - 1;
    const bool epoch = rp_str_find(text, '-') == text.len;
    size_t end = epoch ? text.len : date + 1;
    if (!epoch && text.len == date)
        return rp_arena_printf(arena, ret_text, "%.*sT00:00:00.%0*d1Z", RP_ARG(text), (int)zeros, 0);
    while (end < text.len && (rp_is_digit(text.data[end]) || text.data[end] == ':' || text.data[end] == '.'))
        end++; /* to the offset */
    struct rampart_str time = rp_str_part(text, 0, end);
    const char *point = time.len == minutes && !epoch ? ":00." : rp_str_find(time, '.') < time.len ? "" : ".";
    return rp_arena_printf(arena, ret_text, "%.*s%s%0*d1%.*s", RP_ARG(time), point, (int)zeros, 0,
                           RP_ARG(rp_str_from(text, time.len)));
}

/* The values are the first of all instants, and for each operand the operand itself and its next neighbour. */
static enum rampart_status date_representatives(struct rp_arena *arena, const struct rp_operand_use *uses,
                                                size_t count, struct rp_cells *ret_values)
{
    size_t longest, found = 0;
    *ret_values = (struct rp_cells){.complete = false};
    if (date_size_of_all(uses, count, &longest) > RP_REPRESENTATIVES_SIZE) return RAMPART_OK;
    struct rampart_str *values = RP_NEW_ARRAY(arena, struct rampart_str, 1 + 2 * count);
    RP_TRY_MEMORY(values != NULL);
    values[found++] = RP_STR("0000-01-01T00:00+18:00"); /* MAX_OFFSET_MINUTES */
    for (size_t i = 0; i < count; i++) {
        values[found++] = uses[i].text;
        RP_TRY_MEMORY(date_just_later(arena, uses[i].text, longest, &values[found++]));
    }
    *ret_values = (struct rp_cells){values, found, true};
    return RAMPART_OK;
}

const struct rp_family rp_family_date = {
    RP_TYPE_DATE,
    "date",
    "a date with its offset, such as \"2026-01-31T08:00:00Z\" or \"2026-01-31T08:00:00+08:00\"",
    date_read,
    date_holds,
    date_representatives,
    date_operand_switches,
    date_value_switches};
