/* SPDX-License-Identifier: Apache-2.0 */
/* The roles that are assumed on the way, as a picture: principals, roles, and what the last one does. */
#ifndef RP_REPORT_WHO_CAN_PICTURE_H
#define RP_REPORT_WHO_CAN_PICTURE_H

#include "report/html.h"

/*
 * `first`: by the answer, the first row that has it, or NULL. Answers without a role are left out; nothing is drawn when there are
 * no others. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_who_can_picture(struct rp_html *html, const struct rampart_who_can *result,
                                       const struct rampart_who_can_row *const *first, size_t count);

#endif
