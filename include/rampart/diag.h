/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics: what is wrong with an input, where, and what to write instead.
 *
 * A list of diagnostics is made once, handed to any number of calls, and read afterwards. It
 * collects every error of a document, not the first only. report.h prints it for people.
 */
#ifndef RAMPART_DIAG_H
#define RAMPART_DIAG_H

#include <rampart/status.h>

#ifdef __cplusplus
extern "C" {
#endif

enum rampart_severity {
    RAMPART_ERROR = 0, /* the input was refused */
    RAMPART_WARNING,   /* the input was read, but probably means something else than its author thinks */
    RAMPART_NOTE
};

/*
 * One diagnostic. Lines and columns count from 1; columns count characters, not bytes; the end
 * column is the one after the last character. Line 0 means that there is no place in a text (an
 * option of the command line, a file that could not be opened). All texts belong to the list.
 */
struct rampart_diag {
    enum rampart_severity severity;
    const char *code;        /* stable, such as "DOC004" */
    const char *name;        /* stable, such as "unknown-element" */
    struct rampart_str file; /* as the caller named the source; may be empty */
    unsigned line, column;
    unsigned end_line, end_column;
    struct rampart_str message; /* what is wrong, without a full stop */
    struct rampart_str help;    /* what to write instead; may be empty */
    struct rampart_str snippet; /* the line `line`, or the part of a long line around the place */
    unsigned snippet_column;    /* where in `snippet` the place begins, counting from 1 */
    unsigned snippet_width;     /* how many characters of `snippet` it covers, at least 1 */

    /* What lint knows beside (lint.h); empty and 0 otherwise. */
    struct rampart_str subject; /* which document of the file it is about: the address of a resource, … */
    unsigned inner_line, inner_column; /* where in that document, when it is a string of the file */
    unsigned statement;                /* of the document, counting from 1 */
    struct rampart_str sid;            /* of the statement */
    struct rampart_str waiver;         /* why the finding is waived; empty: it is not */
};

/* A list of diagnostics. Not safe to share between threads while it is written. */
struct rampart_diags;

/*
 * An empty list. The caller frees it with rampart_diags_free().
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when ret_diags is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_diags_new(const struct rampart_options *options,
                                                                     struct rampart_diags **ret_diags);

/* Frees the list and every text of its diagnostics. NULL is allowed. */
RAMPART_API void rampart_diags_free(struct rampart_diags *diags);

/*
 * Who wants to know which files are read. `opened` is called with the path ("-": standard input) and the descriptor of
 * each, before anything of it is read, and leaves both as they are. When it returns false, the file is not read: that
 * is an error like one of opening it, for the reason in errno.
 */
struct rampart_watcher {
    void *context;
    bool (*opened)(void *context, const char *path, int file); /* NULL: nobody does */
};

/*
 * Sets who is told of the files that functions read which are given this list: those named in other files as well. It
 * stays when the list is emptied, and is called in the thread that reads. Nothing happens when `diags` is NULL.
 */
RAMPART_API void rampart_diags_watch(struct rampart_diags *diags, struct rampart_watcher watcher);

/* Empties the list and keeps its memory for the next use. */
RAMPART_API void rampart_diags_clear(struct rampart_diags *diags);

/*
 * Adds a copy of a diagnostic: of another list, or of the caller's own, whose code and name must be static. Control
 * characters in its texts become question marks. Over the limit it is only counted.
 * Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_diags_add(struct rampart_diags *diags,
                                                                     const struct rampart_diag *diag);

/* How many diagnostics the list holds; at most limits.diagnostics. */
RAMPART_API size_t rampart_diags_count(const struct rampart_diags *diags);

/* How many of a severity were found, those that the limit dropped included. */
RAMPART_API size_t rampart_diags_found(const struct rampart_diags *diags, enum rampart_severity severity);

/* The i-th diagnostic in the order of finding, or NULL beyond the end. Lives as long as the list, until cleared. */
RAMPART_API const struct rampart_diag *rampart_diags_at(const struct rampart_diags *diags, size_t i);

#ifdef __cplusplus
}
#endif

#endif
