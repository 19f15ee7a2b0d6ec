/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/key.h"

#include "base/str.h"
#include "policy/assumption.h"

bool rp_key_alike(unsigned assumed, struct rampart_str a, struct rampart_str b)
{
    if (rp_str_equal(a, b)) return true; /* mostly they are spelt alike, or not alike at all */
    if ((assumed & RP_ASSUME_KEY_EXACT) != 0) return false;
    if ((assumed & RP_ASSUME_KEY_FOLD) != 0) return rp_str_equal_fold(a, b);
    size_t slash = rp_str_find(a, '/');
    return rp_str_equal_fold(rp_str_part(a, 0, slash), rp_str_part(b, 0, slash)) &&
           rp_str_equal(rp_str_from(a, slash), rp_str_from(b, slash));
}
