/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Terraform's provider calls, for each type of resource and operation (policies/catalog/terraform-calls.tsv). The
 * table is not embedded as text: the build keeps each of its texts once (generate/terraform_calls.c), which is less than
 * half as large, and nothing of it is read before somebody asks.
 */
#ifndef RP_CATALOG_TERRAFORM_CALLS_H
#define RP_CATALOG_TERRAFORM_CALLS_H

#include <stdint.h>

#include <rampart/status.h>

enum { RP_CALL_TYPE = 0, RP_CALL_ACTION, RP_CALL_OPERATIONS, RP_CALL_WHEN, RP_CALL_PARAMETERS, RP_CALL_COLUMNS };

/* The rows of one table with their texts kept once. A number from `text_count` on is that of a row of actions.tsv. */
struct rp_packed_calls {
    const char *texts;
    const uint32_t *starts; /* of each text, and the end of the last one */
    const uint16_t *cells;  /* row by row; types are numbered in their order, from 0 */
    const uint16_t *firsts; /* the first row of each type, and the end of the last one's */
    uint32_t text_count, type_count, row_count;
    const char *header; /* the first lines, which say the date and the source */
};

/* Made by the build. */
extern const struct rp_packed_calls rp_terraform_calls;

/* A call that operations of a type make. */
struct rp_terraform_call {
    struct rampart_str action;     /* static memory; "product/version/API" where no action is known */
    struct rampart_str operations; /* "read,create,update,delete", "plan" */
    struct rampart_str when;       /* "always", "if-changed:a,b&if-set:c or unknown" (README.md of the catalogue) */
    struct rampart_str parameters; /* "Name=.attribute Id=id:1|.other"; empty: none is known */
};

/* The rows [first, end) of a type, "alicloud_vpc" or "data.alicloud_vpcs". False: the table does not have it. */
bool rp_terraform_calls_of(struct rampart_str type, uint32_t *ret_first, uint32_t *ret_end);

/* A row. */
struct rp_terraform_call rp_terraform_call_at(uint32_t row);

/* The i-th type; false: there are no more. */
bool rp_terraform_call_type(uint32_t i, struct rampart_str *ret_type);

/* True when the text is the whole table, header and all, that was packed. */
bool rp_terraform_calls_are(struct rampart_str table);

/* The commit and the version of the provider that the table is of, and the table's date. */
struct rp_terraform_provider {
    struct rampart_str commit, version, date;
};
struct rp_terraform_provider rp_terraform_provider(void);

#endif
