/* SPDX-License-Identifier: Apache-2.0 */
/* Reads files into facts, and facts into a pack. */
#include "base/limits.h"
#include "base/try.h"
#include "catalog/manifest.h"
#include "catalog/tsv.h"
#include "pack/answers.h"
#include "pack/pack.h"
#include "text/file.h"

/* An import while it runs. */
struct importing {
    const struct rampart_options *options;
    const struct rampart_pack_input *input;
    struct rampart_limits limits;
    struct rampart_diags *diags;
    struct rampart_pack *pack;
    struct rp_source listed; /* the table of sources; no text: there is none */
    struct rampart_pack_source *sources;
    bool refused; /* a file was */
};

/* True for a day that may be one of knowledge: none is of tomorrow. */
static bool importing_is_day(const struct rampart_pack_input *input, struct rampart_str day)
{
    return rp_pack_is_day(day) && (input->today.len == 0 || rp_str_compare(day, input->today) <= 0);
}

/* Reads a file into the pack's memory. Errors as rp_file_load(). */
static enum rampart_status importing_load(struct importing *importing, const char *path, struct rp_source *ret_source)
{
    struct rp_arena *arena = &importing->pack->arena;
    struct rp_buf buf;
    rp_buf_init(&buf, &arena->allocator, importing->limits.document_bytes);
    enum rampart_status status = rp_file_load(path, &buf, importing->diags);
    if (status == RAMPART_OK) status = rp_source_init(ret_source, arena, rampart_str(path), rp_buf_text(&buf));
    rp_buf_free(&buf);
    return status;
}

/* ---- where a file comes from ---- */

static enum rampart_status importing_fault(const struct importing *importing, struct rp_at at, const char *message,
                                           const char *help)
{
    rp_diag(importing->diags, RAMPART_ERROR, RP_CAT_INPUT, at, "%s", message);
    rp_diag_help(importing->diags, "%s", help);
    return RAMPART_INVALID_INPUT;
}

/* Checks the table of sources. */
static enum rampart_status importing_check_sources(struct importing *importing)
{
    struct rampart_str line, rows = rp_tsv_rows(importing->listed.text);
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str fields[3];
        if (rp_tsv_split(line, fields, 3) && fields[0].len > 0 && fields[1].len > 0 && importing_is_day(importing->input, fields[2]))
            continue;
        const uint32_t start = (uint32_t)(line.data - importing->listed.text.data);
        return importing_fault(importing, (struct rp_at){&importing->listed, {start, start + (uint32_t)line.len}},
                               "expected a path, an address and a day from 2009-01-01 to today (YYYY-MM-DD), separated by tabs",
                               "a line is: pages/feedlion.md, https://..., 2026-11-30");
    }
    return RAMPART_OK;
}

/* The origin of a file: the table of sources counts first, then what the page says, then the day that was given. */
static enum rampart_status importing_origin(const struct importing *importing, const struct rp_source *source,
                                            const struct rp_page *page, struct rp_origin *ret_origin)
{
    struct rampart_str line, rows = rp_tsv_rows(importing->listed.text), fields[3];
    *ret_origin = (struct rp_origin){source->name, importing->input->date};
    if (page != NULL && page->address.len > 0) ret_origin->source = page->address;
    if (page != NULL && page->date.len > 0) ret_origin->date = page->date;
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_tsv_split(line, fields, 3) || !rp_str_equal(fields[0], source->name)) continue;
        *ret_origin = (struct rp_origin){fields[1], fields[2]};
    }
    for (size_t i = 0; i < ret_origin->source.len; i++)
        if ((unsigned char)ret_origin->source.data[i] < ' ' || ret_origin->source.data[i] == 0x7F)
            return importing_fault(importing, (struct rp_at){source, {0, 0}},
                                   "a source has no tab, no line end and no other control character", "rename the file");
    if (importing_is_day(importing->input, ret_origin->date)) return RAMPART_OK;
    if (ret_origin->date.len > 0)
        return importing_fault(importing, (struct rp_at){source, {0, 0}}, "the date of this page is no day from 2009-01-01 to today",
                               "say when it was fetched: --sources FILE");
    return importing_fault(importing, (struct rp_at){source, {0, 0}}, "this file has no day: an old page would pass for a new one",
                           "say when it was fetched: --date YYYY-MM-DD, or --sources FILE");
}

/* Two files of one source would be one statement. */
static enum rampart_status importing_once(const struct importing *importing, const struct rp_source *source,
                                          const struct rp_origin *origin)
{
    const struct rampart_pack_summary *summary = &importing->pack->summary;
    for (size_t i = 0; i < summary->source_count; i++)
        if (rp_str_equal(importing->sources[i].source, origin->source))
            return importing_fault(importing, (struct rp_at){source, {0, 0}}, "another file comes from the same source",
                                   "give one of the two");
    return RAMPART_OK;
}

/* ---- a file ---- */

static bool importing_is_json(struct rampart_str text)
{
    size_t at = 0;
    while (at < text.len && rp_is_blank(text.data[at])) at++;
    return at < text.len && (text.data[at] == '{' || text.data[at] == '[');
}

static enum rampart_status importing_take(struct importing *importing, const struct rp_source *source,
                                          struct rampart_pack_source *taken)
{
    struct rampart_pack *pack = importing->pack;
    const struct rp_reading reading = {
        .arena = &pack->arena, .source = source, .limits = &importing->limits, .diags = importing->diags};
    const bool json = importing_is_json(source->text);
    struct rp_page page;
    struct rp_origin origin;
    if (!json) RP_TRY(rp_page_read(&reading, &page));
    RP_TRY(importing_origin(importing, source, json ? NULL : &page, &origin));
    RP_TRY(importing_once(importing, source, &origin));
    taken->source = origin.source;
    taken->date = origin.date;
    if (!json) return rp_facts_take_page(&pack->facts, &reading, &page, &origin);
    enum rp_answer_kind kind = RP_ANSWER_METADATA;
    RP_TRY(rp_facts_take_json(&pack->facts, &reading, rp_tsv_rows(rp_pack_text(&pack->merge.texts, RP_STR("services.tsv"))),
                              &origin, &kind));
    taken->kind = kind == RP_ANSWER_POLICIES ? RAMPART_PACK_POLICIES : RAMPART_PACK_METADATA;
    return RAMPART_OK;
}

/* Reads one file; one that is refused leaves nothing, and the others are read all the same. */
static enum rampart_status importing_file(struct importing *importing, const char *path)
{
    struct rp_facts *facts = &importing->pack->facts;
    const struct rp_facts_mark mark = rp_facts_mark(facts);
    struct rampart_pack_source *taken = &importing->sources[importing->pack->summary.source_count];
    struct rp_source source;
    enum rampart_status status = importing_load(importing, path, &source);
    *taken = (struct rampart_pack_source){.path = path};
    if (status == RAMPART_OK) status = importing_take(importing, &source, taken);
    if (status == RAMPART_INVALID_INPUT || status == RAMPART_IO) {
        rp_facts_forget(facts, &mark);
        importing->refused = true;
        return RAMPART_OK;
    }
    RP_TRY(status);
    RP_TRY_MEMORY(rp_pack_sha256(&importing->pack->arena, source.text, &taken->sha256));
    taken->rows = facts->row_count - mark.rows;
    taken->types = facts->type_count - mark.types;
    taken->keys = facts->key_count - mark.keys;
    taken->names = facts->name_count - mark.names;
    taken->policies = facts->policy_count - mark.policies;
    if (rp_str_compare(taken->date, importing->pack->merge.date) > 0) importing->pack->merge.date = taken->date;
    importing->pack->summary.source_count++;
    return RAMPART_OK;
}

static enum rampart_status importing_run(struct importing *importing)
{
    struct rampart_pack *pack = importing->pack;
    const struct rampart_pack_input *input = importing->input;
    RP_TRY(input->base == NULL ? rp_pack_take_embedded(pack)
                               : rp_pack_take_folder(pack, importing->options, input->base, importing->diags));
    if (input->base != NULL && !importing_is_day(input, pack->merge.date))
        return importing_fault(importing, RP_NOWHERE, "the catalogue that is renewed has a date after today",
                               "make it again: rampart catalog --import FILE... --output DIR");
    if (input->sources != NULL) {
        RP_TRY(importing_load(importing, input->sources, &importing->listed));
        RP_TRY(importing_check_sources(importing));
    }
    importing->sources = RP_NEW_ARRAY(&pack->arena, struct rampart_pack_source, input->path_count);
    RP_TRY_MEMORY(importing->sources != NULL);
    pack->summary.sources = importing->sources;
    for (size_t i = 0; i < input->path_count; i++) RP_TRY(importing_file(importing, input->paths[i]));
    if (rp_diags_failed(importing->diags)) return RAMPART_NO_MEMORY;
    if (importing->refused) return RAMPART_INVALID_INPUT;
    RP_TRY(rp_pack_merge(&pack->merge));
    return rp_pack_finish(pack);
}

/* An empty pack. */
static enum rampart_status importing_new(const struct rampart_options *options, struct rampart_pack **ret_pack)
{
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_pack *pack = RP_NEW(&arena, struct rampart_pack);
    if (pack == NULL) {
        rp_arena_free(&arena);
        return RAMPART_NO_MEMORY;
    }
    pack->arena = arena;
    pack->facts.arena = pack->merge.arena = &pack->arena;
    pack->merge.facts = &pack->facts;
    *ret_pack = pack;
    return RAMPART_OK;
}

enum rampart_status rampart_pack_import(const struct rampart_options *options, const struct rampart_pack_input *input,
                                        struct rampart_diags *diags, struct rampart_pack **ret_pack)
{
    struct rampart_diags *own = NULL;
    if (input == NULL || input->paths == NULL || ret_pack == NULL ||
        (input->date.len > 0 && !importing_is_day(input, input->date)))
        return RAMPART_MISUSE;
    struct importing importing = {.options = options, .input = input, .limits = rp_limits_of(options), .diags = diags};
    RP_TRY(importing_new(options, &importing.pack));
    enum rampart_status status = diags == NULL ? rampart_diags_new(options, &own) : RAMPART_OK;
    if (diags == NULL) importing.diags = own;
    if (status == RAMPART_OK) status = importing_run(&importing);
    rampart_diags_free(own);
    if (status == RAMPART_OK)
        *ret_pack = importing.pack;
    else
        rampart_pack_free(importing.pack);
    return status;
}

/* ---- verifying ---- */

/* The conflicts that the pack lists. */
static enum rampart_status verify_conflicts(struct rampart_pack *pack)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_pack_text(&pack->merge.texts, RP_STR("conflicts.tsv")));
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str f[8];
        if (!rp_tsv_split(line, f, 8)) continue;
        const struct rampart_pack_conflict conflict = {f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7]};
        RP_TRY(rp_merge_conflict(&pack->merge, &conflict));
    }
    pack->summary.conflicts = pack->merge.conflicts;
    pack->summary.conflict_count = pack->merge.conflict_count;
    return RAMPART_OK;
}

enum rampart_status rampart_pack_verify(const struct rampart_options *options, const char *path,
                                        struct rampart_diags *diags, struct rampart_pack **ret_pack)
{
    struct rampart_catalog *catalog = NULL;
    struct rampart_pack *pack;
    if (path == NULL || ret_pack == NULL) return RAMPART_MISUSE;
    RP_TRY(importing_new(options, &pack));
    enum rampart_status status = rp_pack_take_folder(pack, options, path, diags);
    if (status == RAMPART_OK) status = rampart_catalog_read_folder(options, path, diags, &catalog);
    if (status == RAMPART_OK) status = verify_conflicts(pack);
    rampart_catalog_free(catalog);
    if (status == RAMPART_OK)
        *ret_pack = pack;
    else
        rampart_pack_free(pack);
    return status;
}
