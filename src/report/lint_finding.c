/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A finding as programs want it: its rule, its file relative to the folder that they run in, with one spelling for one
 * file, and a fingerprint that stays when lines before it have moved.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/try.h"
#include "base/utf8.h"
#include "report/lint_report.h"

void rp_lint_words(struct rampart_lint_report *report, const char *words)
{
    rp_buf_add(&report->out, rampart_str(words));
}

bool rp_lint_rule_name(struct rampart_lint_report *report, const struct rampart_diag *diag,
                       struct rampart_str *ret_name)
{
    const struct rampart_str parts[] = {rampart_str(diag->code), RP_STR("-"), rampart_str(diag->name)};
    return rp_arena_join(&report->scratch, parts, sizeof parts / sizeof *parts, ret_name);
}

struct rp_json rp_lint_finding(struct rampart_lint_report *report)
{
    rp_json_print(report->list);
    if (report->separate && report->out.len == 0) rp_lint_words(report, ",\n");
    report->separate = true;
    return rp_put_tree(report->list, NULL);
}

/* ---- the file ---- */

static struct rampart_str lint_finding_without_root(struct rampart_str file, struct rampart_str root)
{
    if (root.len == 0 || file.len <= root.len || !rp_str_starts(file, root)) return file;
    if (file.data[root.len] != '/') return file;
    return rp_str_from(file, root.len + 1);
}

/* A name that could not be made whole must not be printed. */
static struct rampart_str lint_finding_made(struct rampart_lint_report *report, const struct rp_buf *text)
{
    if (report->out.failed == RAMPART_OK) report->out.failed = text->failed;
    return rp_buf_text(text);
}

struct rampart_str rp_lint_path(struct rampart_lint_report *report, struct rampart_str file)
{
    struct rp_buf *path = &report->path;
    struct rampart_str rest = lint_finding_without_root(file, report->style.root);
    path->len = 0;
    if (rest.len > 0 && rest.data[0] == '/') rp_buf_add_byte(path, '/');
    for (bool first = true; rest.len > 0;) {
        struct rampart_str part = rp_str_part(rest, 0, rp_str_find(rest, '/'));
        rest = rp_str_from(rest, part.len + 1);
        if (part.len == 0 || rp_str_equal(part, RP_STR("."))) continue;
        if (!first) rp_buf_add_byte(path, '/');
        rp_buf_add(path, part);
        first = false;
    }
    return lint_finding_made(report, path);
}

static bool lint_finding_is_plain(char c)
{
    char lower = rp_lower(c);
    return (lower >= 'a' && lower <= 'z') || rp_is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~' ||
           c == '/';
}

struct rampart_str rp_lint_uri(struct rampart_lint_report *report, struct rampart_str file)
{
    struct rp_buf *uri = &report->uri;
    struct rampart_str path = rp_lint_path(report, file);
    uri->len = 0;
    if (path.len > 0 && path.data[0] == '/') rp_buf_add(uri, RP_STR("file://"));
    for (size_t i = 0; i < path.len; i++) {
        if (lint_finding_is_plain(path.data[i]))
            rp_buf_add_byte(uri, path.data[i]);
        else
            rp_buf_printf(uri, "%%%02X", (unsigned)(unsigned char)path.data[i]);
    }
    return lint_finding_made(report, uri);
}

bool rp_lint_is_own(const struct rampart_diag *diag)
{
    return strcmp(diag->code, "USR001") == 0;
}

/* ---- the fingerprint ---- */

struct keyed {
    uint64_t hash;
    size_t index;
};

/* The part of the line that the finding is about. */
static struct rampart_str lint_finding_covered(const struct rampart_diag *diag)
{
    size_t start = 0, end;
    for (unsigned i = 1; i < diag->snippet_column && start < diag->snippet.len; i++)
        start += rp_utf8_step(diag->snippet, start);
    end = start;
    for (unsigned i = 0; i < diag->snippet_width && end < diag->snippet.len; i++)
        end += rp_utf8_step(diag->snippet, end);
    return rp_str_part(diag->snippet, start, end - start);
}

static uint64_t lint_finding_hash_of(struct rampart_lint_report *report, const struct rampart_diag *diag,
                                     struct rp_buf *text)
{
    text->len = 0;
    rp_buf_add(text, rampart_str(diag->code));
    if (rp_lint_is_own(diag)) rp_buf_add(text, rampart_str(diag->name));
    rp_buf_add_byte(text, '\0');
    rp_buf_add(text, rp_lint_path(report, diag->file));
    rp_buf_add_byte(text, '\0');
    rp_buf_add(text, diag->subject);
    rp_buf_add_byte(text, '\0');
    rp_buf_add(text, lint_finding_covered(diag));
    return rp_hash(rp_buf_text(text));
}

static int lint_finding_by_hash(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Equal findings are told apart by their order. */
static uint64_t lint_finding_numbered(uint64_t hash, size_t number)
{
    uint64_t parts[2] = {hash, number};
    return rp_hash((struct rampart_str){(const char *)parts, sizeof parts});
}

static void lint_finding_tell_apart(const struct keyed *keyed, size_t count, uint64_t *fingerprints)
{
    size_t number = 0;
    for (size_t i = 0; i < count; i++) {
        number = i > 0 && keyed[i].hash == keyed[i - 1].hash ? number + 1 : 0;
        fingerprints[keyed[i].index] = lint_finding_numbered(keyed[i].hash, number);
    }
}

struct rampart_str rp_lint_fingerprint(uint64_t fingerprint, char digits[RP_LINT_FINGERPRINT])
{
    for (size_t i = RP_LINT_FINGERPRINT; i > 0; fingerprint >>= 4)
        digits[--i] = "0123456789abcdef"[fingerprint & 15];
    return (struct rampart_str){digits, RP_LINT_FINGERPRINT};
}

enum rampart_status rp_lint_fingerprints(struct rampart_lint_report *report,
                                         const struct rampart_diags *findings, uint64_t **ret_fingerprints)
{
    size_t count = rampart_diags_count(findings);
    struct keyed *keyed = RP_NEW_ARRAY(&report->scratch, struct keyed, count + 1);
    uint64_t *fingerprints = RP_NEW_ARRAY(&report->scratch, uint64_t, count + 1);
    RP_TRY_MEMORY(keyed != NULL && fingerprints != NULL);
    struct rp_buf text;
    rp_buf_init(&text, &report->out.allocator, report->out.cap);
    for (size_t i = 0; i < count; i++)
        keyed[i] = (struct keyed){lint_finding_hash_of(report, rampart_diags_at(findings, i), &text), i};
    enum rampart_status failed = text.failed;
    rp_buf_free(&text);
    if (count > 1) qsort(keyed, count, sizeof keyed[0], lint_finding_by_hash);
    lint_finding_tell_apart(keyed, count, fingerprints);
    *ret_fingerprints = fingerprints;
    return failed;
}

/* ---- files that were not read ---- */

const struct rampart_file_row *rp_lint_not_read(const struct rampart_lint_report *report, struct rp_lint_cursor *cursor)
{
    const struct rampart_file_row *row;
    while ((row = rampart_inventory_row(report->style.inventory, cursor->row)) != NULL) {
        cursor->row++;
        const bool told = cursor->unreadable < report->unreadable_count &&
                          rp_str_equal(row->path, report->unreadable[cursor->unreadable]);
        if (!told) return row;
        cursor->unreadable++;
    }
    return NULL;
}
