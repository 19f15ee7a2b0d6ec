/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/batch.h"

#include "cli/message.h"

/* A batch with so many bytes is full as well: a few long lines are enough. */
enum { ENOUGH_BYTES = 1 << 16 };

void batch_free(struct batch *batch)
{
    cli_bytes_free(&batch->text);
    cli_bytes_free(&batch->answers);
    cli_bytes_free(&batch->messages);
}

void batch_clear(struct batch *batch)
{
    cli_bytes_clear(&batch->text);
    cli_bytes_clear(&batch->answers);
    cli_bytes_clear(&batch->messages);
    batch->count = 0;
    batch->status = RAMPART_OK;
    batch->tally = (struct check_tally){.errors = 0};
    batch->answered = false;
}

static bool batch_add(struct batch *batch, const struct cli_lines *lines)
{
    if (!cli_bytes_add(&batch->text, (struct rampart_str){lines->text, lines->len})) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    batch->lines[batch->count++] = (struct request_line){.len = lines->len, .number = lines->number};
    return true;
}

static bool batch_is_blank(const struct cli_lines *lines)
{
    for (size_t i = 0; i < lines->len; i++)
        if (lines->text[i] != ' ' && lines->text[i] != '\t') return false;
    return true;
}

/* The text stays in one place only after the last line was added. */
static void batch_point_to_texts(struct batch *batch)
{
    const char *text = batch->text.data;
    for (size_t i = 0; i < batch->count; i++) {
        batch->lines[i].text = text;
        text += batch->lines[i].len;
    }
}

static bool batch_is_full(const struct batch *batch)
{
    return batch->count == BATCH_LINES || batch->text.len >= ENOUGH_BYTES;
}

enum cli_lines_result batch_read(struct batch *batch, struct cli_lines *lines)
{
    enum cli_lines_result result;
    do {
        result = cli_lines_next(lines);
        if (result == CLI_LINES_LINE && !batch_is_blank(lines) && !batch_add(batch, lines))
            result = CLI_LINES_FAILED;
    } while (result == CLI_LINES_LINE && !batch_is_full(batch) && cli_lines_ready(lines));
    batch_point_to_texts(batch);
    return result;
}
