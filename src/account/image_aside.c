/* SPDX-License-Identifier: Apache-2.0 */
/* What an image says is not known, as the lists of an account. */
#include "account/gaps.h"
#include "account/image.h"
#include "account/quarantine.h"
#include "base/str.h"
#include "base/try.h"

/* One record; *quarantined is left alone where it has no errors. */
static enum rampart_status read_one(const struct rp_image *image, struct rp_arena *arena, size_t number,
                                    struct rampart_gap *gap, struct rampart_quarantined *quarantined)
{
    const struct rp_image_aside *record =
        (const struct rp_image_aside *)image->sections[RP_IMAGE_ASIDE] + number;
    struct rampart_str strings[RP_IMAGE_ASIDE_STRINGS];
    for (size_t i = 0; i < RP_IMAGE_ASIDE_STRINGS; i++)
        if (!rp_image_string(image, image->names.aside + number * RP_IMAGE_ASIDE_STRINGS + i, &strings[i]))
            return RAMPART_INVALID_INPUT;
    if (!rp_image_keeps(record->kind) || record->code >= RP_CODE_COUNT) return RAMPART_INVALID_INPUT;
    const bool layers = record->kind == RAMPART_GAP_LAYERS;
    if (strings[RP_IMAGE_SUBJECT].len == 0 && !layers) return RAMPART_INVALID_INPUT;
    if (record->layers >= 1U << RAMPART_LAYERS || (layers && record->errors > 0)) return RAMPART_INVALID_INPUT;
    *gap = (struct rampart_gap){.kind = (enum rampart_gap_kind)record->kind,
                                .subject = strings[RP_IMAGE_SUBJECT],
                                .reason = strings[RP_IMAGE_REASON],
                                .layers = record->layers,
                                .resource = strings[RP_IMAGE_RESOURCE]};
    if (record->errors == 0) return RAMPART_OK;
    *quarantined = (struct rampart_quarantined){.kind = gap->kind,
                                                .subject = gap->subject,
                                                .file = strings[RP_IMAGE_ASIDE_FILE],
                                                .line = record->line,
                                                .column = record->column,
                                                .code = rp_diag_code((enum rp_code)record->code)->number,
                                                .message = strings[RP_IMAGE_REASON],
                                                .errors = record->errors};
    return rp_quarantine_reason(arena, quarantined, &gap->reason);
}

enum rampart_status rp_image_list_aside(struct rp_image *image, struct rp_arena *arena)
{
    size_t count = image->counts[RP_IMAGE_ASIDE];
    struct rampart_gap *gaps = RP_NEW_ARRAY(arena, struct rampart_gap, count);
    struct rampart_quarantined *quarantined = RP_NEW_ARRAY(arena, struct rampart_quarantined, count);
    RP_TRY_MEMORY(gaps != NULL && quarantined != NULL);
    for (size_t i = 0; i < count; i++) {
        struct rampart_quarantined *next = &quarantined[image->quarantined_count];
        RP_TRY(read_one(image, arena, i, &gaps[i], next));
        image->quarantined_count += next->errors > 0;
    }
    image->gaps = gaps;
    image->gap_count = rp_gaps_sort(gaps, count);
    image->quarantined = quarantined;
    return RAMPART_OK;
}
