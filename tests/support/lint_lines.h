/* SPDX-License-Identifier: Apache-2.0 */
/* What lint says about a document, as one line that is easy to compare. */
#ifndef SUPPORT_LINT_LINES_H
#define SUPPORT_LINT_LINES_H

#include <rampart/lint.h>

/* Lints by these rules (separated by blanks) and fails the test unless the findings are "CODE line:column, …". */
void assert_lint(const char *rules, const char *text, const char *expected);

/* The same for statements, each between braces, in the document that is around them on one line. */
void assert_lint_statements(const char *rules, const char *statements, const char *expected);

#endif
