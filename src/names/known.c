/* SPDX-License-Identifier: Apache-2.0 */
#include "names/known.h"

#include <stddef.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/embedded_rows.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

enum rampart_status rampart_names_new(const struct rampart_options *options, struct rampart_names **ret_names)
{
    const struct rampart_catalog *catalog = rp_options_catalog(options);
    if (ret_names == NULL) return RAMPART_MISUSE;
    struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_names *names = allocator.allocate(allocator.context, sizeof *names);
    RP_TRY_MEMORY(names != NULL);
    memset(names, 0, offsetof(struct rampart_names, actions));
    names->allocator = allocator;
    names->catalog = catalog;
    enum rampart_status status = catalog == NULL ? rampart_catalog_open(options, &names->own) : RAMPART_OK;
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

/* ---- keeping names ---- */

static bool known_may_be_kept(struct rampart_str name)
{
    return name.len > 0 && name.len <= RP_LONGEST_ALIKE;
}

static void known_keep(struct rp_known_name *kept, struct rampart_str name)
{
    if (known_may_be_kept(name)) memcpy(kept->letters, name.data, name.len);
}

/*
 * Finds the place of a name among `count` places of one size, which begin with their names: its own, a free one, or
 * else the first of its neighbourhood, which begins at `first`. True in *ret_kept: it is the name's own; else the
 * caller fills it. NULL: the name is too long to be kept.
 */
static void *known_find_place(void *places, unsigned char *lengths, size_t count, size_t size,
                              struct rampart_str name, size_t first, bool *ret_kept)
{
    enum { NEIGHBOURS = 4 };
    size_t taken = first & (count - 1);
    *ret_kept = false;
    if (!known_may_be_kept(name)) return NULL;
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        const size_t at = (first + i) & (count - 1);
        struct rp_known_name *kept = (void *)((char *)places + at * size);
        if (lengths[at] == name.len && memcmp(kept->letters, name.data, name.len) == 0) {
            *ret_kept = true;
            return kept;
        }
        if (lengths[at] > 0) continue;
        taken = at;
        break;
    }
    lengths[taken] = (unsigned char)name.len;
    return (char *)places + taken * size;
}

#define KNOWN_PLACE(names, kind, count, name, number, ret_kept)                                    \
    known_find_place((names)->kind, (names)->lengths.kind, (count), sizeof *(names)->kind, (name), \
                     (size_t)(number), (ret_kept))

/* ---- actions ---- */

static void known_learn_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                struct rampart_str name, struct rp_known_action *known)
{
    struct rampart_catalog_action near;
    struct rampart_str line;
    bool meant = false;
    if (code.len > 0 && rp_embedded_find(RP_EMBEDDED_product_codes, code, &line)) {
        known->kind = RP_ACTION_PRODUCT;
        known->near = rp_tsv_field(line, 1);
    } else if (!rp_is_other_code(catalog, code)) {
        known->kind = RP_ACTION_SERVICE;
        (void)rp_alike_service(catalog, code, name, &meant, &near);
        if (meant) known->near = near.action;
    }
}

/*
 * The catalogue may lack an action of a service that it has in part: only a similar name speaks against it, and that it
 * is meant is not sure.
 */
static void known_learn_missing(const struct rampart_catalog *catalog, struct rampart_str action,
                                struct rp_known_action *known)
{
    struct rampart_catalog_service service;
    struct rampart_catalog_action near;
    const struct rampart_str code = rp_str_part(action, 0, rp_str_find(action, ':'));
    const struct rampart_str name = rp_str_from(action, code.len + 1);
    if (!rampart_catalog_find_service(catalog, code, &service)) {
        known_learn_service(catalog, code, name, known);
        return;
    }
    if (rp_str_equal(service.evidence, RP_STR("guess"))) return; /* too few of its actions are known */
    if (service.complete.len > 0) {
        known->kind = RP_ACTION_NONE;
        if (rampart_catalog_near_action(catalog, action, &near)) known->near = near.action;
    } else if (rp_alike_action(catalog, service.code, name, &near)) {
        known->kind = RP_ACTION_NEAR;
    }
}

/* ---- the resources that actions are authorised on ---- */

/* Returns the text before the first place that a call fills in, or before the first wildcard. */
static struct rampart_str known_beginning(struct rampart_str rest)
{
    size_t len = 0;
    while (len < rest.len && rest.data[len] != '{' && rest.data[len] != '*' && rest.data[len] != '?') len++;
    return rp_str_part(rest, 0, len);
}

/* Old tables lack resources that are authorised today, and a page may contradict another. The table of Auto Scaling has no dates: it is new. */
static bool known_is_recent(const struct rampart_catalog_arn *arn)
{
    return arn->date.len == 0 || (!arn->disputed && rp_str_compare(rp_str_part(arn->date, 0, 4), RP_STR("2025")) >= 0);
}

/* False: nothing is certain about the action's resources. */
static bool known_learn_form(const struct rampart_catalog_arn *arn, struct rp_known_action *known)
{
    struct rp_arn parts;
    if (!known_is_recent(arn)) return false;
    const bool is_first = known->form.len == 0, is_arn = rp_arn_split(arn->arn, &parts);
    if (is_first) known->form = arn->arn;
    if (rp_str_equal(arn->arn, RP_STR("*"))) return rp_str_equal(arn->evidence, RP_STR("table"));
    if (known->form_count == RP_KNOWN_FORMS || !is_arn) return false;
    known->has_region |= is_first && parts.region.len > 0 && !rp_str_equal(parts.region, RP_STR("*"));
    known->has_account |= is_first && parts.account.len > 0;
    known->any_form |= !rp_str_equal(arn->evidence, RP_STR("table"));
    const struct rampart_str beginning = known_beginning(parts.rest);
    const bool named = beginning.len < parts.rest.len && parts.rest.data[beginning.len] == '{';
    known->forms[known->form_count++] = (struct rp_known_form){parts.service, beginning, named};
    return true;
}

static void known_learn_forms(const struct rampart_catalog *catalog, struct rampart_str action,
                              struct rp_known_action *known)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    bool certain = true;
    while (certain && rampart_catalog_next_arn(catalog, action, &cursor, &arn))
        certain = known_learn_form(&arn, known);
    known->forms_certain = certain && known->form.len > 0;
}

static void known_learn_action(const struct rampart_catalog *catalog, struct rampart_str action,
                               struct rp_known_action *known)
{
    struct rampart_catalog_action row;
    *known = (struct rp_known_action){.kind = RP_ACTION_FINE};
    known_keep(&known->name, action);
    if (rampart_catalog_find_action(catalog, action, &row))
        known_learn_forms(catalog, action, known);
    else
        known_learn_missing(catalog, action, known);
}

const struct rp_known_action *rp_known_action(struct rampart_names *names, struct rampart_str action,
                                              uint32_t number)
{
    bool kept;
    struct rp_known_action *known = KNOWN_PLACE(names, actions, RP_KNOWN_ACTIONS, action, number, &kept);
    if (known == NULL) known = &names->other_action;
    if (!kept) known_learn_action(names->catalog, action, known);
    return known;
}

/* The text of a pattern before its first wildcard may be shorter than the form's beginning. Case is undocumented. */
static bool known_begins(struct rampart_str rest, struct rampart_str beginning)
{
    if (rp_str_starts(rest, beginning)) return true;
    struct rampart_str literal = known_beginning(rest);
    if (!rp_has_wildcard(rest)) literal = rest;
    bool shorter = literal.len < beginning.len && literal.len < rest.len;
    size_t len = shorter ? literal.len : beginning.len;
    return rp_str_equal_fold(rp_str_part(literal, 0, len), rp_str_part(beginning, 0, len));
}

/* Some actions are authorised by another service's resources (policies/catalog/arn-services.tsv). */
static bool known_may_be_of(struct rampart_str action, struct rampart_str service)
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
        if (known->any_form || known_begins(resource->rest, form->beginning)) return true;
    }
    return rp_has_wildcard(resource->service) || known_may_be_of(action, resource->service);
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

static bool known_has_blank(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.data[i] <= ' ') return true;
    return false;
}

static void known_learn_region(const struct rampart_catalog *catalog, struct rampart_str region,
                               struct rp_known_region *known)
{
    const struct rampart_str prefix = RP_STR("oss-"); /* OSS writes its regions in either way */
    struct rampart_catalog_region row;
    const struct rampart_str word = rp_str_starts(region, prefix) ? rp_str_from(region, prefix.len) : region;
    *known = (struct rp_known_region){.wrong = known_has_blank(region)};
    known_keep(&known->name, region);
    if (known->wrong) return;
    known->fine = rp_has_wildcard(region) ||
                  (rampart_catalog_find_region(catalog, word, &row) && rp_str_equal(row.region, word));
    if (known->fine) return;
    known->wrong = rp_alike_region(catalog, word, 1, &row);
    if (known->wrong || rp_alike_region(catalog, word, 2, &row)) known->near = row.region;
}

/* Names of regions differ in few letters. */
static size_t known_region_number(struct rampart_str region)
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
        KNOWN_PLACE(names, regions, RP_KNOWN_REGIONS, region, known_region_number(region), &kept);
    if (known == NULL) known = &names->other_region;
    if (!kept) known_learn_region(names->catalog, region, known);
    return known;
}

/* ---- condition keys ---- */

bool rp_known_near_key(struct rampart_names *names, struct rampart_str key, struct rampart_str *ret_near)
{
    bool kept;
    struct rp_known_key_name *known = KNOWN_PLACE(names, keys, RP_KNOWN_KEYS, key, rp_hash(key), &kept);
    struct rampart_catalog_key row;
    if (known == NULL) known = &names->other_key;
    if (!kept) {
        bool found =
            !rampart_catalog_find_key(names->catalog, key, &row) && rp_alike_key(names->catalog, key, &row);
        known_keep(&known->name, key);
        known->near = found ? row.key : (struct rampart_str){NULL, 0};
    }
    *ret_near = known->near;
    return known->near.len > 0;
}
