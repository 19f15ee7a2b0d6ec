/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mistakes that the cloud's documentation warns of or makes easy, and the findings that a reviewer would want: exactly the
 * errors and warnings, and the note where it is all there is to say. What is right stands beside it, without a finding.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/lint.h>

struct mistake {
    const char *what, *statement, *expected;
};

#define S(effect, action, resource) "{\"Effect\":\"" effect "\",\"Action\":" action ",\"Resource\":" resource "}"
#define C(effect, action, resource, condition)                                                                         \
    "{\"Effect\":\"" effect "\",\"Action\":" action ",\"Resource\":" resource ",\"Condition\":" condition "}"
#define T(principal, condition)                                                                                        \
    "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":" principal condition "}"

static const struct mistake identity[] = {
    /* too much */
    {"an administrator by full ARN", S("Allow", "\"*\"", "\"acs:*:*:*:*\""), "RAM401"},
    {"an administrator of its account", S("Allow", "\"*:*\"", "\"acs:*:*:1234567890123456:*\""), "RAM401"},
    {"an administrator from every address",
     C("Allow", "\"*\"", "\"*\"", "{\"IpAddress\":{\"acs:SourceIp\":\"0.0.0.0/0\"}}"), "RAM401 RAM407"},
    {"a whole service", S("Allow", "\"oss:*\"", "\"acs:oss:*:*:*\""), "RAM402"},
    {"all of RAM", S("Allow", "\"ram:*\"", "\"acs:ram:*:*:*\""), "RAM415"},
    {"policies for any user",
     S("Allow", "\"ram:AttachPolicyToUser\"", "[\"acs:ram:*:*:user/*\",\"acs:ram:*:*:policy/*\"]"), "RAM415"},
    {"a key of any user", S("Allow", "\"ram:CreateAccessKey\"", "\"acs:ram:*:*:*\""), "RAM415"},
    {"a role for an instance of one's own",
     S("Allow", "[\"ecs:RunInstances\",\"ecs:DescribeInstances\"]", "\"acs:ecs:*:*:*\"") ","
     S("Allow", "\"ram:PassRole\"", "\"acs:ram:*:*:role/*\""), "RAM415"},
    {"any role to any service", S("Allow", "\"ram:PassRole\"", "\"acs:ram::1234567890123456:role/*\""), "RAM408"},
    {"any role", S("Allow", "\"sts:AssumeRole\"", "\"acs:ram:*:*:role/*\""), "RAM409"},
    {"everything but", "{\"Effect\":\"Allow\",\"NotAction\":\"ram:*\",\"Resource\":\"*\"}", "RAM301"},
    {"everywhere but", "{\"Effect\":\"Allow\",\"Action\":\"oss:GetObject\",\"NotResource\":\"acs:oss:*:*:secret/*\"}",
     "DOC018 RAM406"},
    {"services that begin alike", S("Allow", "\"e*:Describe*\"", "\"*\""), "RAM403"},
    {"accounts that begin alike", S("Allow", "\"ecs:StartInstance\"", "\"acs:ecs:*:12*:instance/i-1\""), "RAM405"},
    {"deletes any instance", S("Allow", "\"ecs:DeleteInstance\"", "\"acs:ecs:*:*:instance/*\""), "RAM416"},
    {"deletes by a pattern", S("Allow", "\"ess:Delete*\"", "\"acs:ess:*:*:*\""), "RAM416"},
    /* never matches */
    {"an API for an action", S("Allow", "\"oss:HeadObject\"", "\"acs:oss:*:*:b/*\""), "RAM229"},
    {"APIs by a pattern", S("Allow", "\"oss:Head*\"", "\"acs:oss:*:*:b/*\""), "RAM229"},
    {"an action of a service that is all known, misspelt", S("Allow", "\"ess:DescribeScalingGroup\"", "\"*\""), "RAM227"},
    {"listing on the objects", S("Allow", "\"oss:ListObjects\"", "\"acs:oss:*:*:b/*\""), "RAM212"},
    {"everything on the objects", S("Allow", "\"oss:*\"", "\"acs:oss:*:*:b/*\""), "RAM212"},
    {"reading on the bucket", S("Allow", "\"oss:GetObject\"", "\"acs:oss:*:*:b\""), "RAM211"},
    {"reading by a pattern on the bucket", S("Allow", "\"oss:GetObject*\"", "\"acs:oss:*:*:b\""), "RAM211"},
    {"listing one bucket of all", S("Allow", "\"oss:ListBuckets\"", "\"acs:oss:*:*:b\""), "RAM213"},
    {"another service's ARN", S("Allow", "\"ecs:StopInstance\"", "\"acs:ess:*:*:scalinggroup/*\""), "RAM208"},
    {"another service's ARN beside the right one",
     S("Allow", "[\"ess:CancelInstanceRefresh\",\"ecs:StopInstance\"]", "\"acs:ess:*:*:scalinggroup/asg-1\""), "RAM208"},
    {"a space in an action", S("Allow", "\"ecs: StopInstance\"", "\"*\""), "RAM201"},
    {"an action without a service", S("Allow", "\"StopInstance\"", "\"*\""), "RAM202"},
    {"a name of the product", S("Allow", "\"mns:SendMessage:x\"", "\"*\""), "RAM202"},
    {"an ARN of another cloud", S("Allow", "\"oss:GetObject\"", "\"arn:aws:s3:::b/*\""), "RAM203"},
    {"an ARN without an account", S("Allow", "\"oss:GetObject\"", "\"acs:oss:*::b/*\""), "RAM207"},
    {"an ARN with a name for an account", S("Allow", "\"oss:GetObject\"", "\"acs:oss:*:example:b/*\""), "RAM206"},
    {"a region in capitals", S("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:CN-Hangzhou:*:instance/i-1\""), "RAM205"},
    {"a region that is none", S("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:cn-hangzou:*:instance/i-1\""), "RAM233"},
    {"a placeholder", S("Allow", "\"oss:GetObject\"", "\"acs:oss:*:*:<bucket>/*\""), "RAM209"},
    {"a placeholder for the account", S("Allow", "\"oss:GetObject\"", "\"acs:oss:*:<account>:b/*\""), "RAM209"},
    {"a policy variable", S("Allow", "\"oss:GetObject\"", "\"acs:oss:*:*:home/${acs:username}/*\""), "RAM210"},
    {"a list of objects that cannot be narrowed", S("Allow", "\"ess:DescribeRegions\"", "\"acs:ess:*:*:scalinggroup/asg-1\""),
     "RAM234"},
    {"a resource of another type", S("Allow", "\"ess:CancelInstanceRefresh\"", "\"acs:ess:*:*:instance/asg-1\""), "RAM235"},
    {"a key of another cloud",
     C("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/i-1\"", "{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.7\"}}"),
     "RAM217"},
    {"a pattern in an equals",
     C("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/i-1\"",
       "{\"StringEquals\":{\"acs:ResourceTag/team\":\"web-*\"}}"), "RAM218"},
    {"two values at once",
     C("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/i-1\"",
       "{\"StringEquals\":{\"acs:SourceVpc\":\"vpc-1\"},\"StringLike\":{\"acs:SourceVpc\":\"vpc-2*\"}}"), "RAM224"},
    {"a zero-width space in a Deny", S("Deny", "\"oss:DeleteObject\"", "\"acs:oss:*:*:pay\\u200bments/*\""), "RAM237"},
    {"a Cyrillic letter in a Deny's value",
     C("Deny", "\"ecs:DeleteInstance\"", "\"*\"", "{\"StringEquals\":{\"acs:ResourceTag/env\":\"pr\\u043ed\"}}"), "RAM237"},
    {"an action that there is not", S("Allow", "\"ecs:RestartInstance\"", "\"acs:ecs:*:*:instance/i-1\""), "RAM227"},
    {"a slip in a service that is not all known", S("Allow", "\"rds:StopDBInstnace\"", "\"acs:rds:*:*:dbinstance/rm-1\""), "RAM227"},
    {"a name that no table has", S("Allow", "\"rds:RebootDBInstance\"", "\"acs:rds:*:*:dbinstance/rm-1\""), "RAM240"},
    {"a tag by the service, beside the right one",
     C("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/*\"",
       "{\"StringEquals\":{\"acs:ResourceTag/env\":\"dev\",\"ecs:ResourceTag/env\":\"dev\"}}"), "RAM231"},
    {"a prefix where an object is read",
     C("Allow", "\"oss:GetObject\"", "\"acs:oss:*:*:b/*\"", "{\"StringLike\":{\"oss:Prefix\":\"a/*\"}}"), "RAM238"},
    {"a text that turns around", S("Deny", "\"oss:DeleteObject\"", "\"acs:oss:*:*:pay\\u202ements/*\""), "RAM237"},
    {"a blank that is none",
     C("Deny", "\"ecs:DeleteInstance\"", "\"*\"", "{\"StringEquals\":{\"acs:ResourceTag/env\":\"prod\\u00a0\"}}"), "RAM237"},
    {"a word in braces for the region", S("Allow", "\"oss:GetObject\"", "\"acs:oss:{region-id}:*:b/*\""), "RAM209"},
    {"prose for the account", S("Allow", "\"ram:GetRole\"", "\"acs:ram:*:主账号ID:role/*\""), "RAM209"},
    /* means something else */
    {"a masked id among values",
     C("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/i-1\"", "{\"StringEquals\":{\"acs:SourceVpc\":\"vpc-bp1****\"}}"),
     "RAM315"},
    {"a masked id", S("Allow", "\"ess:CancelInstanceRefresh\"", "\"acs:ess:*:*:scalinggroup/asg-bp18****\""), "RAM315"},
    {"a deny without MFA that is never met",
     C("Deny", "\"ecs:DeleteInstance\"", "\"*\"", "{\"Bool\":{\"acs:MFAPresent\":\"false\"}}"), "RAM304"},
    {"a number of a network in a host",
     C("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/i-1\"", "{\"IpAddress\":{\"acs:SourceIp\":\"203.0.113.7/24\"}}"),
     "RAM310"},
    {"an IP address as a string",
     C("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/i-1\"", "{\"StringEquals\":{\"acs:SourceIp\":\"203.0.113.7\"}}"),
     "RAM309"},
    {"an address of nobody",
     C("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/i-1\"", "{\"IpAddress\":{\"acs:SourceIp\":\"10.0.0.0/8\"}}"),
     "RAM312"},
    /* idle */
    {"an Allow under a Deny of the same", S("Allow", "\"ecs:StopInstance\"", "\"acs:ecs:*:*:instance/i-1\"") ","
     S("Deny", "\"ecs:*\"", "\"*\""), "RAM501"},
    /* right */
    {"one group", S("Allow", "\"ess:CancelInstanceRefresh\"", "\"acs:ess:cn-hangzhou:*:scalinggroup/asg-1\""), ""},
    {"a bucket and its objects",
     S("Allow", "[\"oss:ListObjects\",\"oss:GetObject\"]", "[\"acs:oss:*:*:b\",\"acs:oss:*:*:b/*\"]"), ""},
    {"reading of everything", S("Allow", "\"ecs:Describe*\"", "\"*\""), ""},
    {"within a VPC", C("Allow", "\"oss:GetObject\"", "\"acs:oss:*:*:b/*\"", "{\"StringEquals\":{\"acs:SourceVpcId\":\"vpc-bp1example\"}}"), ""},
    {"a security group in a VPC",
     S("Allow", "\"ecs:CreateSecurityGroup\"", "[\"acs:vpc:*:*:vpc/vpc-1\",\"acs:ecs:*:*:securitygroup/sg-1\"]"), ""},
    {"the tag of a database of another service",
     C("Allow", "\"dms:LoginDatabase\"", "\"*\"", "{\"StringEquals\":{\"rds:ResourceTag/env\":\"dev\"}}"), ""},
    {"an access point and what is behind it",
     S("Allow", "[\"oss:GetObject\",\"oss:ListObjects\"]",
       "[\"acs:oss:cn-hangzhou:*:accesspoint/p/object/*\",\"acs:oss:cn-hangzhou:*:accesspoint/p\"]"), ""},
    {"an API beside what authorises it", S("Allow", "[\"oss:GetObject\",\"oss:HeadObject\"]", "\"acs:oss:*:*:b/*\""), ""},
    {"an object's name in one script", S("Allow", "\"oss:GetObject\"", "\"acs:oss:*:*:b/отчёт-2026.pdf\""), ""},
};

static const struct mistake trust[] = {
    {"everybody", T("\"*\"", ""), "RAM410"},
    {"everybody under RAM", T("{\"RAM\":\"*\"}", ""), "RAM410"},
    {"a whole account", T("{\"RAM\":\"acs:ram::1234567890123456:root\"}", ""), "RAM411"},
    {"every repository of every owner",
     T("{\"Federated\":\"acs:ram::1:oidc-provider/github\"}",
       ",\"Condition\":{\"StringEquals\":{\"oidc:aud\":\"sts.aliyuncs.com\"},\"StringLike\":{\"oidc:sub\":\"repo:*\"}}"),
     "RAM412"},
    {"a branch of every owner's repository",
     T("{\"Federated\":\"acs:ram::1:oidc-provider/github\"}",
       ",\"Condition\":{\"StringEquals\":{\"oidc:aud\":\"sts.aliyuncs.com\"},\"StringLike\":{\"oidc:sub\":\"repo:*/site:*\"}}"),
     "RAM412"},
    {"every workload of a cluster",
     T("{\"Federated\":\"acs:ram::1:oidc-provider/ack\"}",
       ",\"Condition\":{\"StringEquals\":{\"oidc:aud\":\"sts.aliyuncs.com\"},\"StringLike\":{\"oidc:sub\":"
       "\"system:serviceaccount:*\"}}"),
     "RAM412"},
    {"tokens for anybody",
     T("{\"Federated\":\"acs:ram::1:oidc-provider/ack\"}",
       ",\"Condition\":{\"StringEquals\":{\"oidc:sub\":\"system:serviceaccount:web:reader\"}}"), "RAM413"},
    {"a placeholder beside a whole account", T("{\"RAM\":[\"acs:ram::<account>:root\",\"acs:ram::1:root\"]}", ""),
     "DOC010"},
    {"a service of another cloud", T("{\"Service\":\"ec2.amazonaws.com\"}", ""), "RAM225"},
    {"a service", T("{\"Service\":\"ecs.aliyuncs.com\"}", ""), ""},
    {"one namespace",
     T("{\"Federated\":\"acs:ram::1:oidc-provider/ack\"}",
       ",\"Condition\":{\"StringEquals\":{\"oidc:aud\":\"sts.aliyuncs.com\"},\"StringLike\":{\"oidc:sub\":"
       "\"system:serviceaccount:web:*\"}}"),
     ""},
};

static const struct mistake control[] = {
    {"everything, which limits nothing", S("Allow", "\"*\"", "\"*\""), ""},
    {"a list that locks roles out", S("Allow", "[\"ecs:*\",\"oss:*\"]", "\"*\""), "RAM318"},
};

#define P(effect, principal, action, resource)                                                                         \
    "{\"Effect\":\"" effect "\",\"Principal\":" principal ",\"Action\":" action ",\"Resource\":" resource "}"
#define PC(effect, principal, action, resource, condition)                                                             \
    "{\"Effect\":\"" effect "\",\"Principal\":" principal ",\"Action\":" action ",\"Resource\":" resource            \
    ",\"Condition\":" condition "}"
#define B "[\"acs:oss:*:1234567890123456:b\",\"acs:oss:*:1234567890123456:b/*\"]"
#define O "\"acs:oss:*:1234567890123456:b/*\""
#define USER "[\"234567890123456789\"]"

static const struct mistake bucket[] = {
    {"open to everybody", P("Allow", "[\"*\"]", "\"oss:GetObject\"", O), "RAM417"},
    {"open to everybody from every address",
     PC("Allow", "\"*\"", "\"oss:GetObject\"", O,
        "{\"IpAddress\":{\"acs:SourceIp\":\"0.0.0.0/0\"},\"StringNotLike\":{\"acs:SourceVpc\":\"vpc-*\"}}"),
     "RAM417 RAM407"},
    {"an empty list of principals", P("Allow", "[]", "\"oss:GetObject\"", O), "DOC028 RAM417"},
    {"open to another account", P("Allow", "[\"6543210987654321\"]", "\"oss:GetObject\"", O), "RAM418"},
    {"a role of another account",
     P("Allow", "[\"arn:sts::6543210987654321:assumed-role/reader/*\"]", "\"oss:GetObject\"", O), "RAM418"},
    {"only this VPC, and not the owner elsewhere",
     PC("Deny", "[\"*\"]", "\"oss:*\"", B, "{\"StringNotEquals\":{\"acs:SourceVpc\":\"vpc-bp1example\"}}"), "RAM319"},
    {"only these addresses, as the cloud refuses it",
     PC("Deny", "[\"*\"]", "\"oss:GetObject\"", O, "{\"NotIpAddress\":{\"acs:SourceIp\":[\"203.0.113.0/24\"]}}"), "RAM105"},
    {"services that deliver here", PC("Deny", "[\"*\"]", "\"oss:PutObject\"", O,
                                      "{\"StringNotEquals\":{\"acs:SourceVpc\":\"vpc-bp1example\"}}"), "RAM320"},
    {"an ARN of RAM for a user", P("Allow", "[\"acs:ram::1234567890123456:user/a\"]", "\"oss:GetObject\"", O), "DOC027"},
    {"a map of principals", P("Allow", "{\"RAM\":[\"1234567890123456\"]}", "\"oss:GetObject\"", O), "DOC001"},
    {"a role by its name", P("Allow", "[\"reader\"]", "\"oss:GetObject\"", O), "DOC010"},
    {"a masked UID", P("Allow", "[\"23456789012345****\"]", "\"oss:GetObject\"", O), "DOC010"},
    {"a role with capitals",
     P("Allow", "[\"arn:sts::1234567890123456:assumed-role/Reader/*\"]", "\"oss:GetObject\"", O), "RAM239"},
    {"another bucket", P("Allow", USER, "\"oss:GetObject\"", "[\"acs:oss:*:*:b/*\",\"acs:oss:*:*:c/*\"]"), "RAM236"},
    {"objects on the bucket", P("Allow", USER, "\"oss:GetObject\"", "\"acs:oss:*:*:b\""), "RAM211"},
    {"the bucket on its objects", P("Allow", USER, "\"oss:ListObjects\"", O), "RAM212"},
    {"a key that the cloud calls otherwise",
     PC("Allow", USER, "\"oss:GetObject\"", O, "{\"StringEquals\":{\"aws:SourceVpc\":\"vpc-bp1example\"}}"), "RAM217"},
    {"one user", P("Allow", USER, "[\"oss:GetObject\",\"oss:ListObjects\"]", B), ""},
    {"everybody within a VPC",
     PC("Allow", "[\"*\"]", "\"oss:GetObject\"", O, "{\"StringEquals\":{\"acs:SourceVpc\":\"vpc-bp1example\"}}"), ""},
    {"a bucket that is left to its access points",
     PC("Allow", "[\"*\"]", "\"oss:*\"", B, "{\"StringEquals\":{\"oss:DataAccessPointAccount\":\"1234567890123456\"}}"), ""},
    {"no calls without TLS",
     PC("Deny", "[\"*\"]", "\"oss:*\"", B, "{\"Bool\":{\"acs:SecureTransport\":\"false\"}}"), ""},
};

static const struct mistake access_point[] = {
    {"another access point",
     P("Allow", USER, "\"oss:GetObject\"",
       "[\"acs:oss:cn-hangzhou:*:accesspoint/p/object/*\",\"acs:oss:cn-hangzhou:*:accesspoint/q/object/*\"]"), "RAM236"},
    {"everybody", P("Allow", "[\"*\"]", "\"oss:GetObject\"", "\"acs:oss:cn-hangzhou:*:accesspoint/p/object/*\""), "RAM417"},
};

#define OWN "{\"Sid\":\"own\",\"Effect\":\"Allow\",\"Principal\":{\"RAM\":[\"acs:ram::1234567890123456:*\"]},\"Action\":\"kms:*\",\"Resource\":\"*\"},"

static const struct mistake key[] = {
    {"another account", OWN P("Allow", "{\"RAM\":[\"acs:ram::6543210987654321:*\"]}", "\"kms:Decrypt\"", "\"*\""), "RAM418"},
    {"a user of another account",
     OWN P("Allow", "{\"RAM\":[\"acs:ram::6543210987654321:user/a\"]}", "\"kms:Decrypt\"", "\"*\""), "RAM418"},
    {"everybody", OWN P("Allow", "{\"RAM\":[\"*\"]}", "\"kms:Decrypt\"", "\"*\""), "DOC010"},
    {"a UID", OWN P("Allow", "{\"RAM\":[\"1234567890123456\"]}", "\"kms:Decrypt\"", "\"*\""), "DOC010"},
    {"one key by its ARN",
     OWN P("Allow", "{\"RAM\":[\"acs:ram::1234567890123456:user/a\"]}", "\"kms:Decrypt\"", "\"acs:kms:*:*:key/k\""), "DOC029"},
    {"a user", OWN P("Allow", "{\"RAM\":[\"acs:ram::1234567890123456:user/a\"]}", "\"kms:Decrypt\"", "\"*\""), ""},
};

static const struct mistake project[] = {
    {"a wildcard that is none",
     PC("Deny", USER, "\"log:PostLogStoreLogs\"", "\"acs:log:*:*:project/p/*\"",
        "{\"StringNotEquals\":{\"acs:SourceVpc\":\"vpc-*\"}}"), "RAM308"},
    {"another project",
     P("Deny", USER, "\"log:PostLogStoreLogs\"", "[\"acs:log:*:*:project/p/*\",\"acs:log:*:*:project/q/*\"]"), "RAM236"},
};
#undef B
#undef O

enum { DOCUMENT = 4096, CODES = 512 };

/* Errors and warnings; or, when there are none, the notes of the families that are not about style. */
static void write_codes(const struct rampart_diags *findings, enum rampart_severity severity, char *codes)
{
    size_t used = 0;
    codes[0] = '\0';
    for (size_t i = 0; i < rampart_diags_count(findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(findings, i);
        if (diag->severity != severity && !(severity == RAMPART_WARNING && diag->severity == RAMPART_ERROR)) continue;
        used += (size_t)snprintf(codes + used, CODES - used, "%s%s", used > 0 ? " " : "", diag->code);
    }
}

static unsigned check(const struct rampart_linter *linter, enum rampart_policy_kind kind, const struct mistake *mistake,
                      struct rampart_diags *findings)
{
    char text[DOCUMENT], codes[CODES];
    snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[%s]}", mistake->statement);
    const struct rampart_document document = {.text = rampart_str(text), .file = rampart_str("p.json"), .kind = kind};
    rampart_diags_clear(findings);
    assert_int_equal(rampart_lint_document(linter, &document, findings), RAMPART_OK);
    write_codes(findings, RAMPART_WARNING, codes);
    if (codes[0] == '\0') write_codes(findings, RAMPART_NOTE, codes);
    if (strcmp(codes, mistake->expected) == 0) return 0;
    print_error("%s: \"%s\", not \"%s\"\n  %s\n", mistake->what, codes, mistake->expected, mistake->statement);
    return 1;
}

static void assert_mistakes(enum rampart_policy_kind kind, const struct mistake *mistakes, size_t count)
{
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings = NULL;
    unsigned wrong = 0;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &findings), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("style"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    for (size_t i = 0; i < count; i++) wrong += check(linter, kind, &mistakes[i], findings);
    rampart_diags_free(findings);
    rampart_linter_free(linter);
    assert_int_equal(wrong, 0);
}

static void of_identity_policies(void **state)
{
    (void)state;
    assert_mistakes(RAMPART_POLICY_IDENTITY, identity, sizeof identity / sizeof *identity);
}

static void of_trust_policies(void **state)
{
    (void)state;
    assert_mistakes(RAMPART_POLICY_TRUST, trust, sizeof trust / sizeof *trust);
}

static void of_control_policies(void **state)
{
    (void)state;
    assert_mistakes(RAMPART_POLICY_CONTROL, control, sizeof control / sizeof *control);
}

static void of_resources_policies(void **state)
{
    (void)state;
    assert_mistakes(RAMPART_POLICY_BUCKET, bucket, sizeof bucket / sizeof *bucket);
    assert_mistakes(RAMPART_POLICY_ACCESS_POINT, access_point, sizeof access_point / sizeof *access_point);
    assert_mistakes(RAMPART_POLICY_KEY, key, sizeof key / sizeof *key);
    assert_mistakes(RAMPART_POLICY_PROJECT, project, sizeof project / sizeof *project);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_identity_policies),
        cmocka_unit_test(of_trust_policies),
        cmocka_unit_test(of_control_policies),
        cmocka_unit_test(of_resources_policies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
