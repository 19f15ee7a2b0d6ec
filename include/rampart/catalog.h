/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of the cloud: its services, their actions, ARNs, types of resources, condition keys and regions. Plain
 * facts, each with the evidence for it (policies/catalog/README.md says what the words mean); whether a thing is known
 * never changes a decision.
 *
 * A catalogue does not change once it is open and may be asked from any thread. The texts that it hands out belong to
 * it and live as long as it does. What a table leaves out is the empty text.
 */
#ifndef RAMPART_CATALOG_H
#define RAMPART_CATALOG_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rampart_catalog;

/* The tables that are part of the library; the caller frees the catalogue. Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_catalog_open(const struct rampart_options *options,
                                                                        struct rampart_catalog **ret_catalog);

/*
 * The tables of a folder, by the names they have in policies/catalog: actions.tsv, arns.tsv, condition-keys.tsv,
 * ess.tsv, regions.tsv, resource-types.tsv, services.tsv. A table that is not there is the library's own. The caller
 * frees the catalogue. Errors: RAMPART_INVALID_INPUT with a diagnostic for each mistake, RAMPART_IO for a folder with
 * none of them or a file that cannot be read, RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_catalog_read_folder(const struct rampart_options *options, const char *path,
                            struct rampart_diags *diags, struct rampart_catalog **ret_catalog);

/* NULL is allowed. */
RAMPART_API void rampart_catalog_free(struct rampart_catalog *catalog);

/* An action that authorises a call of an API. */
struct rampart_api_action {
    struct rampart_str action;
    struct rampart_str resource; /* which of several resources of the call: "source", "target"; empty: there is one */
};

/*
 * Which actions authorise the API `api`, written as an action (oss:HeadObject), where they are not the action of that
 * name: how many; 0: it is authorised by its own, or nothing is known. At most `most` of them are written. Their texts
 * are static. By the tables of the library (policies/catalog/api-actions.tsv).
 */
RAMPART_API size_t rampart_api_actions(struct rampart_str api, struct rampart_api_action *ret_actions,
                                       size_t most);

/*
 * Whether the ARN of an action is filled from this parameter of its API's call, or the API requires it. Optional parameters
 * are not in the tables of the library, by which this goes.
 */
RAMPART_API bool rampart_api_takes(struct rampart_str action, struct rampart_str parameter);

/* ---- the facts ---- */

struct rampart_catalog_service {
    struct rampart_str code; /* "ess" */
    struct rampart_str products;
    struct rampart_str evidence; /* "docs", "votes", "known", "guess" */
    struct rampart_str other_codes;
    struct rampart_str complete; /* when and by which page each of its actions is known: "DATE PAGE" */
};

struct rampart_catalog_action {
    struct rampart_str action; /* "ess:CancelInstanceRefresh" */
    struct rampart_str service, name;
    struct rampart_str level;    /* "create", "update", "delete", "get", "list", "none" */
    struct rampart_str evidence; /* "table", "metadata", "policy", "observed", "seen-once" */
};

/* A template of an ARN that an action is authorised on, {#…} standing for what a call fills in; "*": anything. */
struct rampart_catalog_arn {
    struct rampart_str action, arn;
    struct rampart_str needed;   /* "required", "optional" */
    struct rampart_str evidence; /* "table", "inferred" */
    struct rampart_str date;
    struct rampart_str source;
};

struct rampart_catalog_type {
    struct rampart_str service, type, arn, evidence, source;
};

/* A key that ends in a slash and a star stands for every key that begins so. */
struct rampart_catalog_key {
    struct rampart_str key;
    struct rampart_str type;    /* "String", "Numeric", "Date", "Bool", "IP" */
    struct rampart_str values;  /* of one request: "single", "multiple" */
    struct rampart_str empty;   /* whether a value may be the empty text: "yes", "no" */
    struct rampart_str service; /* "common": of all services, or several */
    struct rampart_str carried; /* by "every" request; "identities": every one of a user, a role or root;
                                   "some": it is documented that others lack it */
    struct rampart_str evidence, source;
};

struct rampart_catalog_region {
    struct rampart_str region;
    struct rampart_str group; /* "cn", "cn-local", "intl", "finance", "gov", "special", "closed" */
    struct rampart_str products;
};

/* ---- finding one, but for ASCII case; false: it is not known ---- */

RAMPART_API bool rampart_catalog_find_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                              struct rampart_catalog_service *ret_service);
RAMPART_API bool rampart_catalog_find_action(const struct rampart_catalog *catalog, struct rampart_str action,
                                             struct rampart_catalog_action *ret_action);
RAMPART_API bool rampart_catalog_find_key(const struct rampart_catalog *catalog, struct rampart_str key,
                                          struct rampart_catalog_key *ret_key);
RAMPART_API bool rampart_catalog_find_region(const struct rampart_catalog *catalog, struct rampart_str region,
                                             struct rampart_catalog_region *ret_region);

/* ---- the nearest to a misspelt one; false: none is near ---- */

RAMPART_API bool rampart_catalog_near_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                              struct rampart_catalog_service *ret_service);

/*
 * Among the actions of its service, which must be known. For an API of Auto Scaling that another action authorises
 * (ess:VerifyUser) it is that action.
 */
RAMPART_API bool rampart_catalog_near_action(const struct rampart_catalog *catalog, struct rampart_str action,
                                             struct rampart_catalog_action *ret_action);

/* ---- walking, in the order of the tables: start with a cursor of 0; false: there are no more ---- */

RAMPART_API bool rampart_catalog_next_service(const struct rampart_catalog *catalog, size_t *cursor,
                                              struct rampart_catalog_service *ret_service);

/* Of one service, or of all when the code is empty. */
RAMPART_API bool rampart_catalog_next_action(const struct rampart_catalog *catalog,
                                             struct rampart_str service, size_t *cursor,
                                             struct rampart_catalog_action *ret_action);
RAMPART_API bool rampart_catalog_next_type(const struct rampart_catalog *catalog, struct rampart_str service,
                                           size_t *cursor, struct rampart_catalog_type *ret_type);
RAMPART_API bool rampart_catalog_next_key(const struct rampart_catalog *catalog, struct rampart_str service,
                                          size_t *cursor, struct rampart_catalog_key *ret_key);
RAMPART_API bool rampart_catalog_next_region(const struct rampart_catalog *catalog, size_t *cursor,
                                             struct rampart_catalog_region *ret_region);

/* The templates of one action. */
RAMPART_API bool rampart_catalog_next_arn(const struct rampart_catalog *catalog, struct rampart_str action,
                                          size_t *cursor, struct rampart_catalog_arn *ret_arn);

/* A pattern of actions made ready; its members are the library's. No action is longer than what fits in. */
struct rampart_catalog_pattern {
    size_t cursor, len;
    char text[260];
};

/*
 * The actions that a pattern with * and ? matches: `ess:Cancel*`, `*:Describe*`. Only those that begin as the pattern
 * does are looked at. Case of ASCII letters does not count.
 */
RAMPART_API struct rampart_catalog_pattern rampart_catalog_pattern(struct rampart_str pattern);
RAMPART_API bool rampart_catalog_next_match(const struct rampart_catalog *catalog,
                                            struct rampart_catalog_pattern *pattern,
                                            struct rampart_catalog_action *ret_action);

/* ---- a question of a person ---- */

enum rampart_catalog_subject {
    RAMPART_CATALOG_ACTION = 0, /* by its name or by a pattern; without a colon, in all services */
    RAMPART_CATALOG_REGEX,      /* actions that a regular expression of PCRE2 finds, case aside */
    RAMPART_CATALOG_SERVICE,    /* a service with its actions, types of resources and condition keys */
    RAMPART_CATALOG_RESOURCE,   /* a type of resource in any service, and the actions authorised on it */
    RAMPART_CATALOG_KEY,        /* a condition key */
    RAMPART_CATALOG_SERVICES,   /* all services */
    RAMPART_CATALOG_REGIONS     /* all regions */
};

struct rampart_catalog_row {
    struct rampart_catalog_action action;
    const struct rampart_catalog_arn *arns;
    size_t arn_count;
};

/* What was found, each list in the order of its table; lists that were not asked for are empty. */
struct rampart_catalog_found {
    enum rampart_catalog_subject subject;
    struct rampart_str asked;
    const struct rampart_catalog_row *actions;
    size_t action_count;
    const struct rampart_catalog_service *services;
    size_t service_count;
    const struct rampart_catalog_type *types;
    size_t type_count;
    const struct rampart_catalog_key *keys;
    size_t key_count;
    const struct rampart_catalog_region *regions;
    size_t region_count;
    struct rampart_str
        suggestion; /* when nothing was found: what was probably meant; empty: nothing is near */
};

/*
 * Answers a question; that nothing was found is an answer. The caller frees it before the catalogue. Errors:
 * RAMPART_INVALID_INPUT for a regular expression that is none, RAMPART_LIMIT for one that takes too long,
 * RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_catalog_search(const struct rampart_options *options, const struct rampart_catalog *catalog,
                       enum rampart_catalog_subject subject, struct rampart_str text,
                       struct rampart_diags *diags, const struct rampart_catalog_found **ret_found);

/* How many rows there are in all lists. */
RAMPART_API size_t rampart_catalog_found_count(const struct rampart_catalog_found *found);

/* NULL is allowed. */
RAMPART_API void rampart_catalog_found_free(const struct rampart_catalog_found *found);

#ifdef __cplusplus
}
#endif

#endif
