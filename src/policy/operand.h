/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of conditions by type: how a text becomes a typed operand, and how a request's text is compared
 * with it (docs/semantics.md, "Types"). Each family has one struct rp_family: op_number.c, op_date.c and op_ip.c hold
 * one each, operator.c those of texts and truth values.
 */
#ifndef RP_POLICY_OPERAND_H
#define RP_POLICY_OPERAND_H

#include <stdint.h>

#include <rampart/decision.h>

#include "catalog/keys.h"
#include "policy/assumption.h"
#include "policy/pattern.h"
#include "policy/pattern_cells.h"

enum rp_comparison {
    RP_COMPARE_EQUALS = 0,
    RP_COMPARE_EQUALS_FOLD, /* strings: but for case */
    RP_COMPARE_LIKE,        /* strings: wildcards */
    RP_COMPARE_LESS,
    RP_COMPARE_LESS_EQUALS,
    RP_COMPARE_GREATER,
    RP_COMPARE_GREATER_EQUALS
};

/* A decimal number, exact at any length: [-]0.DDDD × 10^magnitude. Zero has no digits. */
struct rp_number {
    bool negative;
    int64_t magnitude;
    struct rampart_str digits; /* from the first to the last digit that is not 0; may hold one '.' to skip */
};

/* An instant: seconds since 1970-01-01T00:00:00Z, and the fraction's digits without trailing zeros. */
struct rp_instant {
    int64_t seconds;
    struct rampart_str fraction;
};

/* A block of addresses of one family; host bits are cleared. An address is a block of full length. */
struct rp_block {
    uint8_t bytes[16];
    uint8_t length; /* 4 or 16 bytes */
    uint8_t prefix; /* bits that count */
};

struct rp_operand {
    bool usable; /* false: in no reading is the text a value of this type */
    unsigned
        form; /* enum rp_assumed: the switch under which it is such a value; 0: it is one under every switch */
    union {
        struct rp_pattern pattern; /* string */
        struct rp_number number;
        struct rp_instant instant;
        struct rp_block block;
        bool truth;
    } as;
};

/* True when the operand is a value of its type, as assumed; any other operand matches nothing. */
static inline bool rp_operand_is_read(const struct rp_operand *operand, rampart_switches assumed)
{
    return operand->usable && (operand->form & ~assumed) == 0;
}

/* An operand, its comparison, and the text it was read from. */
struct rp_operand_use {
    const struct rp_operand *operand;
    enum rp_comparison comparison;
    struct rampart_str text;
};

/* A value of a request as its key's type, read when it was checked, so that it is not read for each comparison. */
struct rp_read_value {
    enum rp_value_type type; /* RP_TYPE_DATE or RP_TYPE_IP; RP_TYPE_UNKNOWN: only its text is known */
    union {
        struct rp_instant instant;
        struct rp_block address;
    } as;
};

/* The means by which a value is compared. */
struct rp_comparing {
    enum rp_comparison comparison;
    rampart_switches assumed;                 /* enum rp_assumed */
    struct rp_matcher *matcher;       /* of texts */
    const struct rp_read_value *read; /* of the value; NULL: its text is read */
};

struct rp_family {
    enum rp_value_type type;
    const char *name;     /* "string", "number", "date", "boolean", "IP address" */
    const char *expected; /* for messages: `a decimal number, such as "10" or "0.5"` */
    /*
     * Reads a value of a document. Borrows `text`. A text that is no value in any form gives an operand that is not
     * usable, with RAMPART_OK. Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT.
     */
    enum rampart_status (*read)(struct rp_arena *arena, enum rp_comparison comparison,
                                struct rampart_str text, struct rp_operand *ret_operand);
    /*
     * Tells whether the request's value stands in the comparison to the operand (value LESS operand), both of them
     * read as assumed. False for an operand that cannot be read; UNKNOWN: the value is not of the type.
     * Allocates nothing. Errors: as rp_pattern_match().
     */
    enum rampart_status (*holds)(const struct rp_operand *operand, const struct rp_comparing *comparing,
                                 struct rampart_str value, enum rampart_truth *ret_truth);
    /*
     * Values that represent every value of the type: for each possible value, one of these has the same result in all
     * comparisons to the operands, all of which can be read. Not complete where there would be too many. Errors:
     * RAMPART_NO_MEMORY.
     */
    enum rampart_status (*representatives)(struct rp_arena *arena, const struct rp_operand_use *uses,
                                           size_t count, struct rp_cells *ret_values);
    /*
     * The switches that change how an operand, or a request's value, is read or compared, beside the one for values
     * that cannot be read. NULL: there are none.
     */
    rampart_switches (*operand_switches)(const struct rp_operand *operand);
    rampart_switches (*value_switches)(struct rampart_str value);
};

/* The most bytes that the representatives of one key take; beyond it they are not complete. */
enum { RP_REPRESENTATIVES_SIZE = 1 << 20 };

extern const struct rp_family rp_family_string;
extern const struct rp_family rp_family_number;
extern const struct rp_family rp_family_date;
extern const struct rp_family rp_family_bool;
extern const struct rp_family rp_family_ip;

/* The readers behind the families, in the forms that are read by default. False: not such a value. */
bool rp_number_read(struct rampart_str text, struct rp_number *ret_number);
int rp_number_compare(const struct rp_number *a, const struct rp_number *b);
bool rp_instant_read(struct rampart_str text, struct rp_instant *ret_instant);
bool rp_instant_read_leniently(struct rampart_str text, struct rp_instant *ret_instant);
int rp_instant_compare(const struct rp_instant *a, const struct rp_instant *b);
bool rp_block_read(struct rampart_str text, bool allow_prefix, struct rp_block *ret_block);
bool rp_block_read_leniently(struct rampart_str text, bool allow_prefix, struct rp_block *ret_block);
bool rp_block_contains(const struct rp_block *block, const struct rp_block *address);
bool rp_truth_read(struct rampart_str text, bool *ret_truth);

/* True when an ordering between two values (negative, zero, positive) satisfies the comparison. */
static inline bool rp_ordering_holds(int ordering, enum rp_comparison comparison)
{
    switch (comparison) {
    case RP_COMPARE_EQUALS: return ordering == 0;
    case RP_COMPARE_LESS: return ordering < 0;
    case RP_COMPARE_LESS_EQUALS: return ordering <= 0;
    case RP_COMPARE_GREATER: return ordering > 0;
    case RP_COMPARE_GREATER_EQUALS: return ordering >= 0;
    case RP_COMPARE_EQUALS_FOLD:
    case RP_COMPARE_LIKE: break; /* of texts only, which have no order */
    }
    return false;
}

#endif
