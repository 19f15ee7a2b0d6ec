/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An image is opened: who made it, whether all of it is there and unchanged, what its head says; and what stands in
 * it is found. Its checksums hold then, but whoever made it may have written anything.
 */
#include "image/image.h"

#include <string.h>

#include <rampart/catalog.h>

#include "account/names.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "policy/arn.h"
#include "policy/assumption.h"

enum { ALIGNMENT = 8 };

size_t rp_image_record(enum rp_image_section section)
{
    static const size_t sizes[RP_IMAGE_SECTIONS] = {
        [RP_IMAGE_TEXTS] = 1,
        [RP_IMAGE_MARKS] = sizeof(struct rp_source_mark),
        [RP_IMAGE_SOURCES] = sizeof(struct rp_image_source),
        [RP_IMAGE_TREES] = 1,
        [RP_IMAGE_DOCUMENTS] = sizeof(struct rp_image_document),
        [RP_IMAGE_POLICIES] = sizeof(struct rp_image_policy),
        [RP_IMAGE_PRINCIPALS] = sizeof(struct rp_image_principal),
        [RP_IMAGE_MEMBERS] = sizeof(uint32_t),
        [RP_IMAGE_GRANTS] = sizeof(struct rp_image_grant),
        [RP_IMAGE_GROUPS] = sizeof(struct rp_image_group),
        [RP_IMAGE_LEVELS] = sizeof(uint32_t),
        [RP_IMAGE_CONTROLS] = sizeof(struct rp_image_control),
        [RP_IMAGE_RESOURCES] = sizeof(struct rp_image_resource),
        [RP_IMAGE_HOLDERS] = sizeof(uint32_t),
        [RP_IMAGE_DIAGS] = sizeof(struct rp_image_diag),
        [RP_IMAGE_GAPS] = sizeof(struct rp_image_gap),
        [RP_IMAGE_STRINGS] = sizeof(uint32_t),
        [RP_IMAGE_LETTERS] = 1,
    };
    return sizes[section];
}

size_t rp_image_number_names(const size_t *counts, const struct rp_image_facts *facts, struct rp_image_names *ret_names)
{
    struct rp_image_names names = {.sources = 1};
    names.policies = names.sources + counts[RP_IMAGE_SOURCES];
    names.principals = names.policies + counts[RP_IMAGE_POLICIES];
    names.groups = names.principals + counts[RP_IMAGE_PRINCIPALS];
    names.patterns = names.groups + counts[RP_IMAGE_GROUPS];
    names.uids = names.patterns + facts->patterns;
    names.holders = names.uids + facts->uids;
    names.resources = names.holders + counts[RP_IMAGE_HOLDERS];
    names.diags = names.resources + counts[RP_IMAGE_RESOURCES] * RP_IMAGE_RESOURCE_STRINGS;
    names.gaps = names.diags + counts[RP_IMAGE_DIAGS] * RP_IMAGE_DIAG_STRINGS;
    *ret_names = names;
    return names.gaps + counts[RP_IMAGE_GAPS] * RP_IMAGE_GAP_STRINGS;
}

bool rp_image_is(struct rampart_str bytes)
{
    return rp_str_starts(bytes, (struct rampart_str){RP_IMAGE_MAGIC, sizeof RP_IMAGE_MAGIC});
}

/* ---- what is wrong with it ---- */

static enum rampart_status image_refuse(struct rampart_diags *diags, struct rampart_str file, enum rp_code code,
                                        const char *why)
{
    rp_diag(diags, RAMPART_ERROR, code, RP_NOWHERE, "%s", why);
    rp_diag_file(diags, file);
    rp_diag_help(diags, "make a new one with rampart compile");
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_image_damaged(const struct rp_image *image, struct rampart_diags *diags)
{
    return image_refuse(diags, image->file, RP_ACC_IMAGE_DAMAGED, "the image is damaged");
}

enum rampart_status rp_image_check_catalog(const struct rp_image *image, const struct rampart_options *options,
                                           struct rampart_diags *diags)
{
    const struct rp_image_facts *facts = &image->facts;
    const struct rampart_catalog_version given = rampart_catalog_version(rp_options_catalog(options));
    const struct rampart_str made = {facts->catalog, strnlen(facts->catalog, RP_IMAGE_DIGEST)};
    if (rp_str_equal(made, given.digest)) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_ACC_IMAGE_CATALOG, RP_NOWHERE,
            "the image was made with the catalogue of %.*s (%.12s…), not with that of %.*s (%.12s…)",
            (int)strnlen(facts->catalog_day, RP_IMAGE_DAY), facts->catalog_day, facts->catalog, RP_ARG(given.date),
            given.digest.data);
    rp_diag_file(diags, image->file);
    rp_diag_help(diags, "pass that catalogue with --catalog, or make a new image with rampart compile");
    return RAMPART_INVALID_INPUT;
}

static bool image_is_version(const char *version)
{
    char own[sizeof((struct rp_image_head *)0)->version] = "";
    struct rampart_str current = rampart_str(rampart_version());
    memcpy(own, current.data, current.len < sizeof own ? current.len : sizeof own);
    return memcmp(version, own, sizeof own) == 0;
}

/* Only then is the rest where it is looked for. */
static enum rampart_status image_check_maker(const struct rp_image_members_head *head, uint32_t form,
                                             struct rampart_str file, struct rampart_diags *diags)
{
    if (head->order == RP_IMAGE_ORDER && head->form == form && image_is_version(head->version)) return RAMPART_OK;
    return image_refuse(diags, file, RP_ACC_IMAGE_VERSION,
                        "the image was made by another version of Rampart or on another kind of machine");
}

/* ---- sections ---- */

static struct rampart_str image_head_rest(const struct rp_image_head *head)
{
    const char *start = (const char *)head->sizes;
    return (struct rampart_str){start, sizeof *head - (size_t)(start - (const char *)head)};
}

/* Finds the sections; each is of whole records, and all of them are the rest of the image. */
static bool image_find_sections(const struct rp_image_head *head, struct rampart_str bytes, struct rp_image *image)
{
    size_t at = sizeof *head;
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++) {
        size_t record = rp_image_record((enum rp_image_section)i);
        if (head->sizes[i] > bytes.len - at || head->sizes[i] % record != 0) return false;
        size_t size = ((size_t)head->sizes[i] + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (size > bytes.len - at) return false;
        image->sections[i] = bytes.data + at;
        image->counts[i] = (size_t)head->sizes[i] / record;
        if (rp_checksum(rp_str_part(bytes, at, size)) != head->checksums[i]) return false;
        at += size;
    }
    return at == bytes.len;
}

/* The numbers of the head and the sections that say something about one another. */
static bool image_fits_together(struct rp_image *image)
{
    const struct rp_image_facts *facts = &image->facts;
    const size_t *counts = image->counts;
    size_t named = (size_t)facts->users + facts->roles;
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++)
        if (counts[i] >= UINT32_MAX) return false;
    if (named > counts[RP_IMAGE_PRINCIPALS]) return false;
    if ((counts[RP_IMAGE_SOURCES] == 0) != (image->sources != NULL)) return false;
    if (facts->uids != 0 && facts->uids != facts->users) return false;
    if (facts->defined > counts[RP_IMAGE_POLICIES] || facts->found[RAMPART_ERROR] != 0) return false;
    image->groups = counts[RP_IMAGE_PRINCIPALS] - named;
    return rp_image_number_names(counts, facts, &image->names) == counts[RP_IMAGE_STRINGS];
}

enum rampart_status rp_image_open_member(struct rampart_str bytes, const struct rp_image *sources,
                                         struct rampart_str file, struct rampart_diags *diags,
                                         struct rp_image *ret_image)
{
    struct rp_image image = {.file = file, .sources = sources};
    struct rp_image_members_head maker;
    struct rp_image_head head;
    if (bytes.len < sizeof head) return image_refuse(diags, file, RP_ACC_IMAGE_DAMAGED, "the image is cut short");
    memcpy(&maker, bytes.data, sizeof maker);
    memcpy(&head, bytes.data, sizeof head);
    if (!rp_image_is(bytes)) return rp_image_damaged(&image, diags); /* a part of another image */
    RP_TRY(image_check_maker(&maker, RP_IMAGE_FORM, file, diags));
    if (bytes.len < head.size) return image_refuse(diags, file, RP_ACC_IMAGE_DAMAGED, "the image is cut short");
    image.facts = head.facts;
    bool whole = head.size == bytes.len && head.checksum == rp_checksum(image_head_rest(&head)) &&
                 image_find_sections(&head, bytes, &image) && image_fits_together(&image);
    if (!whole) return rp_image_damaged(&image, diags);
    *ret_image = image;
    return RAMPART_OK;
}

enum rampart_status rp_image_open(struct rampart_str bytes, struct rampart_str file, struct rampart_diags *diags,
                                  struct rp_image *ret_image)
{
    return rp_image_open_member(bytes, NULL, file, diags, ret_image);
}

/* ---- organisations ---- */

bool rp_image_has_members(struct rampart_str bytes)
{
    struct rp_image_members_head head;
    if (bytes.len < sizeof head) return false;
    memcpy(&head, bytes.data, sizeof head);
    return rp_image_is(bytes) && (head.form & (uint32_t)RP_IMAGE_MEMBERS_FORM) > UINT16_MAX;
}

/* The sizes are those of all that stands before them. */
static bool image_add_up(const struct rp_image_parts *parts, size_t room)
{
    size_t left = room;
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->sizes[i] > left || parts->sizes[i] % ALIGNMENT != 0) return false;
        left -= (size_t)parts->sizes[i];
    }
    return left == 0;
}

enum rampart_status rp_image_open_parts(struct rampart_str bytes, struct rampart_str file, struct rampart_diags *diags,
                                        struct rp_image_parts *ret_parts)
{
    const struct rp_image damaged = {.file = file};
    struct rp_image_members_head head;
    struct rp_image_members_tail tail;
    memcpy(&head, bytes.data, sizeof head);
    RP_TRY(image_check_maker(&head, RP_IMAGE_MEMBERS_FORM, file, diags));
    if (bytes.len < sizeof head + sizeof tail || bytes.len % ALIGNMENT != 0) return rp_image_damaged(&damaged, diags);
    memcpy(&tail, bytes.data + bytes.len - sizeof tail, sizeof tail);
    const size_t room = bytes.len - sizeof head - sizeof tail;
    if (tail.count < 1 || tail.count > room / sizeof(uint64_t)) return rp_image_damaged(&damaged, diags);
    const size_t sizes = (size_t)tail.count * sizeof(uint64_t), at = sizeof head + room - sizes;
    const struct rampart_str checked = {bytes.data + at, sizes + sizeof tail.count};
    const struct rp_image_parts parts = {bytes, (const void *)(bytes.data + at), (size_t)tail.count};
    if (rp_checksum(checked) != tail.checksum || !image_add_up(&parts, room - sizes))
        return rp_image_damaged(&damaged, diags);
    *ret_parts = parts;
    return RAMPART_OK;
}

/* How many diagnostics are kept is not among them: a list of diagnostics has that limit itself. */
void rp_image_limits(const struct rampart_limits *limits, uint64_t *ret_limits)
{
    const size_t all[] = {limits->document_bytes, limits->depth,         limits->statements,     limits->list_values,
                          limits->string_bytes,   limits->pattern_bytes, limits->context_keys,   limits->context_values,
                          limits->control_levels, limits->account_bytes, limits->account_entries};
    _Static_assert(sizeof all / sizeof *all == RP_IMAGE_LIMITS, "every limit is kept");
    for (size_t i = 0; i < RP_IMAGE_LIMITS; i++) ret_limits[i] = all[i];
}

/* ---- parts and strings ---- */

bool rp_image_between(const struct rp_image *image, enum rp_image_section section, uint32_t first, uint32_t end)
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
static bool image_is_mark(const struct rp_source *source, size_t i)
{
    const struct rp_source_mark *mark = &source->marks[i];
    if (mark->line_start > mark->offset || mark->offset > source->text.len) return false;
    if (i == 0) return mark->offset == 0 && mark->line == 0;
    size_t least = i * RP_SOURCE_MARK_DISTANCE;
    return mark->offset >= least && mark->offset - least < RP_SOURCE_MARK_DISTANCE;
}

bool rp_image_source(const struct rp_image *image, size_t number, struct rp_source *ret_source)
{
    if (image->sources != NULL) image = image->sources;
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
        if (!image_is_mark(&source, i)) return false;
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

/* ---- principals ---- */

/* Among the principals from `first` on, `count` of them sorted by name. */
static size_t image_find(const struct rp_image *image, size_t first, size_t count, struct rampart_str name)
{
    size_t low = first, high = first + count, none = image->counts[RP_IMAGE_PRINCIPALS];
    struct rampart_str found;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (!rp_image_string(image, image->names.principals + middle, &found)) return none;
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
    return image_find(image, image->groups, image->facts.users, name);
}

size_t rp_image_role(const struct rp_image *image, struct rampart_str name)
{
    return image_find(image, image->groups + image->facts.users, image->facts.roles, name);
}

/* What is none is taken for one that is not known. */
struct rampart_str rp_image_uid(const struct rp_image *image, struct rampart_str name)
{
    const size_t number = rp_image_user(image, name);
    struct rampart_str uid = {NULL, 0};
    if (number == image->counts[RP_IMAGE_PRINCIPALS] || image->facts.uids == 0) return uid;
    if (!rp_image_string(image, image->names.uids + (number - image->groups), &uid)) return (struct rampart_str){NULL, 0};
    return rp_account_id_valid(uid) ? uid : (struct rampart_str){NULL, 0};
}

/* ---- what was said ---- */

/* The switches that say which documents the cloud refuses, and what of their values can be read. */
enum {
    WHEN_READ = RP_ASSUME_NO_NOTRESOURCE | RP_ASSUME_NO_AWS_OPERATORS | RP_ASSUME_NO_TRUST_DENY |
                RP_ASSUME_UNREADABLE_REFUSED | RP_ASSUMED_FORMS | RP_ASSUME_OPERATOR_REFUSED
};

static uint64_t image_count_dropped(const struct rp_image *image)
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
    return image_count_dropped(image) == 0 || rp_diags_room(diags) <= image->counts[RP_IMAGE_DIAGS];
}

static bool image_say_one(const struct rp_image *image, size_t number, struct rampart_diags *diags)
{
    const struct rp_image_diag *said = (const struct rp_image_diag *)image->sections[RP_IMAGE_DIAGS] + number;
    struct rampart_str strings[RP_IMAGE_DIAG_STRINGS];
    bool warns = said->severity == RAMPART_WARNING || said->severity == RAMPART_NOTE;
    if (!warns || said->code >= RP_CODE_COUNT) return false; /* of what has errors there is no image */
    for (size_t i = 0; i < RP_IMAGE_DIAG_STRINGS; i++)
        if (!rp_image_string(image, image->names.diags + number * RP_IMAGE_DIAG_STRINGS + i, &strings[i])) return false;
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

enum rampart_status rp_image_repeat_diags(const struct rp_image *image, struct rampart_diags *diags)
{
    size_t found[RAMPART_NOTE + 1];
    for (size_t i = 0; i <= RAMPART_NOTE; i++)
        found[i] = rampart_diags_found(diags, (enum rampart_severity)i) + (size_t)image->facts.found[i];
    for (size_t i = 0; i < image->counts[RP_IMAGE_DIAGS]; i++)
        if (!image_say_one(image, i, diags)) return rp_image_damaged(image, diags);
    for (size_t i = 0; i <= RAMPART_NOTE; i++) rp_diags_count_dropped(diags, (enum rampart_severity)i, found[i]);
    return rp_diags_failed(diags) ? RAMPART_NO_MEMORY : RAMPART_OK;
}
