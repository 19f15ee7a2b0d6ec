/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A workload: policies, groups, principals and requests with their right answers, in one neutral JSON file
 * that the drivers of several policy engines read:
 *   {"name", "account", "policies": {ID: document}, "groups": {ID: [policy, …]},
 *    "principals": {ID: {"policies": […], "groups": […]}},
 *    "requests": [{"principal", "action", "resource", "context", "expect": "allow" | "deny" | "none"}, …],
 *    "whocan": {"action", "resource", "context", "expect": COUNT}}          the last one may be missing
 */
#ifndef RP_TESTS_WORKLOAD_H
#define RP_TESTS_WORKLOAD_H

#include <rampart/rampart.h>

struct workload {
    char name[32];
    struct rampart_account *account;
    struct rampart_request **requests; /* finished */
    struct rampart_verdict *expected;  /* the layer does not count */
    size_t count;
    struct rampart_request *who_can; /* NULL: no such question */
    size_t who_can_expected;
    double load_seconds; /* of reading the account from its text */
};

/* Translates the file's text. False: what is wrong was printed. */
bool workload_read(struct rampart_str text, struct workload *ret_workload);
void workload_free(struct workload *workload);

/* The name of the workload in a text of any kind. */
bool workload_name(struct rampart_str text, char *ret_name, size_t size);

#endif
