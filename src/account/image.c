/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in an image that was opened. Its checksums hold, but whoever made it may have written anything. */
#include "account/image.h"

#include "account/read.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "policy/assumption.h"

bool rp_image_between(const struct rp_image *image, enum rp_image_section section, uint32_t first,
                      uint32_t end)
{
    return first <= end && end <= image->counts[section];
}

bool rp_image_string(const struct rp_image *image, size_t number, struct rampart_str *ret_string)
{
    const uint32_t *ends = image->sections[RP_IMAGE_STRINGS];
    const char *letters = image->sections[RP_IMAGE_LETTERS];
    if (number >= image->counts[RP_IMAGE_STRINGS]) return false;
    uint32_t first = number == 0 ? 0 : ends[number - 1];
    if (!rp_image_between(image, RP_IMAGE_LETTERS, first, ends[number])) return false;
    struct rampart_str string = {letters + first, ends[number] - first};
    if (rp_utf8_valid(string) != string.len || rp_str_find(string, '\0') != string.len) return false;
    *ret_string = string;
    return true;
}

/* ---- sources ---- */

/* The first mark is the text's beginning; each other one is the first character after so many bytes. */
static bool is_mark(const struct rp_source *source, size_t i)
{
    const struct rp_source_mark *mark = &source->marks[i];
    if (mark->line_start > mark->offset || mark->offset > source->text.len) return false;
    if (i == 0) return mark->offset == 0 && mark->line == 0;
    size_t least = i * RP_SOURCE_MARK_DISTANCE;
    return mark->offset >= least && mark->offset - least < RP_SOURCE_MARK_DISTANCE;
}

bool rp_image_source(const struct rp_image *image, size_t number, struct rp_source *ret_source)
{
    const struct rp_image_source *sources = image->sections[RP_IMAGE_SOURCES], start = {0};
    if (number >= image->counts[RP_IMAGE_SOURCES]) return false;
    const struct rp_image_source *last = number == 0 ? &start : &sources[number - 1], *own = &sources[number];
    if (!rp_image_between(image, RP_IMAGE_TEXTS, last->text_end, own->text_end)) return false;
    if (!rp_image_between(image, RP_IMAGE_MARKS, last->mark_end, own->mark_end)) return false;
    const char *text = image->sections[RP_IMAGE_TEXTS];
    const struct rp_source_mark *marks = image->sections[RP_IMAGE_MARKS];
    struct rp_source source = {.text = {text + last->text_end, own->text_end - last->text_end},
                               .line_count = own->line_count,
                               .plain = own->plain != 0,
                               .marks = marks + last->mark_end,
                               .mark_count = own->mark_end - last->mark_end};
    if (!rp_image_string(image, image->names.sources + number, &source.name)) return false;
    for (size_t i = 0; i < source.mark_count; i++)
        if (!is_mark(&source, i)) return false;
    *ret_source = source;
    return true;
}

enum rampart_status rp_image_list_files(const struct rp_image *image, struct rp_arena *arena,
                                        struct rp_image_files *ret_files)
{
    size_t count = image->counts[RP_IMAGE_SOURCES];
    struct rp_image_file *files = RP_NEW_ARRAY(arena, struct rp_image_file, count);
    RP_TRY_MEMORY(files != NULL);
    for (size_t i = 0; i < count; i++) {
        if (!rp_image_string(image, image->names.sources + i, &files[i].name)) return RAMPART_INVALID_INPUT;
        files[i].number = i;
    }
    rp_names_sort(files, count, sizeof files[0]);
    *ret_files = (struct rp_image_files){files, count};
    return RAMPART_OK;
}

bool rp_image_text(const struct rp_image *image, const struct rp_image_files *files, struct rampart_str name,
                   struct rampart_str *ret_text)
{
    struct rp_source source;
    size_t i = rp_names_find(files->items, files->count, sizeof files->items[0], name);
    if (i == files->count || !rp_image_source(image, files->items[i].number, &source)) return false;
    *ret_text = source.text;
    return true;
}

/* ---- holders ---- */

/* Among the holders from `first` on, `count` of them sorted by name. */
static size_t find(const struct rp_image *image, size_t first, size_t count, struct rampart_str name)
{
    size_t low = first, high = first + count, none = image->counts[RP_IMAGE_HOLDERS];
    struct rampart_str found;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (!rp_image_string(image, image->names.holders + middle, &found)) return none;
        int order = rp_str_compare(found, name);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return none;
}

size_t rp_image_user(const struct rp_image *image, struct rampart_str name)
{
    return find(image, image->groups, image->facts.users, name);
}

size_t rp_image_role(const struct rp_image *image, struct rampart_str name)
{
    return find(image, image->groups + image->facts.users, image->facts.roles, name);
}

/* ---- what was said ---- */

/* The switches that say which documents the cloud refuses, and what of their values can be read. */
enum {
    WHEN_READ = RP_ASSUME_NO_NOTRESOURCE | RP_ASSUME_NO_AWS_OPERATORS | RP_ASSUME_NO_TRUST_DENY |
                RP_ASSUME_UNREADABLE_REFUSED | RP_ASSUMED_FORMS | RP_ASSUME_OPERATOR_REFUSED
};

static uint64_t count_dropped(const struct rp_image *image)
{
    uint64_t count = 0;
    for (size_t i = 0; i <= RAMPART_NOTE; i++) count += image->facts.found[i];
    return count - image->counts[RP_IMAGE_DIAGS];
}

bool rp_image_serves(const struct rp_image *image, const struct rampart_options *options,
                     const struct rampart_diags *diags)
{
    const struct rampart_limits limits = rp_limits_of(options);
    uint64_t given[RP_IMAGE_LIMITS];
    rp_image_limits(&limits, given);
    for (size_t i = 0; i < RP_IMAGE_LIMITS; i++)
        if (given[i] < image->facts.limits[i]) return false;
    if (((rp_options_assumptions(options) ^ image->facts.assumed) & WHEN_READ) != 0) return false;
    return count_dropped(image) == 0 || rp_diags_room(diags) <= image->counts[RP_IMAGE_DIAGS];
}

static bool say_one(const struct rp_image *image, size_t number, struct rampart_diags *diags)
{
    const struct rp_image_diag *said = (const struct rp_image_diag *)image->sections[RP_IMAGE_DIAGS] + number;
    struct rampart_str strings[RP_IMAGE_DIAG_STRINGS];
    bool warns = said->severity == RAMPART_WARNING || said->severity == RAMPART_NOTE;
    if (!warns || said->code >= RP_CODE_COUNT) return false; /* of what has errors there is no image */
    for (size_t i = 0; i < RP_IMAGE_DIAG_STRINGS; i++)
        if (!rp_image_string(image, image->names.diags + number * RP_IMAGE_DIAG_STRINGS + i, &strings[i]))
            return false;
    struct rampart_diag diag = rp_diag_bare((enum rp_code)said->code, NULL);
    diag.severity = (enum rampart_severity)said->severity;
    diag.file = strings[RP_IMAGE_FILE];
    diag.message = strings[RP_IMAGE_MESSAGE];
    diag.help = strings[RP_IMAGE_HELP];
    diag.snippet = strings[RP_IMAGE_SNIPPET];
    diag.line = said->line;
    diag.column = said->column;
    diag.end_line = said->end_line;
    diag.end_column = said->end_column;
    diag.snippet_column = said->snippet_column;
    diag.snippet_width = said->snippet_width;
    rp_diag_copy(diags, &diag);
    return true;
}

enum rampart_status rp_image_say(const struct rp_image *image, struct rampart_diags *diags)
{
    size_t found[RAMPART_NOTE + 1];
    for (size_t i = 0; i <= RAMPART_NOTE; i++)
        found[i] = rampart_diags_found(diags, (enum rampart_severity)i) + (size_t)image->facts.found[i];
    for (size_t i = 0; i < image->counts[RP_IMAGE_DIAGS]; i++)
        if (!say_one(image, i, diags)) return rp_image_damaged(image, diags);
    for (size_t i = 0; i <= RAMPART_NOTE; i++) rp_diags_count_dropped(diags, (enum rampart_severity)i, found[i]);
    return rp_diags_failed(diags) ? RAMPART_NO_MEMORY : RAMPART_OK;
}
