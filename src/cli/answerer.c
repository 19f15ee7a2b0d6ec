/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/answerer.h"

#include <stdlib.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/parts.h"
#include "cli/read.h"

static enum rampart_status start_request(struct check *check)
{
    rampart_request_clear(check->request);
    rampart_diags_clear(check->diags);
    return check_start_request(check);
}

/* What is done next is done with this reading. */
static void turn_to(struct answerer *answerer, const struct reading *reading)
{
    answerer->check.request = reading->request;
    answerer->check.diags = reading->diags;
}

enum rampart_status answerer_make(struct answerer *answerer, struct rampart_request **ret_request)
{
    struct check *check = &answerer->check;
    struct rampart_options options = check->options;
    options.limits.document_bytes = LONGEST_LINE;
    enum rampart_status status = rampart_request_new(&options, ret_request);
    if (status != RAMPART_OK) return status;
    return cli_set_time(check->arguments, &check->clock, "now", *ret_request, check->diags, &check->refused)
               ? RAMPART_OK
               : RAMPART_NO_MEMORY;
}

static bool open_reading(struct answerer *answerer, struct reading *reading)
{
    struct check *check = &answerer->check;
    if (!check_proceed(check, rampart_diags_new(NULL, &reading->diags))) return false;
    turn_to(answerer, reading);
    bool opened = check_proceed(check, answerer_make(answerer, &reading->request));
    turn_to(answerer, reading);
    return opened;
}

bool answerer_open(struct answerer *answerer, const struct check *check)
{
    struct check *own = &answerer->check;
    *answerer = (struct answerer){
        .check = *check,
        .path = cli_value(check->arguments, CHECK_REQUESTS),
        .quiet = cli_count(check->arguments, CLI_QUIET) > 0,
        .at = cli_gives_time(check->arguments),
        .lenient = cli_count(check->arguments, CLI_LENIENT) > 0,
        .name_flags = cli_name_flags(check->arguments),
    };
    pool_open(&answerer->pool);
    own->options.allocator = &answerer->pool.allocator;
    own->request = NULL;
    own->diags = NULL;
    bool opened = check_proceed(own, rampart_names_new(NULL, NULL, &answerer->names));
    for (size_t i = 0; i < READ_AHEAD && opened && !own->refused; i++)
        opened = open_reading(answerer, &answerer->readings[i]);
    return opened && (own->refused || check_proceed(own, start_request(own))) &&
           cli_print_diags(own->arguments, own->diags) && !own->refused;
}

void answerer_close(struct answerer *answerer)
{
    for (size_t i = 0; i < READ_AHEAD; i++) {
        rampart_request_free(answerer->readings[i].request);
        rampart_diags_free(answerer->readings[i].diags);
    }
    rampart_names_free(answerer->names);
    pool_close(&answerer->pool);
}

enum rampart_status answerer_read(struct answerer *answerer, const struct request_line *line, int part,
                                  struct rampart_str *ret_id)
{
    struct check *check = &answerer->check;
    struct rampart_request *request = check->request;
    const struct rampart_str text = {line->text, line->len}, path = rampart_str(answerer->path);
    rampart_request_set_patterns(request, true);
    enum rampart_status status = rampart_request_read(request, text, path, ret_id, check->diags);
    if (status == RAMPART_OK && answerer->at) status = cli_check_time(check->arguments, request, check->diags);
    if (status == RAMPART_OK && part != WHOLE)
        status = rampart_request_take_part(request, (size_t)part, check->diags);
    if (status == RAMPART_OK) status = rampart_request_finish(request, check->diags);
    if (status == RAMPART_OK)
        status = rampart_names_check(answerer->names, request, answerer->name_flags, check->diags);
    return status == RAMPART_OK ? check_session(check) : status;
}

/* Whether several actions authorise what is asked for is looked at only where the line is refused, which it is as a whole. */
static enum rampart_status read_line(struct answerer *answerer, const struct request_line *line,
                                     struct reading *reading)
{
    turn_to(answerer, reading);
    reading->id = (struct rampart_str){NULL, 0};
    enum rampart_status status = start_request(&answerer->check);
    if (status == RAMPART_OK) status = answerer_read(answerer, line, WHOLE, &reading->id);
    reading->several =
        status == RAMPART_INVALID_INPUT && rampart_request_part_count(reading->request) > 1;
    return status;
}

/* What is written of a line: the decisions, or why there is none. */
static enum rampart_status report(const struct answerer *answerer, const struct reading *reading,
                                  size_t number, const struct parts *parts,
                                  const struct rampart_writer *writer)
{
    const struct check *check = &answerer->check;
    if (parts->decided == 0)
        return rampart_report_error_line(NULL, reading->id, number, check->diags, writer);
    return rampart_report_answers_line(&check->options, reading->id, parts->decisions, parts->decided,
                                       rampart_request_expected(reading->request), check->diags, writer);
}

/* Without answers what is wrong with a line would be said nowhere. */
static enum rampart_status tell(const struct answerer *answerer, size_t number, struct cli_bytes *messages)
{
    if (rampart_diags_count(answerer->check.diags) == 0) return RAMPART_OK;
    const struct rampart_writer writer = cli_bytes_writer(messages);
    const struct rampart_report_style style = {.color = cli_wants_color(answerer->check.arguments, cli_stderr()),
                                               .file = rampart_str(cli_file_name(answerer->path)),
                                               .line = number};
    return rampart_report_diags(NULL, answerer->check.diags, style, &writer);
}

enum rampart_status answerer_explain(struct answerer *answerer)
{
    struct check *check = &answerer->check;
    return rampart_explain(check->set, &check->request, 1, RAMPART_EXPLAIN_BRIEF, check->diags, &check->decision,
                           NULL);
}

static enum rampart_status decide(struct answerer *answerer, const struct request_line *line,
                                  struct reading *reading, struct parts *parts)
{
    struct check *check = &answerer->check;
    if (reading->several) return parts_decide(parts, answerer, line, reading);
    enum rampart_status status = reading->status;
    check->decision = reading->decision;
    if (status == RAMPART_OK && check->decision == NULL) /* again, for what is wrong with it */
        status = answerer_explain(answerer);
    if (status == RAMPART_OK) parts_add(parts, check->decision);
    check->decision = NULL;
    return status;
}

static enum rampart_status answer(struct answerer *answerer, struct batch *batch,
                                  const struct request_line *line, struct reading *reading)
{
    const struct rampart_writer writer = cli_bytes_writer(&batch->answers);
    struct parts parts = {.count = 0};
    turn_to(answerer, reading);
    enum rampart_status status = decide(answerer, line, reading, &parts);
    bool refused = status == RAMPART_INVALID_INPUT || status == RAMPART_LIMIT;
    if (status == RAMPART_OK)
        check_count(&batch->tally, parts.decisions[rampart_decisions_worst(parts.decisions, parts.decided)],
                    rampart_request_expected(reading->request), answerer->lenient);
    if (refused) check_count_error(&batch->tally);
    if (refused || status == RAMPART_OK)
        status = answerer->quiet ? tell(answerer, line->number, &batch->messages)
                                 : report(answerer, reading, line->number, &parts, &writer);
    parts_free(&parts);
    return status == RAMPART_IO ? RAMPART_NO_MEMORY : status; /* the writer could not keep it */
}

/* Of what is not answered its own line says why. */
static void explain_together(struct answerer *answerer, size_t count)
{
    struct rampart_request *requests[READ_AHEAD];
    struct rampart_decision *decisions[READ_AHEAD];
    size_t read[READ_AHEAD], good = 0;
    for (size_t i = 0; i < count; i++)
        if (answerer->readings[i].status == RAMPART_OK) read[good++] = i;
    for (size_t i = 0; i < good; i++) requests[i] = answerer->readings[read[i]].request;
    if (rampart_explain(answerer->check.set, requests, good, RAMPART_EXPLAIN_BRIEF, NULL, decisions, NULL) ==
        RAMPART_MISUSE)
        return;
    for (size_t i = 0; i < good; i++) answerer->readings[read[i]].decision = decisions[i];
}

/* As many lines as are read ahead, or fewer, from a place in the batch on. */
static void answer_some(struct answerer *answerer, struct batch *batch, size_t first, size_t count)
{
    const struct request_line *lines = batch->lines + first;
    for (size_t i = 0; i < count; i++) {
        struct reading *reading = &answerer->readings[i];
        reading->status = read_line(answerer, &lines[i], reading);
        reading->decision = NULL;
    }
    explain_together(answerer, count);
    for (size_t i = 0; i < count; i++) {
        if (batch->status == RAMPART_OK)
            batch->status = answer(answerer, batch, &lines[i], &answerer->readings[i]);
        else
            rampart_decision_free(answerer->readings[i].decision);
    }
}

void answerer_answer(struct answerer *answerer, struct batch *batch)
{
    size_t count = batch->count;
    for (size_t i = 0; i < count && batch->status == RAMPART_OK; i += READ_AHEAD)
        answer_some(answerer, batch, i, count - i < READ_AHEAD ? count - i : READ_AHEAD);
}
