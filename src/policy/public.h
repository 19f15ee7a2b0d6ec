/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements of bucket policies that the cloud calls public, which "block public access" leaves out:
 * https://www.alibabacloud.com/help/en/oss/user-guide/block-public-access (2025-11-09).
 */
#ifndef RP_POLICY_PUBLIC_H
#define RP_POLICY_PUBLIC_H

#include "policy/ast.h"

/*
 * Whether the statement allows everybody, and no condition of it fixes the VPC or the AccessKey, or names address blocks
 * of at least 8 bits of IPv4 or 32 of IPv6. A condition that a request without the key meets fixes nothing.
 */
bool rp_statement_is_public(const struct rp_statement *statement);

#endif
