/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/answerer.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

enum { FIRST_SIZE = 65536 };

static bool keep(void *context, struct rampart_str piece)
{
    struct answerer *answerer = context;
    size_t size = answerer->size == 0 ? FIRST_SIZE : answerer->size;
    while (size - answerer->len < piece.len) size *= 2;
    if (size != answerer->size) {
        char *answers = realloc(answerer->answers, size);
        if (answers == NULL) return false;
        answerer->answers = answers;
        answerer->size = size;
    }
    memcpy(answerer->answers + answerer->len, piece.data, piece.len);
    answerer->len += piece.len;
    return true;
}

static enum rampart_status start_request(struct check *check)
{
    rampart_request_clear(check->request);
    rampart_diags_clear(check->diags);
    return check_start_request(check);
}

bool answerer_open(struct answerer *answerer, const struct check *check)
{
    struct rampart_options options = check->options;
    struct check *own = &answerer->check;
    options.limits.document_bytes = LONGEST_LINE;
    *answerer = (struct answerer){
        .check = *check,
        .path = cli_value(check->arguments, CHECK_REQUESTS),
        .quiet = cli_count(check->arguments, CLI_QUIET) > 0,
    };
    own->options.without_nearest = true;
    own->request = NULL;
    own->diags = NULL;
    return check_proceed(own, rampart_diags_new(NULL, &own->diags)) &&
           check_proceed(own, rampart_diags_new(NULL, &answerer->of_rules)) &&
           check_proceed(own, rampart_request_new(&options, &own->request)) &&
           check_proceed(own, start_request(own)) &&
           cli_print_diags(own->arguments, own->diags, own->refused) && !own->refused;
}

void answerer_close(struct answerer *answerer)
{
    struct check *check = &answerer->check;
    if (check->account != NULL) rampart_rules_free(check->rules); /* else they are everybody's */
    rampart_request_free(check->request);
    rampart_diags_free(check->diags);
    rampart_diags_free(answerer->of_rules);
    free(answerer->answers);
}

/*
 * Who asks decides which policies of an account bear on a request: its rules are made for each line. Warnings of
 * documents were printed before the first line, and have their places elsewhere.
 */
static enum rampart_status make_rules(struct answerer *answerer)
{
    struct check *check = &answerer->check;
    struct rampart_diags *of_request = check->diags;
    if (check->account == NULL) return RAMPART_OK;
    rampart_rules_free(check->rules);
    check->rules = NULL;
    rampart_diags_clear(answerer->of_rules);
    check->diags = answerer->of_rules;
    enum rampart_status status = check_compile(check);
    check->diags = of_request;
    if (status != RAMPART_OK) answerer->said = answerer->of_rules;
    return status;
}

/* An account that is compiled answers by itself, unless policies were given beside it. */
static enum rampart_status explain(struct answerer *answerer)
{
    struct check *check = &answerer->check;
    if (check->compiled == NULL || check->attachment_count > 0) {
        enum rampart_status status = make_rules(answerer);
        if (status != RAMPART_OK) return status;
        return rampart_explain(&check->options, check->rules, check->request, &check->decision);
    }
    rampart_diags_clear(answerer->of_rules);
    enum rampart_status status = rampart_compiled_explain(&check->options, check->compiled, check->request,
                                                          answerer->of_rules, &check->decision);
    if (rampart_diags_found(answerer->of_rules, RAMPART_ERROR) > 0) answerer->said = answerer->of_rules;
    return status;
}

/* Makes the decision on the line. */
static enum rampart_status decide(struct answerer *answerer, const struct request_line *line,
                                  struct rampart_str *ret_id)
{
    struct check *check = &answerer->check;
    struct rampart_str text = {line->text, line->len};
    enum rampart_status status = start_request(check);
    answerer->said = check->diags;
    if (status == RAMPART_OK)
        status =
            rampart_request_read(check->request, text, rampart_str(answerer->path), ret_id, check->diags);
    if (status == RAMPART_OK) status = rampart_request_finish(check->request, check->diags);
    if (status == RAMPART_OK) status = check_session(check);
    return status == RAMPART_OK ? explain(answerer) : status;
}

static enum rampart_status answer(struct answerer *answerer, const struct request_line *line)
{
    struct check *check = &answerer->check;
    const struct rampart_writer writer = {answerer, keep};
    struct rampart_str id = {NULL, 0};
    enum rampart_status status = decide(answerer, line, &id);
    bool refused = status == RAMPART_INVALID_INPUT || status == RAMPART_LIMIT;
    answerer->refused |= refused;
    if (refused && answerer->quiet) status = RAMPART_OK;
    if (status == RAMPART_OK && !answerer->quiet)
        status = rampart_report_decision_line(NULL, id, check->decision, answerer->said, &writer);
    else if (refused && !answerer->quiet)
        status = rampart_report_error_line(NULL, id, line->number, answerer->said, &writer);
    rampart_decision_free(check->decision);
    check->decision = NULL;
    return status == RAMPART_IO ? RAMPART_NO_MEMORY : status; /* the writer could not keep it */
}

void answerer_answer(struct answerer *answerer, const struct request_line *lines, size_t count)
{
    for (size_t i = 0; i < count && answerer->status == RAMPART_OK; i++)
        answerer->status = answer(answerer, &lines[i]);
}
