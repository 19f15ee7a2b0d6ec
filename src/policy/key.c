/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/key.h"

#include "base/str.h"
#include "policy/assumption.h"
#include "policy/operand.h"

bool rp_key_alike(rampart_switches assumed, struct rampart_str a, struct rampart_str b)
{
    if ((assumed & RP_ASSUME_KEY_EXACT) != 0) return false;
    if ((assumed & RP_ASSUME_KEY_FOLD) != 0) return rp_str_equal_fold(a, b);
    size_t slash = rp_str_find(a, '/');
    return rp_str_equal_fold(rp_str_part(a, 0, slash), rp_str_part(b, 0, slash)) &&
           rp_str_equal(rp_str_from(a, slash), rp_str_from(b, slash));
}

/* ---- values of a request ---- */

/* The cloud fills in the instant of a request, so a date alone is none there, though a document may have one. */
static bool key_read_instant(struct rampart_str text, struct rp_read_value *read)
{
    read->type = RP_TYPE_DATE;
    return text.len > sizeof "2026-01-31" - 1 && rp_instant_read(text, &read->as.instant);
}

static bool key_read_number(struct rampart_str text, struct rp_read_value *read)
{
    struct rp_number number;
    (void)read;
    return rp_number_read(text, &number);
}

static bool key_read_truth(struct rampart_str text, struct rp_read_value *read)
{
    bool truth;
    (void)read;
    return rp_truth_read(text, &truth);
}

static bool key_read_address(struct rampart_str text, struct rp_read_value *read)
{
    read->type = RP_TYPE_IP;
    return rp_block_read(text, false, &read->as.address);
}

static const struct {
    bool (*read)(struct rampart_str text, struct rp_read_value *read);
    const char *expected;
} forms[RP_VALUE_TYPES] = {
    [RP_TYPE_NUMBER] = {key_read_number, "a decimal number, such as 10 or 0.5"},
    [RP_TYPE_DATE] = {key_read_instant, "a time with its offset from UTC, such as 2026-01-31T08:00:00Z"},
    [RP_TYPE_BOOL] = {key_read_truth, "true or false"},
    [RP_TYPE_IP] = {key_read_address, "one IP address alone, such as 203.0.113.10"},
};

bool rp_value_read(enum rp_value_type type, struct rampart_str text, struct rp_read_value *ret_read)
{
    *ret_read = (struct rp_read_value){.type = RP_TYPE_UNKNOWN};
    return !rp_value_has_form(type) || forms[type].read(text, ret_read);
}

bool rp_value_fits(enum rp_value_type type, struct rampart_str text)
{
    struct rp_read_value read;
    return rp_value_read(type, text, &read);
}

const char *rp_value_expected(enum rp_value_type type)
{
    return rp_value_has_form(type) ? forms[type].expected : "its value";
}
