/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/key.h"

#include "base/str.h"

bool rp_key_equal(struct rampart_str a, struct rampart_str b)
{
    if (a.len != b.len) return false;
    size_t slash = rp_str_find(a, '/');
    return rp_str_equal_fold(rp_str_part(a, 0, slash), rp_str_part(b, 0, slash)) &&
           rp_str_equal(rp_str_from(a, slash), rp_str_from(b, slash));
}
