/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A denial in the making. Each reader takes what it knows the form of out of the text (trees: JSON, XML and what
 * programs print of their objects; lines and sentences) and puts it here by its name. What two places say
 * differently is not taken from either.
 */
#ifndef RP_DENIAL_READER_H
#define RP_DENIAL_READER_H

#include <rampart/denial.h>

#include "base/arena.h"
#include "base/limits.h"
#include "denial/template.h"
#include "text/tree.h"

enum { RP_MOST_MESSAGES = 8, RP_MOST_REMARKS = 16, RP_MOST_TEXTS = 16 };

/* Sentences about the text. What is beyond the bound is dropped: the first of them say enough. */
struct rp_remarks {
    struct rampart_str items[RP_MOST_REMARKS];
    size_t count;
};

struct rp_denial_reader {
    struct rp_arena *arena; /* of the denial */
    struct rp_arena tree;   /* of the text that is being read */
    struct rampart_limits limits;
    struct rampart_diags *diags;   /* never NULL */
    struct rampart_diags *silence; /* for text that may turn out not to be what it looks like */
    struct rampart_str file;
    struct rampart_denial *denial;
    const char *from[RP_SLOTS]; /* the place that said the value: "the message"; NULL: none did */
    unsigned contested;         /* slots about which two places differ, a bit each */
    struct rampart_str messages[RP_MOST_MESSAGES]; /* that differ */
    size_t message_count;
    struct rampart_str texts[RP_MOST_TEXTS]; /* strings of trees in which something may be printed */
    size_t text_count;
    bool within;       /* one of them is being read: places in it are no places of the file */
    bool wrong_within; /* a member in one of them has a wrong type */
    struct rp_remarks conflicts, not_understood;
    bool found;  /* something that only a denial has */
    bool failed; /* an error was reported */
};

/* A piece of text that was read as a tree, to say where in it something stands. */
struct rp_denial_text {
    const struct rp_source *source;
    unsigned depth; /* a string of a string of … */
    bool json;      /* it is JSON, so that a place in a string of it is one in the text */
};

/* ---- values (values.c) ---- */

/*
 * Puts a value in its place; the first counts, and the empty one never. A second value that differs is a conflict
 * where only one can be right, as of the action. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_denial_put(struct rp_denial_reader *reader, enum rp_slot slot,
                                  struct rampart_str value, const char *from);

/* The value in the place of the slot. */
struct rampart_str *rp_denial_place(struct rampart_denial *denial, enum rp_slot slot);

/* Puts "key=value, key=value", in brackets or not. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_denial_put_conditions(struct rp_denial_reader *reader, struct rampart_str text);

/* Keeps a string of a tree that may be what a program printed, to be read when the tree is done. */
enum rampart_status rp_denial_keep_text(struct rp_denial_reader *reader, struct rampart_str text);

/* Puts all values of a place where a template fits. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_denial_put_fit(struct rp_denial_reader *reader, const struct rp_fit *fit,
                                      const char *from);

/* Adds a remark, a printf format. Errors: RAMPART_NO_MEMORY. */
__attribute__((format(printf, 3, 4))) enum rampart_status
rp_denial_remark(struct rp_denial_reader *reader, struct rp_remarks *remarks, const char *format, ...);

/* The slot that a name says in a detail, or in the error around it. False: none. */
bool rp_denial_detail_slot(struct rampart_str name, enum rp_slot *ret_slot);
bool rp_denial_error_slot(struct rampart_str name, enum rp_slot *ret_slot);

/* ---- trees (trees.c) ---- */

/* Takes all that a tree says of a denial. Errors: RAMPART_NO_MEMORY; `failed` for members of a wrong type. */
enum rampart_status rp_denial_take(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                   const struct rp_node *node);

/* Reads a text as JSON, errors to `diags`. */
enum rampart_status rp_denial_parse(struct rp_denial_reader *reader, const struct rp_source *source,
                                    struct rampart_diags *diags, struct rp_node **ret_root);

/* Takes what the elements `Error` of a text say (denial/xml.h). */
enum rampart_status rp_denial_take_xml(struct rp_denial_reader *reader, const struct rp_denial_text *text);

/* ---- objects, lines and sentences in other text (printed.c) ---- */

enum rampart_status rp_denial_take_printed(struct rp_denial_reader *reader, struct rampart_str text);

/*
 * True when the text begins with an object whose brackets end where the text does, or not at all: it is meant as one
 * object, and errors in it are errors of the text.
 */
bool rp_denial_is_one_object(struct rampart_str text);

/* ---- what it means (meaning.c) ---- */

/*
 * Says what the error code, the EC and the messages stand for, by the tables of the catalogue, and what of them is
 * not understood. `text` is all of the text.
 */
enum rampart_status rp_denial_interpret(struct rp_denial_reader *reader, struct rampart_str text);

#endif
