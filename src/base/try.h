/* SPDX-License-Identifier: Apache-2.0 */
/* Returns the status of an expression when it is not RAMPART_OK: one guard a line. */
#ifndef RP_BASE_TRY_H
#define RP_BASE_TRY_H

#include <rampart/status.h>

#define RP_TRY(expression)                                       \
    do {                                                         \
        enum rampart_status rp_try_status_ = (expression);       \
        if (rp_try_status_ != RAMPART_OK) return rp_try_status_; \
    } while (0)

#define RP_TRY_MEMORY(condition)                    \
    do {                                            \
        if (!(condition)) return RAMPART_NO_MEMORY; \
    } while (0)

#endif
