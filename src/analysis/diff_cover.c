/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_cover.h"

#include "base/try.h"

struct cover {
    const struct rp_diff_cells *cells;
    enum rp_diff_sign *signs; /* of the region in hand */
    size_t *apart;            /* by the cell: by how many signs it lies outside of the region */
};

static bool diff_cover_differs(const struct cover *cover, size_t cell, size_t set)
{
    if (cover->signs[set] == RP_DIFF_ANY) return false;
    return cover->cells->in[cell][set] != (cover->signs[set] == RP_DIFF_IN);
}

/* Whether no cell that is not wanted would lie in the region without this sign. */
static bool diff_cover_may_drop(const struct cover *cover, size_t set)
{
    for (size_t i = 0; i < cover->cells->count; i++)
        if (!cover->cells->wanted[i] && cover->apart[i] == 1 && diff_cover_differs(cover, i, set)) return false;
    return true;
}

static void diff_cover_drop(struct cover *cover, size_t set)
{
    for (size_t i = 0; i < cover->cells->count; i++) cover->apart[i] -= diff_cover_differs(cover, i, set);
    cover->signs[set] = RP_DIFF_ANY;
}

/* The region of one cell, widened as far as it goes. To lie in a set tells more than to lie outside of one. */
static void diff_cover_widen(struct cover *cover, size_t cell)
{
    const struct rp_diff_cells *cells = cover->cells;
    for (size_t i = 0; i < cells->sets; i++) cover->signs[i] = cells->in[cell][i] ? RP_DIFF_IN : RP_DIFF_OUT;
    for (size_t i = 0; i < cells->count; i++) {
        cover->apart[i] = 0;
        for (size_t k = 0; k < cells->sets; k++) cover->apart[i] += diff_cover_differs(cover, i, k);
    }
    for (int sign = cells->all ? RP_DIFF_OUT : RP_DIFF_ANY; sign >= RP_DIFF_IN; sign--)
        for (size_t i = 0; i < cells->sets; i++)
            if (cover->signs[i] == (enum rp_diff_sign)sign && diff_cover_may_drop(cover, i)) diff_cover_drop(cover, i);
}

static bool diff_cover_takes(const struct rp_diff_cells *cells, const enum rp_diff_sign *signs, size_t cell)
{
    for (size_t i = 0; i < cells->sets; i++)
        if (signs[i] != RP_DIFF_ANY && cells->in[cell][i] != (signs[i] == RP_DIFF_IN)) return false;
    return true;
}

/* Leaves out regions all of whose cells lie in others. */
static enum rampart_status diff_cover_leave_idle(struct rp_arena *arena, const struct rp_diff_cells *cells,
                                                 const enum rp_diff_sign **regions, size_t *count)
{
    size_t *times = RP_NEW_ARRAY(arena, size_t, cells->count); /* in how many regions the cell lies */
    RP_TRY_MEMORY(times != NULL);
    for (size_t i = 0; i < *count; i++)
        for (size_t k = 0; k < cells->count; k++) times[k] += diff_cover_takes(cells, regions[i], k);
    size_t left = 0;
    for (size_t i = 0; i < *count; i++) {
        bool idle = true;
        for (size_t k = 0; k < cells->count && idle; k++)
            idle = !cells->wanted[k] || times[k] > 1 || !diff_cover_takes(cells, regions[i], k);
        if (!idle) regions[left++] = regions[i];
        for (size_t k = 0; k < cells->count && idle; k++) times[k] -= diff_cover_takes(cells, regions[i], k);
    }
    *count = left;
    return RAMPART_OK;
}

enum rampart_status rp_diff_cover(struct rp_arena *arena, const struct rp_diff_cells *cells,
                                  struct rp_diff_regions *ret_regions)
{
    struct cover cover = {.cells = cells, .apart = RP_NEW_ARRAY(arena, size_t, cells->count)};
    const enum rp_diff_sign **regions = RP_NEW_ARRAY(arena, const enum rp_diff_sign *, cells->count);
    bool *taken = RP_NEW_ARRAY(arena, bool, cells->count);
    size_t count = 0;
    RP_TRY_MEMORY(cover.apart != NULL && regions != NULL && taken != NULL);
    for (size_t i = 0; i < cells->count; i++) {
        if (!cells->wanted[i] || taken[i]) continue;
        cover.signs = RP_NEW_ARRAY(arena, enum rp_diff_sign, cells->sets);
        RP_TRY_MEMORY(cover.signs != NULL);
        diff_cover_widen(&cover, i);
        for (size_t k = 0; k < cells->count; k++) taken[k] |= cover.apart[k] == 0;
        regions[count++] = cover.signs;
    }
    if (count > 1) RP_TRY(diff_cover_leave_idle(arena, cells, regions, &count));
    *ret_regions = (struct rp_diff_regions){regions, count};
    return RAMPART_OK;
}
