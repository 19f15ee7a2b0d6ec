/* SPDX-License-Identifier: Apache-2.0 */
/* ROS templates read from texts, and what came of them. */
#ifndef RP_TESTS_ROS_LINES_H
#define RP_TESTS_ROS_LINES_H

#include <rampart/input.h>

#include "base/buf.h"

/* Zeroed: as the program would read "t.yaml" without options. */
struct ros_read {
    const char *text;
    const char *name;          /* NULL: t.yaml */
    const char *account;       /* NULL: not known */
    const char *parameters[8]; /* name, value, name, value, … */
    const struct rampart_options *options;
    bool whole; /* also the lines that every template leads to */
};

/*
 * Reads the template and adds to the buffer what it makes (account_lines.h), without the lines that every
 * template leads to, or the diagnostics (diag_lines.h) if there is no account.
 */
enum rampart_status ros_read(const struct ros_read *read, struct rp_buf *buf);

/* The same; fails the test unless the lines are these. */
void ros_expect(const struct ros_read *read, const char *lines);

/*
 * What comes of an expression in flow style, on the fourth line of a template with these sections besides: the texts of
 * a policy's Resource, or the reason why it is unknown, or the diagnostics.
 */
void ros_expect_value(const char *sections, const char *expression, const char *expected);

/* Sections to try expressions beside: parameters with and without a value, a mapping, conditions that are known or not. */
#define ROS_SECTIONS                                                                                     \
    "Parameters:\n  B: {Type: String, Default: logs}\n  Num: {Type: Number, Default: 3}\n"               \
    "  Open: {Type: String}\n  L: {Type: CommaDelimitedList, Default: 'a, b'}\n"                        \
    "Mappings: {M: {cn: {host: h-1, list: [x, z]}}}\n"                                                  \
    "Conditions: {On1: true, Off1: false, Maybe: {'Fn::Equals': [!Ref Open, x]}}\n"

/* What every template begins with. */
#define ROS_HEAD "ROSTemplateFormatVersion: '2015-09-01'\n"

#endif
