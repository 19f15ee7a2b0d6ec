/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files as CI systems want them: relative to the folder they run in, with one spelling for one file. */
#include "report/lint_report.h"

static struct rampart_str without_root(struct rampart_str file, struct rampart_str root)
{
    if (root.len == 0 || file.len <= root.len || !rp_str_starts(file, root)) return file;
    if (file.data[root.len] != '/') return file;
    return rp_str_from(file, root.len + 1);
}

/* A name that could not be made whole must not be printed. */
static struct rampart_str made(struct rampart_lint_report *report, const struct rp_buf *text)
{
    if (report->out.failed == RAMPART_OK) report->out.failed = text->failed;
    return rp_buf_text(text);
}

struct rampart_str rp_lint_path(struct rampart_lint_report *report, struct rampart_str file)
{
    struct rp_buf *path = &report->path;
    struct rampart_str rest = without_root(file, report->style.root);
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
    return made(report, path);
}

static bool is_plain(char c)
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
        if (is_plain(path.data[i]))
            rp_buf_add_byte(uri, path.data[i]);
        else
            rp_buf_printf(uri, "%%%02X", (unsigned)(unsigned char)path.data[i]);
    }
    return made(report, uri);
}
