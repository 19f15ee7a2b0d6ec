/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image of an account: a head, then sections behind one another, each of records of one kind and filled up to
 * eight bytes. Nothing in it points: records are found by their numbers, and where one's part of another section ends
 * the next one's begins, so that no part is ever read twice. docs/decisions/0009-the-image.md.
 */
#ifndef RP_IMAGE_IMAGE_H
#define RP_IMAGE_IMAGE_H

#include <stdint.h>

#include "account/account.h"
#include "text/diag.h"

/* Changes with everything that an image holds. */
enum { RP_IMAGE_FORM = 6, RP_IMAGE_MEMBERS_FORM = 0x10000 + RP_IMAGE_FORM, RP_IMAGE_ORDER = 0x01020304 };

/* All of struct rampart_limits but that of diagnostics. */
enum { RP_IMAGE_LIMITS = sizeof(struct rampart_limits) / sizeof(size_t) - 1 };

/* The digest and the day of a catalogue (rampart_catalog_version()); filled up with zeros. */
enum { RP_IMAGE_DIGEST = 64, RP_IMAGE_DAY = 16 };

/* No text can begin with these bytes. */
#define RP_IMAGE_MAGIC "rampart"

enum rp_image_section {
    RP_IMAGE_TEXTS,      /* bytes: of the sources */
    RP_IMAGE_MARKS,      /* struct rp_source_mark */
    RP_IMAGE_SOURCES,    /* struct rp_image_source; the account file first */
    RP_IMAGE_TREES,      /* bytes: of the documents (text/tree_pack.h) */
    RP_IMAGE_DOCUMENTS,  /* struct rp_image_document */
    RP_IMAGE_POLICIES,   /* struct rp_image_policy, as in the account */
    RP_IMAGE_PRINCIPALS, /* struct rp_image_principal: groups, users, roles, each as in the account */
    RP_IMAGE_MEMBERS,    /* uint32_t: the number of a group, by the user */
    RP_IMAGE_GRANTS,     /* struct rp_image_grant, by the principal */
    RP_IMAGE_GROUPS,     /* struct rp_image_group: resource groups */
    RP_IMAGE_LEVELS,     /* uint32_t: where the level's controls end */
    RP_IMAGE_CONTROLS,   /* struct rp_image_control */
    RP_IMAGE_RESOURCES,  /* struct rp_image_resource: policies and settings of resources, as in the account */
    RP_IMAGE_HOLDERS,    /* uint32_t: the number of a role among the principals, for each that CloudSSO lets use it */
    RP_IMAGE_DIAGS,      /* struct rp_image_diag: what was said when the account was read */
    RP_IMAGE_GAPS,       /* struct rp_image_gap: gaps of documents and layers, and what is in quarantine */
    RP_IMAGE_STRINGS,    /* uint32_t: where the string ends */
    RP_IMAGE_LETTERS,    /* bytes: of the strings */
    RP_IMAGE_SECTIONS
};

struct rp_image_source {
    uint32_t text_end, mark_end, line_count;
    uint32_t plain; /* 1: as in struct rp_source */
};

struct rp_image_document {
    uint32_t source, tree_end;
    uint32_t kind; /* enum rampart_policy_kind */
};

struct rp_image_policy {
    uint32_t document, system; /* the number of its document plus one; 0: nobody knows it */
};

struct rp_image_principal {
    uint32_t member_end, grant_end;
    uint32_t trust, service_linked; /* the number of its document plus one; 0: not given */
};

struct rp_image_grant {
    uint32_t policy, group; /* of the resource group plus one; 0: at account scope */
};

struct rp_image_group {
    uint32_t pattern_end;
};

struct rp_image_control {
    uint32_t policy, scope;
};

/*
 * What is known of a resource: a document, a setting, which stands in the account file from `start` to `end`, that there
 * is none, or nothing.
 */
struct rp_image_resource {
    uint32_t layer, none;
    uint32_t document; /* its number plus one; 0: it is no document, or nobody knows it */
    uint32_t start, end;
};

/* The strings of one: of what and in what, the name of the policy, and the word of a setting. */
enum { RP_IMAGE_OF, RP_IMAGE_IN, RP_IMAGE_POLICY_NAME, RP_IMAGE_SETTING, RP_IMAGE_RESOURCE_STRINGS };

struct rp_image_diag {
    uint32_t severity, code, line, column, end_line, end_column, snippet_column, snippet_width;
};

/*
 * A document that is not known, or a layer that is not read: by the kind of its gap. `errors`: in quarantine; 0: it
 * is not, the reason is all that is known.
 */
struct rp_image_gap {
    uint32_t kind, layers, code, line, column, errors;
};

/* The strings of one. The message is a gap's reason where there are no errors. */
enum { RP_IMAGE_SUBJECT, RP_IMAGE_RESOURCE, RP_IMAGE_GAP_FILE, RP_IMAGE_REASON, RP_IMAGE_GAP_STRINGS };

/* True when an image has room for gaps of the kind. */
static inline bool rp_image_keeps(uint32_t kind)
{
    return kind == RAMPART_GAP_DOCUMENT || kind == RAMPART_GAP_TRUST || kind == RAMPART_GAP_LAYERS;
}

/* The strings of a diagnostic. */
enum { RP_IMAGE_FILE, RP_IMAGE_MESSAGE, RP_IMAGE_HELP, RP_IMAGE_SNIPPET, RP_IMAGE_DIAG_STRINGS };

struct rp_image_head {
    char magic[8];
    uint32_t order, form;
    char version[16];  /* of the library */
    uint64_t size;     /* of the whole image */
    uint64_t checksum; /* of what follows here */
    uint64_t sizes[RP_IMAGE_SECTIONS], checksums[RP_IMAGE_SECTIONS];
    struct rp_image_facts {
        uint32_t users, roles, patterns, defined, member;
        uint32_t assumed; /* the first 32 switches, among which are those that count when a document is read */
        uint32_t absent_layers;           /* layers of resources that there are none of */
        uint32_t uids;                    /* of the users whose UIDs follow: all of them, or none */
        uint64_t texts;                   /* of a member: the length of all texts of its documents, each as often as it is there */
        uint64_t found[RAMPART_NOTE + 1]; /* diagnostics, those that the limit dropped included */
        uint64_t limits[RP_IMAGE_LIMITS];
        char catalog[RP_IMAGE_DIGEST], catalog_day[RP_IMAGE_DAY]; /* by which the account was read */
    } facts;
};

/*
 * The image of an organisation: this head, then images behind one another, then their sizes, then the tail. The first image
 * has the sources of all, what was said when they were read, and the accounts that could not be read (as gaps of the kind
 * ACCOUNTS); the others are its members, which have no sources of their own.
 */
struct rp_image_members_head {
    char magic[8];
    uint32_t order, form;
    char version[16];
};

struct rp_image_members_tail {
    uint64_t count; /* of the images; the size of each, an uint64_t, stands before it */
    uint64_t checksum; /* of the sizes and the count */
};

/* So many bytes of text may all documents together have for each byte of the image: documents that members share are there once. */
enum { RP_IMAGE_TEXTS_MOST = 64 };

/* The numbers at which the strings of one kind begin, in this order; the account's id is the first of all. */
struct rp_image_names {
    size_t sources, policies, principals, groups, patterns, uids, holders, resources, diags, gaps;
};

/* An image that was opened: its checksums hold, and the numbers of its records fit together. */
struct rp_image {
    struct rampart_str file; /* for diagnostics */
    const struct rp_image *sources; /* of a member: the image that has its sources; NULL: it has them itself */
    struct rp_image_facts facts;
    const void *sections[RP_IMAGE_SECTIONS];
    size_t counts[RP_IMAGE_SECTIONS]; /* of records */
    size_t groups;                    /* how many of the principals */
    struct rp_image_names names;
    /* Made of it when it is loaded, sorted: every account that is made of it has them. */
    const struct rampart_gap *gaps;
    const struct rampart_quarantined *quarantined;
    size_t gap_count, quarantined_count;
};

/* The limits of the options, in the order of the head. */
void rp_image_limits(const struct rampart_limits *limits, uint64_t *ret_limits);

/* The bytes of one record of a section. */
size_t rp_image_record(enum rp_image_section section);

/* The numbers of the names that so many records have; returns the number of all strings. */
size_t rp_image_number_names(const size_t *counts, const struct rp_image_facts *facts, struct rp_image_names *ret_names);

/* True when bytes are meant as an image: no text begins like one. */
bool rp_image_is(struct rampart_str bytes);

/* Checks the bytes, which stay where they are. Errors, all of them reported: RAMPART_INVALID_INPUT. */
enum rampart_status rp_image_open(struct rampart_str bytes, struct rampart_str file, struct rampart_diags *diags,
                                  struct rp_image *ret_image);

/* The same for a member of an organisation, whose sources are those of another image. */
enum rampart_status rp_image_open_member(struct rampart_str bytes, const struct rp_image *sources,
                                         struct rampart_str file, struct rampart_diags *diags,
                                         struct rp_image *ret_image);

/* True for bytes that are an image of an organisation, as far as their beginning tells. */
bool rp_image_has_members(struct rampart_str bytes);

/* The parts of the image of an organisation, which lie in the bytes. Errors: RAMPART_INVALID_INPUT, reported. */
struct rp_image_parts {
    struct rampart_str bytes; /* all of it */
    const uint64_t *sizes;
    size_t count;
};
enum rampart_status rp_image_open_parts(struct rampart_str bytes, struct rampart_str file, struct rampart_diags *diags,
                                        struct rp_image_parts *ret_parts);

/* How many sources its documents may lie in. */
static inline size_t rp_image_source_count(const struct rp_image *image)
{
    return (image->sources != NULL ? image->sources : image)->counts[RP_IMAGE_SOURCES];
}

/* Reports that what the image holds makes no sense. */
enum rampart_status rp_image_damaged(const struct rp_image *image, struct rampart_diags *diags);

/* True when a part of a section can end at `end` where the one before it ended at `first`. */
bool rp_image_between(const struct rp_image *image, enum rp_image_section section, uint32_t first, uint32_t end);

/* A string by its number. */
bool rp_image_string(const struct rp_image *image, size_t number, struct rampart_str *ret_string);

/* The text of a source with its name and marks, which stay in the image. */
bool rp_image_source(const struct rp_image *image, size_t number, struct rp_source *ret_source);

/* The sources by name, sorted. */
struct rp_image_file {
    struct rampart_str name;
    size_t number;
};

struct rp_image_files {
    struct rp_image_file *items;
    size_t count;
};

/* Errors: RAMPART_INVALID_INPUT, which is not reported, RAMPART_NO_MEMORY. */
enum rampart_status rp_image_list_files(const struct rp_image *image, struct rp_arena *arena,
                                        struct rp_image_files *ret_files);

/* The text of the file of this name; false: there is none. */
bool rp_image_text(const struct rp_image *image, const struct rp_image_files *files, struct rampart_str name,
                   struct rampart_str *ret_text);

/* The number of the user or role of this name among the principals; the number of them all: there is none. */
size_t rp_image_user(const struct rp_image *image, struct rampart_str name);
size_t rp_image_role(const struct rp_image *image, struct rampart_str name);

/* The UID of the user of this name; empty: it is not known. */
struct rampart_str rp_image_uid(const struct rp_image *image, struct rampart_str name);

/*
 * Refuses an image that was made with another catalogue than that of the options: its system policies are those of that
 * one. Errors: RAMPART_INVALID_INPUT, reported.
 */
enum rampart_status rp_image_check_catalog(const struct rp_image *image, const struct rampart_options *options,
                                           struct rampart_diags *diags);

/*
 * True when reading the account by these options would say and do what it did when the image was made; else the text in
 * the image is to be read anew.
 */
bool rp_image_serves(const struct rp_image *image, const struct rampart_options *options,
                     const struct rampart_diags *diags);

/* Makes the lists of what is not known. Errors: RAMPART_INVALID_INPUT, which is not reported, RAMPART_NO_MEMORY. */
enum rampart_status rp_image_list_gaps(struct rp_image *image, struct rp_arena *arena);

/* Gives them, and the facts about all of it, to an account that is made of the image. */
static inline void rp_image_give_gaps(const struct rp_image *image, struct rampart_account *account)
{
    account->gaps = image->gaps;
    account->gap_count = image->gap_count;
    account->quarantined = image->quarantined;
    account->quarantined_count = image->quarantined_count;
    account->absent_layers |= image->facts.absent_layers;
    account->has_uids = image->facts.uids > 0;
}

/* Says again what was said when the account was read. */
enum rampart_status rp_image_repeat_diags(const struct rp_image *image, struct rampart_diags *diags);

/* The caller and the role that a request is about; of the account no more is made than bears on these. */
struct rp_image_wanted {
    const struct rp_identity *principal;
    struct rampart_str role; /* the ARN of the one to be assumed; empty: none is */
    /* Whether what is known of a resource bears on it. */
    bool (*is_about)(const void *context, const struct rp_resource_document *document);
    const void *context;
};

/*
 * The account with everything in it, or with as much as bears on what is wanted, unless that is NULL; its texts and
 * places stay in the image. Errors: RAMPART_INVALID_INPUT with a diagnostic, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_image_account(const struct rampart_options *options, const struct rp_image *image,
                                     const struct rp_image_wanted *wanted, struct rampart_diags *diags,
                                     struct rampart_account **ret_account);

#endif
