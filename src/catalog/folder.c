/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of tables: of the user's own in the place of the embedded ones, or a pack. */
#include <errno.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/manifest.h"
#include "catalog/tables.h"
#include "catalog/terraform_calls.h"
#include "text/file.h"

/* A folder while it is read. */
struct folder {
    struct rampart_catalog *catalog;
    struct rampart_limits limits;
    struct rampart_diags *diags;
    const char *path;
    size_t tables;
    bool read[RP_TABLES];
    bool failed; /* a table was refused */
};

/* Copies the text of the file into the catalogue, with its places. */
static enum rampart_status folder_load(struct folder *folder, const char *path, struct rp_source *source)
{
    struct rp_arena *arena = &folder->catalog->arena;
    struct rp_buf buf;
    rp_buf_init(&buf, &arena->allocator, folder->limits.document_bytes);
    enum rampart_status status = rp_file_load(path, &buf, folder->diags);
    if (status == RAMPART_OK) status = rp_source_init(source, arena, rampart_str(path), rp_buf_text(&buf));
    rp_buf_free(&buf);
    return status;
}

static enum rampart_status folder_read_one(struct folder *folder, enum rp_table table)
{
    struct rampart_catalog *catalog = folder->catalog;
    struct rampart_str path;
    struct rp_source source;
    bool good;
    RP_TRY_MEMORY(rp_arena_printf(&catalog->arena, &path, "%s/%s", folder->path, rp_table_file(table)));
    struct stat status;
    if (stat(path.data, &status) != 0) {
        if (errno == ENOENT) return RAMPART_OK;
        return rp_file_fault(folder->diags, path, errno);
    }
    folder->tables++;
    RP_TRY(folder_load(folder, path.data, &source));
    rp_catalog_replace(catalog, table, &source, folder->diags, &good);
    folder->failed = folder->failed || !good;
    folder->read[table] = true;
    return RAMPART_OK;
}

/* A table that the library takes from itself alone may lie there if it is the same. */
static enum rampart_status folder_check_other(struct folder *folder, struct rampart_str path)
{
    struct rampart_str file, text, name = path;
    struct rp_source source;
    for (size_t slash; (slash = rp_str_find(name, '/')) < name.len;) name = rp_str_from(name, slash + 1);
    if (rp_table_of_file(name) != RP_TABLES) return RAMPART_OK;
    if (rp_str_equal(name, RP_STR("searches.tsv"))) return RAMPART_OK; /* of policies/catalog: what was looked for in vain */
    if (rp_str_equal(name, RP_STR("terraform-calls.tsv"))) { /* the one that is not embedded as text */
        RP_TRY(folder_load(folder, path.data, &source));
        if (rp_terraform_calls_are(source.text)) return RAMPART_OK;
    }
    for (size_t i = 0; rp_catalog_table(i, &file, &text); i++) {
        if (!rp_str_equal(file, name)) continue;
        RP_TRY(folder_load(folder, path.data, &source));
        if (rp_str_equal(source.text, text)) return RAMPART_OK;
    }
    folder->failed = true;
    rp_diag(folder->diags, RAMPART_ERROR, RP_CAT_PACK, RP_NOWHERE, "this table is not taken from a folder");
    rp_diag_file(folder->diags, path);
    rp_diag_help(folder->diags, "a folder may have actions.tsv, api-actions.tsv, authorization.tsv, condition-keys.tsv, ess.tsv, regions.tsv, "
                                "resource-types.tsv and services.tsv");
    return RAMPART_OK;
}

/* Refuses tables that would be ignored. */
static enum rampart_status folder_check_others(struct folder *folder)
{
    static const char *const ending[] = {".tsv"};
    struct rampart_strs paths;
    RP_TRY(rp_folder_files(&folder->catalog->arena, folder->path, ending, 1, folder->diags, NULL, &paths));
    for (size_t i = 0; i < paths.count; i++) RP_TRY(folder_check_other(folder, paths.items[i]));
    return RAMPART_OK;
}

static enum rampart_status folder_read_all(struct folder *folder)
{
    for (size_t i = 0; i < RP_TABLES; i++) RP_TRY(folder_read_one(folder, (enum rp_table)i));
    if (folder->tables == 0) {
        rp_diag(folder->diags, RAMPART_ERROR, RP_IO_OPEN, RP_NOWHERE,
                "this folder contains no table of a catalogue");
        rp_diag_file(folder->diags, rampart_str(folder->path));
        rp_diag_help(folder->diags, "a table is called actions.tsv or services.tsv, for example");
        return RAMPART_IO;
    }
    RP_TRY(folder_check_others(folder));
    if (rp_diags_failed(folder->diags)) return RAMPART_NO_MEMORY;
    return folder->failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

/* What the version of a folder without a manifest is: the digest of its tables, and the newest day in their headers. */
static enum rampart_status folder_set_version(struct folder *folder)
{
    struct rp_pack_file files[RP_TABLES];
    char digests[RP_TABLES][RP_SHA256_HEX], hex[RP_SHA256_HEX];
    struct rampart_catalog *catalog = folder->catalog;
    static const enum rp_table by_name[] = {RP_TABLE_ACTIONS, RP_TABLE_APIS, RP_TABLE_AUTHORIZATION, RP_TABLE_KEYS,
                                            RP_TABLE_ESS, RP_TABLE_REGIONS, RP_TABLE_TYPES, RP_TABLE_SERVICES};
    for (size_t i = 0; i < RP_TABLES; i++) {
        rp_text_digest(catalog->rows[by_name[i]], digests[i]);
        files[i] = (struct rp_pack_file){rampart_str(rp_table_file(by_name[i])), {digests[i], RP_SHA256_HEX}};
    }
    rp_pack_digest(files, RP_TABLES, hex);
    catalog->version.date = RP_STR("unknown");
    return rp_arena_copy(&catalog->arena, (struct rampart_str){hex, sizeof hex}, &catalog->version.digest)
               ? RAMPART_OK
               : RAMPART_NO_MEMORY;
}

/* Reads a folder that is a pack, or tables of the user's own. */
static enum rampart_status folder_read_folder(struct folder *folder)
{
    struct rampart_str path;
    struct rp_source source;
    struct stat status;
    RP_TRY_MEMORY(rp_arena_printf(&folder->catalog->arena, &path, "%s/%s", folder->path, RP_MANIFEST));
    if (stat(path.data, &status) == 0) {
        RP_TRY(folder_load(folder, path.data, &source));
        return rp_catalog_take_pack(folder->catalog, &folder->limits, folder->path, &source, folder->diags);
    }
    if (errno != ENOENT && errno != ENOTDIR) return rp_file_fault(folder->diags, path, errno);
    RP_TRY(folder_read_all(folder));
    RP_TRY(rp_catalog_index(folder->catalog, folder->read));
    return folder_set_version(folder);
}

enum rampart_status rampart_catalog_read_folder(const struct rampart_options *options, const char *path,
                                                struct rampart_diags *diags,
                                                struct rampart_catalog **ret_catalog)
{
    struct rampart_diags *own = NULL;
    if (path == NULL || ret_catalog == NULL) return RAMPART_MISUSE;
    struct folder folder = {.limits = rp_limits_of(options), .diags = diags, .path = path};
    RP_TRY(rampart_catalog_open(options, &folder.catalog));
    enum rampart_status status = diags == NULL ? rampart_diags_new(options, &own) : RAMPART_OK;
    if (diags == NULL) folder.diags = own;
    if (status == RAMPART_OK) status = folder_read_folder(&folder);
    rampart_diags_free(own);
    if (status == RAMPART_OK)
        *ret_catalog = folder.catalog;
    else
        rampart_catalog_free(folder.catalog);
    return status;
}
