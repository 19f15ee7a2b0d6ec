/* SPDX-License-Identifier: Apache-2.0 */
/* A folder that is a pack, taken whole: every file of it, as its manifest says, or nothing. */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/manifest.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

/* ---- system policies ---- */

bool rp_catalog_policy(const struct rampart_catalog *catalog, struct rampart_str name, struct rampart_str *ret_text)
{
    if (catalog == NULL || catalog->documents == NULL) return rp_system_policy(name, ret_text);
    size_t low = 0, high = catalog->document_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = rp_str_compare(catalog->documents[middle].name, name);
        if (order == 0) {
            *ret_text = catalog->documents[middle].text;
            return true;
        }
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    return false;
}

size_t rp_catalog_policy_count(const struct rampart_catalog *catalog)
{
    return catalog == NULL || catalog->documents == NULL ? rp_system_policy_count() : catalog->document_count;
}

struct rampart_str rp_catalog_policy_name(const struct rampart_catalog *catalog, size_t i)
{
    return catalog == NULL || catalog->documents == NULL ? rp_system_policy_name(i) : catalog->documents[i].name;
}

/* ---- taking a pack ---- */

/* A pack while it is taken. */
struct taking {
    struct rampart_catalog *catalog;
    struct rampart_diags *diags;
    const char *folder;
    struct rp_source sources[RP_TABLES]; /* of the tables, which are checked when all are there */
    bool has[RP_TABLES];
    struct rp_system_document *documents;
    size_t count;
    bool failed;
};

static void taking_fault(struct taking *taking, struct rampart_str name, const char *message, const char *help)
{
    struct rampart_str path;
    taking->failed = true;
    rp_diag(taking->diags, RAMPART_ERROR, RP_CAT_PACK, RP_NOWHERE, "%s", message);
    if (rp_arena_printf(&taking->catalog->arena, &path, "%s/%.*s", taking->folder, RP_ARG(name)))
        rp_diag_file(taking->diags, path);
    rp_diag_help(taking->diags, "%s", help);
}

static bool taking_is_document(struct rampart_str name)
{
    return rp_str_starts(name, RP_STR(RP_SYSTEM_FOLDER)) && rp_str_ends(name, RP_STR(".json"));
}

/* A table that the library takes from itself alone: rules and decisions rest on it. */
static void taking_compare(struct taking *taking, struct rampart_str name, struct rampart_str text)
{
    struct rampart_str file, own;
    for (size_t i = 0; rp_catalog_table(i, &file, &own); i++) {
        if (!rp_str_equal(file, name)) continue;
        if (!rp_str_equal(text, own))
            taking_fault(taking, name, "this version of rampart has another table of this name",
                         "import the files again with this version: rampart catalog --import FILE... --output DIR");
        return;
    }
    if (rp_str_equal(name, RP_STR("conflicts.tsv"))) return;
    taking_fault(taking, name, "this version of rampart does not know this file of a pack", "use a newer version of rampart");
}

static enum rampart_status taking_take(void *context, struct rampart_str name, struct rampart_str text)
{
    struct taking *taking = context;
    struct rampart_str path;
    const enum rp_table table = rp_table_of_file(name);
    if (table != RP_TABLES) {
        taking->has[table] = true;
        RP_TRY_MEMORY(rp_arena_printf(&taking->catalog->arena, &path, "%s/%.*s", taking->folder, RP_ARG(name)));
        return rp_source_init(&taking->sources[table], &taking->catalog->arena, path, text);
    }
    if (rp_str_equal(name, RP_STR(RP_SYSTEM_INDEX))) {
        taking->catalog->policies = text;
        return RAMPART_OK;
    }
    if (!taking_is_document(name)) {
        taking_compare(taking, name, text);
        return RAMPART_OK;
    }
    const size_t before = sizeof RP_SYSTEM_FOLDER - 1, after = sizeof ".json" - 1;
    taking->documents[taking->count++] =
        (struct rp_system_document){rp_str_part(name, before, name.len - before - after), text};
    return RAMPART_OK;
}

/* Every table is there, and has its form. The services come first: the others name them. */
static void taking_check(struct taking *taking, const struct rp_manifest *manifest)
{
    struct rampart_str file, text;
    for (size_t i = 0; rp_catalog_table(i, &file, &text); i++)
        if (rp_manifest_find(manifest, file) == NULL)
            taking_fault(taking, file, "the pack lacks this table",
                         "import the files again with this version: rampart catalog --import FILE... --output DIR");
    if (taking->catalog->policies.len == 0)
        taking_fault(taking, RP_STR(RP_SYSTEM_INDEX), "the pack lacks this table",
                     "import the files again with this version: rampart catalog --import FILE... --output DIR");
    for (size_t i = 0; i < RP_TABLES; i++) {
        bool good;
        if (!taking->has[i]) continue;
        rp_catalog_replace(taking->catalog, (enum rp_table)i, &taking->sources[i], taking->diags, &good);
        taking->failed = taking->failed || !good;
    }
}

static int taking_compare_names(const void *a, const void *b)
{
    return rp_str_compare(((const struct rp_system_document *)a)->name, ((const struct rp_system_document *)b)->name);
}

enum rampart_status rp_catalog_take_pack(struct rampart_catalog *catalog, const struct rampart_limits *limits,
                                         const char *folder, const struct rp_source *manifest,
                                         struct rampart_diags *diags)
{
    struct taking taking = {.catalog = catalog, .diags = diags, .folder = folder};
    const struct rp_reading reading = {.arena = &catalog->arena, .source = manifest, .limits = limits, .diags = diags};
    struct rp_manifest listed;
    RP_TRY(rp_manifest_read(&reading, &listed));
    taking.documents = RP_NEW_ARRAY(&catalog->arena, struct rp_system_document, listed.file_count);
    RP_TRY_MEMORY(taking.documents != NULL);
    const struct rp_pack_taker taker = {&taking, taking_take};
    RP_TRY(rp_manifest_check(&reading, folder, &listed, &taker));
    taking_check(&taking, &listed);
    if (rp_diags_failed(diags)) return RAMPART_NO_MEMORY;
    if (taking.failed) return RAMPART_INVALID_INPUT;
    if (taking.count > 1) qsort(taking.documents, taking.count, sizeof *taking.documents, taking_compare_names);
    catalog->documents = taking.documents;
    catalog->document_count = taking.count;
    catalog->version = (struct rampart_catalog_version){listed.date, listed.digest};
    return rp_catalog_index(catalog, taking.has);
}
