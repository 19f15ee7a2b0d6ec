/* SPDX-License-Identifier: Apache-2.0 */
#include "names/known.h"

#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

enum rampart_status rampart_names_new(const struct rampart_options *options,
                                      const struct rampart_catalog *catalog, struct rampart_names **ret_names)
{
    if (ret_names == NULL) return RAMPART_MISUSE;
    struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_names *names = allocator.allocate(allocator.context, sizeof *names);
    RP_TRY_MEMORY(names != NULL);
    memset(names, 0, sizeof *names);
    names->allocator = allocator;
    names->catalog = catalog;
    enum rampart_status status = catalog == NULL ? rp_catalog_new(options, &names->own) : RAMPART_OK;
    if (catalog == NULL) names->catalog = names->own;
    if (status == RAMPART_OK)
        *ret_names = names;
    else
        rampart_names_free(names);
    return status;
}

void rampart_names_free(struct rampart_names *names)
{
    if (names == NULL) return;
    rampart_catalog_free(names->own);
    names->allocator.release(names->allocator.context, names);
}

/* ---- what is kept ---- */

static bool may_be_kept(struct rampart_str name)
{
    return name.len > 0 && name.len <= RP_LONGEST_ALIKE;
}

static bool is_kept(const struct rp_known_name *kept, struct rampart_str name)
{
    return kept->len == name.len && name.len > 0 && memcmp(kept->letters, name.data, name.len) == 0;
}

static void keep(struct rp_known_name *kept, struct rampart_str name)
{
    kept->len = 0;
    if (!may_be_kept(name)) return;
    kept->len = (unsigned char)name.len;
    memcpy(kept->letters, name.data, name.len);
}

/*
 * The place of a name among so many of one size, which begin with their names: its own, a free one near it, or the first
 * where it may be, which its number tells. A name that may not be kept has none: NULL. *ret_kept: what is known of it
 * stands there.
 */
static void *find_place(void *places, size_t count, size_t size, struct rampart_str name, size_t first,
                        bool *ret_kept)
{
    enum { NEIGHBOURS = 4 };
    *ret_kept = false;
    if (!may_be_kept(name)) return NULL;
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        void *place = (char *)places + ((first + i) & (count - 1)) * size;
        const struct rp_known_name *kept = place;
        if (kept->len == 0) return place;
        *ret_kept = is_kept(kept, name);
        if (*ret_kept) return place;
    }
    return (char *)places + (first & (count - 1)) * size;
}

#define PLACE(places, count, name, number, ret_kept) \
    find_place((places), (count), sizeof *(places), (name), (size_t)(number), (ret_kept))

/* ---- actions ---- */

static void learn_service(const struct rampart_catalog *catalog, struct rampart_str code,
                          struct rampart_str name, struct rp_known_action *known)
{
    struct rampart_catalog_service near;
    struct rampart_str line;
    if (code.len > 0 && rp_rows_find(rp_tsv_rows(rp_catalog_product_codes()), code, &line)) {
        known->kind = RP_ACTION_PRODUCT;
        known->near = rp_tsv_field(line, 1);
    } else if (!rp_is_other_code(catalog, code) && rp_alike_service(catalog, code, name, &near)) {
        known->kind = RP_ACTION_SERVICE;
        known->near = near.code;
    }
}

/* A name of a service that is known in part may be missing: only what it is like speaks against it. */
static void learn_missing(const struct rampart_catalog *catalog, struct rampart_str action,
                          struct rp_known_action *known)
{
    struct rampart_catalog_service service;
    struct rampart_catalog_action near;
    const struct rampart_str code = rp_str_part(action, 0, rp_str_find(action, ':'));
    const struct rampart_str name = rp_str_from(action, code.len + 1);
    if (!rampart_catalog_find_service(catalog, code, &service)) {
        learn_service(catalog, code, name, known);
        return;
    }
    if (rp_str_equal(service.evidence, RP_STR("guess"))) return; /* of its actions too little is known */
    bool complete = service.complete.len > 0;
    bool found = rp_alike_action(catalog, service.code, name, &near) ||
                 (complete && rampart_catalog_near_action(catalog, action, &near));
    if (found) known->near = near.action;
    known->kind = complete ? RP_ACTION_NONE : found ? RP_ACTION_NEAR : RP_ACTION_FINE;
}

/* ---- what actions are authorised on ---- */

/* Before the first thing that a call fills in, or a wildcard. */
static struct rampart_str beginning_of(struct rampart_str rest)
{
    size_t len = 0;
    while (len < rest.len && rest.data[len] != '{' && rest.data[len] != '*' && rest.data[len] != '?') len++;
    return rp_str_part(rest, 0, len);
}

/* Tables of years ago leave out what is authorised as well today. The table of Auto Scaling has no dates: it is new. */
static bool is_recent(const struct rampart_catalog_arn *arn)
{
    return arn->date.len == 0 || rp_str_compare(rp_str_part(arn->date, 0, 4), RP_STR("2025")) >= 0;
}

/* Returns false when nothing can be said of the action's resources. */
static bool learn_form(const struct rampart_catalog_arn *arn, struct rp_known_action *known)
{
    struct rp_arn parts;
    if (!is_recent(arn)) return false;
    const bool is_first = known->form.len == 0, is_arn = rp_arn_split(arn->arn, &parts);
    if (is_first) known->form = arn->arn;
    if (rp_str_equal(arn->arn, RP_STR("*"))) return rp_str_equal(arn->evidence, RP_STR("table"));
    if (known->form_count == RP_KNOWN_FORMS || !is_arn) return false;
    known->has_region |= is_first && parts.region.len > 0;
    known->has_account |= is_first && parts.account.len > 0;
    known->any_form |= !rp_str_equal(arn->evidence, RP_STR("table"));
    const struct rampart_str beginning = beginning_of(parts.rest);
    const bool named = beginning.len < parts.rest.len && parts.rest.data[beginning.len] == '{';
    known->forms[known->form_count++] = (struct rp_known_form){parts.service, beginning, named};
    return true;
}

static void learn_forms(const struct rampart_catalog *catalog, struct rampart_str action,
                        struct rp_known_action *known)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    bool certain = true;
    while (certain && rampart_catalog_next_arn(catalog, action, &cursor, &arn))
        certain = learn_form(&arn, known);
    known->judged = certain && known->form.len > 0;
}

static void learn_action(const struct rampart_catalog *catalog, struct rampart_str action,
                         struct rp_known_action *known)
{
    struct rampart_catalog_action row;
    *known = (struct rp_known_action){.kind = RP_ACTION_FINE};
    keep(&known->name, action);
    if (rampart_catalog_find_action(catalog, action, &row))
        learn_forms(catalog, action, known);
    else
        learn_missing(catalog, action, known);
}

const struct rp_known_action *rp_known_action(struct rampart_names *names, struct rampart_str action,
                                              uint32_t number)
{
    bool kept;
    struct rp_known_action *known = PLACE(names->actions, RP_KNOWN_ACTIONS, action, number, &kept);
    if (known == NULL) known = &names->other_action;
    if (!kept) learn_action(names->catalog, action, known);
    return known;
}

/* What a pattern has before its first wildcard may be shorter than the form's beginning; case is not settled. */
static bool begins(struct rampart_str rest, struct rampart_str beginning)
{
    if (rp_str_starts(rest, beginning)) return true;
    struct rampart_str literal = beginning_of(rest);
    if (!rp_has_wildcard(rest)) literal = rest;
    bool shorter = literal.len < beginning.len && literal.len < rest.len;
    size_t len = shorter ? literal.len : beginning.len;
    return rp_str_equal_fold(rp_str_part(literal, 0, len), rp_str_part(beginning, 0, len));
}

/* Some actions are authorised by another service's resources (policies/catalog/arn-services.tsv). */
static bool may_be_of(struct rampart_str action, struct rampart_str service)
{
    const struct rp_row_key key = {rp_str_part(action, 0, rp_str_find(action, ':')), '\t'};
    const struct rampart_str rows = rp_tsv_rows(rp_catalog_arn_services());
    struct rampart_str line;
    size_t cursor = 0;
    while (rp_rows_next(rows, key, &cursor, &line)) {
        const struct rampart_str other = rp_tsv_field(line, 1);
        if (rp_str_equal(other, RP_STR("*")) || rp_str_equal_fold(other, service)) return true;
    }
    return false;
}

bool rp_known_fits(const struct rp_known_action *known, struct rampart_str action,
                   const struct rp_resource *resource)
{
    for (unsigned i = 0; i < known->form_count; i++) {
        const struct rp_known_form *form = &known->forms[i];
        if (!rp_str_equal_fold(form->service, resource->service)) continue;
        if (known->any_form || begins(resource->rest, form->beginning)) return true;
    }
    return rp_has_wildcard(resource->service) || may_be_of(action, resource->service);
}

bool rp_known_lacks_name(const struct rp_known_action *known, const struct rp_resource *resource)
{
    if (known->any_form || !rp_str_ends(resource->rest, RP_STR("/"))) return false;
    for (unsigned i = 0; i < known->form_count; i++) {
        const struct rp_known_form *form = &known->forms[i];
        if (form->named && rp_str_equal_fold(form->service, resource->service) &&
            rp_str_equal_fold(form->beginning, resource->rest))
            return true;
    }
    return false;
}

/* ---- regions ---- */

static bool has_blank(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.data[i] <= ' ') return true;
    return false;
}

static void learn_region(const struct rampart_catalog *catalog, struct rampart_str region,
                         struct rp_known_region *known)
{
    const struct rampart_str prefix = RP_STR("oss-"); /* OSS writes its regions in either way */
    struct rampart_catalog_region row;
    const struct rampart_str word = rp_str_starts(region, prefix) ? rp_str_from(region, prefix.len) : region;
    *known = (struct rp_known_region){.wrong = has_blank(region)};
    keep(&known->name, region);
    if (known->wrong) return;
    known->fine = rp_has_wildcard(region) ||
                  (rampart_catalog_find_region(catalog, word, &row) && rp_str_equal(row.region, word));
    if (known->fine) return;
    known->wrong = rp_alike_region(catalog, word, 1, &row);
    if (known->wrong || rp_alike_region(catalog, word, 2, &row)) known->near = row.region;
}

/* Names of regions are told apart by little. */
static size_t region_number(struct rampart_str region)
{
    if (region.len == 0) return 0;
    const unsigned char middle = (unsigned char)region.data[region.len / 2],
                        last = (unsigned char)region.data[region.len - 1];
    return region.len + 3U * middle + 7U * last;
}

const struct rp_known_region *rp_known_region(struct rampart_names *names, struct rampart_str region)
{
    bool kept;
    struct rp_known_region *known =
        PLACE(names->regions, RP_KNOWN_REGIONS, region, region_number(region), &kept);
    if (known == NULL) known = &names->other_region;
    if (!kept) learn_region(names->catalog, region, known);
    return known;
}

/* ---- condition keys ---- */

bool rp_known_near_key(struct rampart_names *names, struct rampart_str key, struct rampart_str *ret_near)
{
    bool kept;
    struct rp_known_key_name *known = PLACE(names->keys, RP_KNOWN_KEYS, key, rp_hash(key), &kept);
    struct rampart_catalog_key row;
    if (known == NULL) known = &names->other_key;
    if (!kept) {
        bool found =
            !rampart_catalog_find_key(names->catalog, key, &row) && rp_alike_key(names->catalog, key, &row);
        keep(&known->name, key);
        known->near = found ? row.key : (struct rampart_str){NULL, 0};
    }
    *ret_near = known->near;
    return known->near.len > 0;
}
