/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of the cloud's API: what each of them tells about an account. They come in any order, and some only make sense
 * together: the pages of a list, a principal that another answer spells differently. That is put together at the end.
 */
#ifndef RP_IMPORT_ANSWER_H
#define RP_IMPORT_ANSWER_H

#include "import/import.h"

struct rp_answers; /* those that belong together: an export, or all single answers */
struct rp_api_response;

/*
 * They live in the scratch memory of the builder, which must outlive them. `account` is the account's id if the caller knows
 * it: answers that begin with the identity of another account tell of the resource directory only. Errors:
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_answers_new(struct rp_builder *builder, struct rampart_str account,
                                   struct rp_answers **ret_answers);

/* One more answer, which stands in this source. */
enum rampart_status rp_answers_take(struct rp_answers *answers, const struct rp_source *source,
                                    const struct rp_answer_at *at);

/* Something is missing among them, and nobody knows what. `reason` is static. */
enum rampart_status rp_answers_break_off(struct rp_answers *answers, const char *reason);

/* There are no more: says what hangs on several of them, and which lists are complete. */
enum rampart_status rp_answers_finish(struct rp_answers *answers);

/* ---- what an answer is ---- */

/* What a list is of; `of` is what an argument names. */
enum rp_answer_what {
    RP_ANSWER_NO_LIST, /* or one on whose completeness nothing hangs */
    RP_ANSWER_USERS,
    RP_ANSWER_GROUPS,
    RP_ANSWER_ROLES,
    RP_ANSWER_POLICIES,
    RP_ANSWER_GRANTS,
    RP_ANSWER_CONTROLS,
    RP_ANSWER_USERS_OF,    /* a group */
    RP_ANSWER_GROUPS_OF,   /* a user */
    RP_ANSWER_TARGETS_OF,  /* a control policy */
    RP_ANSWER_CONTROLS_OF, /* a folder or an account */
    RP_ANSWER_WHATS
};

/* Products; the resource directory is a part of Resource Management, and tells all of its accounts the same. */
enum {
    RP_ANSWER_RAM = 1,
    RP_ANSWER_IMS = 2,
    RP_ANSWER_STS = 4,
    RP_ANSWER_MANAGER = 8,
    RP_ANSWER_DIRECTORY = 16
};

/* What is done with the answers of an API. */
struct rp_answer_row {
    unsigned products;
    const char *api;
    const char *argument; /* that the answer makes no sense without; NULL: it does */
    const char *selects;  /* the argument that `asks_all` looks at */
    const char *member;   /* of the answer, which must be there; NULL: it is read as it is */
    const char *item;     /* that the list in this member is called; NULL: it is no list */
    enum rp_answer_what what;
    bool paged; /* otherwise all of the list is in one answer */
    /* Called for every entry of the list, or once with the member; NULL: the answer is not needed. */
    enum rampart_status (*read)(const struct rp_api_response *answer, const struct rp_node *node);
    /* Why entries may be missing because of how it was asked for; NULL: none is. */
    const char *(*doubt)(const struct rp_api_response *answer);
};

/* The row of an API; NULL: there is none. */
const struct rp_answer_row *rp_answer_row(struct rampart_str product, struct rampart_str api);

/*
 * The row of an answer whose call is not known, told by its members. NULL: it cannot be told, or the answer makes no sense
 * without its arguments; then *ret_api is the name of an API that answers like that, or NULL.
 */
const struct rp_answer_row *rp_answer_recognise(const struct rp_node *response, const char **ret_api);

/* One answer while it is read. */
struct rp_api_response {
    struct rp_answers *all;
    const struct rp_source *source;
    const struct rp_answer_row *row;
    const struct rp_node *args; /* NULL: not known */
    const struct rp_node *response;
};

/* ---- its members (answer_member.c) ---- */

struct rp_at rp_answer_place(const struct rp_api_response *answer, const struct rp_node *node);

/* Help for what is no answer of the cloud. */
void rp_answer_help(const struct rp_api_response *answer);

/* A string that must be there, and not be empty; reported otherwise, and NULL. */
const struct rp_node *rp_answer_text(const struct rp_api_response *answer, const struct rp_node *map,
                                     const char *name);

/* A string that may be missing, null or empty; it is NULL then. Another type is reported. */
const struct rp_node *rp_answer_maybe(const struct rp_api_response *answer, const struct rp_node *map,
                                      const char *name);

/* The text of an argument, a string or a number; empty when it is not there. */
struct rampart_str rp_answer_argument(const struct rp_api_response *answer, const char *name);

/* A member that is true or "true", false or "false". False: it is neither. */
bool rp_answer_bool(const struct rp_node *map, const char *name, bool *ret_value);

/* A member that is a number without a fraction, also as a string. False: it is none. */
bool rp_answer_count(const struct rp_node *map, const char *name, size_t *ret_count);

/* System or Custom; reported otherwise. */
bool rp_answer_policy_type(const struct rp_api_response *answer, struct rampart_str type, struct rp_at at,
                           bool *ret_system);

/* A policy document: a string with something in it, or a map; NULL: there is none (answer_policy.c). */
const struct rp_node *rp_answer_document(const struct rp_node *map, const char *name);

/* The policy that PolicyName and PolicyType tell; NULL when they make no sense, which is reported (answer_policy.c). */
enum rampart_status rp_answer_policy_named(const struct rp_api_response *answer, const struct rp_node *map,
                                           struct rp_builder_policy **ret_policy);

/* The list in a member, doubly wrapped or not, or all of the answer; NULL: there is none. */
const struct rp_node *rp_answer_list(const struct rp_node *response, const char *member, const char *item);

/* Calls a function for every entry of the list, each of which must be a map. No list is an empty one. */
enum rampart_status rp_answer_each(const struct rp_api_response *answer, const struct rp_node *list,
                                   enum rampart_status (*read)(const struct rp_api_response *answer,
                                                               const struct rp_node *entry));

/* ---- pages (answer_page.c) ---- */

struct rp_answer_page;

/* Notes that the list of this answer has been read. */
enum rampart_status rp_answer_note_page(const struct rp_api_response *answer, const struct rp_node *list);

/* Lists that are complete, by what they are of and whose they are. */
struct rp_answer_lists {
    struct rampart_str *of; /* sorted */
    size_t count;
    bool any;          /* there is a list at all */
    const char *doubt; /* why one of them is not complete */
};

/* Puts the pages together. `ret_lists` has a place for every enum rp_answer_what. */
enum rampart_status rp_answer_lists(struct rp_answers *answers, struct rp_answer_lists *ret_lists);

/* ---- principals (answer_name.c) ---- */

/* The user, group or role of this name is in the account, which gave it this very name. */
enum rampart_status rp_answer_declare(const struct rp_api_response *answer, enum rp_builder_kind kind,
                                      const struct rp_node *name, struct rp_builder_principal **ret_principal);

/* A user that only its principal name, NAME@DOMAIN, tells of; another answer may spell the name differently. */
enum rampart_status rp_answer_declare_user(const struct rp_api_response *answer, const struct rp_node *name);

/* The role, whether it is service-linked, if the answer tells, and its principal name. */
enum rampart_status rp_answer_note_role(const struct rp_api_response *answer, const struct rp_node *role,
                                        struct rp_builder_principal *holder);

/* A policy that is attached to a principal, or a group that a user is in, when all names are known. */
enum rampart_status rp_answer_grant(const struct rp_api_response *answer, enum rp_builder_kind kind,
                                    struct rampart_str principal, struct rp_builder_policy *policy,
                                    struct rampart_str resource_group, struct rp_at at);
enum rampart_status rp_answer_join(const struct rp_api_response *answer, struct rampart_str user,
                                   struct rampart_str group, struct rp_at at);

/* Says all that was noted to the builder. */
enum rampart_status rp_answer_say_principals(struct rp_answers *answers);

/* Afterwards: the principal of a name, and whether the lists are about every one that there is. */
enum rampart_status rp_answer_holder(struct rp_answers *answers, enum rp_builder_kind kind,
                                     struct rampart_str name, struct rp_at at,
                                     struct rp_builder_principal **ret_principal);
bool rp_answer_all_covered(const struct rp_answers *answers, enum rp_builder_kind kind,
                           const struct rp_answer_lists *lists);

/* ---- the directory (answer_place.c) ---- */

/* A folder or an account lies in a folder; no parent is the root folder. */
enum rampart_status rp_answer_put(const struct rp_api_response *answer, struct rampart_str child,
                                  struct rampart_str parent, struct rp_at at);

/* Places the account. Says whether every folder from the account up to the root is covered by the list. */
enum rampart_status rp_answer_say_places(struct rp_answers *answers, const struct rp_answer_lists *covered,
                                         bool *ret_covered);

/* ---- what was noted ---- */

struct rp_answer_name;
struct rp_answer_fact;
struct rp_answer_put;

/* A control policy that was listed. */
struct rp_answer_control {
    struct rampart_str id;
    struct rp_answer_control *older;
};

/* An API whose answers are not used, which has been said. */
struct rp_answer_unused {
    struct rampart_str product, api;
    struct rp_answer_unused *older;
};

struct rp_answers {
    struct rp_builder *builder;
    struct rp_arena *scratch;
    struct rampart_diags *diags;
    struct rampart_str id, root_folder; /* empty: not known */
    size_t taken;                       /* answers */
    bool other;                         /* they are of another account in the same directory */
    struct rp_answer_page *pages;       /* of these lists, the last one first */
    struct rp_answer_name *names;
    const struct rp_answer_name *known; /* at the end: those that RAM gave, sorted */
    size_t known_count;
    struct rp_answer_fact *facts;
    struct rp_answer_put *puts;
    struct rp_answer_unused *unused;
    size_t page_count, name_count, put_count;
    struct rp_answer_control *controls;
    size_t unused_count;
    size_t frozen; /* users */
    struct rp_at first_frozen;
    struct rampart_str first_frozen_name;
};

#endif
