/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong or risky in these documents, and the same document with what can be fixed. */
#include "api/call.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json_write.h"

/* As the command has it: no file of a user has more. */
enum { MOST_FINDINGS = 1000000 };

/* ---- levels ---- */

static enum rampart_status lint_set_level(struct api_call *call, struct rampart_linter *linter, struct rp_value name, struct rp_value value)
{
    static const struct {
        const char *word;
        enum rampart_lint_level level;
    } levels[] = {{"error", RAMPART_LINT_ERROR}, {"warning", RAMPART_LINT_WARNING}, {"note", RAMPART_LINT_NOTE},
                  {"off", RAMPART_LINT_OFF}, {"default", RAMPART_LINT_DEFAULT}};
    struct rampart_str rule;
    RP_TRY(api_value_text(call, name, &rule));
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (rp_value_is_word(value, levels[i].word)) return rampart_linter_set(linter, rule, levels[i].level, call->diags);
    return api_refuse(call, value.text, "this is no level of a rule", "the levels are error, warning, note, off and default");
}

/* The levels in their order, as on a command line; and no file is opened. */
static enum rampart_status lint_set_up(struct api_call *call, const struct api_texts *texts, struct rampart_linter *linter)
{
    struct rp_value name, value;
    size_t cursor = 0;
    rampart_linter_use_texts(linter, texts->items, texts->count);
    rampart_linter_require_complete(linter, api_is(call, API_REQUIRE_COMPLETE));
    while (rp_value_next_member(call->members[API_RULES], &cursor, &name, &value)) RP_TRY(lint_set_level(call, linter, name, value));
    if (rampart_linter_has_rules(linter)) return RAMPART_OK;
    return api_refuse(call, call->members[API_RULES].text, "every rule is off, so nothing can be found", "leave one on");
}

/* ---- findings ---- */

static enum rampart_status lint_text(struct api_call *call, const struct rampart_linter *linter, const struct rampart_named_text *text,
                                     struct rampart_diags *findings, struct rampart_lint_report *report)
{
    const struct rampart_lint_input input = {text->name.data, RAMPART_POLICY_ANY, false};
    struct rampart_lint_count count;
    rampart_diags_clear(findings);
    const enum rampart_status status = rampart_lint_text(linter, &input, text->text, findings, &count);
    if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return status;
    RP_TRY(rampart_inventory_add(call->inventory, count.unreadable > 0 ? RAMPART_FILE_SKIPPED : RAMPART_FILE_READ, text->name,
                                 count.unreadable > 0 ? RP_STR("it could not be read") : RP_STR("")));
    return rampart_lint_report_add(report, text->name, &count, findings);
}

static enum rampart_status lint_report(struct api_call *call, const struct api_texts *texts, const struct rampart_linter *linter,
                                       struct rampart_diags *findings)
{
    const struct rampart_lint_style style = {
        .format = RAMPART_LINT_JSON, .inventory = call->inventory, .catalog = call->options.catalog};
    const struct rampart_writer writer = api_writer(call->answer);
    struct rampart_lint_report *report = NULL;
    RP_TRY(rampart_lint_report_begin(&call->options, style, &writer, &report));
    enum rampart_status status = RAMPART_OK;
    for (size_t i = 0; i < texts->count && status == RAMPART_OK; i++)
        status = lint_text(call, linter, &texts->items[i], findings, report);
    if (status == RAMPART_OK) status = rampart_lint_report_end(report);
    rampart_lint_report_free(report);
    return status;
}

enum rampart_status api_lint(struct api_call *call)
{
    struct rampart_options options = call->options;
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings = NULL;
    struct api_texts texts;
    if (!api_has(call, API_DOCUMENTS))
        return api_refuse(call, call->body, "there are no documents", "add \"documents\": [{\"name\": \"a.json\", \"text\": \"…\"}]");
    options.limits.diagnostics = MOST_FINDINGS;
    RP_TRY(api_texts(call, API_DOCUMENTS, &texts));
    RP_TRY(rampart_linter_new(&call->options, &linter));
    enum rampart_status status = lint_set_up(call, &texts, linter);
    if (status == RAMPART_OK) status = rampart_diags_new(&options, &findings);
    if (status == RAMPART_OK) status = lint_report(call, &texts, linter, findings);
    rampart_diags_free(findings);
    rampart_linter_free(linter);
    return status;
}

/* ---- fixing ---- */

static enum rampart_status lint_fix(struct api_call *call, const struct rampart_linter *linter, const struct rampart_named_text *text)
{
    const struct rampart_document document = {.text = text->text, .file = text->name, .kind = RAMPART_POLICY_ANY};
    struct rampart_fix *fix = NULL;
    struct rp_buf *out = &call->answer->body;
    RP_TRY(rampart_lint_fix(linter, &document, call->diags, &fix));
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "file", text->name);
    rp_write_number(out, "fixed", rampart_fix_count(fix));
    rp_write_text(out, "text", rampart_fix_text(fix));
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    rampart_fix_free(fix);
    return out->failed;
}

/* A document that cannot be read is refused without a word; the linter says what is wrong with it. */
static enum rampart_status lint_say_why(struct api_call *call, const struct rampart_linter *linter, const struct rampart_named_text *text)
{
    const struct rampart_document document = {.text = text->text, .file = text->name, .kind = RAMPART_POLICY_ANY};
    if (rampart_diags_found(call->diags, RAMPART_ERROR) > 0) return RAMPART_OK;
    return rampart_lint_document(linter, &document, call->diags);
}

enum rampart_status api_fix(struct api_call *call)
{
    struct rampart_linter *linter = NULL;
    struct api_texts texts;
    if (!api_has(call, API_DOCUMENT))
        return api_refuse(call, call->body, "there is no document", "add \"document\": {\"name\": \"a.json\", \"text\": \"…\"}");
    RP_TRY(api_texts(call, API_DOCUMENT, &texts));
    RP_TRY(rampart_linter_new(&call->options, &linter));
    enum rampart_status status = lint_set_up(call, &texts, linter);
    if (status == RAMPART_OK) status = lint_fix(call, linter, &texts.items[0]);
    if (status == RAMPART_INVALID_INPUT && lint_say_why(call, linter, &texts.items[0]) == RAMPART_NO_MEMORY) status = RAMPART_NO_MEMORY;
    rampart_linter_free(linter);
    return status;
}
