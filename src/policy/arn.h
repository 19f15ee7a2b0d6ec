/* SPDX-License-Identifier: Apache-2.0 */
/* `acs:<service>:<region>:<account>:<rest>`: its fields, and the identities it can name (docs/semantics.md, "ARN"). */
#ifndef RP_POLICY_ARN_H
#define RP_POLICY_ARN_H

#include "base/str.h"

enum { RP_ARN_COLONS = 4 }; /* between the fields */

struct rp_arn {
    struct rampart_str partition, service, region, account, rest; /* rest may hold more ':' */
};

/* Splits at the first four colons. False when there are fewer. Borrows. */
bool rp_arn_split(struct rampart_str text, struct rp_arn *ret_arn);

enum rp_identity_kind {
    RP_IDENTITY_NONE = 0, /* nobody was named */
    RP_IDENTITY_ROOT,
    RP_IDENTITY_USER,
    RP_IDENTITY_ROLE, /* with a session name: a session of it */
    RP_IDENTITY_SAML,
    RP_IDENTITY_OIDC,
    RP_IDENTITY_SERVICE,
    RP_IDENTITY_ANONYMOUS /* the request is not signed */
};

struct rp_identity {
    enum rp_identity_kind kind;
    struct rampart_str account; /* empty: not named */
    struct rampart_str name;    /* user, role, provider, or the service's host; empty for root */
    struct rampart_str session; /* of a role; may be empty */
    bool any;                   /* of a user or role: nobody knows which, and the name says nothing */
};

/*
 * Reads every form of rampart_request_set_principal(). False: none of them; then *ret_expected (static) says
 * what was expected. Borrows.
 */
bool rp_identity_read(struct rampart_str text, struct rp_identity *ret_identity, const char **ret_expected);

/*
 * The index of the first byte that the name of a user or role cannot have; the length of the text when there is none.
 */
size_t rp_principal_name_fault(struct rampart_str name);

/* Account IDs have 16 digits, and UIDs up to 18; a number of 64 bits has no more. */
enum { RP_MOST_ID_DIGITS = 20 };

/* True for an account id as ARNs have them: digits only, at least one, and no more than an id can have. */
bool rp_account_id_valid(struct rampart_str text);

#endif
