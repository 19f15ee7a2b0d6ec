/* SPDX-License-Identifier: Apache-2.0 */
/* A catalogue whose tables are files of a folder. */
#include <errno.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/table_check.h"
#include "catalog/tsv.h"
#include "text/file.h"

/* A folder while it is read. */
struct folder {
    struct rampart_catalog *catalog;
    struct rampart_limits limits;
    struct rampart_diags *diags;
    const char *path;
    size_t tables;
    bool failed; /* a table was refused */
};

/* The file's text, copied to where it stays, with its places. */
static enum rampart_status load(struct folder *folder, const char *path, struct rp_source *source)
{
    struct rp_arena *arena = &folder->catalog->arena;
    struct rp_buf buf;
    rp_buf_init(&buf, &arena->allocator, folder->limits.document_bytes);
    enum rampart_status status = rp_file_load(path, &buf, folder->diags);
    if (status == RAMPART_OK) status = rp_source_init(source, arena, rampart_str(path), rp_buf_text(&buf));
    rp_buf_free(&buf);
    return status;
}

static enum rampart_status read_table(struct folder *folder, enum rp_table table)
{
    const struct rp_table_form *form = rp_table_form(table);
    struct rampart_catalog *catalog = folder->catalog;
    struct rampart_str path;
    struct rp_source source;
    RP_TRY_MEMORY(rp_arena_printf(&catalog->arena, &path, "%s/%s", folder->path, form->file));
    struct stat status;
    if (stat(path.data, &status) != 0) {
        if (errno == ENOENT) return RAMPART_OK;
        return rp_file_fault(folder->diags, path, errno);
    }
    folder->tables++;
    RP_TRY(load(folder, path.data, &source));
    if (table == RP_TABLE_SERVICES) catalog->rows[table] = rp_tsv_rows(source.text);
    if (!rp_table_check(&source, form, catalog->rows[RP_TABLE_SERVICES], folder->diags))
        folder->failed = true;
    catalog->rows[table] = rp_tsv_rows(source.text);
    return RAMPART_OK;
}

static enum rampart_status read_tables(struct folder *folder)
{
    for (size_t i = 0; i < RP_TABLES; i++) RP_TRY(read_table(folder, (enum rp_table)i));
    if (folder->tables == 0) {
        rp_diag(folder->diags, RAMPART_ERROR, RP_IO_OPEN, RP_NOWHERE,
                "this folder holds no table of a catalogue");
        rp_diag_file(folder->diags, rampart_str(folder->path));
        rp_diag_help(folder->diags, "a table is called actions.tsv or services.tsv, for example");
        return RAMPART_IO;
    }
    if (rp_diags_failed(folder->diags)) return RAMPART_NO_MEMORY;
    return folder->failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

enum rampart_status rampart_catalog_read_folder(const struct rampart_options *options, const char *path,
                                                struct rampart_diags *diags,
                                                struct rampart_catalog **ret_catalog)
{
    if (path == NULL || ret_catalog == NULL) return RAMPART_MISUSE;
    struct folder folder = {.limits = rp_limits_of(options), .diags = diags, .path = path};
    RP_TRY(rp_catalog_new(options, &folder.catalog));
    enum rampart_status status = read_tables(&folder);
    if (status == RAMPART_OK) status = rp_catalog_index(folder.catalog);
    if (status == RAMPART_OK)
        *ret_catalog = folder.catalog;
    else
        rampart_catalog_free(folder.catalog);
    return status;
}
