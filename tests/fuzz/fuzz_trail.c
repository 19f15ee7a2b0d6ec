/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of ActionTrail, packed or not. The counts add up; a part that was printed and merged is the same; and read
 * twice, everything is counted twice.
 */
#include "base/str.h"
#include "fuzz/common.h"

static struct rampart_replay *new_replay(void)
{
    const struct rampart_replay_options how = {.account =
                                                   fuzz_compiled("tests/golden/inputs/trail/account.yaml", NULL),
                                               .rows = 200,
                                               .event_bytes = 1 << 14};
    struct rampart_replay *replay = NULL;
    fuzz_must(rampart_replay_new(NULL, &how, NULL, &replay) == RAMPART_OK, "there is a replay");
    return replay;
}

static enum rampart_status read_events(struct rampart_replay *replay, struct rampart_str bytes)
{
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status = rampart_replay_read(replay, bytes, RP_STR("input"), diags);
    fuzz_must(status != RAMPART_IO, "bytes are read from no file");
    fuzz_ended(status, status == RAMPART_OK, diags);
    return status;
}

static struct rampart_replay_result result_of(struct rampart_replay *replay)
{
    struct rampart_replay_result result;
    fuzz_must(rampart_replay_result(replay, &result) == RAMPART_OK, "a replay has a result");
    return result;
}

static void check_counts(const struct rampart_replay_result *result)
{
    uint64_t classes = 0, rows = 0, skips = 0;
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++) classes += result->classes[i];
    for (size_t i = 0; i < result->row_count; i++) rows += result->rows[i].count;
    for (size_t i = 0; i < result->skip_count; i++) skips += result->skips[i].count;
    fuzz_must(result->read == result->mapped + result->skipped, "every event is mapped or skipped");
    fuzz_must(classes == result->mapped && rows == result->mapped, "the rows are the mapped events");
    fuzz_must(skips == result->skipped, "what is skipped is told");
}

static void print(struct rampart_replay *replay, struct rp_buf *ret_text)
{
    const struct rampart_replay_result result = result_of(replay);
    const struct rampart_writer writer = fuzz_keep(ret_text);
    const struct rampart_report_style style = {.format = RAMPART_REPORT_JSON};
    fuzz_must(rampart_report_replay(NULL, &result, style, &writer) == RAMPART_OK, "a result is printed");
    fuzz_must_be_json(rp_buf_text(ret_text));
}

static void check_merged(struct rampart_replay *replay)
{
    const struct rampart_replay_options how = {.rows = 200};
    struct rampart_replay *merged = NULL;
    struct rampart_diags *diags = fuzz_diags();
    struct rp_buf text, again;
    print(replay, &text);
    fuzz_must(rampart_replay_new(NULL, &how, NULL, &merged) == RAMPART_OK, "there is a replay to merge into");
    const char *path = fuzz_file((const uint8_t *)text.data, text.len);
    enum rampart_status status = rampart_replay_merge_file(merged, path, diags);
    fuzz_must(status == RAMPART_OK, "a part that was printed is merged");
    fuzz_ended(status, true, diags);
    print(merged, &again);
    fuzz_must(rp_str_equal(rp_buf_text(&text), rp_buf_text(&again)), "one part merged is that part");
    rampart_replay_free(merged);
    rp_buf_free(&text);
    rp_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rampart_replay *replay = new_replay();
    if (read_events(replay, fuzz_text(data, size)) == RAMPART_OK) {
        struct rampart_replay_result once = result_of(replay);
        check_counts(&once);
        check_merged(replay);
        fuzz_must(read_events(replay, fuzz_text(data, size)) == RAMPART_OK,
                  "what is read once is read twice");
        const struct rampart_replay_result twice = result_of(replay);
        check_counts(&twice);
        fuzz_must(twice.read == 2 * once.read && twice.row_count == once.row_count,
                  "the same events make the same rows");
    }
    rampart_replay_free(replay);
    return 0;
}
