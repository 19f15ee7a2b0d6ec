/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations that the readers of API responses share (api_response*.c). */
#ifndef RP_IMPORT_API_RESPONSE_PARTS_H
#define RP_IMPORT_API_RESPONSE_PARTS_H

#include "import/api_response.h"

struct rp_response;

/* Kinds of lists; an argument of the call names the group, user, policy or target of the last four. */
enum rp_response_kind {
    RP_RESPONSE_NO_LIST, /* or a list whose completeness decides nothing */
    RP_RESPONSE_USERS,
    RP_RESPONSE_GROUPS,
    RP_RESPONSE_ROLES,
    RP_RESPONSE_POLICIES,
    RP_RESPONSE_GRANTS,
    RP_RESPONSE_CONTROLS,
    RP_RESPONSE_ACCOUNTS,    /* of the directory */
    RP_RESPONSE_USERS_OF,    /* a group */
    RP_RESPONSE_GROUPS_OF,   /* a user */
    RP_RESPONSE_TARGETS_OF,  /* a control policy */
    RP_RESPONSE_CONTROLS_OF, /* a folder or an account */
    RP_RESPONSE_KINDS
};

/*
 * Products, as bits. The resource directory is a part of Resource Management; its responses are the same in all
 * accounts of the directory.
 */
enum {
    RP_RESPONSE_RAM = 1,
    RP_RESPONSE_IMS = 2,
    RP_RESPONSE_STS = 4,
    RP_RESPONSE_MANAGER = 8,
    RP_RESPONSE_DIRECTORY = 16,
    RP_RESPONSE_OSS = 32,
    RP_RESPONSE_KMS = 64,
    RP_RESPONSE_SLS = 128,
    RP_RESPONSE_OTS = 256,
    RP_RESPONSE_VPC = 512, /* and PrivateLink, whose endpoints are described alike */
    RP_RESPONSE_SSO = 1024
};

/* An API and the reader of its responses. */
struct rp_response_row {
    unsigned products;
    const char *api;
    const char *argument; /* without which the response makes no sense; NULL: none */
    const char *selects;  /* the argument that `doubt` looks at */
    const char *member;   /* of the response, which must be there; NULL: it is read as it is */
    const char *item;     /* the name of the list in this member; NULL: the member is no list */
    enum rp_response_kind kind;
    bool paged; /* otherwise all of the list is in one response */
    bool may_be_refused; /* then what it would tell is not known; of other rows the reader looks for that itself */
    /* Called for every entry of the list, or once with the member; NULL: the response is not needed. */
    enum rampart_status (*read)(const struct rp_response *response, const struct rp_node *node);
    /* Why the arguments of the call may leave entries out; NULL: they do not. */
    const char *(*doubt)(const struct rp_response *response);
};

struct rp_response_table {
    const struct rp_response_row *rows;
    size_t count;
};

extern const struct rp_response_table rp_response_ram;       /* api_response_ram.c */
extern const struct rp_response_table rp_response_directory; /* api_response_directory.c */
extern const struct rp_response_table rp_response_resource;  /* api_response_resource.c */

/* One response while it is read. */
struct rp_response {
    struct rp_responses *all;
    const struct rp_source *source;
    const struct rp_response_row *row;
    const struct rp_node *args; /* NULL: not known */
    const struct rp_node *body;
};

/* A control policy that is listed. */
struct rp_response_control {
    struct rampart_str id;
    struct rp_response_control *older;
};

/* An API whose responses are not used, which has been reported. */
struct rp_response_unused {
    struct rampart_str product, api;
    struct rp_response_unused *older;
};

struct rp_responses {
    struct rp_builder *builder;
    struct rp_arena *scratch;
    struct rampart_diags *diags;
    struct rampart_str id, root_folder;   /* empty: not known */
    size_t count;                         /* of responses */
    bool other;                           /* they are of another account in the same directory */
    struct rp_response_page *pages;       /* of all lists, the last one first */
    struct rp_response_name *names;       /* the last one first */
    const struct rp_response_name *known; /* at the end: the names that RAM gave, sorted */
    size_t known_count;
    struct rp_response_relation *relations;
    struct rp_response_placement *placements;
    struct rp_response_unused *unused;
    size_t page_count, name_count, placement_count, unused_count;
    struct rp_response_control *controls;
    size_t frozen; /* users */
    struct rp_at first_frozen;
    struct rampart_str first_frozen_name;
};

/* ---- members (api_response_member.c) ---- */

struct rp_at rp_response_at(const struct rp_response *response, const struct rp_node *node);

/* Adds help to an error about a response that the cloud does not give. */
void rp_response_help(const struct rp_response *response);

/* A string that must be there, and not be empty; reported otherwise, and NULL. */
const struct rp_node *rp_response_text(const struct rp_response *response, const struct rp_node *map,
                                       const char *name);

/* A string that may be missing, null or empty; it is NULL then. Another type is reported. */
const struct rp_node *rp_response_optional(const struct rp_response *response, const struct rp_node *map,
                                           const char *name);

/* The error of a response that is none; empty: it is a response. OSS has numbers beside its codes. */
struct rampart_str rp_response_error(const struct rp_node *body);

/* The text of an argument, a string or a number; empty when it is not there. */
struct rampart_str rp_response_argument(const struct rp_response *response, const char *name);

/* A member that is true or "true", false or "false". False: it is neither. */
bool rp_response_bool(const struct rp_node *map, const char *name, bool *ret_value);

/* A member that is a number without a fraction, also as a string. False: it is none. */
bool rp_response_count(const struct rp_node *map, const char *name, size_t *ret_count);

/* System or Custom; reported otherwise. */
bool rp_response_policy_type(const struct rp_response *response, struct rampart_str type, struct rp_at at,
                             bool *ret_system);

/* A policy document: a string that is not empty, or a map; NULL: there is none. */
const struct rp_node *rp_response_document(const struct rp_node *map, const char *name);

/* The policy of PolicyName and PolicyType; NULL when they make no sense, which is reported. */
enum rampart_status rp_response_policy(const struct rp_response *response, const struct rp_node *map,
                                       struct rp_builder_policy **ret_policy);

/* The list in a member, with or without its item's name, or all of the response; NULL: there is none. */
const struct rp_node *rp_response_list(const struct rp_node *body, const char *member, const char *item);

/* Calls a function for every entry of the list, each of which must be a map. No list is an empty one. */
enum rampart_status rp_response_each(const struct rp_response *response, const struct rp_node *list,
                                     enum rampart_status (*read)(const struct rp_response *response,
                                                                 const struct rp_node *entry));

/* ---- pages (api_response_page.c) ---- */

/* Notes that the list of this response has been read. */
enum rampart_status rp_response_note_page(const struct rp_response *response, const struct rp_node *list);

/* The complete lists of one kind. */
struct rp_response_lists {
    struct rampart_str *of; /* the group, user, policy or target of each; sorted */
    size_t count;
    bool any;          /* there is a list, complete or not */
    const char *doubt; /* why a list is not complete */
};

/* Puts the pages of all lists together. `ret_lists` has a place for every enum rp_response_kind. */
enum rampart_status rp_responses_find_lists(struct rp_responses *responses,
                                            struct rp_response_lists *ret_lists);

/* ---- principals (api_response_ram.c) ---- */

/* Adds all principals, grants and memberships that responses noted. */
enum rampart_status rp_responses_add_principals(struct rp_responses *responses);

/* Afterwards: the principal of a name. */
enum rampart_status rp_responses_principal(struct rp_responses *responses, enum rp_builder_kind kind,
                                           struct rampart_str name, struct rp_at at,
                                           struct rp_builder_principal **ret_principal);

/* Afterwards: there is a list for every principal of this kind. */
bool rp_responses_cover(const struct rp_responses *responses, enum rp_builder_kind kind,
                        const struct rp_response_lists *lists);

/* ---- the directory (api_response_directory.c) ---- */

/*
 * Adds the folders from the account up to the root. `ret_covered`: there is a list for each of them, and for the
 * account.
 */
enum rampart_status rp_responses_add_placements(struct rp_responses *responses,
                                                const struct rp_response_lists *lists, bool *ret_covered);

/* There is a list for every control policy that is listed. */
bool rp_responses_cover_controls(const struct rp_responses *responses, const struct rp_response_lists *lists);

#endif
