/* SPDX-License-Identifier: Apache-2.0 */
/* The words for a status, and the version. */
#include <rampart/status.h>

const char *rampart_status_name(enum rampart_status status)
{
    switch (status) {
    case RAMPART_OK: return "ok";
    case RAMPART_INVALID_INPUT: return "invalid input";
    case RAMPART_LIMIT: return "limit reached";
    case RAMPART_NO_MEMORY: return "out of memory";
    case RAMPART_IO: return "input or output failed";
    case RAMPART_MISUSE: return "misuse";
    }
    return "unknown status";
}

const char *rampart_version(void)
{
    return RAMPART_VERSION;
}
