/* SPDX-License-Identifier: Apache-2.0 */
/* The evidence about the points that the cloud leaves open: policies/catalog/assumptions.tsv. */
#include <rampart/assumption.h>

#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { NAME = 0, QUESTION, CHOICE, TOUCHED, EVIDENCE };

enum rampart_status rampart_assumption_evidence(struct rampart_str name,
                                                struct rampart_evidence *ret_evidence)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_assumptions());
    if (ret_evidence == NULL) return RAMPART_MISUSE;
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_str_equal(rp_tsv_field(line, NAME), name)) continue;
        *ret_evidence = (struct rampart_evidence){rp_tsv_field(line, QUESTION), rp_tsv_field(line, CHOICE),
                                                  rp_tsv_field(line, TOUCHED), rp_tsv_field(line, EVIDENCE)};
        return RAMPART_OK;
    }
    return RAMPART_INVALID_INPUT;
}
