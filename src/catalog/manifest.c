/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/manifest.h"

#include "base/str.h"
#include "base/try.h"
#include "text/file.h"
#include "text/json.h"

bool rp_pack_sha256(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_hex)
{
    char hex[RP_SHA256_HEX];
    rp_text_digest(text, hex);
    return rp_arena_copy(arena, (struct rampart_str){hex, sizeof hex}, ret_hex);
}

bool rp_pack_is_day(struct rampart_str text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int numbers[3] = {0, 0, 0}; /* year, month, day */
    if (text.len != 10) return false;
    for (size_t i = 0, k = 0; i < text.len; i++) {
        if (i == 4 || i == 7) {
            if (text.data[i] != '-') return false;
            k++;
            continue;
        }
        if (!rp_is_digit(text.data[i])) return false;
        numbers[k] = numbers[k] * 10 + (text.data[i] - '0');
    }
    const bool leap = (numbers[0] % 4 == 0 && numbers[0] % 100 != 0) || numbers[0] % 400 == 0;
    return numbers[0] >= 2009 && numbers[1] >= 1 && numbers[1] <= 12 && numbers[2] >= 1 &&
           numbers[2] <= days[numbers[1] - 1] + (numbers[1] == 2 && leap);
}

/* ---- reading ---- */

static enum rampart_status manifest_fault(const struct rp_reading *reading, struct rp_span span,
                                          const char *message, const char *help)
{
    rp_diag(reading->diags, RAMPART_ERROR, RP_CAT_PACK, (struct rp_at){reading->source, span}, "%s", message);
    rp_diag_help(reading->diags, "%s", help);
    return RAMPART_INVALID_INPUT;
}

static const char manifest_rewrite[] = "make the pack again: rampart catalog --import FILE... --output DIR";

/* A member that must be a text. */
static enum rampart_status manifest_text(const struct rp_reading *reading, const struct rp_node *map,
                                         const char *key, struct rampart_str *ret_text)
{
    const struct rp_node *node = rp_node_member(map, rampart_str(key));
    if (node != NULL && node->type == RP_NODE_STRING) {
        *ret_text = node->text;
        return RAMPART_OK;
    }
    rp_diag(reading->diags, RAMPART_ERROR, RP_CAT_PACK, (struct rp_at){reading->source, node == NULL ? map->span : node->span},
            "the manifest of a pack has a text \"%s\" here", key);
    rp_diag_help(reading->diags, "%s", manifest_rewrite);
    return RAMPART_INVALID_INPUT;
}

static bool manifest_is_hex(struct rampart_str text)
{
    if (text.len != RP_SHA256_HEX) return false;
    for (size_t i = 0; i < text.len; i++)
        if (!rp_is_digit(text.data[i]) && !(text.data[i] >= 'a' && text.data[i] <= 'f')) return false;
    return true;
}

/* Letters, digits, `-`, `_` and `.`, not first: nothing that leaves the folder. */
static bool manifest_is_name(struct rampart_str name)
{
    if (rp_str_starts(name, RP_STR(RP_SYSTEM_FOLDER))) name = rp_str_from(name, sizeof RP_SYSTEM_FOLDER - 1);
    if (name.len == 0 || name.len > 200 || name.data[0] == '.') return false;
    for (size_t i = 0; i < name.len; i++) {
        const char byte = rp_lower(name.data[i]);
        if (!(byte >= 'a' && byte <= 'z') && !rp_is_digit(byte) && byte != '-' && byte != '_' && byte != '.') return false;
    }
    return true;
}

static enum rampart_status manifest_file(const struct rp_reading *reading, const struct rp_node *node,
                                         struct rp_manifest *manifest)
{
    struct rp_pack_file *file = &manifest->files[manifest->file_count];
    if (node->type != RP_NODE_MAP)
        return manifest_fault(reading, node->span, "a file of a pack is an object", manifest_rewrite);
    RP_TRY(manifest_text(reading, node, "name", &file->name));
    RP_TRY(manifest_text(reading, node, "sha256", &file->sha256));
    if (!manifest_is_name(file->name) || !manifest_is_hex(file->sha256))
        return manifest_fault(reading, node->span, "this is no name and digest of a file of a pack", manifest_rewrite);
    if (manifest->file_count > 0 && rp_str_compare(file[-1].name, file->name) >= 0)
        return manifest_fault(reading, node->span, "the files of a pack are sorted by name", manifest_rewrite);
    manifest->file_count++;
    return RAMPART_OK;
}

enum rampart_status rp_manifest_read(const struct rp_reading *reading, struct rp_manifest *ret_manifest)
{
    struct rp_node *root;
    struct rp_manifest manifest = {.file_count = 0};
    char digest[RP_SHA256_HEX];
    RP_TRY(rp_json_read(reading, &root));
    if (root->type != RP_NODE_MAP)
        return manifest_fault(reading, root->span, "the manifest of a pack is an object", manifest_rewrite);
    RP_TRY(manifest_text(reading, root, "version", &manifest.version));
    RP_TRY(manifest_text(reading, root, "date", &manifest.date));
    if (!rp_pack_is_day(manifest.date))
        return manifest_fault(reading, rp_node_member(root, RP_STR("date"))->span,
                              "the date of a pack is a day since 2009, YYYY-MM-DD", manifest_rewrite);
    RP_TRY(manifest_text(reading, root, "digest", &manifest.digest));
    const struct rp_node *files = rp_node_member(root, RP_STR("files"));
    if (files == NULL || files->type != RP_NODE_LIST)
        return manifest_fault(reading, root->span, "the manifest of a pack has a list \"files\"", manifest_rewrite);
    manifest.files = RP_NEW_ARRAY(reading->arena, struct rp_pack_file, files->count);
    RP_TRY_MEMORY(manifest.files != NULL);
    for (const struct rp_node *node = files->first; node != NULL; node = node->next)
        RP_TRY(manifest_file(reading, node, &manifest));
    rp_pack_digest(manifest.files, manifest.file_count, digest);
    if (!rp_str_equal(manifest.digest, (struct rampart_str){digest, sizeof digest}))
        return manifest_fault(reading, rp_node_member(root, RP_STR("digest"))->span,
                              "this is not the digest of the files that the manifest lists", manifest_rewrite);
    *ret_manifest = manifest;
    return RAMPART_OK;
}

const struct rp_pack_file *rp_manifest_find(const struct rp_manifest *manifest, struct rampart_str name)
{
    size_t low = 0, high = manifest->file_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = rp_str_compare(manifest->files[middle].name, name);
        if (order == 0) return &manifest->files[middle];
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    return NULL;
}

/* ---- checking a folder ---- */

static void manifest_file_fault(const struct rp_reading *reading, struct rampart_str path, const char *message)
{
    rp_diag(reading->diags, RAMPART_ERROR, RP_CAT_PACK, RP_NOWHERE, "%s", message);
    rp_diag_file(reading->diags, path);
    rp_diag_help(reading->diags, "%s", manifest_rewrite);
}

/* Reads one file that the manifest names. *ret_whole is false, and a diagnostic says why, when it is not as it says. */
static enum rampart_status manifest_check_file(const struct rp_reading *reading, const char *folder,
                                               const struct rp_pack_file *file, const struct rp_pack_taker *taker,
                                               bool *ret_whole)
{
    struct rampart_str path, text, sha256;
    struct rp_buf buf;
    RP_TRY_MEMORY(rp_arena_printf(reading->arena, &path, "%s/%.*s", folder, RP_ARG(file->name)));
    rp_buf_init(&buf, &reading->arena->allocator, reading->limits->document_bytes);
    enum rampart_status status = rp_file_load(path.data, &buf, reading->diags);
    const bool copied = status == RAMPART_OK && rp_arena_copy(reading->arena, rp_buf_text(&buf), &text);
    rp_buf_free(&buf);
    *ret_whole = false;
    if (status == RAMPART_IO) return RAMPART_OK; /* reported; the others are read all the same */
    RP_TRY(status);
    RP_TRY_MEMORY(copied && rp_pack_sha256(reading->arena, text, &sha256));
    *ret_whole = rp_str_equal(sha256, file->sha256);
    if (!*ret_whole) {
        manifest_file_fault(reading, path, "this file is not the one that the manifest names: its digest differs");
        return RAMPART_OK;
    }
    return taker == NULL ? RAMPART_OK : taker->take(taker->context, file->name, text);
}

/* Reports files that the manifest does not name. */
static enum rampart_status manifest_check_names(const struct rp_reading *reading, const char *folder,
                                                const struct rp_manifest *manifest, bool *ret_whole)
{
    static const char *const any[] = {""};
    struct rampart_strs paths;
    RP_TRY(rp_folder_files(reading->arena, folder, any, 1, reading->diags, NULL, &paths));
    for (size_t i = 0; i < paths.count; i++) {
        struct rampart_str name = rp_str_from(paths.items[i], strlen(folder));
        while (name.len > 0 && name.data[0] == '/') name = rp_str_from(name, 1);
        if (rp_str_equal(name, RP_STR(RP_MANIFEST)) || rp_manifest_find(manifest, name) != NULL) continue;
        manifest_file_fault(reading, paths.items[i], "the manifest of the pack does not name this file");
        *ret_whole = false;
    }
    return RAMPART_OK;
}

enum rampart_status rp_manifest_check(const struct rp_reading *reading, const char *folder,
                                      const struct rp_manifest *manifest, const struct rp_pack_taker *taker)
{
    bool whole = true;
    for (size_t i = 0; i < manifest->file_count; i++) {
        bool file_whole;
        RP_TRY(manifest_check_file(reading, folder, &manifest->files[i], taker, &file_whole));
        whole = whole && file_whole;
    }
    RP_TRY(manifest_check_names(reading, folder, manifest, &whole));
    return whole ? RAMPART_OK : RAMPART_INVALID_INPUT;
}
