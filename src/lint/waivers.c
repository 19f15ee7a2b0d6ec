/* SPDX-License-Identifier: Apache-2.0 */
/* Hides findings by waivers, and reports waivers of no use. */
#include "lint/settings.h"

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/linter.h"
#include "text/diag.h"

/* ---- names of files with wildcards ---- */

/* Every place of the pattern that the path so far may have led to. */
struct places {
    bool at[RP_PATH_GLOB_MOST + 1];
};

/* A star may stand for nothing: the place behind it is reached as well. */
static void waiver_glob_past_stars(struct rampart_str glob, struct places *places)
{
    for (size_t i = 0; i < glob.len; i++)
        if (places->at[i] && glob.data[i] == '*') places->at[i + 1] = true;
}

static bool waiver_glob_is_double(struct rampart_str glob, size_t i)
{
    return (i + 1 < glob.len && glob.data[i + 1] == '*') || (i > 0 && glob.data[i - 1] == '*');
}

static struct places waiver_glob_step(struct rampart_str glob, const struct places *before, char c)
{
    struct places after = {{false}};
    for (size_t i = 0; i < glob.len; i++) {
        if (!before->at[i]) continue;
        if (glob.data[i] == '*')
            after.at[i] |= c != '/' || waiver_glob_is_double(glob, i);
        else if (glob.data[i] == c || (glob.data[i] == '?' && c != '/'))
            after.at[i + 1] = true;
    }
    waiver_glob_past_stars(glob, &after);
    return after;
}

bool rp_path_glob(struct rampart_str glob, struct rampart_str path)
{
    if (glob.len > RP_PATH_GLOB_MOST) return false;
    struct places places = {{true}};
    waiver_glob_past_stars(glob, &places);
    for (size_t i = 0; i < path.len; i++) places = waiver_glob_step(glob, &places, path.data[i]);
    return places.at[glob.len];
}

/* ---- the name of a file, as seen from the settings ---- */

/* Takes the last part off a path that ends with a slash unless it is empty. */
static void waiver_leave_folder(struct rp_buf *path)
{
    if (path->len > 0) path->len--;
    while (path->len > 0 && path->data[path->len - 1] != '/') path->len--;
}

/* Adds the parts of a path, each with a slash behind it, following "." and "..". */
static void waiver_enter(struct rp_buf *path, struct rampart_str parts)
{
    while (parts.len > 0) {
        struct rampart_str part = rp_str_part(parts, 0, rp_str_find(parts, '/'));
        parts = rp_str_from(parts, part.len + 1);
        if (part.len == 0 || rp_str_equal(part, RP_STR("."))) continue;
        if (rp_str_equal(part, RP_STR(".."))) {
            waiver_leave_folder(path);
            continue;
        }
        rp_buf_add(path, part);
        rp_buf_add_byte(path, '/');
    }
}

/* The whole path of a file that is named relative to a folder: without a slash before it, but with one behind it. */
static struct rampart_str waiver_whole_path(struct rp_buf *path, struct rampart_str folder,
                                            struct rampart_str file)
{
    path->len = 0;
    if (file.len == 0 || file.data[0] != '/') waiver_enter(path, folder);
    waiver_enter(path, file);
    return rp_buf_text(path);
}

/* The buffers for the names of files. */
struct naming {
    struct rampart_str folder;
    struct rp_buf base, path; /* the settings' folder, the file */
};

/* The path of a file in the settings' folder, relative to it; any other path is whole. */
static struct rampart_str waiver_relative(struct naming *naming, struct rampart_str file)
{
    struct rampart_str path = waiver_whole_path(&naming->path, naming->folder, file),
                       base = rp_buf_text(&naming->base);
    path = rp_str_part(path, 0, path.len > 0 ? path.len - 1 : 0);
    return rp_str_starts(path, base) ? rp_str_from(path, base.len) : path;
}

/* ---- waiving ---- */

static bool waiver_is_over(const struct rp_waiver *waiver, struct rampart_lint_date today)
{
    struct rampart_lint_date last = waiver->expires;
    if (!waiver->does_expire || last.year != today.year) return waiver->does_expire && last.year < today.year;
    return last.month != today.month ? last.month < today.month : last.day < today.day;
}

static bool waiver_is_about(const struct rp_waiver *waiver, const struct rampart_diag *diag)
{
    if (waiver->statement != 0 && waiver->statement != diag->statement) return false;
    return waiver->sid.len == 0 || rp_str_equal(waiver->sid, diag->sid);
}

static bool waiver_is_of_own(const struct rp_waiver *waiver, const struct rampart_diag *diag)
{
    return waiver->own != NULL && rp_str_equal(rampart_str(waiver->own->name), rampart_str(diag->name));
}

/* Findings of one file follow one another, so that its name is worked out once. */
struct waiving {
    struct rampart_lint_settings *settings;
    struct rampart_lint_date today;
    struct naming naming;
    struct rampart_str file, name;
    bool named;
};

static struct rampart_str waiver_reason_of(void *context, const struct rampart_diag *diag)
{
    static const struct rampart_str none = {NULL, 0};
    struct waiving *waiving = context;
    enum rp_lint_rule rule = rp_lint_rule_of(diag->code);
    const bool own = rp_code_of(diag) == RP_USR_BROKEN;
    if (rule == RP_LINT_RULES && !own) return none;
    if (!waiving->named || !rp_str_equal(waiving->file, diag->file)) {
        waiving->file = diag->file;
        waiving->name = waiver_relative(&waiving->naming, diag->file);
        waiving->named = true;
    }
    for (size_t i = 0; i < waiving->settings->waiver_count; i++) {
        struct rp_waiver *waiver = &waiving->settings->waivers[i];
        if (waiver->rule != rule || !waiver_is_about(waiver, diag) || (own && !waiver_is_of_own(waiver, diag)) || waiver_is_over(waiver, waiving->today))
            continue;
        if (!rp_path_glob(waiver->file, waiving->name)) continue;
        waiver->hidden++;
        return waiver->told;
    }
    return none;
}

enum rampart_status rampart_lint_settings_waive(struct rampart_lint_settings *settings,
                                                struct rampart_str folder, struct rampart_lint_date today,
                                                struct rampart_diags *findings)
{
    if (settings == NULL || findings == NULL) return RAMPART_MISUSE;
    if (settings->waiver_count == 0) return RAMPART_OK;
    struct waiving waiving = {.settings = settings, .today = today, .naming = {.folder = folder}};
    rp_buf_init(&waiving.naming.base, &settings->arena.allocator, SIZE_MAX / 4);
    rp_buf_init(&waiving.naming.path, &settings->arena.allocator, SIZE_MAX / 4);
    (void)waiver_whole_path(&waiving.naming.base, folder, settings->source.name);
    waiver_leave_folder(&waiving.naming.base);
    rp_diags_waive(findings, waiver_reason_of, &waiving);
    enum rampart_status failed = waiving.naming.base.failed;
    if (failed == RAMPART_OK) failed = waiving.naming.path.failed;
    rp_buf_free(&waiving.naming.base);
    rp_buf_free(&waiving.naming.path);
    return failed == RAMPART_OK && rp_diags_failed(findings) ? RAMPART_NO_MEMORY : failed;
}

/* ---- waivers of no use ---- */

static void waiver_tell_expired(const struct rp_waiver *waiver, struct rp_at at,
                                struct rampart_diags *findings)
{
    rp_diag(findings, RAMPART_WARNING, RP_SET_EXPIRED, at, "this waiver expired on %04u-%02u-%02u",
            waiver->expires.year, waiver->expires.month, waiver->expires.day);
    if (waiver->owner.len > 0)
        rp_diag_help(findings, "fix the finding, or let %.*s set a later date", RP_ARG(waiver->owner));
    else
        rp_diag_help(findings, "fix the finding, or set a later date");
}

static void waiver_tell_unused(struct rp_at at, struct rampart_diags *findings)
{
    rp_diag(findings, RAMPART_NOTE, RP_SET_UNUSED, at, "this waiver hides no finding");
    rp_diag_help(findings, "remove it if its finding is gone");
}

enum rampart_status rampart_lint_settings_review(const struct rampart_lint_settings *settings,
                                                 const struct rampart_linter *linter,
                                                 struct rampart_lint_date today,
                                                 struct rampart_diags *findings)
{
    if (settings == NULL || linter == NULL || findings == NULL) return RAMPART_MISUSE;
    for (size_t i = 0; i < settings->waiver_count; i++) {
        const struct rp_waiver *waiver = &settings->waivers[i];
        const struct rp_at at = {&settings->source, waiver->span};
        if (waiver_is_over(waiver, today))
            waiver_tell_expired(waiver, at, findings);
        else if (waiver->hidden == 0 && (waiver->own != NULL || linter->levels[waiver->rule] != RAMPART_LINT_OFF))
            waiver_tell_unused(at, findings);
    }
    return rp_diags_failed(findings) ? RAMPART_NO_MEMORY : RAMPART_OK;
}
