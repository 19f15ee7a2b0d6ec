/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a SARIF log. */
#ifndef RP_REPORT_LINT_SARIF_H
#define RP_REPORT_LINT_SARIF_H

#include "report/lint_report.h"

/* The members of `tool`: the program and every rule it has (lint_sarif_tool.c). */
void rp_sarif_tool(struct rp_json tool);

#endif
