/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the cloud does not document (docs/semantics.md, "Assumptions"): each open point is a switch with a name, a
 * default and one or two other values. A decision says on which of them it turns.
 */
#ifndef RAMPART_ASSUMPTION_H
#define RAMPART_ASSUMPTION_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The switches, in the order in which they are listed. */
enum rampart_assumption {
    RAMPART_ASSUME_COLON_CROSSING = 0,
    RAMPART_ASSUME_RESOURCE_CASE,
    RAMPART_ASSUME_KEY_CASE,
    RAMPART_ASSUME_MISSING_POSITIVE,
    RAMPART_ASSUME_MISSING_NEGATED,
    RAMPART_ASSUME_MULTI_BARE,
    RAMPART_ASSUME_NOTRESOURCE,
    RAMPART_ASSUME_UNSUPPORTED_OPS,
    RAMPART_ASSUME_EMPTY_ARN_FIELD,
    RAMPART_ASSUME_RG_DENY,
    RAMPART_ASSUME_CONTROL_ROOT,
    RAMPART_ASSUME_TRUST_DENY,
    RAMPART_ASSUME_ACTION_CASE,
    RAMPART_ASSUME_UNREADABLE_VALUE,
    RAMPART_ASSUME_DATE_FORM,
    RAMPART_ASSUME_ADDRESS_FORM,
    RAMPART_ASSUME_MAPPED_ADDRESS,
    RAMPART_ASSUME_OPERATOR_TYPE,
    RAMPART_ASSUME_GLOBAL_REGION,
    RAMPART_ASSUMPTIONS /* how many there are */
};

/*
 * Sets one switch in `assumptions`, a member of struct rampart_options: "resource-case", "insensitive".
 * Zero is the default of every switch. Errors: RAMPART_INVALID_INPUT with a diagnostic that lists what there is,
 * RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_assume(unsigned *assumptions,
                                                                  struct rampart_str name,
                                                                  struct rampart_str value,
                                                                  struct rampart_diags *diags);

/* The name of a switch, and its values by number: 0 is the default; NULL beyond the last. Static memory. */
RAMPART_API const char *rampart_assumption_name(enum rampart_assumption assumption);
RAMPART_API const char *rampart_assumption_value(enum rampart_assumption assumption, size_t number);

/* The number of the value that is set. */
RAMPART_API size_t rampart_assumption_set(unsigned assumptions, enum rampart_assumption assumption);

/* What is known of an open point. Static memory, not NUL-terminated. */
struct rampart_evidence {
    struct rampart_str question; /* what is not documented */
    struct rampart_str choice;   /* what the default means, and what the other values mean */
    struct rampart_str touched;  /* which requests it can matter for */
    struct rampart_str evidence; /* what speaks for the default */
};

/* From the embedded table, by the switch's name. Errors: RAMPART_INVALID_INPUT for no such switch, RAMPART_MISUSE. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_assumption_evidence(struct rampart_str name, struct rampart_evidence *ret_evidence);

#ifdef __cplusplus
}
#endif

#endif
