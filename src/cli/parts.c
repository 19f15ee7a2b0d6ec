/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/parts.h"

void parts_add(struct parts *parts, struct rampart_decision *decision)
{
    parts->decisions[parts->count] = parts->own[parts->count] = decision;
    parts->decided = ++parts->count;
}

static enum rampart_status decide_part(struct parts *parts, struct answerer *answerer,
                                       const struct request_line *line, struct reading *reading)
{
    struct check *check = &answerer->check;
    const size_t part = parts->count++;
    enum rampart_status status = answerer_make(answerer, &parts->requests[part]);
    check->request = parts->requests[part];
    if (status == RAMPART_OK) status = check_start_request(check);
    if (status == RAMPART_OK) status = answerer_read(answerer, line, (int)part, &reading->id);
    if (status == RAMPART_OK) status = answerer_explain(answerer);
    parts->decisions[part] = parts->own[part] = check->decision;
    check->decision = NULL;
    return status;
}

enum rampart_status parts_decide(struct parts *parts, struct answerer *answerer,
                                 const struct request_line *line, struct reading *reading)
{
    const size_t count = rampart_request_part_count(reading->request);
    enum rampart_status status = count > MOST_PARTS ? RAMPART_LIMIT : RAMPART_OK;
    rampart_diags_clear(reading->diags); /* that they are several */
    while (parts->count < count && status == RAMPART_OK)
        status = decide_part(parts, answerer, line, reading);
    if (status == RAMPART_OK) parts->decided = count;
    return status;
}

void parts_free(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        rampart_decision_free(parts->own[i]);
        rampart_request_free(parts->requests[i]);
    }
}
