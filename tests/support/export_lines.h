/* SPDX-License-Identifier: Apache-2.0 */
/* Exports as tests write them. */
#ifndef RP_TESTS_EXPORT_LINES_H
#define RP_TESTS_EXPORT_LINES_H

#include "support/account_of_texts.h"

/* A line of an export; quotes stand as ' in it. */
#define LINE(product, api, args, response) \
    "{'rampart':1,'product':'" product "','api':'" api "','args':{" args "},'response':{" response "}}\n"
#define IDENTITY LINE("sts", "GetCallerIdentity", "", "'AccountId':'1000000000000001'")

/* What the lines tell, once they have an end line (account_of_texts.h). The text lives until the next call. */
const char *export_lines(const char *lines);

/* That this is part of it. */
void assert_export_line(const char *lines, const char *part);

#endif
