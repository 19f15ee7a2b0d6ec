/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics: what is wrong with an input, where, and what to write instead.
 *
 * A list of diagnostics is made once, handed to any number of calls, and read afterwards. A reader collects
 * every error of a document in it, not the first only. A call that succeeds may add warnings, so that a list
 * with diagnostics does not mean that a call failed: the status says that.
 *
 * rampart_report_diags() (report.h) prints a list for people or as JSON.
 *
 * Words:
 *
 *   - The code of a diagnostic ("DOC008") and its name ("unknown-element") are stable. Messages may be
 *     reworded with any version, so a program should look at the code.
 *   - A place is a line and a column. Both count from 1; columns count characters, not bytes.
 *
 * Thread-safety: A list belongs to one thread at a time. Threads that only read it may share it.
 *
 * Example: every error of a document, each with its place.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/policy.h>
 *
 *     int main(void)
 *     {
 *         const struct rampart_document document = {
 *             .text = rampart_str("Version: '1'\n"
 *                                 "Statement:\n"
 *                                 "- Effect: Permit\n"
 *                                 "  Action: ess:CancelInstanceRefresh\n"
 *                                 "  Resources: '*'\n"),
 *             .file = rampart_str("deploy.yaml"),
 *         };
 *         struct rampart_diags *diags = NULL;
 *         struct rampart_policy *policy = NULL;
 *         if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return 1;
 *         if (rampart_policy_read(NULL, &document, diags, &policy) == RAMPART_OK) return 1;
 *         for (size_t i = 0; i < rampart_diags_count(diags); i++) {
 *             const struct rampart_diag *diag = rampart_diags_at(diags, i);
 *             printf("%.*s:%u:%u %s %s\n", (int)diag->file.len, diag->file.data, diag->line, diag->column, diag->code,
 *                    diag->name);
 *         }
 *         rampart_policy_free(policy);
 *         rampart_diags_free(diags);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     deploy.yaml:3:11 DOC007 wrong-effect
 *     deploy.yaml:5:3 DOC004 unknown-element
 */
#ifndef RAMPART_DIAG_H
#define RAMPART_DIAG_H

#include <rampart/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How bad it is. A smaller number is worse. */
enum rampart_severity {
    /* The input was refused. */
    RAMPART_ERROR = 0,

    /* The input was read, but probably means something else than its author thinks. */
    RAMPART_WARNING,

    /* Nothing is wrong; there is something to know. */
    RAMPART_NOTE
};

/*
 * One diagnostic. All texts but `code` and `name` belong to the list. Control characters of the input stand
 * in them as question marks, so that they may be printed to a terminal; only `file` is as the caller gave it.
 */
struct rampart_diag {
    enum rampart_severity severity;

    /* Stable, such as "DOC004". Static. */
    const char *code;

    /* Stable, such as "duplicate-member". Static. */
    const char *name;

    /* The source, as the caller named it; may be empty. */
    struct rampart_str file;

    /* Where it begins. Line 0: no place in a text, as of an option or of a file that could not be opened. */
    unsigned line, column;

    /* Where it ends: the column behind the last character. */
    unsigned end_line, end_column;

    /* The mistake, in a phrase without a full stop. */
    struct rampart_str message;

    /* The way to correct it; may be empty. */
    struct rampart_str help;

    /* The line `line`; of a long one the part around the place. Empty where the text may not be shown. */
    struct rampart_str snippet;

    /* The column of `snippet` in which the place begins, counting from 1. */
    unsigned snippet_column;

    /* How many characters of `snippet` it covers: at least 1 where there is a snippet. */
    unsigned snippet_width;

    /* The rest is empty or 0 unless lint (lint.h) or a document within a document filled it in. */

    /* Which document of the file it is about, such as the address of a resource in a plan. */
    struct rampart_str subject;

    /* The place in that document, where it is a string of the file. */
    unsigned inner_line, inner_column;

    /* The statement of the document, counting from 1. */
    unsigned statement;

    /* The Sid of that statement. */
    struct rampart_str sid;

    /* The reason why the finding is waived. Empty: it is not waived. */
    struct rampart_str waiver;
};

/* A list of diagnostics. */
struct rampart_diags;

/*
 * Makes an empty list. `options` says the allocator and how many diagnostics the list keeps
 * (limits.diagnostics).
 *
 * Ownership: The caller frees the list with rampart_diags_free().
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_diags` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_diags_new(const struct rampart_options *options,
                                                                     struct rampart_diags **ret_diags);

/*
 * Frees the list and every text of its diagnostics. NULL is allowed. Nothing else needs the list once the
 * call that it was handed to has returned.
 */
RAMPART_API void rampart_diags_free(struct rampart_diags *diags);

/*
 * A function of the caller that learns which files are read, to report them or to forbid some.
 *
 * `opened` is called for each file after it was opened and before anything of it is read. `path` is "-" for
 * standard input. `file` is the descriptor, which `opened` must neither read nor close. When `opened` returns
 * false, the file is not read: the call reports it like a file that cannot be opened, for the reason that
 * `opened` left in errno.
 */
struct rampart_watcher {
    void *context;

    /* NULL: files are read without a call. */
    bool (*opened)(void *context, const char *path, int file);
};

/*
 * Sets the watcher for all files that functions read while they are given this list. This includes files that
 * a file names, such as the documents of an account. rampart_diags_clear() keeps the watcher. Nothing happens
 * when `diags` is NULL.
 *
 * Ownership: The struct is copied. `context` is borrowed until the list is freed or another watcher is set.
 * Thread-safety: The watcher is called in the thread that reads.
 */
RAMPART_API void rampart_diags_watch(struct rampart_diags *diags, struct rampart_watcher watcher);

/*
 * Empties the list and keeps its memory for the next use, which costs less than a new list. Pointers that
 * rampart_diags_at() returned must not be used any more. NULL is allowed.
 */
RAMPART_API void rampart_diags_clear(struct rampart_diags *diags);

/*
 * Adds a copy of a diagnostic, from another list or of the caller's own. Control characters in its texts
 * become question marks. A diagnostic over the limit of the list is counted by rampart_diags_found() and not
 * kept; that is no error.
 *
 * Ownership: The texts are copied, but for `code` and `name`, which must be static.
 * Errors: RAMPART_NO_MEMORY, also when an earlier call could not store a diagnostic in this list;
 * RAMPART_MISUSE when an argument, the code or the name is NULL, or the severity is none.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_diags_add(struct rampart_diags *diags,
                                                                     const struct rampart_diag *diag);

/* Returns how many diagnostics the list holds, at most limits.diagnostics. NULL has none. */
RAMPART_API size_t rampart_diags_count(const struct rampart_diags *diags);

/*
 * Returns how many diagnostics of a severity were found. It counts those that the limit dropped, so that it
 * may be more than the list holds. Waived findings (lint.h) do not count. NULL has none.
 */
RAMPART_API size_t rampart_diags_found(const struct rampart_diags *diags, enum rampart_severity severity);

/*
 * Returns the i-th diagnostic, counting from 0, or NULL beyond the end. Diagnostics of one document stand in
 * the order of their places; those of a later call stand behind those of an earlier one.
 *
 * Ownership: The diagnostic belongs to the list and lives until the list is cleared or freed. Adding to the
 * list does not move it.
 */
RAMPART_API const struct rampart_diag *rampart_diags_at(const struct rampart_diags *diags, size_t i);

#ifdef __cplusplus
}
#endif

#endif
