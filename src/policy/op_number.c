/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decimal numbers, compared digit by digit: exact at any length, where a double would call 9007199254740993
 * and 9007199254740992 equal.
 */
#include "policy/operand.h"

#include "base/str.h"
#include "base/try.h"

enum { EXPONENT_DIGITS = 17 }; /* more could overflow the magnitude */

static size_t number_digit_run(struct rampart_str text)
{
    size_t run = 0;
    while (run < text.len && rp_is_digit(text.data[run])) run++;
    return run;
}

static struct rampart_str number_take(struct rampart_str *rest, size_t len)
{
    struct rampart_str part = rp_str_part(*rest, 0, len);
    *rest = rp_str_from(*rest, len);
    return part;
}

static bool number_take_byte(struct rampart_str *rest, char byte)
{
    if (rest->len == 0 || rest->data[0] != byte) return false;
    *rest = rp_str_from(*rest, 1);
    return true;
}

/* True when the sign is a minus; a plus is taken as well. */
static bool number_take_minus(struct rampart_str *rest)
{
    if (number_take_byte(rest, '-')) return true;
    number_take_byte(rest, '+');
    return false;
}

/* Takes `digits[.digits]`. */
static bool number_take_mantissa(struct rampart_str *rest, struct rampart_str *ret_mantissa)
{
    size_t whole = number_digit_run(*rest), len = whole;
    if (whole == 0) return false;
    if (whole < rest->len && rest->data[whole] == '.') {
        size_t fraction = number_digit_run(rp_str_from(*rest, whole + 1));
        if (fraction == 0) return false;
        len += 1 + fraction;
    }
    *ret_mantissa = number_take(rest, len);
    return true;
}

/* Takes `[e[+-]digits]`; without it the exponent is 0. */
static bool number_take_exponent(struct rampart_str *rest, int64_t *ret_exponent)
{
    *ret_exponent = 0;
    if (!number_take_byte(rest, 'e')) return true;
    bool negative = number_take_minus(rest);
    size_t len = number_digit_run(*rest);
    struct rampart_str digits = number_take(rest, len);
    while (number_take_byte(&digits, '0')) continue;
    if (len == 0 || digits.len > EXPONENT_DIGITS) return false;
    int64_t exponent = 0;
    for (size_t i = 0; i < digits.len; i++) exponent = exponent * 10 + (digits.data[i] - '0');
    *ret_exponent = negative ? -exponent : exponent;
    return true;
}

static bool number_is_significant(char c)
{
    return c != '0' && c != '.';
}

/* A mantissa as 0.DDDD × 10^magnitude. */
static struct rp_number number_normalise(struct rampart_str mantissa, int64_t exponent, bool negative)
{
    size_t first = 0, end = mantissa.len, point = rp_str_find(mantissa, '.');
    while (first < end && !number_is_significant(mantissa.data[first])) first++;
    if (first == end) return (struct rp_number){0}; /* zero has no sign */
    while (!number_is_significant(mantissa.data[end - 1])) end--;
    int64_t shift = first < point ? (int64_t)(point - first) : -(int64_t)(first - point - 1);
    return (struct rp_number){negative, exponent + shift, rp_str_part(mantissa, first, end - first)};
}

bool rp_number_read(struct rampart_str text, struct rp_number *ret_number)
{
    bool negative = number_take_minus(&text);
    struct rampart_str mantissa;
    int64_t exponent;
    if (!number_take_mantissa(&text, &mantissa) || !number_take_exponent(&text, &exponent) || text.len > 0)
        return false;
    *ret_number = number_normalise(mantissa, exponent, negative);
    return true;
}

/* The next digit; '\0' after the last one, which is less than any. */
static char number_take_digit(struct rampart_str *digits)
{
    number_take_byte(digits, '.');
    if (digits->len == 0) return '\0';
    return number_take(digits, 1).data[0];
}

static int number_compare_digits(struct rampart_str a, struct rampart_str b)
{
    while (a.len > 0 || b.len > 0) {
        char x = number_take_digit(&a), y = number_take_digit(&b);
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

static int number_sign(const struct rp_number *number)
{
    if (number->digits.len == 0) return 0;
    return number->negative ? -1 : 1;
}

int rp_number_compare(const struct rp_number *a, const struct rp_number *b)
{
    int sign = number_sign(a);
    if (sign != number_sign(b)) return sign < number_sign(b) ? -1 : 1;
    if (sign == 0) return 0;
    if (a->magnitude != b->magnitude) return a->magnitude < b->magnitude ? -sign : sign;
    return sign * number_compare_digits(a->digits, b->digits);
}

static enum rampart_status number_read(struct rp_arena *arena, enum rp_comparison comparison,
                                       struct rampart_str text, struct rp_operand *ret_operand)
{
    (void)arena;
    (void)comparison;
    struct rp_operand operand = {0};
    operand.usable = rp_number_read(text, &operand.as.number);
    *ret_operand = operand;
    return RAMPART_OK;
}

static enum rampart_status number_holds(const struct rp_operand *operand,
                                        const struct rp_comparing *comparing, struct rampart_str value,
                                        enum rampart_truth *ret_truth)
{
    struct rp_number number;
    *ret_truth = RAMPART_FALSE;
    if (!operand->usable) return RAMPART_OK;
    if (!rp_number_read(value, &number))
        *ret_truth = RAMPART_UNKNOWN;
    else if (rp_ordering_holds(rp_number_compare(&number, &operand->as.number), comparing->comparison))
        *ret_truth = RAMPART_TRUE;
    return RAMPART_OK;
}

/* ---- values that stand for all ---- */

/* The properties that the operands of a key have together. */
struct extent {
    size_t longest;                        /* digits of one */
    size_t bytes;                          /* of all texts */
    const struct rp_operand_use *smallest; /* the nearest to zero that is not zero; NULL: there is none */
};

static struct rp_number number_without_sign(struct rp_number number)
{
    number.negative = false;
    return number;
}

static bool number_is_smaller(const struct rp_operand_use *a, const struct rp_operand_use *b)
{
    struct rp_number x = number_without_sign(a->operand->as.number),
                     y = number_without_sign(b->operand->as.number);
    return rp_number_compare(&x, &y) < 0;
}

static struct extent number_extent(const struct rp_operand_use *uses, size_t count)
{
    struct extent extent = {.longest = 1};
    for (size_t i = 0; i < count; i++) {
        extent.bytes += uses[i].text.len;
        size_t digits = uses[i].operand->as.number.digits.len;
        if (digits == 0) continue;
        if (digits > extent.longest) extent.longest = digits;
        if (extent.smallest == NULL || number_is_smaller(&uses[i], extent.smallest))
            extent.smallest = &uses[i];
    }
    return extent;
}

/*
 * Writes a number just farther from zero than that of the text: behind its digits come as many zeros as any operand
 * has digits, and a 1. No operand lies between the two.
 */
static bool number_just_beyond(struct rp_arena *arena, struct rampart_str text, size_t zeros,
                               struct rampart_str *ret_text)
{
    size_t end = rp_str_find(text, 'e');
    struct rampart_str mantissa = rp_str_part(text, 0, end), exponent = rp_str_from(text, end);
    const char *point = rp_str_find(mantissa, '.') < mantissa.len ? "" : ".";
    return rp_arena_printf(arena, ret_text, "%.*s%s%0*d1%.*s", RP_ARG(mantissa), point, (int)zeros, 0,
                           RP_ARG(exponent));
}

/* A number nearer to zero than the operand: its last digit stands farther behind the point. */
static bool number_near_zero(struct rp_arena *arena, const struct rp_operand_use *use, const char *sign,
                             struct rampart_str *ret_text)
{
    struct rampart_str text = use == NULL ? RP_STR("1") : use->text;
    size_t end = rp_str_find(text, 'e');
    return rp_arena_printf(arena, ret_text, "%s0.%0*d1%.*s", sign, (int)end, 0,
                           RP_ARG(rp_str_from(text, end)));
}

/* The values are both neighbours of zero, and for each operand the operand itself and its neighbour away from zero. */
static enum rampart_status number_representatives(struct rp_arena *arena, const struct rp_operand_use *uses,
                                                  size_t count, struct rp_cells *ret_values)
{
    struct extent extent = number_extent(uses, count);
    *ret_values = (struct rp_cells){.complete = false};
    if (extent.bytes + (count + 1) * extent.longest > RP_REPRESENTATIVES_SIZE) return RAMPART_OK;
    struct rampart_str *values = RP_NEW_ARRAY(arena, struct rampart_str, 2 + 2 * count);
    RP_TRY_MEMORY(values != NULL);
    size_t found = 0;
    RP_TRY_MEMORY(number_near_zero(arena, extent.smallest, "", &values[found++]));
    RP_TRY_MEMORY(number_near_zero(arena, extent.smallest, "-", &values[found++]));
    for (size_t i = 0; i < count; i++) {
        values[found++] = uses[i].text;
        if (uses[i].operand->as.number.digits.len == 0) continue;
        RP_TRY_MEMORY(number_just_beyond(arena, uses[i].text, extent.longest, &values[found++]));
    }
    *ret_values = (struct rp_cells){values, found, true};
    return RAMPART_OK;
}

const struct rp_family rp_family_number = {
    RP_TYPE_NUMBER, "number",     "a decimal number, such as \"10\" or \"0.5\"",
    number_read,    number_holds, number_representatives,
    NULL,           NULL};
