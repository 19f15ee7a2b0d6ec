/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/error_codes.h"

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { LONGEST_CODE = 128 };

enum rp_error_about rp_error_about_of(struct rampart_str word)
{
    if (rp_str_equal(word, RP_STR("denied"))) return RP_ERROR_DENIED;
    return rp_str_equal(word, RP_STR("other")) ? RP_ERROR_OTHER : RP_ERROR_UNTOLD;
}

bool rp_error_code_find(struct rampart_str code, struct rp_error_code *ret_code)
{
    const struct rp_row_key letter = {rp_str_part(code, 0, 1), '\0'}; /* no row begins with a star */
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_error_codes()), best = {NULL, 0};
    size_t cursor = 0;
    if (code.len == 0 || code.len > LONGEST_CODE) return false;
    while (rp_rows_next(rows, letter, &cursor, &line)) {
        const struct rampart_str pattern = rp_tsv_field(line, 0);
        if (pattern.len < best.len || !rp_glob(pattern, code)) continue;
        best = pattern;
        ret_code->about = rp_error_about_of(rp_tsv_field(line, 1));
        ret_code->meaning = rp_tsv_unless_dash(rp_tsv_field(line, 2));
        ret_code->source = rp_tsv_unless_dash(rp_tsv_field(line, 3));
    }
    return best.len > 0;
}
