/* SPDX-License-Identifier: Apache-2.0 */
/* What error codes of the cloud tell: error-codes.tsv. */
#ifndef RP_CATALOG_ERROR_CODES_H
#define RP_CATALOG_ERROR_CODES_H

#include <rampart/status.h>

enum rp_error_about {
    RP_ERROR_UNTOLD = 0, /* it does not tell whether the call was not permitted */
    RP_ERROR_DENIED,     /* not permitted */
    RP_ERROR_OTHER       /* refused for another reason than permissions */
};

struct rp_error_code {
    enum rp_error_about about;
    struct rampart_str meaning; /* in our words; empty: the code says no more. Static, as the next one */
    struct rampart_str source;
};

/* "denied", "other", and everything else for untold: the words of the tables. */
enum rp_error_about rp_error_about_of(struct rampart_str word);

/* The longest row that fits the code. False: no row does, and the code tells nothing. */
bool rp_error_code_find(struct rampart_str code, struct rp_error_code *ret_code);

#endif
