/* SPDX-License-Identifier: Apache-2.0 */
#include "report/task_words.h"

const char *rp_task_verdict_word(enum rampart_task_verdict verdict)
{
    switch (verdict) {
    case RAMPART_TASK_ACCEPTED: return "accepted";
    case RAMPART_TASK_REFUSED: return "refused";
    case RAMPART_TASK_PRESUMED_FAIL: return "presumed-refused";
    case RAMPART_TASK_PRESUMED_OK: return "presumed-accepted";
    case RAMPART_TASK_UNKNOWN: break;
    }
    return "unknown";
}
