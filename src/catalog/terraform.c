/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/terraform.h"

#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { TYPE = 0, ATTRIBUTE, OLDER, KIND, COLUMNS };

bool rp_terraform_document_next(struct rampart_str type, size_t *cursor, struct rp_terraform_document *ret_document)
{
    const struct rampart_str all = rp_tsv_rows(rp_catalog_terraform());
    struct rampart_str line, fields[COLUMNS], rows = rp_str_from(all, *cursor);
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_tsv_split(line, fields, COLUMNS) || !rp_str_equal(fields[TYPE], type)) continue;
        const size_t dot = rp_str_find(fields[ATTRIBUTE], '.');
        const bool nested = dot < fields[ATTRIBUTE].len;
        *cursor = all.len - rows.len;
        *ret_document = (struct rp_terraform_document){
            .block = rp_str_part(fields[ATTRIBUTE], 0, nested ? dot : 0),
            .attribute = nested ? rp_str_from(fields[ATTRIBUTE], dot + 1) : fields[ATTRIBUTE],
            .older = rp_tsv_unless_dash(fields[OLDER]),
            .kind = fields[KIND]};
        return true;
    }
    return false;
}

/* ---- what resources say ---- */

enum { SAYS = 1, NAMED_BY, NAMED_BY_OLDER, RESOURCE_COLUMNS };

static const char *const words[RP_TERRAFORM_KINDS] = {
    [RP_TERRAFORM_ACCOUNT_ID] = "account-id",
    [RP_TERRAFORM_POLICY] = "policy",
    [RP_TERRAFORM_VERSION] = "version",
    [RP_TERRAFORM_USER] = "user",
    [RP_TERRAFORM_GROUP] = "group",
    [RP_TERRAFORM_ROLE] = "role",
    [RP_TERRAFORM_MEMBERS] = "members",
    [RP_TERRAFORM_MEMBER] = "member",
    [RP_TERRAFORM_USER_GRANT] = "user-grant",
    [RP_TERRAFORM_GROUP_GRANT] = "group-grant",
    [RP_TERRAFORM_ROLE_GRANT] = "role-grant",
    [RP_TERRAFORM_GRANT] = "grant",
    [RP_TERRAFORM_RESOURCE_GROUP] = "resource-group",
    [RP_TERRAFORM_CONTROL] = "control",
    [RP_TERRAFORM_CONTROL_GRANT] = "control-grant",
    [RP_TERRAFORM_FOLDER] = "folder",
    [RP_TERRAFORM_MEMBER_ACCOUNT] = "member-account",
    [RP_TERRAFORM_DIRECTORY] = "directory",
    [RP_TERRAFORM_DOCUMENT] = "document",
    [RP_TERRAFORM_LAYER] = "layer",
};

static bool terraform_says(struct rampart_str word, enum rp_terraform_kind *ret_kind)
{
    for (size_t i = 0; i < RP_TERRAFORM_KINDS; i++) {
        if (!rp_str_equal(word, (struct rampart_str){words[i], strlen(words[i])})) continue;
        *ret_kind = (enum rp_terraform_kind)i;
        return true;
    }
    return false;
}

bool rp_layer_document_next(struct rampart_str type, size_t *cursor, struct rp_layer_document *ret_document)
{
    enum { OF, WHERE, LAYER, NAMED, BESIDE, NOTHING, REASON, LAYER_COLUMNS };
    const struct rampart_str all = rp_tsv_rows(rp_catalog_layer_documents());
    struct rampart_str line, fields[LAYER_COLUMNS], rows = rp_str_from(all, *cursor);
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_tsv_split(line, fields, LAYER_COLUMNS) || !rp_str_equal(fields[OF], type)) continue;
        *cursor = all.len - rows.len;
        *ret_document = (struct rp_layer_document){.attribute = rp_tsv_unless_dash(fields[WHERE]),
                                                   .layer = rp_tsv_unless_dash(fields[LAYER]),
                                                   .beside = rp_tsv_unless_dash(fields[BESIDE]),
                                                   .nothing = rp_tsv_unless_dash(fields[NOTHING]),
                                                   .reason = fields[REASON]};
        struct rampart_str names = rp_tsv_unless_dash(fields[NAMED]);
        if (rp_part_next(&names, ' ', &ret_document->named))
            (void)rp_part_next(&names, ' ', &ret_document->older);
        return true;
    }
    return false;
}

bool rp_layer_document_is_none(const struct rp_layer_document *document, struct rampart_str value)
{
    struct rampart_str left = document->nothing, word;
    while (rp_part_next(&left, ' ', &word))
        if (rp_str_equal(word, value)) return true;
    return false;
}

bool rp_terraform_fact_of(struct rampart_str type, struct rp_terraform_fact *ret_fact)
{
    enum rp_terraform_kind kind;
    struct rampart_str line, fields[RESOURCE_COLUMNS], rows = rp_tsv_rows(rp_catalog_terraform_resources());
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_tsv_split(line, fields, RESOURCE_COLUMNS) || !rp_str_equal(fields[TYPE], type)) continue;
        if (!terraform_says(fields[SAYS], &kind)) return false;
        *ret_fact =
            (struct rp_terraform_fact){kind, fields[NAMED_BY], rp_tsv_unless_dash(fields[NAMED_BY_OLDER])};
        return true;
    }
    struct rp_layer_document layer;
    size_t cursor = 0;
    *ret_fact = (struct rp_terraform_fact){.kind = RP_TERRAFORM_LAYER};
    return rp_layer_document_next(type, &cursor, &layer);
}
