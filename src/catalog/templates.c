/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/templates.h"

#include "base/try.h"
#include "catalog/apis.h"
#include "catalog/embedded.h"
#include "catalog/embedded_rows.h"
#include "catalog/parameters.h"
#include "catalog/statements.h"
#include "catalog/tsv.h"

/* ---- one template and another ---- */

/* The length of the piece that a template begins with: a place, or one byte. */
static size_t templates_piece(struct rampart_str arn)
{
    return arn.data[0] == '{' ? rp_str_find(arn, '}') + 1 : 1;
}

/* True: `star` has a * where `arn` has a place for a resource's name. */
static bool templates_is_star_of(struct rampart_str star, struct rampart_str arn)
{
    while (arn.len > 0 && star.len > 0) {
        size_t width = templates_piece(arn), taken = templates_piece(star);
        bool same = rp_str_equal_fold(rp_str_part(arn, 0, width), rp_str_part(star, 0, taken));
        if (!same && (arn.data[0] != '{' || star.data[0] != '*')) return false;
        arn = rp_str_from(arn, width);
        star = rp_str_from(star, taken);
    }
    return arn.len == 0 && star.len == 0;
}

/* Tables list two templates of an action that describes: the ARN of one resource and that of all. */
static void templates_pair_stars(struct rp_template *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count && items[i].star == i; j++) {
            if (i == j || !templates_is_star_of(items[j].arn, items[i].arn)) continue;
            items[i].star = j;
            items[j].stands_in = true;
        }
    }
}

/* ---- the templates of an action ---- */

struct templates {
    struct rp_template *items;
    size_t count;
};

static void templates_add(struct templates *templates, struct rampart_str arn, struct rampart_str needed,
                          struct rampart_str evidence)
{
    templates->items[templates->count] =
        (struct rp_template){.arn = arn,
                             .required = rp_str_equal(needed, RP_STR("required")),
                             .optional = rp_str_equal(needed, RP_STR("optional")),
                             .inferred = rp_str_equal(evidence, RP_STR("inferred")),
                             .star = templates->count};
    templates->count++;
}

/* Where no page states the action, OSS states its ARNs by level. */
static void templates_add_oss(struct rampart_str action, struct templates *templates)
{
    struct rampart_str level, row;
    if (!rp_embedded_find(RP_EMBEDDED_oss_levels, action, &level)) return;
    if (rp_rows_find(rp_tsv_rows(rp_catalog_oss_arns()), rp_tsv_field(level, 1), &row))
        templates_add(templates, rp_tsv_field(row, 1), RP_STR("required"), RP_STR("table"));
}

static void templates_add_statement(struct rampart_str statement, struct templates *templates)
{
    struct rampart_catalog_arn row;
    struct rampart_str line;
    while (rp_tsv_next(&statement, &line))
        if (rp_statement_read_row(line, &row)) templates_add(templates, row.arn, row.needed, row.evidence);
}

/* True when a statement says something else than every statement of the rows before it. */
static bool templates_is_other(struct rampart_str before, struct rampart_str statement)
{
    while (before.len > 0)
        if (!rp_statements_differ(rp_statement_take(&before), statement)) return false;
    return true;
}

/* The n-th of the older statements that say something else, newest first; empty: there are no more. */
static struct rampart_str templates_older(struct rampart_str block, size_t n)
{
    struct rampart_str rest = block;
    (void)rp_statement_take(&rest);
    while (rest.len > 0) {
        const struct rampart_str before = rp_str_part(block, 0, block.len - rest.len), older = rp_statement_take(&rest);
        if (templates_is_other(before, older) && n-- == 0) return older;
    }
    return RP_STR("");
}

/* The statements of a page, else the level of OSS. */
static enum rampart_status templates_of_pages(struct rp_arena *arena, const struct rampart_catalog *catalog, struct rampart_str action,
                                              struct templates *ret_templates, struct rampart_str *ret_older)
{
    const struct rampart_str block = rp_statements_known(catalog, action);
    struct rampart_str rest = block;
    const struct rampart_str newest = rp_statement_take(&rest);
    struct templates templates = {RP_NEW_ARRAY(arena, struct rp_template, rp_str_count(newest, '\n') + 1), 0};
    RP_TRY_MEMORY(templates.items != NULL);
    templates_add_statement(newest, &templates);
    if (templates.count == 0) templates_add_oss(action, &templates);
    *ret_templates = templates;
    *ret_older = templates_older(block, 0);
    return RAMPART_OK;
}

static enum rampart_status templates_of_ess(struct rp_arena *arena, const struct rp_ess_row *row,
                                            struct templates *ret_templates)
{
    struct templates templates = {RP_NEW(arena, struct rp_template), 0};
    RP_TRY_MEMORY(templates.items != NULL);
    if (!rp_str_equal(row->arn_evidence, RP_STR("unknown")))
        templates_add(&templates, row->arn, RP_STR("required"), row->arn_evidence);
    *ret_templates = templates;
    return RAMPART_OK;
}

/* One template alone is required, unless it is said to be optional. */
static void templates_finish(struct templates *templates)
{
    if (templates->count == 1) templates->items[0].required = !templates->items[0].optional;
    templates_pair_stars(templates->items, templates->count);
}

enum rampart_status rp_templates_of_older(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                          struct rampart_str action, size_t n, struct rp_templates *ret_templates)
{
    const struct rampart_str older = templates_older(rp_statements_known(catalog, action), n);
    struct templates templates = {RP_NEW_ARRAY(arena, struct rp_template, rp_str_count(older, '\n') + 1), 0};
    RP_TRY_MEMORY(templates.items != NULL);
    templates_add_statement(older, &templates);
    templates_finish(&templates);
    *ret_templates = (struct rp_templates){.catalog = catalog, .items = templates.items, .count = templates.count};
    return RAMPART_OK;
}

enum rampart_status rp_templates_of(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                    struct rampart_str action, struct rp_templates *ret_templates)
{
    struct rp_ess_row row;
    struct templates templates;
    struct rampart_str older = {NULL, 0};
    if (rp_ess_find(catalog, action, &row))
        RP_TRY(templates_of_ess(arena, &row, &templates));
    else
        RP_TRY(templates_of_pages(arena, catalog, action, &templates, &older));
    templates_finish(&templates);
    *ret_templates = (struct rp_templates){catalog, templates.items, templates.count, older};
    return RAMPART_OK;
}

/* ---- kinds of resources ---- */

static bool templates_place_has_kind(const struct rampart_catalog *catalog, struct rampart_str action, const struct rp_place *place,
                                     struct rampart_str kind, struct rampart_str value)
{
    struct rp_filler_cursor cursor = {.catalog = catalog};
    struct rp_filler filler;
    while (rp_filler_next(action, place, &cursor, &filler))
        if (rp_str_equal(filler.kind, kind) && rp_str_equal_fold(filler.value, value)) return true;
    return false;
}

bool rp_templates_have_kind(const struct rp_templates *templates, struct rampart_str action,
                            struct rampart_str kind, struct rampart_str value)
{
    for (size_t i = 0; i < templates->count; i++) {
        struct rp_place place;
        size_t cursor = 0;
        while (rp_place_next(templates->items[i].arn, &cursor, &place))
            if (templates_place_has_kind(templates->catalog, action, &place, kind, value)) return true;
    }
    return false;
}
