/* SPDX-License-Identifier: Apache-2.0 */
/* Quick fixes: those of `rampart lint --fix`, which change no decision, one for each rule that found something. */
#include <stdio.h>

#include "base/str.h"
#include "base/try.h"
#include "lsp/edit.h"
#include "lsp/session.h"
#include "text/json_write.h"

enum { RULES_MOST = 64 };

/* A request while it is answered. */
struct action {
    struct lsp_session *session;
    const struct lsp_document *document;
    struct lsp_lines lines;
    struct rp_value context;
    struct rp_buf *out;
};

/* True when the editor asks for actions of this kind: it names none, the kind itself, or one that the kind begins with. */
static bool action_is_wanted(const struct action *action, const char *kind)
{
    const struct rp_value only = rp_value_member(action->context, "only");
    struct rp_value item;
    size_t cursor = 0;
    if (!rp_value_is(only, '[')) return true;
    while (rp_value_next(only, &cursor, &item)) {
        if (rp_value_is_word(item, "") || rp_value_is_word(item, kind)) return true;
        const size_t len = item.text.len < 2 ? 0 : item.text.len - 2;
        if (strncmp(item.text.data + 1, kind, len) == 0 && strlen(kind) > len && kind[len] == '.') return true;
    }
    return false;
}

static void action_put(const struct action *action, const char *kind, const char *title, struct rp_value diagnostic,
                       const struct rampart_fix *fix)
{
    struct rp_buf *out = action->out;
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "title", title);
    rp_write_word(out, "kind", kind);
    if (diagnostic.text.len > 0) {
        rp_write_open(out, "diagnostics", '[');
        rp_write_raw(out, NULL, diagnostic.text);
        rp_write_close(out, ']');
    }
    rp_write_open(out, "edit", '{');
    rp_write_open(out, "changes", '{');
    rp_write_name(out, rp_buf_text(&action->document->uri));
    lsp_put_edits(out, NULL, &action->lines, rampart_fix_text(fix));
    rp_write_close(out, '}');
    rp_write_close(out, '}');
    rp_write_close(out, '}');
}

/* Fixes the document as far as a linter's rules can; what cannot be fixed is no error here. Errors: RAMPART_NO_MEMORY. */
static enum rampart_status action_fix(const struct action *action, const struct rampart_linter *linter, struct rampart_fix **ret_fix)
{
    const struct rampart_document document = {.text = action->lines.text,
                                              .file = rp_buf_text(&action->document->path),
                                              .kind = RAMPART_POLICY_ANY};
    const enum rampart_status status = rampart_lint_fix(linter, &document, NULL, ret_fix);
    return status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE ? status : RAMPART_OK;
}

static const char *action_places(size_t count)
{
    return count == 1 ? "place" : "places";
}

/* A linter of one rule alone, as the settings have it. */
static enum rampart_status action_linter(const struct action *action, const struct rampart_lint_rule *rule,
                                         struct rampart_linter **ret_linter)
{
    const struct lsp_settings *settings = &action->session->settings;
    const struct rampart_options options = {
        .catalog = settings->catalog != NULL ? settings->catalog : action->session->options->catalog};
    RP_TRY(rampart_linter_new(&options, ret_linter));
    RP_TRY(rampart_linter_set(*ret_linter, rampart_str("all"), RAMPART_LINT_OFF, NULL));
    return rampart_linter_set(*ret_linter, rampart_str(rule->id), RAMPART_LINT_DEFAULT, NULL);
}

static enum rampart_status action_of_rule(const struct action *action, const struct rampart_lint_rule *rule,
                                          struct rp_value diagnostic)
{
    struct rampart_linter *linter = NULL;
    struct rampart_fix *fix = NULL;
    char title[160];
    enum rampart_status status = action_linter(action, rule, &linter);
    if (status == RAMPART_OK) status = action_fix(action, linter, &fix);
    if (status == RAMPART_OK && fix != NULL && rampart_fix_count(fix) > 0) {
        const size_t count = rampart_fix_count(fix);
        (void)snprintf(title, sizeof title, "Fix %s (%s) in %zu %s", rule->name, rule->id, count, action_places(count));
        action_put(action, "quickfix", title, diagnostic, fix);
    }
    rampart_fix_free(fix);
    rampart_linter_free(linter);
    return status;
}

/* The rules that the editor shows findings of, each once. */
static enum rampart_status action_of_findings(const struct action *action)
{
    const struct rampart_lint_rule *rules[RULES_MOST];
    const struct rp_value diagnostics = rp_value_member(action->context, "diagnostics");
    struct rp_value diagnostic;
    size_t cursor = 0, count = 0;
    struct rp_buf code;
    rp_buf_init(&code, NULL, LSP_BODY_MOST);
    enum rampart_status status = RAMPART_OK;
    while (status == RAMPART_OK && count < RULES_MOST && rp_value_next(diagnostics, &cursor, &diagnostic)) {
        code.len = 0;
        if (!rp_value_string(rp_value_member(diagnostic, "code"), &code)) continue;
        const struct rampart_lint_rule *rule = rampart_lint_rule_find(rp_buf_text(&code));
        size_t i = 0;
        while (i < count && rules[i] != rule) i++;
        if (rule == NULL || i < count) continue;
        rules[count++] = rule;
        status = action_of_rule(action, rule, diagnostic);
    }
    rp_buf_free(&code);
    return status;
}

static enum rampart_status action_of_all(const struct action *action)
{
    struct rampart_fix *fix = NULL;
    char title[80];
    RP_TRY(action_fix(action, action->session->settings.linter, &fix));
    if (fix != NULL && rampart_fix_count(fix) > 0) {
        const size_t count = rampart_fix_count(fix);
        (void)snprintf(title, sizeof title, "Fix what changes no decision in %zu %s", count, action_places(count));
        action_put(action, "source.fixAll", title, (struct rp_value){{NULL, 0}}, fix);
    }
    rampart_fix_free(fix);
    return RAMPART_OK;
}

static enum rampart_status action_answer(struct action *action, struct rp_value id)
{
    RP_TRY(lsp_settings_refresh(action->session));
    const bool may = !action->session->settings.refused && !action->document->lost;
    enum rampart_status status = RAMPART_OK;
    action->out = lsp_begin_answer(action->session, id);
    rp_write_open(action->out, "result", '[');
    if (may && action_is_wanted(action, "quickfix")) status = action_of_findings(action);
    if (may && status == RAMPART_OK && action_is_wanted(action, "source.fixAll")) status = action_of_all(action);
    rp_write_close(action->out, ']');
    if (status == RAMPART_OK) lsp_send(action->session);
    return status;
}

void lsp_code_action(struct lsp_session *session, struct rp_value id, struct rp_value params)
{
    struct rp_arena arena;
    struct action action = {
        .session = session, .document = lsp_document_of(session, params), .context = rp_value_member(params, "context")};
    if (action.document == NULL) {
        lsp_send_error(session, id, LSP_INVALID_PARAMS, "a document that is open is wanted");
        return;
    }
    rp_arena_init(&arena, NULL);
    enum rampart_status status = lsp_lines_find(&action.lines, &arena, rp_buf_text(&action.document->text));
    if (status == RAMPART_OK) status = action_answer(&action, id);
    session->failed |= status != RAMPART_OK;
    rp_arena_free(&arena);
}
