/* SPDX-License-Identifier: Apache-2.0 */
/* The values of the switches of <rampart/assumption.h> as bits: one for each value that is not the default. */
#ifndef RP_POLICY_ASSUMPTION_H
#define RP_POLICY_ASSUMPTION_H

#include <rampart/assumption.h>

enum rp_assumed {
    RP_ASSUME_FIELDS = 1 << 0,         /* a `*` of a resource stays within its field of the ARN */
    RP_ASSUME_RESOURCE_FOLD = 1 << 1,  /* resources are compared without case */
    RP_ASSUME_KEY_EXACT = 1 << 2,      /* condition keys are compared with case */
    RP_ASSUME_KEY_FOLD = 1 << 3,       /* … and tag keys without */
    RP_ASSUME_ABSENT_EMPTY = 1 << 4,   /* to a positive operator an absent key is the empty text */
    RP_ASSUME_ABSENT_UNMET = 1 << 5,   /* a negated operator is not met by an absent key */
    RP_ASSUME_ALL_VALUES = 1 << 6,     /* a bare operator must hold for all values of the request */
    RP_ASSUME_NO_NOTRESOURCE = 1 << 7, /* NotResource refuses the document */
    RP_ASSUME_NO_AWS_OPERATORS = 1 << 8,
    RP_ASSUME_EMPTY_FIELD_ANY = 1 << 9,     /* an empty or missing field of a resource is a `*` */
    RP_ASSUME_GROUP_DENY = 1 << 10,         /* a Deny on a resource group wins over account scope */
    RP_ASSUME_ROOT_SPARED = 1 << 11,        /* control policies never bind root */
    RP_ASSUME_NO_TRUST_DENY = 1 << 12,      /* a Deny refuses a trust policy */
    RP_ASSUME_ACTION_EXACT = 1 << 13,       /* actions are compared with case */
    RP_ASSUME_UNREADABLE_UNMET = 1 << 14,   /* a condition with a value that cannot be read is not met */
    RP_ASSUME_UNREADABLE_REFUSED = 1 << 15, /* … refuses the document */
    RP_ASSUME_DATE_LENIENT = 1 << 16,       /* dates are read in forms that are not documented */
    RP_ASSUME_ADDRESS_LENIENT = 1 << 17,    /* … addresses */
    RP_ASSUME_UNMAPPED = 1 << 18,           /* ::ffff:10.0.0.1 is 10.0.0.1 */
    RP_ASSUME_OPERATOR_NEVER = 1 << 19,     /* an operator of another type than its key is not met */
    RP_ASSUME_OPERATOR_REFUSED = 1 << 20,   /* … refuses the document */
    RP_ASSUME_REGION_STAR = 1 << 21,        /* a global service sends a `*` for the region */
    /* Of policies of resources (decide/principal.c, decide/shown.c). */
    RP_ASSUME_STAR_SPARES_ACCOUNT = 1 << 22, /* `*` without a condition is none of the owner's users and roles */
    RP_ASSUME_UID_IS_ROOT = 1 << 23,         /* an account's UID names none of its users and roles */
    RP_ASSUME_FOREIGN_DENY = 1 << 24,        /* a Deny of the caller's counts for another account's bucket */
    RP_ASSUME_KEY_ACCOUNT_GRANTS = 1 << 25,  /* the entry of a key's own account allows its users and roles */
    RP_ASSUME_KEY_BINDS_ROOT = 1 << 26,      /* a Deny of a key's policy is for the account itself as well */
    RP_ASSUME_FOREIGN_STAR_OWN = 1 << 27,    /* Resource `*` of RAM reaches no key of another account */
    RP_ASSUME_UNNAMED_IS_NOBODY = 1 << 28,   /* a project's statement without a Principal is about nobody */
    RP_ASSUME_PROJECT_RESTRICTS = 1 << 29,   /* an Allow of a project's policy grants nothing */
    RP_ASSUME_INSTANCE_GRANTS = 1 << 30      /* an Allow of an instance's policy grants */
};

/* These bits no enumerator of C can be. */
#define RP_ASSUME_OSS_PLAIN ((rampart_switches)1 << 31) /* OSS sends a region without `oss-` before it */
#define RP_ASSUME_ACL_LISTS ((rampart_switches)1 << 32) /* a public ACL lets everybody list as well */
#define RP_ASSUME_OVERWRITE_BUCKET ((rampart_switches)1 << 33) /* who writes over an object needs the bucket's ACL */
#define RP_ASSUME_POINT_ACL ((rampart_switches)1 << 34)   /* ACLs are asked of what comes through an access point */
#define RP_ASSUME_POINT_EXACT ((rampart_switches)1 << 35) /* regions of access points are compared as they are written */
#define RP_ASSUME_BLOCK_WHOLE ((rampart_switches)1 << 36) /* blocking takes the whole policy out that is public */
#define RP_ASSUME_PROJECT_BOTH ((rampart_switches)1 << 37)  /* another account's project and RAM must both allow */
#define RP_ASSUME_INSTANCE_ANY ((rampart_switches)1 << 38)  /* one condition of an Allow of an instance suffices */
#define RP_ASSUME_KEY_OVERRIDES ((rampart_switches)1 << 39) /* an AccessKey's own policy that is off lets all pass */
#define RP_ASSUME_OWNER_CONTROLS ((rampart_switches)1 << 40) /* the caller's control policies stop at its own account */
#define RP_ASSUME_INSTANCE_ROLE_FREE ((rampart_switches)1 << 41) /* what an instance limits its role to binds no session */

/* Groups of them. */
enum {
    RP_ASSUMED_RESOURCES = RP_ASSUME_FIELDS | RP_ASSUME_RESOURCE_FOLD | RP_ASSUME_EMPTY_FIELD_ANY,
    /* Whom statements mean, and how layers count together: none of these changes what a statement is about. */
    RP_ASSUMED_WHO = RP_ASSUME_GROUP_DENY | RP_ASSUME_ROOT_SPARED | RP_ASSUME_STAR_SPARES_ACCOUNT |
                     RP_ASSUME_UID_IS_ROOT | RP_ASSUME_FOREIGN_DENY | RP_ASSUME_KEY_ACCOUNT_GRANTS |
                     RP_ASSUME_KEY_BINDS_ROOT | RP_ASSUME_UNNAMED_IS_NOBODY | RP_ASSUME_PROJECT_RESTRICTS |
                     RP_ASSUME_INSTANCE_GRANTS,
    RP_ASSUMED_KEYS = RP_ASSUME_KEY_EXACT | RP_ASSUME_KEY_FOLD,
    RP_ASSUMED_UNREADABLE = RP_ASSUME_UNREADABLE_UNMET | RP_ASSUME_UNREADABLE_REFUSED,
    RP_ASSUMED_FORMS = RP_ASSUME_DATE_LENIENT | RP_ASSUME_ADDRESS_LENIENT,
    RP_ASSUMED_OPERATORS = RP_ASSUME_OPERATOR_NEVER | RP_ASSUME_OPERATOR_REFUSED
};

/* One switch with another value than the one that is assumed. */
struct rp_alternative {
    enum rampart_assumption assumption;
    size_t number;    /* of the value */
    rampart_switches assumed; /* all switches, with this one changed */
};

/*
 * The next alternative to what is assumed that changes one of `touched`, in the order of the switches; the cursor is
 * 0 at first. False: there are no more.
 */
bool rp_alternative_next(rampart_switches assumed, rampart_switches touched, size_t *cursor,
                         struct rp_alternative *ret_alternative);

/* Whether another value of the switch changes one of `touched`. */
bool rp_assumption_is_among(enum rampart_assumption assumption, rampart_switches touched);

/* What is assumed, with this value of the switch. */
rampart_switches rp_assumption_with(rampart_switches assumed, enum rampart_assumption assumption, size_t number);

/* How many alternatives there are, whatever is assumed. */
enum { RP_ALTERNATIVES = 42 };

#endif
