/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/terraform.h"

#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { TYPE = 0, ATTRIBUTE, OLDER, KIND, COLUMNS };

static enum rampart_policy_kind kind_of(struct rampart_str word)
{
    if (rp_str_equal(word, RP_STR("trust"))) return RAMPART_POLICY_TRUST;
    return rp_str_equal(word, RP_STR("control")) ? RAMPART_POLICY_CONTROL : RAMPART_POLICY_IDENTITY;
}

bool rp_terraform_document_of(struct rampart_str type, struct rp_terraform_document *ret_document)
{
    struct rampart_str line, fields[COLUMNS], rows = rp_tsv_rows(rp_catalog_terraform());
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_tsv_split(line, fields, COLUMNS) || !rp_str_equal(fields[TYPE], type)) continue;
        bool has_older = !rp_str_equal(fields[OLDER], RP_STR("-"));
        *ret_document = (struct rp_terraform_document){
            fields[ATTRIBUTE], has_older ? fields[OLDER] : (struct rampart_str){NULL, 0},
            kind_of(fields[KIND])};
        return true;
    }
    return false;
}
