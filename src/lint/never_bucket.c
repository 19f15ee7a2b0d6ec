/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OSS: an action works on objects, `bucket/key`, on the bucket, or on all buckets (policies/catalog/oss-levels.tsv). A
 * statement that names only the others never matches it.
 */
#include "catalog/tsv.h"
#include "lint/look.h"
#include "lint/never.h"
#include "policy/arn.h"

#define OSS RP_STR("oss:")

enum { LEVEL = 1 };

/* What the resources of a statement can be. */
struct reach {
    bool objects, buckets, all;
};

static bool has(struct rampart_str text, char byte)
{
    return rp_str_find(text, byte) < text.len;
}

/* A wildcard may stand for a slash; a slash that stands there is in the name of no bucket. */
static void add_resource(struct reach *reach, struct rampart_str resource)
{
    struct rp_arn arn;
    bool split = rp_arn_split(resource, &arn), wild = has(resource, '*') || has(resource, '?');
    bool open = !split || has(arn.service, '*') || has(arn.service, '?');
    if (!open && !rp_str_equal(arn.service, RP_STR("oss"))) return;
    if (open && !wild) return;
    reach->objects |= open || has(arn.rest, '/') || has(arn.rest, '*') || has(arn.rest, '?');
    reach->buckets |= open || !has(arn.rest, '/');
    reach->all |= open || rp_str_equal(arn.rest, RP_STR("*"));
}

static bool level_of(const struct rp_lint *lint, struct rampart_str action, struct rampart_str *ret_level)
{
    struct rampart_str line;
    if (!rp_str_equal_fold(rp_str_part(action, 0, OSS.len), OSS)) return false;
    if (!rp_small_table_row(&lint->linter->tables, RP_SMALL_OSS_LEVELS, action, &line)) return false;
    *ret_level = rp_tsv_field(line, LEVEL);
    return true;
}

static void look_at(const struct rp_lint *lint, const struct rp_value *value, const struct reach *reach)
{
    struct rampart_str level, shown = rp_lint_shown(value->text);
    if (!level_of(lint, value->text, &level)) return;
    if (rp_str_equal(level, RP_STR("object")) && !reach->objects &&
        rp_lint_find(lint, RP_LINT_OBJECT_ACTION, value->span,
                     "%.*s works on objects, and the resources are buckets", RP_ARG(shown)))
        rp_lint_suggest(lint, "add the objects: acs:oss:*:*:<bucket>/*");
    if (rp_str_equal(level, RP_STR("bucket")) && !reach->buckets &&
        rp_lint_find(lint, RP_LINT_BUCKET_ACTION, value->span,
                     "%.*s works on a bucket, and the resources are objects", RP_ARG(shown)))
        rp_lint_suggest(lint, "add the bucket itself: acs:oss:*:*:<bucket>");
    if (rp_str_equal(level, RP_STR("service")) && !reach->all &&
        rp_lint_find(lint, RP_LINT_LIST_BUCKETS, value->span,
                     "%.*s lists all buckets and cannot be narrowed to one", RP_ARG(shown)))
        rp_lint_suggest(lint, "allow it on acs:oss:*:*:* in a statement of its own");
}

static bool names_oss(const struct rp_values *actions)
{
    size_t i = 0;
    while (i < actions->count && !rp_str_equal_fold(rp_str_part(rp_value_text(actions, i), 0, OSS.len), OSS))
        i++;
    return i < actions->count;
}

void rp_lint_never_bucket(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action, *resources = &statement->resource;
    struct reach reach = {false, false, false};
    if (actions->negated || resources->negated || !names_oss(actions)) return;
    for (size_t i = 0; i < resources->count; i++) add_resource(&reach, rp_value_text(resources, i));
    if (!reach.objects && !reach.buckets && !reach.all) return; /* other services, or nothing */
    if (reach.objects && reach.buckets && reach.all) return;
    for (size_t i = 0; i < actions->count; i++) {
        const struct rp_value value = rp_look_at(actions, i);
        look_at(lint, &value, &reach);
    }
}
