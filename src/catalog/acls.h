/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ACLs of OSS (policies/catalog/oss-acls.tsv). Settings of resources are read as policies by this table
 * (policy/setting.h), so this file needs nothing but base and text.
 */
#ifndef RP_CATALOG_ACLS_H
#define RP_CATALOG_ACLS_H

#include "base/str.h"

/* What an ACL lets everybody do: names of actions, separated by blanks, those that list apart. False: it is not public. */
bool rp_acl_actions(struct rampart_str acl, struct rampart_str *ret_actions, struct rampart_str *ret_listing);

#endif
