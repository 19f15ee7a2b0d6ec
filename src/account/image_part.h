/* SPDX-License-Identifier: Apache-2.0 */
/* What the files share that make an account from an image. */
#ifndef RP_ACCOUNT_IMAGE_PART_H
#define RP_ACCOUNT_IMAGE_PART_H

#include "account/image.h"

struct rp_image_part {
    const struct rp_image *image;
    struct rampart_account *account;
    struct rampart_limits limits;
    struct rp_arena scratch, tree; /* until all is made; for one document */
    struct rampart_diags *quiet;   /* what a document's reader says was said when the image was made */
    size_t budget;                 /* bytes of text that documents may still have: those of all sources */
    uint32_t *holders, *policies,
        *groups; /* by the number: its place among those wanted, plus one; 0: not wanted */
    const struct rampart_policy **documents; /* by the number; NULL: not made yet */
    const struct rp_source **sources;
};

/* Makes everything that is wanted; the account knows how much of each there is. */
enum rampart_status rp_image_part_make(struct rp_image_part *part);

/* The document of this number under a name. Errors: RAMPART_INVALID_INPUT, RAMPART_NO_MEMORY. */
enum rampart_status rp_image_part_document(struct rp_image_part *part, uint32_t number,
                                           enum rampart_policy_kind kind, struct rampart_str name,
                                           struct rampart_policy **ret_policy);

#endif
