/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/worker.h"

#include <stdlib.h>

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/output.h"

/* No API is authorised by more actions. */
enum { MOST_PARTS = 4 };

/*
 * The decisions on a line: mostly one. A line about an API that several actions authorise, such as oss:CopyObject, is read
 * once for each of them, which is asked about the resource in its place; all must be allowed. Zeroed at first.
 */
struct line_decisions {
    struct rampart_request *requests[MOST_PARTS];
    struct rampart_decision *own[MOST_PARTS];
    const struct rampart_decision *items[MOST_PARTS]; /* the same */
    size_t count;                                     /* that were begun */
    size_t decided;                                   /* all of them, or none */
};

/* The line as a whole, and not one of the actions that authorise its API. */
enum { WHOLE = -1 };

static enum rampart_status worker_start_request(struct check *check)
{
    rampart_request_clear(check->request);
    rampart_diags_clear(check->diags);
    return check_start_request(check);
}

/* The next steps work on the request and the diagnostics of this slot. */
static void worker_turn_to(struct worker *worker, const struct slot *slot)
{
    worker->check.request = slot->request;
    worker->check.diags = slot->diags;
}

/* Makes a request with the options that all lines have. */
static enum rampart_status worker_make_request(struct worker *worker, struct rampart_request **ret_request)
{
    struct check *check = &worker->check;
    struct rampart_options options = check->options;
    options.limits.document_bytes = LONGEST_LINE;
    enum rampart_status status = rampart_request_new(&options, ret_request);
    if (status != RAMPART_OK) return status;
    return cli_set_time(check->arguments, &check->clock, "now", *ret_request, check->diags, &check->refused)
               ? RAMPART_OK
               : RAMPART_NO_MEMORY;
}

static bool worker_open_slot(struct worker *worker, struct slot *slot)
{
    struct check *check = &worker->check;
    if (!check_proceed(check, rampart_diags_new(NULL, &slot->diags))) return false;
    worker_turn_to(worker, slot);
    bool opened = check_proceed(check, worker_make_request(worker, &slot->request));
    worker_turn_to(worker, slot);
    return opened;
}

bool worker_open(struct worker *worker, const struct check *check)
{
    struct check *own = &worker->check;
    *worker = (struct worker){
        .check = *check,
        .path = cli_value(check->arguments, CLI_REQUESTS),
        .quiet = cli_count(check->arguments, CLI_QUIET) > 0,
        .at = cli_gives_time(check->arguments),
        .gate = check_gate_of(check->arguments),
        .name_flags = cli_name_flags(check->arguments),
    };
    freelist_open(&worker->freelist);
    own->options.allocator = &worker->freelist.allocator;
    own->request = NULL;
    own->diags = NULL;
    bool opened = check_proceed(own, rampart_names_new(&own->options, &worker->names));
    for (size_t i = 0; i < READ_AHEAD && opened && !own->refused; i++)
        opened = worker_open_slot(worker, &worker->slots[i]);
    return opened && (own->refused || check_proceed(own, worker_start_request(own))) &&
           cli_print_diags(own->arguments, own->diags) && !own->refused;
}

void worker_close(struct worker *worker)
{
    for (size_t i = 0; i < READ_AHEAD; i++) {
        rampart_request_free(worker->slots[i].request);
        rampart_diags_free(worker->slots[i].diags);
    }
    rampart_names_free(worker->names);
    freelist_close(&worker->freelist);
}

/* Reads the line into the request of the check, as far as it is about one part (WHOLE: all of it), and its id. */
static enum rampart_status worker_read_part(struct worker *worker, const struct request_line *line, int part,
                                            struct rampart_str *ret_id)
{
    struct check *check = &worker->check;
    struct rampart_request *request = check->request;
    const struct rampart_str text = {line->text, line->len}, path = rampart_str(worker->path);
    rampart_request_set_patterns(request, true);
    enum rampart_status status = rampart_request_read(request, text, path, ret_id, check->diags);
    if (status == RAMPART_OK && worker->at) status = cli_check_time(check->arguments, request, check->diags);
    if (status == RAMPART_OK && part != WHOLE)
        status = rampart_request_select_part(request, (size_t)part, check->diags);
    if (status == RAMPART_OK) status = rampart_request_finish(request, check->diags);
    if (status == RAMPART_OK)
        status = rampart_names_check(worker->names, request, worker->name_flags, check->diags);
    return status == RAMPART_OK ? check_session(check) : status;
}

/* A line about an API that several actions authorise is refused as a whole, so only refused lines are looked at for that. */
static enum rampart_status worker_read_line(struct worker *worker, const struct request_line *line,
                                            struct slot *slot)
{
    worker_turn_to(worker, slot);
    slot->id = (struct rampart_str){NULL, 0};
    enum rampart_status status = worker_start_request(&worker->check);
    if (status == RAMPART_OK) status = worker_read_part(worker, line, WHOLE, &slot->id);
    slot->several = status == RAMPART_INVALID_INPUT && rampart_request_part_count(slot->request) > 1;
    return status;
}

/* Writes the answer to a line: its decisions, or why there are none. */
static enum rampart_status worker_report(const struct worker *worker, const struct slot *slot, size_t number,
                                         const struct line_decisions *decisions,
                                         const struct rampart_writer *writer)
{
    const struct check *check = &worker->check;
    if (decisions->decided == 0)
        return rampart_report_error_line(NULL, slot->id, number, check->diags, writer);
    return rampart_report_answers_line(&check->options, slot->id, decisions->items, decisions->decided,
                                       rampart_request_expected(slot->request), check->diags, writer);
}

/* With --quiet there are no answers, so the errors of a line go to standard error. */
static enum rampart_status worker_say(const struct worker *worker, size_t number, struct cli_bytes *messages)
{
    if (rampart_diags_count(worker->check.diags) == 0) return RAMPART_OK;
    const struct rampart_writer writer = cli_bytes_writer(messages);
    const struct rampart_report_style style = {.color =
                                                   cli_wants_color(worker->check.arguments, cli_stderr()),
                                               .columns = cli_columns(cli_stderr()),
                                               .file = rampart_str(cli_file_name(worker->path)),
                                               .line = number};
    return rampart_report_diags(NULL, worker->check.diags, style, &writer);
}

static enum rampart_status worker_explain(struct worker *worker)
{
    struct check *check = &worker->check;
    return rampart_explain(check->set, &check->request, 1, RAMPART_EXPLAIN_BRIEF, check->diags,
                           &check->decision, NULL);
}

/* Adds the only decision of a line. */
static void decisions_add(struct line_decisions *decisions, struct rampart_decision *decision)
{
    decisions->items[decisions->count] = decisions->own[decisions->count] = decision;
    decisions->decided = ++decisions->count;
}

static enum rampart_status worker_decide_part(struct line_decisions *decisions, struct worker *worker,
                                              const struct request_line *line, struct slot *slot)
{
    struct check *check = &worker->check;
    const size_t part = decisions->count++;
    enum rampart_status status = worker_make_request(worker, &decisions->requests[part]);
    check->request = decisions->requests[part];
    if (status == RAMPART_OK) status = check_start_request(check);
    if (status == RAMPART_OK) status = worker_read_part(worker, line, (int)part, &slot->id);
    if (status == RAMPART_OK) status = worker_explain(worker);
    decisions->items[part] = decisions->own[part] = check->decision;
    check->decision = NULL;
    return status;
}

/* Decides a line that was refused as a whole. The first part with an error ends it: the parts after it are left out. */
static enum rampart_status worker_decide_parts(struct line_decisions *decisions, struct worker *worker,
                                               const struct request_line *line, struct slot *slot)
{
    const size_t count = rampart_request_part_count(slot->request);
    enum rampart_status status = count > MOST_PARTS ? RAMPART_LIMIT : RAMPART_OK;
    rampart_diags_clear(slot->diags); /* that they are several */
    while (decisions->count < count && status == RAMPART_OK)
        status = worker_decide_part(decisions, worker, line, slot);
    if (status == RAMPART_OK) decisions->decided = count;
    return status;
}

static void decisions_free(struct line_decisions *decisions)
{
    for (size_t i = 0; i < decisions->count; i++) {
        rampart_decision_free(decisions->own[i]);
        rampart_request_free(decisions->requests[i]);
    }
}

static enum rampart_status worker_decide(struct worker *worker, const struct request_line *line,
                                         struct slot *slot, struct line_decisions *decisions)
{
    struct check *check = &worker->check;
    if (slot->several) return worker_decide_parts(decisions, worker, line, slot);
    enum rampart_status status = slot->status;
    check->decision = slot->decision;
    if (status == RAMPART_OK && check->decision == NULL) /* again, for its errors */
        status = worker_explain(worker);
    if (status == RAMPART_OK) decisions_add(decisions, check->decision);
    check->decision = NULL;
    return status;
}

static enum rampart_status worker_answer_line(struct worker *worker, struct batch *batch,
                                              const struct request_line *line, struct slot *slot)
{
    const struct rampart_writer writer = cli_bytes_writer(&batch->answers);
    struct line_decisions decisions = {.count = 0};
    worker_turn_to(worker, slot);
    enum rampart_status status = worker_decide(worker, line, slot, &decisions);
    bool refused = status == RAMPART_INVALID_INPUT || status == RAMPART_LIMIT;
    if (status == RAMPART_OK)
        check_count(&batch->tally,
                    decisions.items[rampart_decisions_worst(decisions.items, decisions.decided)],
                    rampart_request_expected(slot->request), &worker->gate);
    if (refused) check_count_error(&batch->tally);
    if (refused || status == RAMPART_OK)
        status = worker->quiet ? worker_say(worker, line->number, &batch->messages)
                               : worker_report(worker, slot, line->number, &decisions, &writer);
    decisions_free(&decisions);
    return status == RAMPART_IO ? RAMPART_NO_MEMORY : status; /* the writer could not keep it */
}

/* Decides all slots together. A request that is not answered is decided again by itself, which gives its errors. */
static void worker_explain_slots(struct worker *worker, size_t count)
{
    struct rampart_request *requests[READ_AHEAD];
    struct rampart_decision *decisions[READ_AHEAD];
    size_t read[READ_AHEAD], good = 0;
    for (size_t i = 0; i < count; i++)
        if (worker->slots[i].status == RAMPART_OK) read[good++] = i;
    for (size_t i = 0; i < good; i++) requests[i] = worker->slots[read[i]].request;
    if (rampart_explain(worker->check.set, requests, good, RAMPART_EXPLAIN_BRIEF, NULL, decisions, NULL) ==
        RAMPART_MISUSE)
        return;
    for (size_t i = 0; i < good; i++) worker->slots[read[i]].decision = decisions[i];
}

/* Answers at most READ_AHEAD lines, from the line `first` of the batch on. */
static void worker_answer_some(struct worker *worker, struct batch *batch, size_t first, size_t count)
{
    const struct request_line *lines = batch->lines + first;
    for (size_t i = 0; i < count; i++) {
        struct slot *slot = &worker->slots[i];
        slot->status = worker_read_line(worker, &lines[i], slot);
        slot->decision = NULL;
    }
    worker_explain_slots(worker, count);
    for (size_t i = 0; i < count; i++) {
        if (batch->status == RAMPART_OK)
            batch->status = worker_answer_line(worker, batch, &lines[i], &worker->slots[i]);
        else
            rampart_decision_free(worker->slots[i].decision);
    }
}

void worker_answer(struct worker *worker, struct batch *batch)
{
    size_t count = batch->count;
    for (size_t i = 0; i < count && batch->status == RAMPART_OK; i += READ_AHEAD)
        worker_answer_some(worker, batch, i, count - i < READ_AHEAD ? count - i : READ_AHEAD);
}
