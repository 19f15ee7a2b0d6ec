/* SPDX-License-Identifier: Apache-2.0 */
#include "text/diag.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/source.h"

enum { SEVERITIES = RAMPART_NOTE + 1, FIRST_CAPACITY = 16 };

struct rampart_diags {
    struct rp_arena arena;
    struct rampart_diag **items; /* pointers, so that a diagnostic stays where it is while the list grows */
    size_t count, capacity, limit;
    size_t found[SEVERITIES];
    struct rampart_watcher watcher;
    bool dropped; /* the diagnostic added last is not in the list */
    bool failed;
};

static const struct rp_diag_code diag_codes[] = {
#define RP_DIAG(id, number, name) {number, name},
#include "text/diag_codes.h"
#undef RP_DIAG
};

const struct rp_diag_code *rp_diag_code(enum rp_code code)
{
    return &diag_codes[code];
}

enum rampart_status rampart_diags_new(const struct rampart_options *options, struct rampart_diags **ret_diags)
{
    if (ret_diags == NULL) return RAMPART_MISUSE;
    struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_diags *diags = allocator.allocate(allocator.context, sizeof *diags);
    if (diags == NULL) return RAMPART_NO_MEMORY;
    *diags = (struct rampart_diags){.limit = rp_limits_of(options).diagnostics};
    rp_arena_init(&diags->arena, &allocator);
    *ret_diags = diags;
    return RAMPART_OK;
}

void rampart_diags_free(struct rampart_diags *diags)
{
    if (diags == NULL) return;
    struct rampart_allocator allocator = diags->arena.allocator;
    rp_arena_free(&diags->arena);
    allocator.release(allocator.context, diags);
}

void rampart_diags_clear(struct rampart_diags *diags)
{
    if (diags == NULL) return;
    struct rp_arena arena = diags->arena;
    rp_arena_reset(&arena);
    *diags = (struct rampart_diags){.arena = arena, .limit = diags->limit, .watcher = diags->watcher};
}

void rampart_diags_watch(struct rampart_diags *diags, struct rampart_watcher watcher)
{
    if (diags != NULL) diags->watcher = watcher;
}

void rp_diags_share_watcher(struct rampart_diags *diags, const struct rampart_diags *other)
{
    if (other != NULL) rampart_diags_watch(diags, other->watcher);
}

bool rp_diags_opened(const struct rampart_diags *diags, const char *path, int file)
{
    if (diags == NULL || diags->watcher.opened == NULL) return true;
    return diags->watcher.opened(diags->watcher.context, path, file);
}

size_t rampart_diags_count(const struct rampart_diags *diags)
{
    return diags == NULL ? 0 : diags->count;
}

size_t rampart_diags_found(const struct rampart_diags *diags, enum rampart_severity severity)
{
    if (diags == NULL || (size_t)severity >= SEVERITIES) return 0;
    return diags->found[severity];
}

const struct rampart_diag *rampart_diags_at(const struct rampart_diags *diags, size_t i)
{
    return diags == NULL || i >= diags->count ? NULL : diags->items[i];
}

bool rp_diags_have(const struct rampart_diags *diags, size_t from, enum rp_code code)
{
    for (size_t i = from; i < rampart_diags_count(diags); i++)
        if (diags->items[i]->code == diag_codes[code].number) return true;
    return false;
}

const struct rampart_diag *rp_diags_first_error(const struct rampart_diags *diags, size_t from)
{
    for (size_t i = from; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_ERROR) return rampart_diags_at(diags, i);
    return NULL;
}

static bool diag_stands_after(const struct rampart_diag *a, const struct rampart_diag *b)
{
    if (a->line != b->line) return a->line > b->line;
    if (a->column != b->column) return a->column > b->column;
    return a->inner_line != b->inner_line ? a->inner_line > b->inner_line : a->inner_column > b->inner_column;
}

void rp_diags_sort(struct rampart_diags *diags, size_t from)
{
    for (size_t i = from + 1; i < rampart_diags_count(diags); i++) {
        struct rampart_diag *item = diags->items[i];
        size_t at = i;
        for (; at > from && diag_stands_after(diags->items[at - 1], item); at--)
            diags->items[at] = diags->items[at - 1];
        diags->items[at] = item;
    }
}

void rp_diags_filter(struct rampart_diags *diags, size_t from,
                     bool (*keep)(const void *context, struct rampart_diag *diag), const void *context)
{
    size_t kept = from;
    for (size_t i = from; i < rampart_diags_count(diags); i++) {
        struct rampart_diag *diag = diags->items[i];
        diags->found[diag->severity]--;
        if (!keep(context, diag)) continue;
        diags->found[diag->severity]++;
        diags->items[kept++] = diag;
    }
    if (diags != NULL && kept < diags->count) diags->count = kept;
}

void rp_diags_demote(struct rampart_diags *diags, size_t from, size_t found)
{
    if (diags == NULL || diags->found[RAMPART_ERROR] <= found) return;
    for (size_t i = from; i < diags->count; i++)
        if (diags->items[i]->severity == RAMPART_ERROR) diags->items[i]->severity = RAMPART_WARNING;
    diags->found[RAMPART_WARNING] += diags->found[RAMPART_ERROR] - found;
    diags->found[RAMPART_ERROR] = found;
}

struct rampart_str rp_diags_keep(struct rampart_diags *diags, struct rampart_str text)
{
    struct rampart_str kept = {NULL, 0};
    if (text.len > 0 && !rp_printable_copy(&diags->arena, text, &kept)) diags->failed = true;
    return kept;
}

void rp_diags_waive(struct rampart_diags *diags,
                    struct rampart_str (*reason_of)(void *context, const struct rampart_diag *diag),
                    void *context)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++) {
        struct rampart_diag *diag = diags->items[i];
        struct rampart_str reason =
            diag->waiver.len > 0 ? (struct rampart_str){NULL, 0} : reason_of(context, diag);
        if (reason.len == 0) continue;
        diag->waiver = rp_diags_keep(diags, reason);
        if (diag->waiver.len > 0) diags->found[diag->severity]--;
    }
}

bool rp_diags_failed(const struct rampart_diags *diags)
{
    return diags != NULL && diags->failed;
}

static bool diag_make_room(struct rampart_diags *diags)
{
    if (diags->count < diags->capacity) return true;
    size_t capacity = diags->capacity == 0 ? FIRST_CAPACITY : diags->capacity * 2;
    struct rampart_diag **items = RP_NEW_ARRAY(&diags->arena, struct rampart_diag *, capacity);
    if (items == NULL) return false;
    for (size_t i = 0; i < diags->count; i++) items[i] = diags->items[i];
    diags->items = items;
    diags->capacity = capacity;
    return true;
}

/* Texts of the input end up in messages, so control characters must not reach a terminal. */
__attribute__((format(printf, 3, 0))) static bool
diag_print(struct rp_arena *arena, struct rampart_str *ret_text, const char *format, va_list values)
{
    char most[512]; /* messages are hardly ever longer */
    struct rampart_str text;
    va_list again;
    va_copy(again, values);
    const int len = vsnprintf(most, sizeof most, format, again);
    va_end(again);
    if (len >= 0 && (size_t)len < sizeof most) return rp_printable_copy(arena, (struct rampart_str){most, (size_t)len}, ret_text);
    return rp_arena_vprintf(arena, &text, format, values) && rp_printable_copy(arena, text, ret_text);
}

/* Many diagnostics of one file share its name. */
static bool diag_set_file(struct rampart_diags *diags, struct rampart_diag *diag, struct rampart_str file)
{
    if (diags->count > 0 && rp_str_equal(diags->items[diags->count - 1]->file, file)) {
        diag->file = diags->items[diags->count - 1]->file;
        return true;
    }
    return rp_arena_copy(&diags->arena, file, &diag->file);
}

static bool diag_set_place(struct rampart_diags *diags, struct rampart_diag *diag, struct rp_at at)
{
    if (at.source == NULL) return true;
    const struct rp_extent extent = rp_source_extent(at.source, at.span);
    struct rp_position start = extent.start, end = extent.end;
    struct rp_snippet snippet;
    if (!rp_snippet_make(at.source, at.span, extent.line_start, &diags->arena, &snippet)) return false;
    if (at.source->hidden) snippet = (struct rp_snippet){.column = 0};
    if (at.source->inside != NULL) {
        diag->inner_line = start.line;
        diag->inner_column = start.column;
        const struct rp_span outer = rp_inside_span(at.source->inside, at.span);
        start = rp_source_position(at.source->inside->outer, outer.start);
        end = rp_source_position(at.source->inside->outer, outer.end);
    }
    diag->line = start.line;
    diag->column = start.column;
    diag->end_line = end.line;
    diag->end_column = end.column;
    diag->snippet = snippet.text;
    diag->snippet_column = snippet.column;
    diag->snippet_width = snippet.width;
    return diag_set_file(diags, diag, at.source->name);
}

static struct rampart_diag *diag_add(struct rampart_diags *diags, const struct rp_diag_code *code,
                                     struct rp_at at)
{
    struct rampart_diag *diag = diag_make_room(diags) ? RP_NEW(&diags->arena, struct rampart_diag) : NULL;
    if (diag == NULL || !diag_set_place(diags, diag, at)) return NULL;
    diag->code = code->number;
    diag->name = code->name;
    return diag;
}

void rp_diag_coded(struct rampart_diags *diags, enum rampart_severity severity,
                   const struct rp_diag_code *code, struct rp_at at, const char *format, va_list values)
{
    if (diags == NULL) return;
    diags->found[severity]++;
    diags->dropped = true;
    if (diags->count >= diags->limit) return;
    struct rampart_diag *diag = diag_add(diags, code, at);
    if (diag == NULL || !diag_print(&diags->arena, &diag->message, format, values)) {
        diags->failed = true;
        return;
    }
    diag->severity = severity;
    diags->items[diags->count++] = diag;
    diags->dropped = false;
}

void rp_diag(struct rampart_diags *diags, enum rampart_severity severity, enum rp_code code, struct rp_at at,
             const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_coded(diags, severity, &diag_codes[code], at, format, values);
    va_end(values);
}

void rp_diag_help_values(struct rampart_diags *diags, const char *format, va_list values)
{
    if (diags == NULL || diags->dropped || diags->count == 0) return;
    if (!diag_print(&diags->arena, &diags->items[diags->count - 1]->help, format, values))
        diags->failed = true;
}

void rp_diag_help(struct rampart_diags *diags, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_help_values(diags, format, values);
    va_end(values);
}

void rp_diag_help_of(struct rampart_diags *diags, size_t i, const char *format, ...)
{
    if (diags == NULL || i >= diags->count) return;
    va_list values;
    va_start(values, format);
    if (!diag_print(&diags->arena, &diags->items[i]->help, format, values)) diags->failed = true;
    va_end(values);
}

void rp_diags_place(struct rampart_diags *diags, size_t from, struct rp_at at)
{
    for (size_t i = from; i < rampart_diags_count(diags); i++)
        if (diags->items[i]->line == 0 && !diag_set_place(diags, diags->items[i], at)) diags->failed = true;
}

enum rp_code rp_code_numbered(const char *number)
{
    unsigned code = 0;
    while (code + 1 < RP_CODE_COUNT && diag_codes[code].number != number) code++;
    return (enum rp_code)code;
}

enum rp_code rp_code_of(const struct rampart_diag *diag)
{
    return rp_code_numbered(diag->code);
}

static bool diag_copy(struct rampart_diags *diags, const struct rampart_diag *diag,
                      struct rampart_diag *ret_copy)
{
    *ret_copy = *diag;
    return diag_set_file(diags, ret_copy, diag->file) &&
           rp_printable_copy(&diags->arena, diag->message, &ret_copy->message) &&
           rp_printable_copy(&diags->arena, diag->help, &ret_copy->help) &&
           rp_printable_copy(&diags->arena, diag->snippet, &ret_copy->snippet) &&
           rp_printable_copy(&diags->arena, diag->subject, &ret_copy->subject) &&
           rp_printable_copy(&diags->arena, diag->sid, &ret_copy->sid) &&
           rp_printable_copy(&diags->arena, diag->waiver, &ret_copy->waiver);
}

void rp_diag_copy(struct rampart_diags *diags, const struct rampart_diag *diag)
{
    if (diags == NULL) return;
    diags->found[diag->severity]++;
    diags->dropped = true;
    if (diags->count >= diags->limit) return;
    struct rampart_diag *again = diag_make_room(diags) ? RP_NEW(&diags->arena, struct rampart_diag) : NULL;
    if (again == NULL || !diag_copy(diags, diag, again)) {
        diags->failed = true;
        return;
    }
    diags->items[diags->count++] = again;
    diags->dropped = false;
}

enum rampart_status rampart_diags_add(struct rampart_diags *diags, const struct rampart_diag *diag)
{
    if (diags == NULL || diag == NULL || diag->code == NULL || diag->name == NULL ||
        (size_t)diag->severity >= SEVERITIES)
        return RAMPART_MISUSE;
    rp_diag_copy(diags, diag);
    return diags->failed ? RAMPART_NO_MEMORY : RAMPART_OK;
}

void rp_diags_count_dropped(struct rampart_diags *diags, enum rampart_severity severity, size_t found)
{
    if (diags != NULL && diags->found[severity] < found) diags->found[severity] = found;
}

void rp_diags_copy_all(struct rampart_diags *diags, const struct rampart_diags *from)
{
    size_t found[SEVERITIES];
    for (size_t i = 0; i < SEVERITIES; i++)
        found[i] = rampart_diags_found(diags, (enum rampart_severity)i) + from->found[i];
    for (size_t i = 0; i < from->count; i++) rp_diag_copy(diags, from->items[i]);
    for (size_t i = 0; i < SEVERITIES; i++) rp_diags_count_dropped(diags, (enum rampart_severity)i, found[i]);
}

size_t rp_diags_limit(const struct rampart_diags *diags)
{
    return diags == NULL ? 0 : diags->limit;
}

size_t rp_diags_room(const struct rampart_diags *diags)
{
    return diags == NULL ? 0 : diags->limit - diags->count;
}

struct rampart_diag rp_diag_bare(enum rp_code code, const char *message)
{
    return (struct rampart_diag){
        .code = diag_codes[code].number, .name = diag_codes[code].name, .message = rampart_str(message)};
}

void rp_diag_file(struct rampart_diags *diags, struct rampart_str file)
{
    if (diags == NULL || diags->dropped || diags->count == 0) return;
    if (!rp_arena_copy(&diags->arena, file, &diags->items[diags->count - 1]->file)) diags->failed = true;
}
