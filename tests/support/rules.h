/* SPDX-License-Identifier: Apache-2.0 */
/* What tests ask of the rooms behind a set. */
#ifndef RP_TESTS_RULES_H
#define RP_TESTS_RULES_H

#include "account/account.h"
#include "analysis/who_can.h"
#include "decide/explain.h"
#include "decide/verdict.h"

#endif
