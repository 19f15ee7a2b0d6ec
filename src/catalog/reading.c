/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/reading.h"

#include "catalog/catalog.h"
#include "catalog/embedded.h"
#include "catalog/rows.h"
#include "catalog/tsv.h"

enum { COLONS = 4 /* of an ARN: what follows them is its last field */ };

/* ---- a template against a text ---- */

/* Takes what stands before the separator off, and the separator. */
static struct rampart_str take(struct rampart_str *rest, char separator)
{
    size_t end = rp_str_find(*rest, separator);
    struct rampart_str part = rp_str_part(*rest, 0, end);
    *rest = rp_str_from(*rest, end + 1);
    return part;
}

/* Between two separators: a place for a value, a `*` that the call itself has, or a word. */
static bool part_fits(struct rampart_str template, struct rampart_str text)
{
    if (rp_str_equal(template, RP_STR("*"))) return true;
    if (rp_has_wildcard(text)) return false;
    return rp_str_find(template, '{') < template.len || rp_str_equal_fold(template, text);
}

/* The last field: both end in a part that is `*`. */
static bool rest_fits(struct rampart_str template, struct rampart_str text)
{
    while (template.len > 0 && text.len > 0) {
        struct rampart_str wanted = take(&template, '/'), part = take(&text, '/');
        if (template.len == 0 && text.len == 0)
            return rp_str_equal(wanted, RP_STR("*")) && rp_str_equal(part, RP_STR("*"));
        if (!part_fits(wanted, part)) return false;
    }
    return false;
}

static bool fits(struct rampart_str template, struct rampart_str text)
{
    if (rp_str_equal(template, RP_STR("*"))) return rp_str_equal(text, template);
    for (int i = 0; i < COLONS; i++)
        if (!part_fits(take(&template, ':'), take(&text, ':'))) return false;
    return rest_fits(template, text);
}

/* ---- the templates of an action ---- */

static bool is_of(struct rampart_str action, struct rampart_str code)
{
    return rp_str_equal_fold(rp_str_part(action, 0, rp_str_find(action, ':')), code);
}

/* OSS states its ARNs by level. */
static bool template_of_oss(struct rampart_str action, struct rampart_str *ret_template)
{
    struct rampart_str level, row;
    bool found = rp_rows_find(rp_tsv_rows(rp_catalog_oss_levels()), action, &level) &&
                 rp_rows_find(rp_tsv_rows(rp_catalog_oss_arns()), rp_tsv_field(level, 1), &row);
    if (found) *ret_template = rp_tsv_field(row, 1);
    return found;
}

bool rp_catalog_next_template(struct rampart_str action, struct rp_template_cursor *cursor,
                              struct rampart_str *ret_template)
{
    struct rp_catalog_action row;
    struct rampart_str line;
    if (cursor->step++ == 0 && rp_catalog_find(action, &row)) {
        cursor->ended = true;
        *ret_template = row.arn;
        return rp_catalog_own_action(&row);
    }
    if (cursor->ended) return false;
    if (cursor->step == 1 && is_of(action, RP_STR("oss")) && template_of_oss(action, ret_template)) return true;
    if (!rp_rows_next(rp_tsv_rows(rp_catalog_arns()), (struct rp_row_key){action, '\t'}, &cursor->row, &line))
        return false;
    *ret_template = rp_tsv_field(line, 1);
    return true;
}

bool rp_catalog_is_literal(struct rampart_str action, struct rampart_str resource)
{
    struct rp_template_cursor cursor = {.step = 0};
    struct rampart_str template;
    while (rp_catalog_next_template(action, &cursor, &template))
        if (fits(template, resource)) return true;
    return false;
}

/* ---- colons ---- */

/* `…/{#ScalingGroupId}` */
static bool ends_in_id(struct rampart_str template)
{
    return rp_str_ends(template, RP_STR("Id}"));
}

static bool are_ids(struct rampart_str action)
{
    struct rp_catalog_action row;
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_arns());
    size_t cursor = 0, ids = 0;
    if (rp_catalog_find(action, &row)) return rp_catalog_own_action(&row) && ends_in_id(row.arn);
    while (rp_rows_next(rows, (struct rp_row_key){action, '\t'}, &cursor, &line)) {
        struct rampart_str template = rp_tsv_field(line, 1);
        if (!ends_in_id(template) && !rp_str_ends(template, RP_STR("/*")))
            return false; /* a list of them is one */
        ids += ends_in_id(template);
    }
    return ids > 0;
}

bool rp_catalog_is_colonless(struct rampart_str action, struct rampart_str pattern)
{
    struct rampart_str rest = pattern, service;
    if (rp_str_count(pattern, ':') != COLONS) return false;
    (void)take(&rest, ':');
    service = take(&rest, ':');
    if (rp_str_equal(service, RP_STR("ram"))) return is_of(action, service) || is_of(action, RP_STR("sts"));
    return is_of(action, service) && are_ids(action);
}
