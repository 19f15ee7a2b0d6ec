/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue: what is known of the cloud. It has services, their actions, ARNs, types of resources,
 * condition keys and regions, each with the evidence for it. policies/catalog/README.md says where the facts
 * come from and what the words in the columns mean.
 *
 * The tables are a part of the library, and are searched where they lie. A folder of tables can stand in for
 * them. A decision never depends on whether an action or a region is known: a name that is missing here may
 * exist in the cloud.
 *
 * Words:
 *
 *   - The code of a service is what its actions begin with: "ess" in "ess:CancelInstanceRefresh".
 *   - A template of an ARN is what an action is authorised on,
 *     "acs:ess:{#regionId}:{#accountId}:scalinggroup/{#…}", in which {#…} stands for what a call fills in.
 *   - A cursor is a number of the caller's. It starts with 0, and each call of a rampart_catalog_next_…
 *     function moves it on. Do not use one cursor with two functions or two arguments.
 *
 * Names are compared without the case of ASCII letters. A column that a table leaves out is the empty text.
 *
 * Ownership: The texts that functions give out belong to the catalogue and live as long as it does. `catalog`
 * and `ret_` parameters must not be NULL, unless a function says otherwise.
 *
 * Thread-safety: A catalogue does not change once it is open. Any number of threads may ask it at the same
 * time.
 *
 * Example: the actions that a pattern matches, and what one of them is authorised on.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/catalog.h>
 *
 *     int main(void)
 *     {
 *         struct rampart_catalog *catalog = NULL;
 *         struct rampart_catalog_action action;
 *         struct rampart_catalog_arn arn;
 *         size_t cursor = 0;
 *         if (rampart_catalog_open(NULL, &catalog) != RAMPART_OK) return 1;
 *         struct rampart_catalog_pattern pattern = rampart_catalog_pattern(rampart_str("ess:*InstanceRefresh"));
 *         while (rampart_catalog_next_match(catalog, &pattern, &action))
 *             printf("%.*s (%.*s)\n", (int)action.action.len, action.action.data, (int)action.level.len,
 *                    action.level.data);
 *         while (rampart_catalog_next_arn(catalog, rampart_str("ess:StartInstanceRefresh"), &cursor, &arn))
 *             printf("%.*s\n", (int)arn.arn.len, arn.arn.data);
 *         rampart_catalog_free(catalog);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     ess:CancelInstanceRefresh (update)
 *     ess:ResumeInstanceRefresh (update)
 *     ess:RollbackInstanceRefresh (update)
 *     ess:StartInstanceRefresh (update)
 *     ess:SuspendInstanceRefresh (update)
 *     acs:ess:{#regionId}:{#accountId}:scalinggroup/{#ScalingGroupId}
 */
#ifndef RAMPART_CATALOG_H
#define RAMPART_CATALOG_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A catalogue that is open. */
struct rampart_catalog;

/*
 * Opens the tables that are part of the library. Opening makes indexes over them, which costs more than most
 * questions: open it once.
 *
 * Ownership: The caller frees the catalogue with rampart_catalog_free().
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_catalog` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_catalog_open(const struct rampart_options *options,
                                                                        struct rampart_catalog **ret_catalog);

/*
 * Reads the tables of a folder, by the names they have in policies/catalog: actions.tsv,
 * authorization.tsv, condition-keys.tsv, ess.tsv, regions.tsv, resource-types.tsv, services.tsv. The library's own table stands
 * in for one that is not there. `path` ends in NUL.
 *
 * Ownership: The caller frees the catalogue with rampart_catalog_free(). The files are closed again.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for each mistake in a table; RAMPART_IO for a folder
 * without any of these tables and for a file that cannot be read; RAMPART_LIMIT for a table over
 * limits.document_bytes; RAMPART_NO_MEMORY; RAMPART_MISUSE when `path` or `ret_catalog` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_catalog_read_folder(const struct rampart_options *options, const char *path,
                            struct rampart_diags *diags, struct rampart_catalog **ret_catalog);

/* How old knowledge is, and which it is. */
struct rampart_catalog_version {
    /* The newest day of a table, YYYY-MM-DD. */
    struct rampart_str date;

    /* SHA-256 in hexadecimal, over all tables and documents of system policies. */
    struct rampart_str digest;
};

/*
 * Returns the version of a catalogue; of the one that is part of the library for NULL. Reports in JSON have it as
 * "catalog".
 *
 * Ownership: The texts belong to the catalogue; those of the library's own are static.
 */
RAMPART_API struct rampart_catalog_version rampart_catalog_version(const struct rampart_catalog *catalog);

/* Frees the catalogue and all texts that came from it. NULL is allowed. */
RAMPART_API void rampart_catalog_free(struct rampart_catalog *catalog);

/* An action that authorises a call of an API. */
struct rampart_api_action {
    struct rampart_str action;

    /* Which of several resources of the call it is about: "source", "target". Empty: the call has one. */
    struct rampart_str resource;
};

/*
 * Returns how many actions authorise the API `api`, which is written as an action, "oss:CopyObject". It knows
 * APIs that are not authorised by the action of their own name. For any other the result is 0: its own action
 * authorises it, or nothing is known. At most `most` actions are written to `ret_actions`, which may be NULL
 * when `most` is 0. `catalog` NULL: that of the library.
 *
 * Source: policies/catalog/api-actions.tsv, in the library or in the folder of the catalogue.
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API size_t rampart_api_actions(const struct rampart_catalog *catalog, struct rampart_str api,
                                       struct rampart_api_action *ret_actions, size_t most);

/*
 * Returns whether an action is known to have this parameter, so that rampart_request_add_param() can take it. It
 * knows the parameters that fill an ARN of the action, and all that an API of Auto Scaling requires. `catalog` NULL: that
 * of the library.
 *
 * Source: policies/catalog/parameters.tsv, in the library; authorization.tsv and ess.tsv of the catalogue.
 */
RAMPART_API bool rampart_api_takes(const struct rampart_catalog *catalog, struct rampart_str action,
                                   struct rampart_str parameter);

/*
 * Returns how many parameters of a call of an action may fill the places of its ARNs, each once. At most `most` names
 * are written to `ret_names`, which may be NULL when `most` is 0. The region comes first. Where several fill one place,
 * any of them does; a parameter whose case of letters is not known is spelt as the place is. `catalog` NULL: that of the
 * library.
 *
 * Source: policies/catalog/parameters.tsv, in the library; authorization.tsv and ess.tsv of the catalogue.
 * Ownership: The texts are static, or the catalogue's.
 */
RAMPART_API size_t rampart_api_parameters(const struct rampart_catalog *catalog, struct rampart_str action,
                                          struct rampart_str *ret_names, size_t most);

/* A call that needs no permission: its page says that the operation has no authorisation. All texts are static. */
struct rampart_unasked_call {
    struct rampart_str action;

    /* The page, and its date. */
    struct rampart_str date, source;
};

/*
 * Finds a call that needs no permission by its action, "sts:GetCallerIdentity". Returns false, and writes nothing, when
 * it is not known to be one.
 *
 * Source: policies/catalog/unasked.tsv, in the library.
 * Ownership: The texts are static.
 */
RAMPART_API bool rampart_find_unasked_call(struct rampart_str action, struct rampart_unasked_call *ret_call);

/* A system policy of the cloud whose document is built in. All texts are static. */
struct rampart_system_policy {
    struct rampart_str name;

    /* Of the document, "v3". Empty: its source tells none, and the cloud may have a newer one. */
    struct rampart_str version;

    /* Dates of the policy and of this version, or of the source where it tells no version. Empty: not known. */
    struct rampart_str created, updated;

    /* The page. */
    struct rampart_str source;
};

/*
 * Finds a system policy whose document is built in, by its exact name. Returns false, and writes nothing, when it is
 * not.
 *
 * Source: policies/system/INDEX.tsv, in the library.
 * Ownership: The texts are static.
 */
RAMPART_API bool rampart_find_system_policy(struct rampart_str name,
                                            struct rampart_system_policy *ret_policy);

/* ---- the facts ---- */

/* A service: one code that actions begin with. */
struct rampart_catalog_service {
    /* "ess" */
    struct rampart_str code;

    /* The products that have it, separated by commas. */
    struct rampart_str products;

    /* How the code is known: "docs", "votes", "known", "guess". */
    struct rampart_str evidence;

    /* Other codes of the same products, separated by commas. */
    struct rampart_str other_codes;

    /* "DATE PAGE": as of that page every action of the code is known. Empty: there may be others. */
    struct rampart_str complete;

    /* What its policies can name, by the cloud: "service", "operation", "resource". Empty: it is not known. */
    struct rampart_str granularity;
};

/* An action. */
struct rampart_catalog_action {
    /* "ess:CancelInstanceRefresh", as the cloud spells it, and its two parts. */
    struct rampart_str action;
    struct rampart_str service, name;

    /* "create", "update", "delete", "get", "list", "none". Empty: it is not known. */
    struct rampart_str level;

    /* How it is known that the action exists: "table", "metadata", "policy", "observed", "seen-once". */
    struct rampart_str evidence;
};

/*
 * A template of an action: resources that it is authorised on. "*": the operation has no resource. What one page of
 * one date says of an action is a statement, and has a row for each type of resource; the newest statement stands.
 */
struct rampart_catalog_arn {
    struct rampart_str action, arn;

    /* The level of access by the statement: "create", "update", "delete", "get", "list", "none". Empty: untold. */
    struct rampart_str level;

    /* The type of the resource, as the page writes it. Empty: it names none. */
    struct rampart_str type;

    /* "required", "optional". Empty: it is not known. */
    struct rampart_str needed;

    /*
     * The condition keys of services that the statement lists for the action, and the actions that a call needs
     * beside it, separated by commas. Empty: it says that there are none. "unknown": it does not say.
     */
    struct rampart_str keys, dependents;

    /* "table", "inferred". */
    struct rampart_str evidence;

    /* As much of YYYY-MM-DD as is known. A page without a date has the month in which it was there at the latest. */
    struct rampart_str date;
    struct rampart_str source;

    /*
     * Of a row that stands: an older statement authorises the action on other resources. Of an older row: its
     * statement contradicts the one that stands. What rests on a disputed row alone is not certain.
     */
    bool disputed;
};

/* A type of resource of a service, and the template of its ARN. */
struct rampart_catalog_type {
    struct rampart_str service, type, arn, evidence, source;
};

/* A condition key. One that ends in a slash and a star stands for every key that begins so. */
struct rampart_catalog_key {
    struct rampart_str key;

    /* "String", "Numeric", "Date", "Bool", "IP". Empty: it is not known. */
    struct rampart_str type;

    /* How many values one request has: "single", "multiple". Empty: it is not known. */
    struct rampart_str values;

    /* A value may be the empty text: "yes", "no". Empty: it is not known. */
    struct rampart_str empty;

    /* The service whose requests carry it. "common": those of all services, or of several. */
    struct rampart_str service;

    /*
     * Which requests carry it: "every"; "identities", every one of a user, a role or root; "some", for it is
     * documented that others lack it. Empty: it is not known.
     */
    struct rampart_str carried;

    struct rampart_str evidence, source;
};

/* A region. */
struct rampart_catalog_region {
    struct rampart_str region;

    /* "cn", "cn-local", "intl", "finance", "gov", "special", "closed" */
    struct rampart_str group;

    struct rampart_str products;
};

/* ---- finding one by its name ---- */

/*
 * Finds a service by its code. Returns false, and writes nothing, when the code is not known.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_find_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                              struct rampart_catalog_service *ret_service);

/*
 * Finds an action by its name, "ess:CancelInstanceRefresh". Returns false, and writes nothing, when it is not
 * known; it may exist nevertheless, unless its service is `complete`.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_find_action(const struct rampart_catalog *catalog, struct rampart_str action,
                                             struct rampart_catalog_action *ret_action);

/*
 * Finds a condition key. A key with a tag, "acs:ResourceTag/team", is found under "acs:ResourceTag" and a
 * slash and a star. Returns false, and writes nothing, when it is not known.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_find_key(const struct rampart_catalog *catalog, struct rampart_str key,
                                          struct rampart_catalog_key *ret_key);

/*
 * Finds a region, "cn-hangzhou". Returns false, and writes nothing, when it is not known.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_find_region(const struct rampart_catalog *catalog, struct rampart_str region,
                                             struct rampart_catalog_region *ret_region);

/* ---- the nearest to a misspelt name ---- */

/*
 * Finds the service whose code is nearest to a misspelt one. Returns false when none is near, or two are as
 * near; what `ret_service` has then means nothing.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_near_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                              struct rampart_catalog_service *ret_service);

/*
 * Finds the action of which another is surely a misspelling: one of the same service, whose actions are all known
 * (`complete`), a letter or two away, and no other as near. What differs in a number, in the first letter of a
 * word or in a short word may be another grant and is none. For an API of Auto Scaling that another action
 * authorises it is that action. Returns false, and writes nothing, when there is none.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_near_action(const struct rampart_catalog *catalog, struct rampart_str action,
                                             struct rampart_catalog_action *ret_action);

/* ---- walking through a table, in its order ---- */

/*
 * Gives the next service. Returns false at the end.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_next_service(const struct rampart_catalog *catalog, size_t *cursor,
                                              struct rampart_catalog_service *ret_service);

/*
 * Gives the next action of a service; of all services when the code is empty. Returns false at the end.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_next_action(const struct rampart_catalog *catalog,
                                             struct rampart_str service, size_t *cursor,
                                             struct rampart_catalog_action *ret_action);

/*
 * Gives the next type of resource of a service; of all services when the code is empty. Returns false at the
 * end.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_next_type(const struct rampart_catalog *catalog, struct rampart_str service,
                                           size_t *cursor, struct rampart_catalog_type *ret_type);

/*
 * Gives the next condition key of a service, by the column `service`; "common" is one of its values. Gives
 * the keys of all services when the code is empty. Returns false at the end.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_next_key(const struct rampart_catalog *catalog, struct rampart_str service,
                                          size_t *cursor, struct rampart_catalog_key *ret_key);

/*
 * Gives the next region. Returns false at the end.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_next_region(const struct rampart_catalog *catalog, size_t *cursor,
                                             struct rampart_catalog_region *ret_region);

/*
 * Gives the next template of an action, of the statement that stands. Returns false at the end, and for an action of
 * which none is known.
 *
 * Source: policies/catalog/authorization.tsv and ess.tsv.
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_next_arn(const struct rampart_catalog *catalog, struct rampart_str action,
                                          size_t *cursor, struct rampart_catalog_arn *ret_arn);

/*
 * Gives the next template that an older statement has for an action, newest first: what contradicts the statement that
 * stands is `disputed`. Returns false at the end.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_next_older_arn(const struct rampart_catalog *catalog,
                                                struct rampart_str action, size_t *cursor,
                                                struct rampart_catalog_arn *ret_arn);

/*
 * A pattern of actions made ready, with its own cursor. Its members are the library's; a copy walks by
 * itself.
 */
struct rampart_catalog_pattern {
    size_t cursor, len;
    char text[260];
};

/*
 * Makes a pattern of actions ready, for rampart_catalog_next_match(). `*` is any run of characters and `?` is
 * one: "ess:Cancel*", "*:Describe*". A pattern that is too long to match any action matches none.
 *
 * Ownership: Everything is in the struct. `pattern` is copied.
 */
RAMPART_API struct rampart_catalog_pattern rampart_catalog_pattern(struct rampart_str pattern);

/*
 * Gives the next action that the pattern matches. Returns false at the end. Only actions that begin as the
 * pattern does are looked at, so that a pattern that begins with a wildcard costs a walk through the whole
 * table.
 *
 * Ownership: The texts belong to the catalogue.
 */
RAMPART_API bool rampart_catalog_next_match(const struct rampart_catalog *catalog,
                                            struct rampart_catalog_pattern *pattern,
                                            struct rampart_catalog_action *ret_action);

/* ---- a question of a person ---- */

/* The subject of a question. */
enum rampart_catalog_subject {
    /* Actions, by a name or a pattern; without a colon, in all services. */
    RAMPART_CATALOG_ACTION = 0,

    /* Actions that a regular expression of PCRE2 finds, without case. */
    RAMPART_CATALOG_REGEX,

    /* A service with its actions, types of resources and condition keys. */
    RAMPART_CATALOG_SERVICE,

    /* A type of resource in any service, and the actions that are authorised on it. */
    RAMPART_CATALOG_RESOURCE,

    /* A condition key. */
    RAMPART_CATALOG_KEY,

    /* All services; the text does not count. */
    RAMPART_CATALOG_SERVICES,

    /* All regions; the text does not count. */
    RAMPART_CATALOG_REGIONS
};

/* An action with its templates: of the statement that stands, and of older ones. */
struct rampart_catalog_row {
    struct rampart_catalog_action action;
    const struct rampart_catalog_arn *arns;
    size_t arn_count;
    const struct rampart_catalog_arn *older;
    size_t older_count;
};

/*
 * The answer to a question, each list in the order of its table. Lists that the question is not about are
 * empty.
 */
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

    /* When nothing was found: what was probably meant. Empty: nothing is near. */
    struct rampart_str suggestion;

    /* When an action was not found: the code of its service, if that may have more actions than are known. */
    struct rampart_str incomplete;
};

/*
 * Answers a question, with everything that belongs to the answer. That nothing was found is an answer, too.
 * One action comes with its condition keys, or those of its service where no page lists its own.
 *
 * Ownership: The caller frees the answer with rampart_catalog_found_free(), before the catalogue. `text` is
 * copied.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a regular expression that is none; RAMPART_LIMIT for
 * one that takes too long; RAMPART_NO_MEMORY; RAMPART_MISUSE when `catalog` or `ret_found` is NULL, or the
 * subject is none.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_catalog_search(const struct rampart_options *options, const struct rampart_catalog *catalog,
                       enum rampart_catalog_subject subject, struct rampart_str text,
                       struct rampart_diags *diags, const struct rampart_catalog_found **ret_found);

/*
 * Returns how many rows all lists of an answer have together. 0: nothing was found. `found` must not be NULL.
 */
RAMPART_API size_t rampart_catalog_found_count(const struct rampart_catalog_found *found);

/* Frees an answer. NULL is allowed. */
RAMPART_API void rampart_catalog_found_free(const struct rampart_catalog_found *found);

#ifdef __cplusplus
}
#endif

#endif
