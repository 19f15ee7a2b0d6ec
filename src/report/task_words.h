/* SPDX-License-Identifier: Apache-2.0 */
/* The words of docs/check.schema.json for what is known of calling an operation on a task. */
#ifndef RP_REPORT_TASK_WORDS_H
#define RP_REPORT_TASK_WORDS_H

#include <rampart/task.h>

const char *rp_task_verdict_word(enum rampart_task_verdict verdict);

#endif
