/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/pack.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/manifest.h"
#include "catalog/tsv.h"
#include "text/file.h"
#include "text/json_write.h"

static const struct rampart_str pack_conflicts_file = {"conflicts.tsv", 13};
static const char pack_conflicts_header[] =
    "# What the sources of this pack say differently; the first of two stands. Sorted by table and subject.\n"
    "# Columns: table | subject | stands | its date | its source | other | its date | its source\n";
/* ---- the files before ---- */

/* The newest day that the header of a table has behind "Date: ". */
static void pack_date(struct rampart_str text, struct rampart_str *date)
{
    struct rampart_str line, header = rp_str_part(text, 0, text.len - rp_tsv_rows(text).len);
    const struct rampart_str word = RP_STR("Date: ");
    while (rp_tsv_next(&header, &line))
        for (size_t at = 0; at + word.len + 10 <= line.len; at++) {
            const struct rampart_str day = rp_str_part(line, at + word.len, 10);
            if (rp_str_starts(rp_str_from(line, at), word) && rp_str_compare(*date, day) < 0) *date = day;
        }
}

/* Puts what a buffer has into the pack, and frees the buffer. */
static enum rampart_status pack_put_buffer(struct rampart_pack *pack, struct rp_buf *buf, struct rampart_str name)
{
    struct rampart_str text;
    const bool copied = buf->failed == RAMPART_OK && rp_arena_copy(&pack->arena, rp_buf_text(buf), &text);
    rp_buf_free(buf);
    return copied ? rp_pack_put(&pack->merge.texts, &pack->arena, name, text) : RAMPART_NO_MEMORY;
}

/* The documents of system policies, and the table of their versions. */
static enum rampart_status pack_take_policies(struct rampart_pack *pack)
{
    struct rampart_str name, text;
    for (size_t i = 0; i < rp_system_policy_count(); i++) {
        const struct rampart_str policy = rp_system_policy_name(i);
        if (!rp_system_policy(policy, &text)) continue;
        RP_TRY_MEMORY(rp_arena_printf(&pack->arena, &name, RP_SYSTEM_FOLDER "%.*s.json", RP_ARG(policy)));
        RP_TRY(rp_pack_put(&pack->merge.texts, &pack->arena, name, text));
    }
    return rp_pack_put(&pack->merge.texts, &pack->arena, RP_STR(RP_SYSTEM_INDEX), rp_catalog_system_policies());
}

enum rampart_status rp_pack_take_embedded(struct rampart_pack *pack)
{
    struct rampart_str name, text;
    for (size_t i = 0; rp_catalog_table(i, &name, &text); i++) {
        pack_date(text, &pack->merge.date);
        RP_TRY(rp_pack_put(&pack->merge.texts, &pack->arena, name, text));
    }
    return pack_take_policies(pack);
}

static enum rampart_status pack_take(void *context, struct rampart_str name, struct rampart_str text)
{
    struct rampart_pack *pack = context;
    return rp_pack_put(&pack->merge.texts, &pack->arena, name, text);
}

enum rampart_status rp_pack_take_folder(struct rampart_pack *pack, const struct rampart_options *options,
                                        const char *path, struct rampart_diags *diags)
{
    const struct rampart_limits limits = rp_limits_of(options);
    struct rp_manifest manifest;
    struct rampart_str file;
    struct rp_source source;
    struct rp_buf buf;
    RP_TRY_MEMORY(rp_arena_printf(&pack->arena, &file, "%s/" RP_MANIFEST, path));
    rp_buf_init(&buf, &pack->arena.allocator, limits.document_bytes);
    enum rampart_status status = rp_file_load(file.data, &buf, diags);
    if (status == RAMPART_OK) status = rp_source_init(&source, &pack->arena, file, rp_buf_text(&buf));
    rp_buf_free(&buf);
    RP_TRY(status);
    const struct rp_reading reading = {.arena = &pack->arena, .source = &source, .limits = &limits, .diags = diags};
    const struct rp_pack_taker taker = {pack, pack_take};
    RP_TRY(rp_manifest_read(&reading, &manifest));
    RP_TRY(rp_manifest_check(&reading, path, &manifest, &taker));
    pack->merge.date = manifest.date;
    pack->summary.date = manifest.date;
    pack->summary.digest = manifest.digest;
    pack->summary.version = manifest.version;
    return RAMPART_OK;
}

/* ---- the end ---- */

static int pack_compare_conflicts(const void *a, const void *b)
{
    const struct rampart_pack_conflict *left = a, *right = b;
    const struct rampart_str pairs[][2] = {{left->table, right->table},
                                           {left->subject, right->subject},
                                           {left->other_date, right->other_date},
                                           {left->other_source, right->other_source}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const int order = rp_str_compare(pairs[i][0], pairs[i][1]);
        if (order != 0) return order;
    }
    return 0;
}

static int pack_compare_files(const void *a, const void *b)
{
    const struct rampart_pack_file *left = a, *right = b;
    return rp_str_compare(left->name, right->name);
}

static enum rampart_status pack_write_conflicts(struct rampart_pack *pack)
{
    struct rp_buf out;
    const struct rp_merge *merge = &pack->merge;
    if (merge->conflict_count > 1)
        qsort(merge->conflicts, merge->conflict_count, sizeof *merge->conflicts, pack_compare_conflicts);
    rp_buf_init(&out, &pack->arena.allocator, SIZE_MAX / 2);
    rp_buf_add(&out, rampart_str(pack_conflicts_header));
    for (size_t i = 0; i < merge->conflict_count; i++) {
        const struct rampart_pack_conflict *one = &merge->conflicts[i];
        const struct rampart_str columns[] = {one->table, one->subject, one->kept, one->kept_date, one->kept_source,
                                              one->other, one->other_date, one->other_source};
        for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
            if (k > 0) rp_buf_add_byte(&out, '\t');
            rp_buf_add(&out, columns[k].len == 0 ? RP_STR("-") : columns[k]);
        }
        rp_buf_add_byte(&out, '\n');
    }
    return pack_put_buffer(pack, &out, pack_conflicts_file);
}

static void pack_write_sources(struct rp_buf *out, const struct rampart_pack_summary *summary)
{
    rp_json_value(out, "inputs", RP_STR("["));
    for (size_t i = 0; i < summary->source_count; i++) {
        const struct rampart_pack_source *source = &summary->sources[i];
        rp_buf_add(out, i == 0 ? RP_STR("\n  {") : RP_STR(",\n  {"));
        rp_write_text(out, "source", source->source);
        rp_write_text(out, "date", source->date);
        rp_write_text(out, "sha256", source->sha256);
        rp_buf_add(out, RP_STR("}"));
    }
    rp_buf_add(out, RP_STR("]"));
}

/* manifest.json: what rp_manifest_read() reads, and the inputs. */
static enum rampart_status pack_write_manifest(struct rampart_pack *pack)
{
    const struct rp_pack_texts *texts = &pack->merge.texts;
    struct rp_pack_file *files = RP_NEW_ARRAY(&pack->arena, struct rp_pack_file, texts->count);
    char hex[RP_SHA256_HEX];
    struct rp_buf out;
    RP_TRY_MEMORY(files != NULL);
    qsort(texts->files, texts->count, sizeof *texts->files, pack_compare_files);
    for (size_t i = 0; i < texts->count; i++) {
        files[i].name = texts->files[i].name;
        RP_TRY_MEMORY(rp_pack_sha256(&pack->arena, texts->files[i].text, &files[i].sha256));
    }
    rp_pack_digest(files, texts->count, hex);
    RP_TRY_MEMORY(rp_arena_copy(&pack->arena, (struct rampart_str){hex, sizeof hex}, &pack->summary.digest));
    rp_buf_init(&out, &pack->arena.allocator, SIZE_MAX / 2);
    rp_buf_add(&out, RP_STR("{"));
    rp_write_text(&out, "version", pack->summary.version);
    rp_write_text(&out, "date", pack->summary.date);
    rp_write_text(&out, "digest", pack->summary.digest);
    pack_write_sources(&out, &pack->summary);
    rp_json_value(&out, "files", RP_STR("["));
    for (size_t i = 0; i < texts->count; i++) {
        rp_buf_add(&out, i == 0 ? RP_STR("\n  {") : RP_STR(",\n  {"));
        rp_write_text(&out, "name", files[i].name);
        rp_write_text(&out, "sha256", files[i].sha256);
        rp_buf_add(&out, RP_STR("}"));
    }
    rp_buf_add(&out, RP_STR("]}\n"));
    RP_TRY(pack_put_buffer(pack, &out, RP_STR(RP_MANIFEST)));
    qsort(texts->files, texts->count, sizeof *texts->files, pack_compare_files);
    return RAMPART_OK;
}

enum rampart_status rp_pack_finish(struct rampart_pack *pack)
{
    struct rampart_pack_summary *summary = &pack->summary;
    summary->date = pack->merge.date;
    summary->version = rampart_str(rampart_version());
    summary->added = pack->merge.added;
    summary->renewed = pack->merge.renewed;
    RP_TRY(pack_write_conflicts(pack));
    summary->conflicts = pack->merge.conflicts;
    summary->conflict_count = pack->merge.conflict_count;
    return pack_write_manifest(pack);
}

/* ---- public ---- */

const struct rampart_pack_summary *rampart_pack_summary(const struct rampart_pack *pack)
{
    return &pack->summary;
}

const struct rampart_pack_file *rampart_pack_files(const struct rampart_pack *pack, size_t *ret_count)
{
    *ret_count = pack->merge.texts.count;
    return pack->merge.texts.files;
}

void rampart_pack_free(struct rampart_pack *pack)
{
    if (pack == NULL) return;
    struct rp_arena arena = pack->arena; /* the pack lies in it */
    rp_arena_free(&arena);
}
