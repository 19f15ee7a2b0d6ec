/* SPDX-License-Identifier: Apache-2.0 */
/* Readers that are being written elsewhere. */
#include "account/foreign.h"

static enum rampart_status pending(const struct rp_foreign *file)
{
    rp_draft_error(file->draft, RP_ACC_INPUT, (struct rp_at){file->source, {0, 0}}, "not read yet");
    return RAMPART_OK;
}

enum rampart_status rp_export_read(const struct rp_foreign *file)
{
    return pending(file);
}

enum rampart_status rp_answer_read(const struct rp_foreign *file)
{
    return pending(file);
}

enum rampart_status rp_ros_read(const struct rp_foreign *file)
{
    return pending(file);
}
