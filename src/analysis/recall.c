/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/recall.h"

#include "analysis/evaluation.h"
#include "base/try.h"

static bool is_kept(const struct rp_evaluation *evaluation, const unsigned *touched, uint32_t document)
{
    return evaluation->documents[document] != 0 || touched[document] != 0;
}

enum rampart_status rp_recall_keep(const struct rp_evaluation *evaluation, const unsigned *touched,
                                   struct rp_arena *arena, struct rp_recall *recall)
{
    const struct rp_about *about = &evaluation->about;
    struct rp_recall kept = {.known = true, .assumed = evaluation->assumed};
    for (size_t i = 0; i < about->count; i++) kept.count += is_kept(evaluation, touched, about->documents[i]);
    kept.items = RP_NEW_ARRAY(arena, struct rp_recalled, kept.count);
    RP_TRY_MEMORY(kept.items != NULL);
    struct rp_recalled *item = kept.items;
    for (size_t i = 0; i < about->count; i++) {
        uint32_t document = about->documents[i];
        if (is_kept(evaluation, touched, document))
            *item++ = (struct rp_recalled){document, evaluation->documents[document], touched[document]};
    }
    *recall = kept;
    return RAMPART_OK;
}
