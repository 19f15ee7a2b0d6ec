/* SPDX-License-Identifier: Apache-2.0 */
/* What an account file must hold: each error's code, place, message and help; and what a good one becomes. */
#include <rampart/account.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "account/account.h"
#include "base/str.h"
#include "support/diag_lines.h"

#define HEAD "rampart: 1\naccount: '1'\n"
#define ALLOW "{Version: '1', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}"

struct row {
    const char *text;
    enum rampart_status status;
    const char *diagnostics;
};

static const struct row rows[] = {
    {HEAD, RAMPART_OK, ""},
    {"{\"rampart\": 1, \"account\": 1234567890123456}", RAMPART_OK, ""},
    {"rampart: 1\naccount: 1234567890123456\n", RAMPART_OK, ""},
    {"[]", RAMPART_INVALID_INPUT,
     "ACC001 1:1 an account file must be a map that begins with rampart: 1, not a list"},
    {"", RAMPART_INVALID_INPUT, "SYN027 1:1 the document is empty"},
    {"{}", RAMPART_INVALID_INPUT,
     "ACC002 1:1 the account file has no member rampart | begin it with rampart: 1, the version of the "
     "format\n"
     "ACC002 1:1 the account file has no member account | add account: \"…\", the account's id"},
    {"rampart: 2\naccount: 12a\n", RAMPART_INVALID_INPUT,
     "ACC004 1:10 rampart must be 1, not 2 | there is one version of the account file: write 1\n"
     "ACC005 2:10 the account ID must be up to 20 digits, not \"12a\" | write the number of the account, such as "
     "\"1234567890123456\""},
    {"rampart: '1'\naccount: []\n", RAMPART_INVALID_INPUT,
     "ACC001 1:10 rampart must be the number 1, not a string\n"
     "ACC001 2:10 account must be the account's id, not a list"},
    {HEAD "user: {}\nzzz: 1\n", RAMPART_INVALID_INPUT,
     "ACC003 3:1 an account file has no member \"user\" | did you mean \"users\"?\n"
     "ACC003 4:1 an account file has no member \"zzz\" | it has rampart, account, policies, users, groups, "
     "roles, resourceGroups, systemPolicies, resourceDirectory, incomplete, assumeAbsent, resourcePolicies, "
     "endpointPolicies, accessKeyPolicies, instanceRolePolicies and blockPublicAccess"},
    {HEAD "users:\ngroups: []\n", RAMPART_INVALID_INPUT,
     "ACC001 3:7 users must be a map from names to users, not null | write {} for nothing\n"
     "ACC001 4:9 groups must be a map from names to groups, not a list"},
    {HEAD "users: {alice: [], bob: {group: [], x: 1}}\n", RAMPART_INVALID_INPUT,
     "ACC001 3:16 alice must be a map with groups and policies, not a list\n"
     "ACC003 3:26 a user has no member \"group\" | did you mean \"groups\"?\n"
     "ACC003 3:37 a user has no member \"x\" | a user has groups, policies and uid"},
    {HEAD "users: {'a/b': {}, '': {}}\nroles: {'acs:ram::1:role/r': {}}\n", RAMPART_INVALID_INPUT,
     "ACC006 3:9 \"a/b\" cannot be the name of a user: it contains \"/\" | write the plain name, not an ARN "
     "or "
     "a path\n"
     "ACC006 3:20 the name of a user is empty\n"
     "ACC006 4:9 \"acs:ram::1:role/r\" cannot be the name of a role: it contains \":\" | write the plain "
     "name, "
     "not an ARN or a path"},
    {HEAD "users: {a: {}, a: {}}\n", RAMPART_INVALID_INPUT,
     "SYN013 3:16 duplicate key a; the first one is at line 3, column 9 | keep one of the two; "
     "readers disagree on which one counts"},
    /* policies and what names them */
    {HEAD "policies: {CancelRefresh: " ALLOW "}\nusers: {a: {policies: [CancelRefesh, Other]}}\n",
     RAMPART_INVALID_INPUT,
     "ACC007 4:24 the account has no policy \"CancelRefesh\" | did you mean \"CancelRefresh\"?\n"
     "ACC007 4:38 the account has no policy \"Other\" | define it under policies, or under systemPolicies if "
     "it is "
     "the cloud's"},
    {HEAD "resourceGroups: {g: ['*']}\npolicies: {P: " ALLOW ", Q: " ALLOW "}\n"
          "users:\n"
          "  a: {policies: [P, Q, {name: P, resourceGroup: g}, {name: P, type: Custom}, {name: P, "
          "resourceGroup: g}]}\n"
          "  b: {policies: [P, AliyunECSFullAccess]}\n"
          "groups: {g: {policies: [AliyunECSFullAccess, {name: AliyunECSFullAccess, type: System}]}}\n",
     RAMPART_OK,
     "ACC014 6:53 \"P\" is granted twice, first at line 6, column 18 | keep one of the two\n"
     "ACC014 6:78 \"P\" is granted twice, first at line 6, column 24 | keep one of the two\n"
     "ACC014 8:46 \"AliyunECSFullAccess\" is granted twice, first at line 8, column 25 | keep one of the "
     "two"},
    {HEAD "policies: {AliyunStaff: " ALLOW ", AdministratorAccesses: " ALLOW
          "}\nusers: {a: {policies: [AdministratorAcess, AdministratorAccesse, AliyunStaf]}}\n",
     RAMPART_INVALID_INPUT,
     "ACC007 4:24 the account has no policy \"AdministratorAcess\" | define it under policies, or under "
     "systemPolicies if it is the cloud's\n"
     "ACC007 4:44 the account has no policy \"AdministratorAccesse\" | did you mean "
     "\"AdministratorAccesses\"?\n"
     "ACC008 4:66 the system policy \"AliyunStaf\" is not built in | give its document under "
     "systemPolicies, or write \"AliyunStaff\" if that is meant"},
    {HEAD "users: {a: {policies: [AliyunEXSFullAccess, AliyunOSSFulAccess, AliyunECSFulAccess, AliyunFooBar]}}\n",
     RAMPART_OK,
     "ACC008 3:24 the system policy \"AliyunEXSFullAccess\" is not built in | give its document under "
     "systemPolicies\n"
     "ACC008 3:45 the system policy \"AliyunOSSFulAccess\" is not built in | give its document under "
     "systemPolicies\n"
     "ACC008 3:65 the system policy \"AliyunECSFulAccess\" is not built in | give its document under "
     "systemPolicies, or write \"AliyunECSFullAccess\" if that is meant\n"
     "ACC008 3:85 the system policy \"AliyunFooBar\" is not built in | give its document under "
     "systemPolicies"},
    {HEAD "policies: {P: " ALLOW
          "}\nusers: {a: {policies: [{name: P, type: System}, {name: P, type: custom}]}}\n",
     RAMPART_INVALID_INPUT,
     "ACC008 4:31 the system policy \"P\" is not built in | it is a custom policy: write type: Custom\n"
     "ACC011 4:65 type must be Custom or System, not \"custom\" | write System for a policy of the cloud's "
     "own, Custom for one of yours"},
    {HEAD "users: {a: {policies: [{name: AliyunECSFullAccess, type: Custom}]}}\n", RAMPART_INVALID_INPUT,
     "ACC007 3:31 the account has no custom policy \"AliyunECSFullAccess\" | it is a system policy: write "
     "type: "
     "System"},
    {HEAD "users: {a: {policies: [{nme: P}, {type: System}, 3, [P]]}}\n", RAMPART_INVALID_INPUT,
     "ACC003 3:25 a grant has no member \"nme\" | did you mean \"name\"?\n"
     "ACC007 3:30 the account has no policy \"P\" | define it under policies, or under systemPolicies if it "
     "is the "
     "cloud's\n"
     "ACC002 3:34 the policy has no name | add name: …, the name of a policy\n"
     "ACC001 3:50 a policy must be a name or a map with a name, not a number\n"
     "ACC001 3:53 a policy must be a name or a map with a name, not a list"},
    {HEAD "users: {a: {policies: P, groups: g}}\n", RAMPART_INVALID_INPUT,
     "ACC001 3:23 policies must be a list of policies, not a string | write [\"P\"]\n"
     "ACC001 3:34 groups must be a list of groups, not a string | write [\"g\"]"},
    {HEAD "policies: [P]\nusers: {a: {policies: [P]}}\n", RAMPART_INVALID_INPUT,
     "ACC001 3:11 policies must be a map from names to documents, not a list"},
    {HEAD "policies: {P: 3, Q: '', R: '{\"Version\": 1}'}\n", RAMPART_INVALID_INPUT,
     "ACC001 3:15 P must be the path of a document or the document itself, not a number\n"
     "ACC001 3:21 this is not the path of a document | write a path, or the document itself as a map and not "
     "as a string\n"
     "ACC001 3:28 this is not the path of a document | write a path, or the document itself as a map and not "
     "as a string"},
    /* groups and resource groups */
    {HEAD "users: {a: {groups: [deployer, x, 1]}}\ngroups: {deployers: {users: []}}\n", RAMPART_INVALID_INPUT,
     "ACC009 3:22 the account has no group \"deployer\" | did you mean \"deployers\"?\n"
     "ACC009 3:32 the account has no group \"x\" | define it under groups\n"
     "ACC001 3:35 a group must be a name, not a number\n"
     "ACC003 4:22 a group has no member \"users\" | a group has policies; list its members at each user, "
     "under groups"},
    {HEAD "users: {a: {policies: [{name: FullAliyunAccess, resourceGroup: rg-prd}]}}\n"
          "resourceGroups: {rg-prod: ['*', 1], rg: '*'}\n",
     RAMPART_INVALID_INPUT,
     "ACC010 3:64 the account has no resource group \"rg-prd\" | did you mean \"rg-prod\"?\n"
     "ACC001 4:33 a resource must be an ARN pattern, not a number\n"
     "ACC001 4:41 rg must be a list of ARN patterns, not a string | write [\"*\"]"},
    {HEAD "groups: 1\nresourceGroups: 1\n"
          "users: {a: {groups: [g], policies: [{name: FullAliyunAccess, resourceGroup: g}]}}\n",
     RAMPART_INVALID_INPUT,
     "ACC001 3:9 groups must be a map from names to groups, not a number\n"
     "ACC001 4:17 resourceGroups must be a map from names to lists of ARN patterns, not a number"},
    /* roles */
    {HEAD "roles: {r: {serviceLinked: 'yes', trust: 1}, s: {trust: " ALLOW "}}\n", RAMPART_INVALID_INPUT,
     "ACC001 3:28 serviceLinked must be true or false, not a string\n"
     "ACC001 3:42 trust must be the path of a document or the document itself, not a number\n"
     "ACC023 3:50 the trust policy of role \"s\" is not understood, so it is not used | fix it: until then "
     "it is not known who may assume the role\n"
     "DOC002 3:84 the statement of a trust policy has no Principal | add \"Principal\": {\"RAM\": "
     "\"acs:ram::<account>:root\"}, or Service, or Federated\n"
     "DOC005 3:113 Resource is not allowed in this document | a trust policy applies to its own role: remove "
     "it"},
    /* words that some readers of YAML take for true or false are names like others, but no values of a policy */
    {HEAD "users: {y: {groups: [on]}, No: {}}\ngroups: {on: {}}\n", RAMPART_OK, ""},
    {HEAD "policies:\n  off: {Version: '1', Statement: [{Effect: Allow, Action: 'a:B', Resource: off}]}\n",
     RAMPART_OK,
     "ACC023 4:3 the policy \"off\" is not understood, so it is not used | fix it: until then decisions "
     "about its holders may be conditional\n"
     "SYN025 4:76 off without quotes is true or false to some readers of YAML and a string to others | put "
     "it "
     "in quotes: \"off\""},
    {HEAD "policies:\n  P: {Version: '1', Statement: [{Effect: Deny, Action: 'a:B', Resource: '*', "
          "?Condition: {}}]}\n",
     RAMPART_OK,
     "ACC023 4:3 the policy \"P\" is not understood, so it is not used | fix it: until then decisions about "
     "its holders may be conditional\n"
     "SYN026 4:78 a \"?\" before a key belongs to the key for some readers of YAML and not for others | "
     "remove "
     "it, or put the key in quotes: \"?Condition\""},
    /* settings of resources, endpoints, AccessKeys */
    {HEAD "blockPublicAccess: true\n"
          "resourcePolicies: {oss:b: {policy: none, acl: public-read, objectAcl: {'a/*': private, b: default},\n"
          "    blockPublicAccess: false, accessPoints: {ap: {policy: none, networkOrigin: vpc-1}}},\n"
          "  ots:i: {networkAcl: [VPC, TRUST_PROXY]}}\n"
          "endpointPolicies: {ep-1: {vpc: vpc-1, service: oss, policy: none}}\n"
          "accessKeyPolicies: {account: {Version: 1, Status: Active, Statements: [{Type: ClassicWhiteList, "
          "IPList: [203.0.113.0/24]}]}, LTAI1: none}\n",
     RAMPART_OK, ""},
    {HEAD "blockPublicAccess: yes please\n"
          "resourcePolicies: {oss:b: {acl: open, objectAcl: {'a*b': private, c: open}, networkAcl: [VPC],\n"
          "    accessPoints: {'a/b': {}, ap: {networkOrigin: net-1, acl: private}}}, log:p: {acl: private},\n"
          "  ots:i: {networkAcl: [VPC, LAN]}, ots:k: {networkAcl: VPC}}\n",
     RAMPART_INVALID_INPUT,
     "ACC001 3:20 blockPublicAccess must be true or false, not a string\n"
     "DOC032 4:33 BucketAcl cannot be \"open\" | an ACL is private, public-read or public-read-write\n"
     "ACC006 4:51 this names no objects: \"a*b\" | write the object's key, or the beginning of keys and one * at the "
     "end\n"
     "DOC032 4:70 ObjectAcl cannot be \"open\" | an ACL is private, public-read, public-read-write, or of an object "
     "default\n"
     "ACC003 4:77 a bucket has no member \"networkAcl\" | a bucket has policy, acl, objectAcl, blockPublicAccess and "
     "accessPoints\n"
     "ACC006 5:20 this is no name: \"a/b\" | write the access point's name, such as ap-01\n"
     "DOC032 5:51 AccessPointNetworkOrigin cannot be \"net-1\" | write internet, or the VPC that an access point takes "
     "calls from: vpc-…\n"
     "ACC003 5:58 an access point has no member \"acl\" | an access point has policy, networkOrigin and "
     "blockPublicAccess\n"
     "ACC003 5:83 a project has no member \"acl\" | a project has policy: a document, or none\n"
     "DOC032 6:23 NetworkAcl cannot be \"LAN\" | the networks are INTERNET, VPC and CLASSIC, and TRUST_PROXY is the "
     "console's proxy\n"
     "ACC001 6:56 networkAcl must be a list of networks, not a string | write [\"VPC\"]"},
    {HEAD "endpointPolicies: {ep-1: {vpc: vpc-1}, ep-2: {vpc: vpc-1, service: ecs}, 'a*': {}}\n"
          "accessKeyPolicies: {'a:b': none}\n",
     RAMPART_INVALID_INPUT,
     "ACC002 3:20 the endpoint has no service\n"
     "ACC006 3:68 endpoints of this service have no policy of their own: \"ecs\" | those of oss and aiworkspace have\n"
     "ACC006 3:74 this is no name: \"a*\" | write the endpoint's id, such as ep-1\n"
     "ACC006 4:21 this is no name: \"a:b\" | write account, or the id of an AccessKey"},
    {HEAD "accessKeyPolicies:\n"
          "  K1: {Version: '1', Status: Of, Statements: [{Type: WhiteList, IPList: []}, {IPList: [203.0.113]},\n"
          "    {Type: VPCWhiteList, IPList: []}, {Type: VPCWhiteList, Value: net, IPList: []},\n"
          "    {Type: ClassicWhiteList, Value: vpc-1, IPList: [a]}, 1]}\n"
          "  K2: {Version: 2, Statement: []}\n",
     RAMPART_OK,
     "ACC023 4:3 the policy \"accesskey/K1\" is not understood, so it is not used | fix it: until then decisions about "
     "its holders may be conditional\n"
     "DOC026 4:17 Version must be a number; it is read as 1 | write 1\n"
     "DOC032 4:30 Status must be Active or Inactive, not \"Of\"\n"
     "DOC032 4:54 unknown Type \"WhiteList\" | write ClassicWhiteList or VPCWhiteList\n"
     "DOC002 4:78 Type is missing\n"
     "DOC002 5:5 there is no Value, the VPC or AllowAllVPC\n"
     "DOC032 5:67 this is no VPC: \"net\" | write its id, vpc-…, or AllowAllVPC\n"
     "DOC005 6:30 a ClassicWhiteList has no Value\n"
     "DOC032 6:53 this is no address: \"a\" | write \"203.0.113.9\", or a block such as \"203.0.113.0/24\"\n"
     "DOC001 6:58 expected a map with Type and IPList, not a number\n"
     "ACC023 7:3 the policy \"accesskey/K2\" is not understood, so it is not used | fix it: until then decisions about "
     "its holders may be conditional\n"
     "DOC002 7:7 Status is missing\n"
     "DOC002 7:7 Statements is missing\n"
     "DOC006 7:17 Version must be 1, not 2\n"
     "DOC004 7:20 unknown element \"Statement\" | did you mean \"Statements\"?"},
    /* what instances limit their roles to */
    {HEAD "roles: {app: {}}\n"
          "instanceRolePolicies: {'i-*': {role: app, policy: none}, i-1: {role: ap}, i-2: {role: [app]},\n"
          "  i-3: {role: app, polic: none}, i-4: 1, i-5: {role: app, policy: {Version: '1'}}}\n",
     RAMPART_INVALID_INPUT,
     "ACC006 4:24 this is no name: \"i-*\" | write the instance's id, such as i-0a1b\n"
     "ACC006 4:70 there is no role \"ap\" | write the name of a role of the account\n"
     "ACC001 4:87 role must be a role's name, not a list\n"
     "ACC003 5:20 an instance has no member \"polic\" | did you mean \"policy\"?\n"
     "ACC001 5:39 i-4 must be a map with role and policy, not a number\n"
     "ACC023 5:59 the policy \"instance/i-5\" is not understood, so it is not used | fix it: until then decisions "
     "about its holders may be conditional\n"
     "DOC002 5:67 the document has no Statement | add \"Statement\": [{\"Effect\": …, \"Action\": …, \"Resource\": …}]"},
    {HEAD "incomplete: [{what: roles}]\ninstanceRolePolicies: {i-1: {role: unseen}, i-2: {}}\n", RAMPART_OK, ""},
    /* the resource directory */
    {HEAD "resourceDirectory: {member: 1, controlPolicies: [[], FullAliyunAccess, [{name: FullAliyunAccess, "
          "effectScope: all}, {name: X, resourceGroup: y}]]}\n",
     RAMPART_INVALID_INPUT,
     "ACC001 3:29 member must be true or false, not a number\n"
     "ACC013 3:50 a level without control policies denies everything | write [FullAliyunAccess], which the "
     "cloud attaches by itself, or remove the level\n"
     "ACC001 3:54 a level must be a list of control policies, not a string | write [\"FullAliyunAccess\"]\n"
     "ACC012 3:111 effectScope must be RAM or All, not \"all\" | write RAM to bind users and roles, All to "
     "bind the account's owner as well\n"
     "ACC007 3:124 the account has no policy \"X\" | define it under policies, or under systemPolicies if it "
     "is the "
     "cloud's\n"
     "ACC003 3:127 a control policy has no member \"resourceGroup\" | a control policy is attached by its "
     "name, with type and effectScope if need be"},
    {HEAD "resourceDirectory: {controlPolicies: [[]]}\n", RAMPART_OK,
     "ACC013 3:39 a level without control policies denies everything | write [FullAliyunAccess], which the "
     "cloud attaches by itself, or remove the level"},
    /* a document in the file keeps its places there */
    {HEAD "policies:\n  P:\n    Version: '1'\n    Statement:\n      - Effect: allow\n        Action: 'a:B'\n",
     RAMPART_OK,
     "ACC023 4:3 the policy \"P\" is not understood, so it is not used | fix it: until then decisions about "
     "its holders may be conditional\n"
     "DOC002 7:9 the statement has no Resource | add \"Resource\": …, or \"NotResource\" for everything "
     "else; \"*\" means all\n"
     "DOC007 7:17 Effect must be \"Allow\" or \"Deny\", not \"allow\" | write \"Allow\""},
    {"{\"rampart\": 1, \"account\": \"1\",\n \"policies\": {\"P\": {\"Version\": \"1\", \"Statement\": "
     "[{\"Efect\": \"Allow\"}]},}}",
     RAMPART_INVALID_INPUT,
     "ACC023 2:15 the policy \"P\" is not understood, so it is not used | fix it: until then decisions about "
     "its holders may be conditional\n"
     "DOC002 2:51 the statement has no Action | add \"Action\": …, or \"NotAction\" for everything else; "
     "\"*\" means all\n"
     "DOC002 2:51 the statement has no Resource | add \"Resource\": …, or \"NotResource\" for everything "
     "else; \"*\" means all\n"
     "DOC004 2:52 unknown element \"Efect\" | did you mean \"Effect\"?\n"
     "SYN010 2:71 a comma with nothing after it | remove the comma; JSON has none after the last value"},
    /* a file that is not there, named twice */
    {HEAD "policies:\n  P: missing/p.json\n  Q: missing/p.json\n", RAMPART_IO,
     "IO001 0:0 cannot read the file: No such file or directory | it is named at folder/account:4:6"},
};

static const char *lines_of(const char *text, enum rampart_status *ret_status, char *buffer, size_t size)
{
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    *ret_status = rampart_account_read(NULL, rampart_str(text), RP_STR("folder/account"), diags, &account);
    assert_int_equal(account != NULL, *ret_status == RAMPART_OK);
    diag_lines(diags, buffer, size);
    rampart_account_free(account);
    rampart_diags_free(diags);
    return buffer;
}

static void every_error_has_its_place_and_help(void **state)
{
    (void)state;
    char buffer[4096];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum rampart_status status = RAMPART_OK;
        const char *lines = lines_of(rows[i].text, &status, buffer, sizeof buffer);
        if (strcmp(lines, rows[i].diagnostics) != 0 || status != rows[i].status)
            fail_msg("%s\nstatus %s\n%s\ninstead of\n%s", rows[i].text, rampart_status_name(status), lines,
                     rows[i].diagnostics);
    }
}

/* ---- what a good one becomes ---- */

struct reading {
    struct rampart_diags *diags;
    struct rampart_account *account;
};

static void check(const struct reading *reading, enum rampart_status status)
{
    char lines[2048];
    if (status != RAMPART_OK || rampart_diags_count(reading->diags) > 0)
        fail_msg("%s: %s", rampart_status_name(status), diag_lines(reading->diags, lines, sizeof lines));
}

static struct reading read_good(const char *text)
{
    struct reading reading = {NULL, NULL};
    assert_int_equal(rampart_diags_new(NULL, &reading.diags), RAMPART_OK);
    check(&reading,
          rampart_account_read(NULL, rampart_str(text), RP_STR("a.txt"), reading.diags, &reading.account));
    return reading;
}

static void end(struct reading reading)
{
    rampart_account_free(reading.account);
    rampart_diags_free(reading.diags);
}

static void assert_str(struct rampart_str actual, const char *expected)
{
    if (!rp_str_equal(actual, rampart_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", RP_ARG(actual), expected);
}

static void assert_grant(const struct rp_grants *grants, size_t i, const char *policy, bool system,
                         const char *group)
{
    assert_true(i < grants->count);
    assert_str(grants->items[i].policy->name, policy);
    assert_int_equal(grants->items[i].policy->system, system);
    assert_true(grants->items[i].policy->policy->statement_count > 0);
    assert_str(rampart_policy_name(grants->items[i].policy->policy), policy);
    if (group == NULL)
        assert_null(rp_grant_group(&grants->items[i]));
    else
        assert_str(rp_grant_group(&grants->items[i])->name, group);
}

static void check_principals(const struct rampart_account *account)
{
    const struct rp_user *alice = rp_account_user(account, RP_STR("alice"));
    const struct rp_user *bob = rp_account_user(account, RP_STR("bob"));
    const struct rp_role *ci = rp_account_role(account, RP_STR("ci"));
    const struct rp_role *linked = rp_account_role(account, RP_STR("aliyunserviceroleforautoscaling"));
    assert_true(alice != NULL && bob != NULL && ci != NULL && linked != NULL);
    assert_int_equal(alice->held->group_count, 1);
    assert_int_equal(alice->held->grants.count, 0);
    assert_str(alice->held->groups[0]->name, "deployers");
    assert_int_equal(alice->held->groups[0]->grants.count, 2);
    assert_grant(&alice->held->groups[0]->grants, 0, "CancelRefresh", false, NULL);
    assert_grant(&alice->held->groups[0]->grants, 1, "AliyunESSReadOnlyAccess", true, NULL);
    assert_int_equal(bob->held->grants.count, 2);
    assert_grant(&bob->held->grants, 0, "CancelRefresh", false, "rg-staging");
    assert_str(rp_grant_group(&bob->held->grants.items[0])->patterns.items[0],
               "acs:ess:*:*:scalinggroup/asg-staging-*");
    assert_grant(&bob->held->grants, 1, "AliyunESSReadOnlyAccess", true, NULL);
    assert_false(ci->service_linked);
    assert_int_equal(rampart_policy_kind(ci->trust), RAMPART_POLICY_TRUST);
    assert_str(rampart_policy_name(ci->trust), "ci");
    assert_str(rampart_policy_file(ci->trust), "examples/account/policies/ci-trust.json");
    assert_true(linked->service_linked && linked->trust == NULL);
    assert_null(rp_account_user(account, RP_STR("alic")));
    assert_null(rp_account_user(account, RP_STR("Alice")));
    assert_null(rp_account_role(account, RP_STR("zz")));
}

static void check_levels(const struct rampart_account *account)
{
    assert_true(account->member);
    assert_int_equal(account->level_count, 2);
    const struct rp_control_level *own = &account->levels[0], *root = &account->levels[1];
    assert_int_equal(own->count, 3);
    assert_str(own->items[0].policy->name, "FullAliyunAccess");
    assert_str(own->items[2].policy->name, "NightFreeze");
    assert_int_equal(own->items[1].scope, RAMPART_SCOPE_RAM);
    assert_int_equal(own->items[2].scope, RAMPART_SCOPE_ALL);
    assert_int_equal(root->count, 1);
    assert_ptr_equal(root->items[0].policy, own->items[0].policy);
    const struct rampart_policy *freeze = own->items[2].policy->policy;
    assert_str(rampart_policy_file(freeze), "examples/account/account.yaml");
    struct rp_position place = rp_source_position(freeze->source, freeze->statements[0].span.start);
    assert_int_equal(place.line, 11);
    assert_int_equal(place.column, 9);
}

static void the_example_reads(void **state)
{
    (void)state;
    struct reading reading = {NULL, NULL};
    assert_int_equal(rampart_diags_new(NULL, &reading.diags), RAMPART_OK);
    check(&reading,
          rampart_account_read_file(NULL, "examples/account/account.yaml", reading.diags, &reading.account));
    assert_str(rampart_account_id(reading.account), "1234567890123456");
    static const char *const names[] = {"AssumeCi",        "CancelRefresh",           "NightFreeze",
                                        "OfficeOnly",      "AliyunESSReadOnlyAccess", "AliyunECSFullAccess",
                                        "FullAliyunAccess"};
    assert_int_equal(reading.account->policy_count, 7);
    for (size_t i = 0; i < 7; i++) assert_str(reading.account->policies[i].name, names[i]);
    check_principals(reading.account);
    check_levels(reading.account);
    end(reading);
}

static void a_name_means_the_custom_policy_first(void **state)
{
    (void)state;
    struct reading reading = read_good(
        HEAD "policies: {FullAliyunAccess: " ALLOW ", Both: " ALLOW "}\n"
             "systemPolicies: {Both: " ALLOW ", AliyunECSFullAccess: " ALLOW "}\n"
             "resourceGroups: {g: ['*']}\n"
             "users: {a: {policies: [FullAliyunAccess, {name: FullAliyunAccess, type: System}, Both,"
             " {name: Both, type: System}, {name: Both, type: Custom, resourceGroup: g},"
             " AliyunECSFullAccess]}}\n");
    const struct rp_grants *grants = &rp_account_user(reading.account, RP_STR("a"))->held->grants;
    assert_grant(grants, 0, "FullAliyunAccess", false, NULL);
    assert_grant(grants, 1, "FullAliyunAccess", true, NULL);
    assert_grant(grants, 2, "Both", false, NULL);
    assert_grant(grants, 3, "Both", true, NULL);
    assert_grant(grants, 4, "Both", false, "g");
    assert_grant(grants, 5, "AliyunECSFullAccess", true, NULL);
    /* The file's own document stands before the built-in one. */
    assert_str(rampart_policy_file(grants->items[5].policy->policy), "a.txt");
    assert_str(rampart_policy_file(grants->items[1].policy->policy), "<built-in>/FullAliyunAccess.json");
    end(reading);
}

static void a_file_that_is_named_twice_is_read_once(void **state)
{
    (void)state;
    struct reading reading = read_good("rampart: 1\naccount: '1'\npolicies:\n"
                                       "  P: examples/account/policies/cancel-refresh.json\n"
                                       "  Q: examples/account/policies/cancel-refresh.json\n");
    const struct rampart_policy *p = reading.account->policies[0].policy;
    const struct rampart_policy *q = reading.account->policies[1].policy;
    assert_ptr_equal(p->statements, q->statements);
    assert_str(rampart_policy_name(p), "P");
    assert_str(rampart_policy_name(q), "Q");
    end(reading);
}

static void unescaped_texts_outlive_the_tree(void **state)
{
    (void)state;
    struct reading reading = read_good(
        "{\"rampart\":1,\"account\":\"\\u0031\",\"policies\":{\"\\u0050\":{\"Version\":\"1\",\"Statement\":["
        "{\"Sid\":\"\",\"Effect\":\"Deny\",\"Action\":\"ess:\\u002a\",\"Resource\":[\"*\"],\"Condition\":"
        "{\"StringEquals\":{\"\\u006b\":\"\\\"v\"}}}]}},\"users\":{\"\\u0061lice\":{\"policies\":[\"P\"]}},"
        "\"resourceGroups\":{\"\\u0072\":[\"\\u002a\"]},\"resourceDirectory\":{\"member\":false}}");
    const struct rampart_account *account = reading.account;
    assert_str(rampart_account_id(account), "1");
    const struct rp_grants *grants = &rp_account_user(account, RP_STR("alice"))->held->grants;
    assert_grant(grants, 0, "P", false, NULL);
    const struct rp_statement *statement = &grants->items[0].policy->policy->statements[0];
    assert_str(rp_value_text(&statement->action, 0), "ess:*");
    assert_str(statement->conditions[0].key.text, "k");
    assert_str(rp_value_text(&statement->conditions[0].values, 0), "\"v");
    assert_str(account->resource_groups[0].name, "r");
    assert_str(account->resource_groups[0].patterns.items[0], "*");
    assert_false(account->member);
    end(reading);
}

/* ---- files and limits ---- */

static enum rampart_status read_limited(struct rampart_limits limits, const char *text, char *lines,
                                        size_t size)
{
    struct rampart_options options = {.limits = limits};
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    assert_int_equal(rampart_diags_new(&options, &diags), RAMPART_OK);
    enum rampart_status status =
        rampart_account_read(&options, rampart_str(text), RP_STR("a.yaml"), diags, &account);
    diag_lines(diags, lines, size);
    rampart_account_free(account);
    rampart_diags_free(diags);
    return status;
}

static void documents_keep_their_limits(void **state)
{
    (void)state;
    static const char *const text =
        HEAD "users: {a: {}, b: {}, c: {}}\nresourceGroups: {g: ['1', '2', '3']}\n"
             "policies: {P: {Version: '1', Statement: {Effect: Allow, Action: [a, b, c], Resource: '*'}}}\n";
    char lines[1024];
    assert_int_equal(read_limited((struct rampart_limits){.list_values = 3}, text, lines, sizeof lines),
                     RAMPART_OK);
    assert_int_equal(read_limited((struct rampart_limits){.list_values = 2}, text, lines, sizeof lines),
                     RAMPART_OK);
    assert_string_equal(lines,
                        "ACC023 5:12 the policy \"P\" is not understood, so it is not used | fix it: until "
                        "then decisions about its holders may be conditional\n"
                        "DOC014 5:41 Statement must be a list; a single statement is read as a list of one\n"
                        "SYN019 5:65 more than 2 values in one list");
    assert_int_equal(read_limited((struct rampart_limits){.account_entries = 2}, text, lines, sizeof lines),
                     RAMPART_LIMIT);
    assert_int_equal(read_limited((struct rampart_limits){.account_bytes = 9}, text, lines, sizeof lines),
                     RAMPART_LIMIT);
    assert_string_equal(lines, "DOC019 0:0 the account file has 182 bytes; the limit is 9");
    assert_int_equal(read_limited((struct rampart_limits){.document_bytes = 9}, text, lines, sizeof lines),
                     RAMPART_OK);
    assert_string_equal(lines, "ACC023 5:12 the policy \"P\" is not understood, so it is not used | fix it: "
                               "until then decisions about its holders may be conditional\n"
                               "DOC019 5:15 the document has 76 bytes; the limit is 9");
}

static void what_cannot_be_read_is_said(void **state)
{
    (void)state;
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_account_read_file(NULL, "no/such.yaml", diags, &account), RAMPART_IO);
    assert_str(rampart_diags_at(diags, 0)->file, "no/such.yaml");
    rampart_diags_clear(diags);
    assert_int_equal(rampart_account_read(NULL, rampart_str(HEAD "policies: {P: -, Q: p.json}\n"),
                                          RP_STR("no/such/a.yaml"), diags, &account),
                     RAMPART_IO);
    assert_int_equal(rampart_diags_count(diags), 2);
    assert_str(rampart_diags_at(diags, 0)->file, "no/such/-");
    assert_str(rampart_diags_at(diags, 1)->file, "no/such/p.json");
    assert_str(rampart_diags_at(diags, 1)->help, "it is named at no/such/a.yaml:3:21");
    rampart_diags_free(diags);
    assert_null(account);
    assert_int_equal(rampart_account_read_file(NULL, "no/such.yaml", NULL, &account), RAMPART_IO);
    assert_int_equal(rampart_account_read_file(NULL, NULL, NULL, &account), RAMPART_MISUSE);
    assert_int_equal(rampart_account_read(NULL, RP_STR(""), RP_STR(""), NULL, NULL), RAMPART_MISUSE);
    rampart_account_free(NULL);
}

/* ---- the outline and the whole tree ---- */

#define STATEMENT(rest) "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", " rest "}]}"
#define CLEAN STATEMENT("\"Action\": \"a:b\\u0063\", \"Resource\": [\"*\"]")
#define WARNED STATEMENT("\"Action\": \"*\", \"NotResource\": \"x\"")
#define WRONG STATEMENT("\"Acton\": \"*\", \"Resource\": []")
#define ACCOUNT(policies, rest)                                                                          \
    "{\"rampart\": 1, \"account\": \"1\",\n\"users\": {\"u\": {\"policies\": [\"P\"]}},\n\"policies\": " \
    "{" policies "}" rest "}"

static enum rampart_status read_as(const char *file, const char *text, char *lines, size_t size,
                                   struct rampart_account **ret_account)
{
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status = rampart_account_read(NULL, rampart_str(text), rampart_str(file), diags, ret_account);
    diag_lines(diags, lines, size);
    rampart_diags_free(diags);
    return status;
}

static void both_say_the_same(void **state)
{
    static const char *const texts[] = {
        ACCOUNT("\"P\": " CLEAN, ""),
        ACCOUNT("\"P\": " WARNED ",\n\"Q\\u0041\": " CLEAN, ""),
        ACCOUNT("\"P\": " CLEAN ",\n\"Q\": " WRONG ", \"R\": " WARNED, ",\n\"groups\": {\"g\": {\"users\": []}}"),
        ACCOUNT("\"P\": " CLEAN, ",\n\"roles\": {\"r\": {\"trust\": " CLEAN ", \"policies\": [\"P\", \"P\", \"X\"]}}"),
        ACCOUNT("\"P\": []", ",\n\"resourceGroups\": {\"g\": [\"acs:*\", 1]}"),
        ACCOUNT("\"P\": " CLEAN, ",\n\"resourceDirectory\": {\"controlPolicies\": [[\"P\"], [], [\"X\"]]}"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char parts[4000], whole[4000];
        struct rampart_account *a = NULL, *b = NULL;
        enum rampart_status status = read_as("a.json", texts[i], parts, sizeof parts, &a);
        assert_int_equal(read_as("a.yaml", texts[i], whole, sizeof whole, &b), status);
        assert_string_equal(parts, whole);
        rampart_account_free(a);
        rampart_account_free(b);
    }
}

static void a_policy_keeps_its_name_and_texts(void **state)
{
    char lines[400];
    struct rampart_account *account = NULL;
    (void)state;
    assert_int_equal(read_as("a.json", ACCOUNT("\"\\u0050\": " CLEAN, ""), lines, sizeof lines, &account), RAMPART_OK);
    assert_string_equal(lines, "");
    const struct rampart_policy *policy = account->policies[0].policy;
    assert_true(rp_str_equal(policy->name, RP_STR("P")));
    assert_true(rp_str_equal(rp_value_text(&policy->statements[0].action, 0), RP_STR("a:bc")));
    assert_ptr_equal(account->users[0].held->grants.items[0].policy, &account->policies[0]);
    rampart_account_free(account);
}

static void a_mistake_of_syntax_hides_no_other(void **state)
{
    char lines[4000];
    struct rampart_account *account = NULL;
    (void)state;
    assert_int_equal(read_as("a.json", ACCOUNT("\"P\": " WRONG ", \"Q\": " WARNED, ",,\n\"groups\": {}"), lines,
                             sizeof lines, &account),
                     RAMPART_INVALID_INPUT);
    assert_non_null(strstr(lines, "unknown element \"Acton\""));
    assert_non_null(strstr(lines, "only one of the cloud's grammars has NotResource"));
    assert_non_null(strstr(lines, "a comma with nothing before it"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_has_its_place_and_help),
        cmocka_unit_test(the_example_reads),
        cmocka_unit_test(a_name_means_the_custom_policy_first),
        cmocka_unit_test(a_file_that_is_named_twice_is_read_once),
        cmocka_unit_test(unescaped_texts_outlive_the_tree),
        cmocka_unit_test(documents_keep_their_limits),
        cmocka_unit_test(what_cannot_be_read_is_said),
        cmocka_unit_test(both_say_the_same),
        cmocka_unit_test(a_policy_keeps_its_name_and_texts),
        cmocka_unit_test(a_mistake_of_syntax_hides_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
