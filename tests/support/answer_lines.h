/* SPDX-License-Identifier: Apache-2.0 */
/* Exports as tests write them. */
#ifndef RP_TESTS_ANSWER_LINES_H
#define RP_TESTS_ANSWER_LINES_H

#include "support/told.h"

/* A line of an export; quotes stand as ' in it. */
#define LINE(product, api, args, response) \
    "{'rampart':1,'product':'" product "','api':'" api "','args':{" args "},'response':{" response "}}\n"
#define IDENTITY LINE("sts", "GetCallerIdentity", "", "'AccountId':'1000000000000001'")

/* What the lines tell, once they have an end line (told.h). The text lives until the next call. */
const char *told_of(const char *lines);

/* That this is part of it. */
void assert_told(const char *lines, const char *part);

#endif
