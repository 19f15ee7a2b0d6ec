/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lint: what is wrong or risky in a document that can be read.
 *
 * A finding is a diagnostic (diag.h): its code is the rule's id, its name the rule's name, its help what to write
 * instead. What the reader itself reports, under codes such as DOC004, counts as a finding like any other.
 */
#ifndef RAMPART_LINT_H
#define RAMPART_LINT_H

#include <rampart/account.h>
#include <rampart/catalog.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What kind of mistake a rule finds. */
enum rampart_lint_family {
    RAMPART_LINT_REFUSED = 0, /* the cloud refuses the document, though it can be read */
    RAMPART_LINT_NEVER,       /* something in it never matches */
    RAMPART_LINT_OTHERWISE,   /* it means something else than it seems to */
    RAMPART_LINT_BROAD,       /* it grants more than it seems to */
    RAMPART_LINT_IDLE,        /* something in it does nothing */
    RAMPART_LINT_STYLE
};

/* A rule; all texts are static. */
struct rampart_lint_rule {
    const char *id;   /* stable, such as "RAM301" */
    const char *name; /* stable, such as "notaction-allow" */
    enum rampart_lint_family family;
    enum rampart_severity severity; /* unless it is set otherwise */
};

/* How many rules there are, and the i-th in the order of their ids; NULL beyond the end. Any thread. */
RAMPART_API size_t rampart_lint_rule_count(void);
RAMPART_API const struct rampart_lint_rule *rampart_lint_rule_at(size_t i);

/* The rule that a word names: "RAM301", "notaction-allow" or "RAM301-notaction-allow"; NULL: none. Any thread. */
RAMPART_API const struct rampart_lint_rule *rampart_lint_rule_find(struct rampart_str word);

/* Its page: Markdown with what the rule finds and why, a bad and a good example, and the evidence. Static. Any thread. */
RAMPART_API struct rampart_str rampart_lint_rule_page(const struct rampart_lint_rule *rule);

/* "refused", "never-matches", "means-otherwise", "broad", "idle", "style". Static memory. Any thread. */
RAMPART_API const char *rampart_lint_family_name(enum rampart_lint_family family);

/* How much a rule counts, when it is not as the rule itself says. */
enum rampart_lint_level {
    RAMPART_LINT_DEFAULT = 0, /* the rule's own severity */
    RAMPART_LINT_OFF,
    RAMPART_LINT_NOTE,
    RAMPART_LINT_WARNING,
    RAMPART_LINT_ERROR
};

/* Which rules are asked, and what their findings count. Not safe to share between threads while it is set. */
struct rampart_linter;

/*
 * A linter that asks every rule. The caller frees it with rampart_linter_free().
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE for NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_linter_new(const struct rampart_options *options,
                                                                      struct rampart_linter **ret_linter);

/* Frees it. NULL is allowed. */
RAMPART_API void rampart_linter_free(struct rampart_linter *linter);

/*
 * Sets the level of the rules that a word names: one rule, as rampart_lint_rule_find() takes it, a family by its name,
 * or "all". Errors: RAMPART_INVALID_INPUT with a diagnostic that names the nearest; RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_linter_set(struct rampart_linter *linter,
                                                                      struct rampart_str word,
                                                                      enum rampart_lint_level level,
                                                                      struct rampart_diags *diags);

/* Whether any rule is asked. Without one nothing is ever found, and a report about it would say so of every document. */
RAMPART_API bool rampart_linter_asks_any(const struct rampart_linter *linter);

/* Asks this catalogue, which must live as long as the linter, instead of the one built in; NULL: the one built in. */
RAMPART_API void rampart_linter_use_catalog(struct rampart_linter *linter,
                                            const struct rampart_catalog *catalog);

/* Whether what is not known before an apply, in a plan of Terraform, is an error; otherwise it is a note. */
RAMPART_API void rampart_linter_require_complete(struct rampart_linter *linter, bool required);

/*
 * Folders, NUL-terminated, beside an account file's own whose files it may name; they must outlive the linter, and
 * replace those of a call before. Not while another thread uses the linter.
 */
RAMPART_API void rampart_linter_allow_outside(struct rampart_linter *linter, struct rampart_strs folders);

/*
 * Reads a document and lints it; what is found is added to `findings` in the order of the places. A document that is
 * refused gives the reader's errors and RAMPART_OK: that it is refused is what lint found.
 * Errors: RAMPART_LIMIT (with a finding), RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_document(const struct rampart_linter *linter, const struct rampart_document *document,
                      struct rampart_diags *findings);

/* A document that was mended. */
struct rampart_fix;

/*
 * Mends a document in JSON as far as the rules that are asked can without changing a decision: values that stand
 * twice or that others cover, other spellings of the same. Only those pieces of the text change, and the result is
 * compared with the document for every value that its patterns and conditions can tell apart. The caller frees the
 * fix. Errors: RAMPART_INVALID_INPUT for a document that cannot be read (rampart_lint_document() says why), is no
 * JSON, or of which it cannot be shown that it would mean the same (both reported in `diags`, which may be NULL);
 * RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_lint_fix(const struct rampart_linter *linter,
                                                                    const struct rampart_document *document,
                                                                    struct rampart_diags *diags,
                                                                    struct rampart_fix **ret_fix);

/* Frees it. NULL is allowed. */
RAMPART_API void rampart_fix_free(struct rampart_fix *fix);

/* How many places were mended, and the whole text, which lives as long as the fix. */
RAMPART_API size_t rampart_fix_count(const struct rampart_fix *fix);
RAMPART_API struct rampart_str rampart_fix_text(const struct rampart_fix *fix);

/* What was linted of one file, or of several together. */
struct rampart_lint_count {
    size_t documents;
    size_t undetermined; /* documents of which nobody knows yet what they will hold */
    size_t unreadable;   /* files that could not be read */
    size_t skipped;      /* files that hold no policy document */
};

/* A file to be linted. */
struct rampart_lint_input {
    const char *path;              /* "-" is standard input */
    enum rampart_policy_kind kind; /* of the document in it */
    bool found;                    /* it was not asked for by name: if it holds no policy, it is skipped */
};

/*
 * Lints all that a file holds; findings of one document stand together. A file that cannot be read is a finding, and
 * counted in *ret_count, which is written in any case.
 * Errors: RAMPART_IO and RAMPART_LIMIT (with a finding), RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_lint_file(const struct rampart_linter *linter,
                                                                     const struct rampart_lint_input *input,
                                                                     struct rampart_diags *findings,
                                                                     struct rampart_lint_count *ret_count);

/*
 * Says in `findings` that a file or a folder could not be read, and why (an errno), and counts it: for whoever walks
 * folders, and reaches what rampart_lint_file() is never asked about. Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_unreadable(const char *path, int reason, struct rampart_diags *findings,
                        struct rampart_lint_count *ret_count);

/*
 * Lints the text of an account file: the account as a whole, and every document that it holds or names once, the cloud's
 * own aside. `file` names it, and what it names is relative to its folder. Of an image nothing is found.
 * An account that is refused gives the reader's errors and RAMPART_OK. *ret_count is written in any case.
 * Errors: RAMPART_IO (a document cannot be read) and RAMPART_LIMIT, with a finding, RAMPART_NO_MEMORY, RAMPART_MISUSE
 * for NULL arguments.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_account(const struct rampart_linter *linter, struct rampart_str text, struct rampart_str file,
                     struct rampart_diags *findings, struct rampart_lint_count *ret_count);

/* ---- settings ---- */

/* A day; the library has no clock. */
struct rampart_lint_date {
    unsigned year, month, day;
};

/*
 * What a project has settled for itself (docs/lint.md): levels of rules, the severity that fails, and waivers, each of
 * which hides findings and counts them. Not safe to share between threads while it waives.
 */
struct rampart_lint_settings;

/*
 * Reads settings, YAML or JSON, as strictly as a document: every error is reported to `diags`. `file` names them; the
 * files that waivers are about lie relative to its folder. The caller frees them with rampart_lint_settings_free().
 * Errors: RAMPART_INVALID_INPUT, RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_read(const struct rampart_options *options, struct rampart_str text,
                           struct rampart_str file, struct rampart_diags *diags,
                           struct rampart_lint_settings **ret_settings);

/* The same for a file. Errors: as above, and RAMPART_IO. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_read_file(const struct rampart_options *options, const char *path,
                                struct rampart_diags *diags, struct rampart_lint_settings **ret_settings);

/* Frees them. NULL is allowed. */
RAMPART_API void rampart_lint_settings_free(struct rampart_lint_settings *settings);

/* Sets the levels of a linter as they say; what they do not name stays as it is. */
RAMPART_API void rampart_lint_settings_apply(const struct rampart_lint_settings *settings,
                                             struct rampart_linter *linter);

/* The severity that fails; false: they do not say. */
RAMPART_API bool rampart_lint_settings_fail_on(const struct rampart_lint_settings *settings,
                                               enum rampart_severity *ret_severity);

/*
 * Waives findings: sets their `waiver` and takes them out of what rampart_diags_found() counts. A waiver is in force up
 * to the day it expires on. `folder` is the working directory, an absolute path: names of files are relative to it, as
 * is the name of the settings. Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_waive(struct rampart_lint_settings *settings, struct rampart_str folder,
                            struct rampart_lint_date today, struct rampart_diags *findings);

/*
 * To be asked after the last document: adds a warning for each waiver that has expired, and a note for each that hid
 * nothing though its rule was asked, at its place in the settings. Errors: as above.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_review(const struct rampart_lint_settings *settings,
                             const struct rampart_linter *linter, struct rampart_lint_date today,
                             struct rampart_diags *findings);

#ifdef __cplusplus
}
#endif

#endif
