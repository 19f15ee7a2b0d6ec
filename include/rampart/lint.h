/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lint reports mistakes and risks in documents that can be read. docs/lint.md describes it for users of the
 * program.
 *
 * A linter says which rules are on, and at which level. It is made and set up once; then it lints any number
 * of documents. A document is a policy; a file may hold many, as an account file or a plan does.
 *
 * Words:
 *
 *   - A rule looks for one kind of mistake. It has an id, "RAM301", a name, "notaction-allow", and belongs to
 *     a family.
 *   - A finding is a diagnostic (diag.h) that a rule made: its code is the rule's id, its name the rule's
 *     name, and its help says what to write instead. The reader's own diagnostics, with codes such as DOC004,
 *     are findings, too.
 *   - A waiver is written by the user in the settings of a project, and hides a finding with a reason.
 *
 * Thread-safety: Threads may share a linter and settings as long as none of them changes one. The functions
 * that change one say so. Each thread needs findings of its own.
 *
 * Example: lint a document, without the rules about style.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/lint.h>
 *
 *     int main(void)
 *     {
 *         const struct rampart_document document = {
 *             .text = rampart_str("{\"Version\": \"1\", \"Statement\": [\n"
 *                                 "  {\"Effect\": \"Allow\", \"NotAction\": \"ram:*\", \"Resource\": \"*\"}]}"),
 *             .file = rampart_str("policy.json"),
 *         };
 *         struct rampart_linter *linter = NULL;
 *         struct rampart_diags *findings = NULL;
 *         enum rampart_status status = rampart_linter_new(NULL, &linter);
 *         if (!status) status = rampart_linter_set(linter, rampart_str("style"), RAMPART_LINT_OFF, NULL);
 *         if (!status) status = rampart_diags_new(NULL, &findings);
 *         if (!status) status = rampart_lint_document(linter, &document, findings);
 *         for (size_t i = 0; i < rampart_diags_count(findings); i++)
 *             printf("%s %s, line %u\n", rampart_diags_at(findings, i)->code, rampart_diags_at(findings, i)->name,
 *                    rampart_diags_at(findings, i)->line);
 *         rampart_diags_free(findings);
 *         rampart_linter_free(linter);
 *         return status == RAMPART_OK ? 0 : 1;
 *     }
 *
 * It prints:
 *
 *     RAM301 notaction-allow, line 2
 */
#ifndef RAMPART_LINT_H
#define RAMPART_LINT_H

#include <rampart/account.h>
#include <rampart/catalog.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- rules ---- */

/*
 * The family of a rule: the kind of mistake that it finds. rampart_lint_family_name() has the words of users.
 */
enum rampart_lint_family {
    /* The cloud refuses the document, though it can be read. */
    RAMPART_LINT_REFUSED = 0,

    /* Something in it never matches. */
    RAMPART_LINT_NEVER_MATCHES,

    /* It means something else than it seems to. */
    RAMPART_LINT_MEANS_OTHERWISE,

    /* It grants more than it seems to. */
    RAMPART_LINT_BROAD,

    /* Something in it does nothing. */
    RAMPART_LINT_IDLE,

    /* It could be written better; its meaning is right. */
    RAMPART_LINT_STYLE
};

/* A rule. All texts are static. */
struct rampart_lint_rule {
    /* Stable, such as "RAM301". */
    const char *id;

    /* Stable, such as "notaction-allow". */
    const char *name;

    enum rampart_lint_family family;

    /* The severity of its findings, unless a level says otherwise. */
    enum rampart_severity severity;
};

/* Returns the number of rules. */
RAMPART_API size_t rampart_lint_rule_count(void);

/*
 * Returns the i-th rule in the order of the ids, counting from 0, or NULL beyond the end.
 *
 * Ownership: The rule is static.
 */
RAMPART_API const struct rampart_lint_rule *rampart_lint_rule_at(size_t i);

/*
 * Finds the rule that a word names: "RAM301", "notaction-allow" or "RAM301-notaction-allow". Returns NULL
 * when no rule has this name. The case of letters does not count.
 *
 * Ownership: The rule is static.
 */
RAMPART_API const struct rampart_lint_rule *rampart_lint_rule_find(struct rampart_str word);

/*
 * Returns the page of a rule in Markdown: what it finds and why, a bad and a good example, and the evidence
 * with its sources. `rampart lint --explain` prints it. `rule` must be one that rampart_lint_rule_at() or
 * rampart_lint_rule_find() returned, and not a copy.
 *
 * Source: policies/rules, in the library.
 * Ownership: The text is static.
 */
RAMPART_API struct rampart_str rampart_lint_rule_page(const struct rampart_lint_rule *rule);

/*
 * Returns where the page of a rule is read on the web: an address of https. `rule` must be one that
 * rampart_lint_rule_at() or rampart_lint_rule_find() returned, and not a copy.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_lint_rule_address(const struct rampart_lint_rule *rule);

/*
 * Returns the word for a family: "refused", "never-matches", "means-otherwise", "broad", "idle" or "style".
 * NULL for a number that is none.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_lint_family_name(enum rampart_lint_family family);

/* ---- linters ---- */

/* The level of a rule: its findings have this severity, or the rule is off. */
enum rampart_lint_level {
    /* The rule's own severity. */
    RAMPART_LINT_DEFAULT = 0,

    RAMPART_LINT_OFF,
    RAMPART_LINT_NOTE,
    RAMPART_LINT_WARNING,
    RAMPART_LINT_ERROR
};

/* A linter: the levels of the rules, and the catalogue that they look names up in. */
struct rampart_linter;

/*
 * Makes a linter with every rule on, at the rule's own severity. `options` says the allocator, the limits, the
 * assumptions for reading documents, and the catalogue that the rules ask. Make one linter for many documents.
 *
 * Ownership: The caller frees the linter with rampart_linter_free(). The options are copied; the catalogue must outlive
 * the linter.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_linter` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_linter_new(const struct rampart_options *options,
                                                                      struct rampart_linter **ret_linter);

/* Frees a linter. NULL is allowed. No other thread may use it any more. Findings that it made live on. */
RAMPART_API void rampart_linter_free(struct rampart_linter *linter);

/*
 * Sets the level of the rules that a word names: one rule, as rampart_lint_rule_find() takes it, a family by
 * its name, or "all". A later call counts more than an earlier one. The reader's own errors cannot be
 * switched off.
 *
 * Errors: RAMPART_INVALID_INPUT with a diagnostic that names the nearest rule, for an unknown word;
 * RAMPART_MISUSE when `linter` is NULL.
 * Thread-safety: No other thread may use the linter at the same time.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_linter_set(struct rampart_linter *linter,
                                                                      struct rampart_str word,
                                                                      enum rampart_lint_level level,
                                                                      struct rampart_diags *diags);

/*
 * Returns whether any rule is on. When all are off nothing is ever found, and a caller should refuse to
 * report every document as clean. NULL has none.
 */
RAMPART_API bool rampart_linter_has_rules(const struct rampart_linter *linter);

/*
 * Makes a document that the input does not show an error, such as one that a plan of Terraform knows only
 * after the apply. By default it is a note. Nothing happens when `linter` is NULL.
 *
 * Thread-safety: No other thread may use the linter at the same time.
 */
RAMPART_API void rampart_linter_require_complete(struct rampart_linter *linter, bool required);

/*
 * Sets folders whose files an account file may name, beside its own folder. The paths end in NUL and replace
 * those of an earlier call. Nothing happens when `linter` is NULL.
 *
 * Ownership: The list and its texts are borrowed; they must outlive the linter, or the next call.
 * Thread-safety: No other thread may use the linter at the same time.
 */
RAMPART_API void rampart_linter_allow_outside(struct rampart_linter *linter, struct rampart_strs folders);

/*
 * Says that no file is opened for what is linted from now on: the documents that an account file names are found among these
 * texts, by their names. There may be none. Nothing happens when `linter` is NULL.
 *
 * Ownership: The list and its texts are borrowed; they must outlive the linter, or the next call.
 * Thread-safety: No other thread may use the linter at the same time.
 */
RAMPART_API void rampart_linter_use_texts(struct rampart_linter *linter, const struct rampart_named_text *texts,
                                          size_t count);

/* ---- rules of the user's own ---- */

/*
 * Rules of the user's own (docs/lint.md): what no Allow may grant, and what every Allow must require. They are judged
 * by what statements mean, however they are spelt.
 *
 *     rules:
 *       - name: no-public-acl
 *         never: {action: "oss:PutBucketAcl"}
 *         unless: {context: {acs:MFAPresent: true}}
 */
struct rampart_rules;

/*
 * Reads a file of rules, YAML or JSON, as strictly as a document: every error is reported. `path` ends in NUL; "-" is
 * standard input.
 *
 * Ownership: The caller frees the rules with rampart_rules_free().
 * Errors: RAMPART_INVALID_INPUT with diagnostics; RAMPART_IO when the file cannot be read; RAMPART_LIMIT;
 * RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument but `options` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_rules_read_file(const struct rampart_options *options,
                                                                           const char *path,
                                                                           struct rampart_diags *diags,
                                                                           struct rampart_rules **ret_rules);

/* Frees rules that were read from a file. NULL is allowed. No linter and no finding may use them any more. */
RAMPART_API void rampart_rules_free(struct rampart_rules *rules);

/*
 * Returns the text of the rule with this name, as it stands in its file. Empty when there is none, or the rules are
 * NULL.
 *
 * Ownership: The rules'.
 */
RAMPART_API struct rampart_str rampart_rules_text(const struct rampart_rules *rules, struct rampart_str name);

/*
 * Returns the name of the file that the rules stand in. Empty when they are NULL or there are none.
 *
 * Ownership: The rules'.
 */
RAMPART_API struct rampart_str rampart_rules_file(const struct rampart_rules *rules);

/*
 * Makes a linter judge documents by these rules as well; several lists may be added. A finding has the code USR001
 * and the name of its rule.
 *
 * Ownership: The rules must outlive the linter and the findings.
 * Errors: RAMPART_LIMIT for more than 16 lists; RAMPART_MISUSE when an argument is NULL.
 * Thread-safety: No other thread may use the linter at the same time.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_linter_use_rules(struct rampart_linter *linter,
                                                                            const struct rampart_rules *rules);

/* ---- linting ---- */

/*
 * Reads a document, lints it, and adds the findings to `findings` in the order of their places. A document
 * that the reader refuses gives the reader's errors and RAMPART_OK: the refusal is the finding. So look at
 * the findings, and not at the status alone, to tell whether a document is clean.
 *
 * Ownership: Nothing of the document is kept. The findings are copies.
 * Errors: RAMPART_LIMIT, with a finding; RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_document(const struct rampart_linter *linter, const struct rampart_document *document,
                      struct rampart_diags *findings);

/* A document that was fixed. */
struct rampart_fix;

/*
 * Fixes a document in JSON as far as the rules that are on can without changing a decision: values that are
 * written twice or that others cover, other spellings of the same. Only those pieces of the text change; the
 * layout stays.
 *
 * The result is compared with the document for every request that the two could tell apart, under every value of
 * every switch (assumption.h). An element that could decide otherwise for one of them stays as it is. So does every
 * value with a finding that tells of a mistake, such as a masked id, whether its rule is on or not: a fix must not
 * hide what is wrong.
 *
 * Ownership: The caller frees the fix with rampart_fix_free(). Nothing of the document is kept.
 * Errors: RAMPART_INVALID_INPUT for a document that cannot be read (rampart_lint_document() says why), with a
 * diagnostic for one that is not JSON or could not be shown to decide every request as before; RAMPART_LIMIT;
 * RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument but `diags` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_lint_fix(const struct rampart_linter *linter,
                                                                    const struct rampart_document *document,
                                                                    struct rampart_diags *diags,
                                                                    struct rampart_fix **ret_fix);

/* Frees a fix and its text. NULL is allowed. */
RAMPART_API void rampart_fix_free(struct rampart_fix *fix);

/* Returns the number of places that were fixed. 0: the text is as it was. `fix` must not be NULL. */
RAMPART_API size_t rampart_fix_count(const struct rampart_fix *fix);

/*
 * Returns the whole text of the document, fixed.
 *
 * Ownership: The text lives as long as the fix, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_fix_text(const struct rampart_fix *fix);

/* The numbers of one file, or of several together. */
struct rampart_lint_count {
    /* Documents that were linted. */
    size_t documents;

    /* Documents that the input does not show. */
    size_t undetermined;

    /* Files that could not be read. */
    size_t unreadable;

    /* Files that hold no policy document. */
    size_t skipped;
};

/* A file to be linted. */
struct rampart_lint_input {
    /* It ends in NUL. "-" is standard input. */
    const char *path;

    /* The kind of the document in it, if it holds one policy. */
    enum rampart_policy_kind kind;

    /*
     * It was found in a folder and not named by the user: without a policy in it, it is skipped and is no
     * error.
     */
    bool found;
};

/*
 * Lints every document of a file: a policy, an account file, an export, Terraform's output, a ROS template,
 * or responses of the API. The findings of one document follow one another. A file that cannot be read is a
 * finding, too.
 *
 * *ret_count has the numbers of this file. It is written whatever the status, but for RAMPART_MISUSE.
 *
 * Ownership: Nothing of the file is kept.
 * Errors: RAMPART_IO and RAMPART_LIMIT, with a finding; RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument or
 * the path is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_lint_file(const struct rampart_linter *linter,
                                                                     const struct rampart_lint_input *input,
                                                                     struct rampart_diags *findings,
                                                                     struct rampart_lint_count *ret_count);

/*
 * Lints a text as rampart_lint_file() lints the file that `input->path` names: for an editor, whose text is not saved yet.
 * The file itself is not opened, and need not exist; the files that the text names are read, relative to its folder.
 *
 * *ret_count has the numbers of this text. It is written whatever the status, but for RAMPART_MISUSE.
 *
 * Ownership: Nothing of the text is kept.
 * Errors: as rampart_lint_file(); RAMPART_LIMIT, with a finding, for a text over limits.account_bytes.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_lint_text(const struct rampart_linter *linter,
                                                                     const struct rampart_lint_input *input,
                                                                     struct rampart_str text,
                                                                     struct rampart_diags *findings,
                                                                     struct rampart_lint_count *ret_count);

/*
 * Adds a finding that a file or a folder could not be read, for a caller that walks folders and cannot open
 * one. `reason` is an errno. *ret_count has the numbers to add up, as rampart_lint_file() gives them.
 *
 * Ownership: The path is copied.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_unreadable(const char *path, int reason, struct rampart_diags *findings,
                        struct rampart_lint_count *ret_count);

/*
 * Lints the text of an account file: the account as a whole, and each document that it holds or names once.
 * The cloud's own policies are left out. `file` is the path of the text: the files that it names are relative
 * to its folder. An account that the reader refuses gives the reader's errors and RAMPART_OK.
 *
 * *ret_count has the numbers of this file. It is written whatever the status, but for RAMPART_MISUSE.
 *
 * Ownership: Nothing of the text is kept.
 * Errors: RAMPART_IO, when a document cannot be read, and RAMPART_LIMIT, both with a finding;
 * RAMPART_NO_MEMORY; RAMPART_MISUSE when `linter`, `findings` or `ret_count` is NULL.
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
 * The settings of a project (docs/lint.md): levels of rules, the severity that fails, and waivers.
 *
 *     lint:
 *       failOn: warning
 *       rules: {style: off, notaction-allow: error}
 *       waivers: [{rule: RAM301, file: "policies/admin*.json", reason: "the break-glass role"}]
 */
struct rampart_lint_settings;

/*
 * Reads settings, YAML or JSON, as strictly as a document: every error is reported. `file` is their path; the
 * files of waivers are relative to its folder.
 *
 * Ownership: The caller frees the settings with rampart_lint_settings_free(). `text` and `file` are copied.
 * Errors: RAMPART_INVALID_INPUT with diagnostics; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE when
 * `diags` or `ret_settings` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_read(const struct rampart_options *options, struct rampart_str text,
                           struct rampart_str file, struct rampart_diags *diags,
                           struct rampart_lint_settings **ret_settings);

/*
 * Reads settings from a file, as rampart_lint_settings_read() does. `path` ends in NUL; "-" is standard
 * input.
 *
 * Ownership: The caller frees the settings with rampart_lint_settings_free().
 * Errors: as rampart_lint_settings_read(); RAMPART_IO when the file cannot be read; RAMPART_MISUSE also when
 * `path` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_read_file(const struct rampart_options *options, const char *path,
                                struct rampart_diags *diags, struct rampart_lint_settings **ret_settings);

/*
 * The same beside rules of the user's own that other files have: waivers may name these as well.
 *
 * Ownership: The caller frees the settings with rampart_lint_settings_free(). The settings borrow the rules, which must live
 * as long as they do.
 * Errors: as rampart_lint_settings_read_file(); RAMPART_MISUSE also when `rules` is NULL and `count` is not 0.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_read_beside(const struct rampart_options *options, const char *path,
                                  const struct rampart_rules *const *rules, size_t count,
                                  struct rampart_diags *diags, struct rampart_lint_settings **ret_settings);

/* Frees settings. NULL is allowed. Findings that were waived keep their reason. */
RAMPART_API void rampart_lint_settings_free(struct rampart_lint_settings *settings);

/*
 * Sets the levels of a linter by the settings. Rules that they do not name keep their level. Nothing happens
 * when either is NULL.
 *
 * Thread-safety: No other thread may use the linter at the same time.
 */
RAMPART_API void rampart_lint_settings_apply(const struct rampart_lint_settings *settings,
                                             struct rampart_linter *linter);

/*
 * Gives the severity from which on a finding fails the run (failOn). Returns false when the settings have
 * none, or are NULL; then *ret_severity is not written.
 */
RAMPART_API bool rampart_lint_settings_fail_on(const struct rampart_lint_settings *settings,
                                               enum rampart_severity *ret_severity);

/*
 * Returns the folder of the catalogue that the settings name, for rampart_catalog_read_folder(): a path in or from the folder of the
 * settings, which ends in NUL. Empty when they name none, or are NULL.
 *
 * Ownership: The settings'.
 */
RAMPART_API struct rampart_str rampart_lint_settings_catalog(const struct rampart_lint_settings *settings);

/*
 * Returns the rules of the user's own that stand in the settings; rampart_lint_settings_apply() has a linter use
 * them. NULL when the settings are NULL.
 *
 * Ownership: The settings', which must outlive the linter and the findings.
 */
RAMPART_API const struct rampart_rules *rampart_lint_settings_rules(const struct rampart_lint_settings *settings);

/*
 * Returns the path of the settings as it was given. Empty when they are NULL.
 *
 * Ownership: The settings'.
 */
RAMPART_API struct rampart_str rampart_lint_settings_file(const struct rampart_lint_settings *settings);

/*
 * Returns the level that the settings give a rule; RAMPART_LINT_DEFAULT when they give it none, are NULL, or the
 * rule is none of rampart_lint_rule_at(). A report names those that hide or lower findings.
 */
RAMPART_API enum rampart_lint_level rampart_lint_settings_level(const struct rampart_lint_settings *settings,
                                                                const struct rampart_lint_rule *rule);

/*
 * Waives findings: sets their `waiver`, and rampart_diags_found() counts them no longer. A waiver is in force
 * up to and including the day that it expires on. `folder` is the working directory, an absolute path: the
 * names of files, and that of the settings, are relative to it. The settings remember which waivers hid
 * something.
 *
 * Ownership: The findings keep a copy of the reason.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `settings` or `findings` is NULL.
 * Thread-safety: Only one thread at a time may waive with the same settings.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_waive(struct rampart_lint_settings *settings, struct rampart_str folder,
                            struct rampart_lint_date today, struct rampart_diags *findings);

/*
 * Adds a warning for each waiver that has expired, and a note for each that hid no finding although its rule
 * is on, at the waiver's place in the settings. The caller calls it after the last document.
 *
 * Ownership: The findings are copies.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument is NULL.
 * Thread-safety: No other thread may waive with the same settings at the same time.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_settings_review(const struct rampart_lint_settings *settings,
                             const struct rampart_linter *linter, struct rampart_lint_date today,
                             struct rampart_diags *findings);

#ifdef __cplusplus
}
#endif

#endif
