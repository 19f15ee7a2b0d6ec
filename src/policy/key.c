/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/key.h"

#include "base/str.h"
#include "policy/assumption.h"

bool rp_key_equal(struct rampart_str a, struct rampart_str b)
{
    if (a.len != b.len) return false;
    size_t slash = rp_str_find(a, '/');
    return rp_str_equal_fold(rp_str_part(a, 0, slash), rp_str_part(b, 0, slash)) &&
           rp_str_equal(rp_str_from(a, slash), rp_str_from(b, slash));
}

bool rp_key_equal_as(unsigned assumed, struct rampart_str a, struct rampart_str b)
{
    if ((assumed & RP_ASSUME_KEY_EXACT) != 0) return rp_str_equal(a, b);
    if ((assumed & RP_ASSUME_KEY_FOLD) != 0) return rp_str_equal_fold(a, b);
    return rp_key_equal(a, b);
}
