/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lint reports mistakes and risks in documents that can be read. docs/lint.md describes it for users.
 *
 * A finding is a diagnostic (diag.h): its code is the rule's id, its name the rule's name, and its help says what to
 * write instead. The reader's own diagnostics, under codes such as DOC004, are findings like any other.
 *
 * A linter says which rules are on, and at which level. It is made and set up once; then any number of threads may lint
 * with it, each into findings of its own:
 *
 *     struct rampart_linter *linter = NULL;
 *     struct rampart_diags *findings = NULL;
 *     struct rampart_document document = {.text = text, .file = rampart_str("policy.json")};
 *     enum rampart_status status = rampart_linter_new(NULL, &linter);
 *     if (status == RAMPART_OK) status = rampart_linter_set(linter, rampart_str("style"), RAMPART_LINT_OFF, NULL);
 *     if (status == RAMPART_OK) status = rampart_diags_new(NULL, &findings);
 *     if (status == RAMPART_OK) status = rampart_lint_document(linter, &document, findings);
 *     for (size_t i = 0; status == RAMPART_OK && i < rampart_diags_count(findings); i++)
 *         printf("%s: %s\n", rampart_diags_at(findings, i)->code, rampart_diags_at(findings, i)->message.data);
 *     rampart_diags_free(findings);
 *     rampart_linter_free(linter);
 *
 * The caller owns what an out-parameter ret_… returns, and frees it as the function says. Functions that read a linter
 * or settings may run in any thread; functions that change one must run alone.
 */
#ifndef RAMPART_LINT_H
#define RAMPART_LINT_H

#include <rampart/account.h>
#include <rampart/catalog.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The kind of mistake that a rule finds. rampart_lint_family_name() has the words that users write for it. */
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

/* Returns the number of rules. Any thread. */
RAMPART_API size_t rampart_lint_rule_count(void);

/* Returns the i-th rule in the order of the ids; NULL beyond the end. Static memory. Any thread. */
RAMPART_API const struct rampart_lint_rule *rampart_lint_rule_at(size_t i);

/*
 * Finds the rule that a word names: "RAM301", "notaction-allow" or "RAM301-notaction-allow". Returns NULL when no rule
 * has this name. Static memory. Any thread.
 */
RAMPART_API const struct rampart_lint_rule *rampart_lint_rule_find(struct rampart_str word);

/*
 * Returns the page of a rule in Markdown: what it finds and why, a bad and a good example, and the evidence with its
 * sources. `rampart lint --explain` prints it. Static memory. Any thread.
 */
RAMPART_API struct rampart_str rampart_lint_rule_page(const struct rampart_lint_rule *rule);

/*
 * Returns the word for a family: "refused", "never-matches", "means-otherwise", "broad", "idle" or "style". Static
 * memory. Any thread.
 */
RAMPART_API const char *rampart_lint_family_name(enum rampart_lint_family family);

/* The level of a rule: its findings have this severity, or it is off. */
enum rampart_lint_level {
    RAMPART_LINT_DEFAULT = 0, /* the rule's own severity */
    RAMPART_LINT_OFF,
    RAMPART_LINT_NOTE,
    RAMPART_LINT_WARNING,
    RAMPART_LINT_ERROR
};

/*
 * A linter: the levels of the rules, and the catalogue that they look names up in. Threads may share it as long as none
 * of them changes it.
 */
struct rampart_linter;

/*
 * Makes a linter with every rule on, at the rule's own severity. `options` says the allocator, the limits and the
 * assumptions for reading; NULL: the defaults. The caller frees the linter with rampart_linter_free().
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when ret_linter is NULL. Any thread.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_linter_new(const struct rampart_options *options,
                                                                      struct rampart_linter **ret_linter);

/* Frees a linter. NULL is allowed. No other thread may use it any more. */
RAMPART_API void rampart_linter_free(struct rampart_linter *linter);

/*
 * Sets the level of the rules that a word names: one rule, as rampart_lint_rule_find() takes it, a family by its name,
 * or "all". A later call counts more than an earlier one.
 * Errors: RAMPART_INVALID_INPUT for an unknown word, with a diagnostic that names the nearest rule in `diags` (NULL:
 * the caller does not want it); RAMPART_MISUSE when linter is NULL. Not while another thread uses the linter.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_linter_set(struct rampart_linter *linter,
                                                                      struct rampart_str word,
                                                                      enum rampart_lint_level level,
                                                                      struct rampart_diags *diags);

/*
 * Returns whether any rule is on. Without one nothing is ever found, and a caller should refuse to report every
 * document as clean. Any thread.
 */
RAMPART_API bool rampart_linter_asks_any(const struct rampart_linter *linter);

/*
 * Makes the rules look names up in this catalogue, which must outlive the linter; NULL: in the one built in. Not while
 * another thread uses the linter.
 */
RAMPART_API void rampart_linter_use_catalog(struct rampart_linter *linter,
                                            const struct rampart_catalog *catalog);

/*
 * Makes a document that the input does not show an error, such as one that a plan of Terraform knows only after the
 * apply; by default it is a note. Not while another thread uses the linter.
 */
RAMPART_API void rampart_linter_require_complete(struct rampart_linter *linter, bool required);

/*
 * Sets folders whose files an account file may name, beside its own folder. The paths end in NUL, must outlive the
 * linter, and replace those of an earlier call. Not while another thread uses the linter.
 */
RAMPART_API void rampart_linter_allow_outside(struct rampart_linter *linter, struct rampart_strs folders);

/*
 * Reads a document, lints it, and adds the findings to `findings` in the order of their places. A document that the
 * reader refuses gives the reader's errors and RAMPART_OK: the refusal is the finding.
 * Errors: RAMPART_LIMIT (with a finding), RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments. Any thread, with
 * findings of its own.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_document(const struct rampart_linter *linter, const struct rampart_document *document,
                      struct rampart_diags *findings);

/* A document that was fixed. */
struct rampart_fix;

/*
 * Fixes a document in JSON as far as the rules that are on can without changing a decision: values that are written
 * twice or that others cover, other spellings of the same. Only those pieces of the text change. The result is compared
 * with the document for every value that its patterns and conditions can tell apart. The caller frees the fix with
 * rampart_fix_free().
 * Errors: RAMPART_INVALID_INPUT for a document that cannot be read (rampart_lint_document() says why), is not JSON, or
 * could not be shown to decide every request as before (both are reported in `diags`, which may be NULL);
 * RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments. Any thread.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_lint_fix(const struct rampart_linter *linter,
                                                                    const struct rampart_document *document,
                                                                    struct rampart_diags *diags,
                                                                    struct rampart_fix **ret_fix);

/* Frees a fix and its text. NULL is allowed. */
RAMPART_API void rampart_fix_free(struct rampart_fix *fix);

/* Returns the number of places that were fixed; 0: the text is as it was. Any thread. */
RAMPART_API size_t rampart_fix_count(const struct rampart_fix *fix);

/* Returns the whole text, which lives as long as the fix. Any thread. */
RAMPART_API struct rampart_str rampart_fix_text(const struct rampart_fix *fix);

/* The numbers of one file, or of several together. */
struct rampart_lint_count {
    size_t documents;
    size_t undetermined; /* documents that the input does not show */
    size_t unreadable;   /* files that could not be read */
    size_t skipped;      /* files that hold no policy document */
};

/* A file to be linted. */
struct rampart_lint_input {
    const char *path;              /* "-" is standard input */
    enum rampart_policy_kind kind; /* of the document in it */
    bool found;                    /* in a folder, and not named by the user: without a policy it is skipped */
};

/*
 * Lints every document of a file: a policy, an account file, an export, Terraform's output, a ROS template, responses
 * of the API. The findings of one document follow one another. A file that cannot be read is a finding, and counted in
 * *ret_count, which is written in any case but RAMPART_MISUSE.
 * Errors: RAMPART_IO and RAMPART_LIMIT (with a finding), RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments. Any
 * thread, with findings of its own.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_lint_file(const struct rampart_linter *linter,
                                                                     const struct rampart_lint_input *input,
                                                                     struct rampart_diags *findings,
                                                                     struct rampart_lint_count *ret_count);

/*
 * Adds a finding that a file or a folder could not be read, with the reason (an errno), and counts it: for a caller
 * that walks folders, and cannot open one of them.
 * Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments. Any thread, with findings of its own.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_unreadable(const char *path, int reason, struct rampart_diags *findings,
                        struct rampart_lint_count *ret_count);

/*
 * Lints the text of an account file: the account as a whole, and every document that it holds or names once, the
 * cloud's own aside. `file` is its path: the files that it names are relative to its folder. An account that the reader
 * refuses gives the reader's errors and RAMPART_OK. *ret_count is written in any case but RAMPART_MISUSE.
 * Errors: RAMPART_IO (a document cannot be read) and RAMPART_LIMIT, with a finding, RAMPART_NO_MEMORY, RAMPART_MISUSE
 * for NULL arguments. Any thread, with findings of its own.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_account(const struct rampart_linter *linter, struct rampart_str text, struct rampart_str file,
                     struct rampart_diags *findings, struct rampart_lint_count *ret_count);

/* ---- settings ---- */

/* A day in UTC. The library has no clock: the caller says which day it is. */
struct rampart_lint_date {
    unsigned year, month, day;
};

/*
 * The settings of a project (docs/lint.md): levels of rules, the severity that fails, and waivers. A waiver hides
 * findings and counts them, so that two threads must not waive with the same settings at one time.
 *
 *     lint:
 *       failOn: warning
 *       rules: {style: off, notaction-allow: error}
 *       waivers: [{rule: RAM301, file: "policies/admin*.json", reason: "the break-glass role"}]
 */
struct rampart_lint_settings;

/*
 * Reads settings, YAML or JSON, as strictly as a document: every error is reported to `diags`. `file` is their path;
 * the files of waivers are relative to its folder. The caller frees the settings with rampart_lint_settings_free().
 * Errors: RAMPART_INVALID_INPUT, RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments. Any thread.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_read(const struct rampart_options *options, struct rampart_str text,
                           struct rampart_str file, struct rampart_diags *diags,
                           struct rampart_lint_settings **ret_settings);

/* Reads settings from a file. Errors: as above, and RAMPART_IO. Any thread. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_read_file(const struct rampart_options *options, const char *path,
                                struct rampart_diags *diags, struct rampart_lint_settings **ret_settings);

/* Frees settings. NULL is allowed. */
RAMPART_API void rampart_lint_settings_free(struct rampart_lint_settings *settings);

/*
 * Sets the levels of a linter by the settings; rules that they do not name keep their level. NULL is allowed, and
 * changes nothing. Not while another thread uses the linter.
 */
RAMPART_API void rampart_lint_settings_apply(const struct rampart_lint_settings *settings,
                                             struct rampart_linter *linter);

/*
 * Gives the severity that fails (failOn). False: the settings have none, and *ret_severity is not written. Any thread.
 */
RAMPART_API bool rampart_lint_settings_fail_on(const struct rampart_lint_settings *settings,
                                               enum rampart_severity *ret_severity);

/*
 * Waives findings: sets their `waiver`, and rampart_diags_found() counts them no longer. A waiver is in force up to the
 * day that it expires on. `folder` is the working directory, an absolute path: the names of files and of the settings
 * are relative to it. The findings keep a copy of the reason.
 * Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments. One thread at a time for the same settings.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_waive(struct rampart_lint_settings *settings, struct rampart_str folder,
                            struct rampart_lint_date today, struct rampart_diags *findings);

/*
 * Adds a warning for each waiver that has expired, and a note for each that hid no finding although its rule is on, at
 * the waiver's place in the settings. The caller calls it after the last document.
 * Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments. One thread at a time for the same settings.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_review(const struct rampart_lint_settings *settings,
                             const struct rampart_linter *linter, struct rampart_lint_date today,
                             struct rampart_diags *findings);

#ifdef __cplusplus
}
#endif

#endif
