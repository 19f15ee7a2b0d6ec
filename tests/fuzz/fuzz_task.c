/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that describe a task: the note on the task that was found is made of the answer or of static texts. */
#include "base/str.h"
#include "base/utf8.h"
#include "fuzz/common.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct rampart_str none = {NULL, 0}, action = RP_STR("ess:CancelInstanceRefresh");
    struct rampart_task *task = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status = rampart_task_read(fuzz_tight(), fuzz_text(data, size), RP_STR("input"), none,
                                                   none, action, diags, &task);
    fuzz_must(status != RAMPART_IO, "bytes are read from no file");
    fuzz_ended(status, task != NULL, diags);
    if (task == NULL) return 0;
    const struct rampart_task_note *note = rampart_task_note_of(task);
    fuzz_must(note->message.len > 0 && note->status.len > 0, "a task that was found has a note");
    fuzz_must(rp_utf8_valid(note->task) == note->task.len, "the id of a task is UTF-8");
    rampart_task_free(task);
    return 0;
}
