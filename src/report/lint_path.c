/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files as CI systems want them: relative to the folder they run in, with one spelling for one file. */
#include "report/lint_report.h"

static struct rampart_str without_root(struct rampart_str file, struct rampart_str root)
{
    if (root.len == 0 || file.len <= root.len || !rp_str_starts(file, root)) return file;
    if (file.data[root.len] != '/') return file;
    return rp_str_from(file, root.len + 1);
}

void rp_lint_path(struct rp_buf *buf, const struct rampart_lint_report *report, struct rampart_str file)
{
    struct rampart_str rest = without_root(file, report->style.root);
    if (rest.len > 0 && rest.data[0] == '/') rp_buf_add_byte(buf, '/');
    for (bool first = true; rest.len > 0;) {
        struct rampart_str part = rp_str_part(rest, 0, rp_str_find(rest, '/'));
        rest = rp_str_from(rest, part.len + 1);
        if (part.len == 0 || rp_str_equal(part, RP_STR("."))) continue;
        if (!first) rp_buf_add_byte(buf, '/');
        rp_buf_add(buf, part);
        first = false;
    }
}

static bool is_plain(char c)
{
    char lower = rp_lower(c);
    return (lower >= 'a' && lower <= 'z') || rp_is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~' ||
           c == '/';
}

void rp_lint_uri(struct rampart_lint_report *report, struct rampart_str file, struct rp_buf *ret_uri)
{
    struct rp_buf path;
    rp_buf_init(&path, &report->out.allocator, report->out.cap);
    rp_lint_path(&path, report, file);
    if (path.len > 0 && path.data[0] == '/') rp_buf_add(ret_uri, RP_STR("file://"));
    for (size_t i = 0; i < path.len; i++) {
        if (is_plain(path.data[i]))
            rp_buf_add_byte(ret_uri, path.data[i]);
        else
            rp_buf_printf(ret_uri, "%%%02X", (unsigned)(unsigned char)path.data[i]);
    }
    if (ret_uri->failed == RAMPART_OK) ret_uri->failed = path.failed;
    rp_buf_free(&path);
}
