/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a replay that others counted: what is merged is printed, and that merged again is the same. */
#include "base/str.h"
#include "fuzz/common.h"

/* Merges a file into an empty replay and prints that. */
static enum rampart_status merge(const char *path, struct rp_buf *ret_text)
{
    const struct rampart_replay_options how = {.rows = 200};
    const struct rampart_report_style style = {.format = RAMPART_REPORT_JSON};
    const struct rampart_writer writer = fuzz_keep(ret_text);
    struct rampart_replay_result result;
    struct rampart_replay *replay = NULL;
    struct rampart_diags *diags = fuzz_diags();
    fuzz_must(rampart_replay_new(NULL, &how, NULL, &replay) == RAMPART_OK, "there is a replay to merge into");
    enum rampart_status status = rampart_replay_merge_file(replay, path, diags);
    fuzz_ended(status, status == RAMPART_OK, diags);
    if (status == RAMPART_OK) {
        fuzz_must(rampart_replay_result(replay, &result) == RAMPART_OK, "a replay has a result");
        fuzz_must(rampart_report_replay(NULL, &result, style, &writer) == RAMPART_OK, "a result is printed");
        fuzz_must_be_json(rp_buf_text(ret_text));
    }
    rampart_replay_free(replay);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rp_buf once, twice;
    if (merge(fuzz_file(data, size), &once) == RAMPART_OK) {
        const char *path = fuzz_file((const uint8_t *)once.data, once.len);
        fuzz_must(merge(path, &twice) == RAMPART_OK, "what was merged and printed is merged");
        fuzz_must(rp_str_equal(rp_buf_text(&once), rp_buf_text(&twice)), "one part merged is that part");
        rp_buf_free(&twice);
    }
    rp_buf_free(&once);
    return 0;
}
