/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/kind.h"

enum { KIB = 1024 };

/*
 * The pages, and the dates of those of resources: https://www.alibabacloud.com/help/en/oss/user-guide/bucket-policy
 * (2026-03-31), https://help.aliyun.com/zh/oss/user-guide/access-point (2026-02-12),
 * https://alibabacloud.com/help/en/privatelink/security-and-compliance/endpoint-policy (2025-12-18),
 * https://help.aliyun.com/en/kms/key-management-service/security-and-compliance/overview-of-key-policies (2026),
 * https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-putprojectpolicy (2025-11-12),
 * https://help.aliyun.com/en/tablestore/instance-policy-permissions-of-tablestore (2026-08-13),
 * https://alibabacloud.com/help/en/ram/user-guide/accesskey-network-access-restriction-policy (2026-01-06).
 */
static const struct rp_kind kinds[] = {
    [RAMPART_POLICY_IDENTITY] = {.name = "identity", .words = "an identity policy"},
    [RAMPART_POLICY_SESSION] = {.name = "session", .words = "a session policy"},
    [RAMPART_POLICY_CONTROL] = {.name = "control", .words = "a control policy"},
    [RAMPART_POLICY_TRUST] = {.name = "trust", .words = "a trust policy", .principal = RP_FORM_TRUST},
    [RAMPART_POLICY_BUCKET] = {.name = "bucket",
                               .words = "an OSS bucket policy",
                               .principal = RP_FORM_UIDS,
                               .of_resource = true,
                               .most_bytes = 16 * KIB},
    [RAMPART_POLICY_ACCESS_POINT] = {.name = "access-point",
                                     .words = "an OSS access point policy",
                                     .principal = RP_FORM_UIDS,
                                     .of_resource = true,
                                     .most_bytes = 16 * KIB},
    [RAMPART_POLICY_ENDPOINT] = {.name = "endpoint",
                                 .words = "an endpoint policy (VPC or PrivateLink)",
                                 .principal = RP_FORM_UIDS,
                                 .of_resource = true},
    [RAMPART_POLICY_KEY] = {.name = "key",
                            .words = "a KMS key or secret policy",
                            .principal = RP_FORM_RAM,
                            .of_resource = true,
                            .everything_only = true,
                            .service = {"kms:", 4},
                            .most_bytes = 32 * KIB},
    [RAMPART_POLICY_SECRET] = {.name = "secret",
                               .words = "a KMS secret policy",
                               .principal = RP_FORM_RAM,
                               .of_resource = true,
                               .everything_only = true,
                               .service = {"kms:", 4},
                               .most_bytes = 32 * KIB},
    [RAMPART_POLICY_PROJECT] = {.name = "project",
                                .words = "an SLS project policy",
                                .principal = RP_FORM_UIDS_OR_ALL,
                                .of_resource = true,
                                .most_bytes = 16 * KIB},
    [RAMPART_POLICY_INSTANCE] = {.name = "instance",
                                 .words = "a Tablestore instance policy",
                                 .principal = RP_FORM_UIDS,
                                 .of_resource = true,
                                 .most_bytes = 4 * KIB},
    [RAMPART_POLICY_ACCESS_KEY] = {.name = "accesskey",
                                   .words = "an AccessKey network policy",
                                   .principal = RP_FORM_UIDS,
                                   .of_resource = true},
};

const struct rp_kind *rp_kind_of(enum rampart_policy_kind kind)
{
    return &kinds[(size_t)kind < sizeof kinds / sizeof *kinds ? kind : RAMPART_POLICY_IDENTITY];
}

enum rampart_policy_kind rp_kind_named(struct rampart_str name)
{
    enum rampart_policy_kind kind = RAMPART_POLICY_IDENTITY;
    while (kind < RAMPART_POLICY_ANY && !rp_str_equal(rampart_str(kinds[kind].name), name)) kind++;
    return kind;
}
