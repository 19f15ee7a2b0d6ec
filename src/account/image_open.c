/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes to an image: who made it, whether all of it is there and unchanged, and what its head says. */
#include <string.h>

#include "account/image.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"

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
        [RP_IMAGE_HOLDERS] = sizeof(struct rp_image_holder),
        [RP_IMAGE_MEMBERS] = sizeof(uint32_t),
        [RP_IMAGE_GRANTS] = sizeof(struct rp_image_grant),
        [RP_IMAGE_GROUPS] = sizeof(struct rp_image_group),
        [RP_IMAGE_LEVELS] = sizeof(uint32_t),
        [RP_IMAGE_CONTROLS] = sizeof(struct rp_image_control),
        [RP_IMAGE_DIAGS] = sizeof(struct rp_image_diag),
        [RP_IMAGE_ASIDE] = sizeof(struct rp_image_aside),
        [RP_IMAGE_STRINGS] = sizeof(uint32_t),
        [RP_IMAGE_LETTERS] = 1,
    };
    return sizes[section];
}

size_t rp_image_number_names(const size_t *counts, size_t patterns, struct rp_image_names *ret_names)
{
    struct rp_image_names names = {.sources = 1};
    names.policies = names.sources + counts[RP_IMAGE_SOURCES];
    names.holders = names.policies + counts[RP_IMAGE_POLICIES];
    names.groups = names.holders + counts[RP_IMAGE_HOLDERS];
    names.patterns = names.groups + counts[RP_IMAGE_GROUPS];
    names.diags = names.patterns + patterns;
    names.aside = names.diags + counts[RP_IMAGE_DIAGS] * RP_IMAGE_DIAG_STRINGS;
    *ret_names = names;
    return names.aside + counts[RP_IMAGE_ASIDE] * RP_IMAGE_ASIDE_STRINGS;
}

bool rp_image_is(struct rampart_str bytes)
{
    return rp_str_starts(bytes, (struct rampart_str){RP_IMAGE_MAGIC, sizeof RP_IMAGE_MAGIC});
}

/* ---- what is wrong with it ---- */

static enum rampart_status refuse(struct rampart_diags *diags, struct rampart_str file, enum rp_code code,
                                  const char *why)
{
    rp_diag(diags, RAMPART_ERROR, code, RP_NOWHERE, "%s", why);
    rp_diag_file(diags, file);
    rp_diag_help(diags, "make it anew with rampart compile");
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_image_damaged(const struct rp_image *image, struct rampart_diags *diags)
{
    return refuse(diags, image->file, RP_ACC_IMAGE_DAMAGED, "the image is damaged");
}

static bool is_version(const char *version)
{
    char own[sizeof((struct rp_image_head *)0)->version] = "";
    struct rampart_str current = rampart_str(rampart_version());
    memcpy(own, current.data, current.len < sizeof own ? current.len : sizeof own);
    return memcmp(version, own, sizeof own) == 0;
}

/* Only then are the other members of the head where they are looked for. */
static enum rampart_status check_maker(const struct rp_image_head *head, struct rampart_str file,
                                       struct rampart_diags *diags)
{
    if (head->order == RP_IMAGE_ORDER && head->form == RP_IMAGE_FORM && is_version(head->version))
        return RAMPART_OK;
    return refuse(diags, file, RP_ACC_IMAGE_VERSION,
                  "the image was made by another version of Rampart or on another kind of machine");
}

/* ---- sections ---- */

static struct rampart_str head_rest(const struct rp_image_head *head)
{
    const char *start = (const char *)head->sizes;
    return (struct rampart_str){start, sizeof *head - (size_t)(start - (const char *)head)};
}

/* Where the sections stand; each is of whole records, and all of them are the rest of the image. */
static bool find_sections(const struct rp_image_head *head, struct rampart_str bytes, struct rp_image *image)
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
static bool fits_together(struct rp_image *image)
{
    const struct rp_image_facts *facts = &image->facts;
    const size_t *counts = image->counts;
    size_t named = (size_t)facts->users + facts->roles;
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++)
        if (counts[i] >= UINT32_MAX) return false;
    if (named > counts[RP_IMAGE_HOLDERS] || counts[RP_IMAGE_SOURCES] == 0) return false;
    if (facts->defined > counts[RP_IMAGE_POLICIES] || facts->found[RAMPART_ERROR] != 0) return false;
    image->groups = counts[RP_IMAGE_HOLDERS] - named;
    return rp_image_number_names(counts, facts->patterns, &image->names) == counts[RP_IMAGE_STRINGS];
}

enum rampart_status rp_image_open(struct rampart_str bytes, struct rampart_str file,
                                  struct rampart_diags *diags, struct rp_image *ret_image)
{
    struct rp_image image = {.file = file};
    struct rp_image_head head;
    if (bytes.len < sizeof head) return refuse(diags, file, RP_ACC_IMAGE_DAMAGED, "the image is cut short");
    memcpy(&head, bytes.data, sizeof head);
    RP_TRY(check_maker(&head, file, diags));
    if (bytes.len < head.size) return refuse(diags, file, RP_ACC_IMAGE_DAMAGED, "the image is cut short");
    image.facts = head.facts;
    bool whole = head.size == bytes.len && head.checksum == rp_checksum(head_rest(&head)) &&
                 find_sections(&head, bytes, &image) && fits_together(&image);
    if (!whole) return rp_image_damaged(&image, diags);
    *ret_image = image;
    return RAMPART_OK;
}

/* How many diagnostics are kept is not among them: a list of diagnostics has that limit itself. */
void rp_image_limits(const struct rampart_limits *limits, uint64_t *ret_limits)
{
    const size_t all[] = {limits->document_bytes, limits->depth,          limits->statements,
                          limits->list_values,    limits->string_bytes,   limits->pattern_bytes,
                          limits->context_keys,   limits->context_values, limits->control_levels,
                          limits->account_bytes,  limits->account_entries};
    _Static_assert(sizeof all / sizeof *all == RP_IMAGE_LIMITS, "every limit is kept");
    for (size_t i = 0; i < RP_IMAGE_LIMITS; i++) ret_limits[i] = all[i];
}
