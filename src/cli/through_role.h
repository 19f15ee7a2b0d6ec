/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A denied request that the principal could make all the same: by a role that it may assume. `rampart check` decides what was
 * asked, and says that there is such a way.
 */
#ifndef CLI_THROUGH_ROLE_H
#define CLI_THROUGH_ROLE_H

#include <rampart/rampart.h>

struct check;

/* What was asked to find the way; all NULL: nothing was. */
struct through_role {
    struct rampart_request *request;
    struct rampart_who_can *result;
    const struct rampart_who_can_row *row; /* of the principal; NULL: there is no way */
};

/*
 * Looks for a way, if the question was denied, is about one resource and a principal of the account, and the account is all
 * that decides. An image is opened for one answer and is not searched. A failure is no error: the decision stands without it.
 */
void through_role_find(const struct check *check, struct through_role *ret_way);

void through_role_free(struct through_role *way);

#endif
