/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts, and what the rules about an account as a whole find in them. */
#ifndef RP_TESTS_ACCOUNT_CASES_H
#define RP_TESTS_ACCOUNT_CASES_H

#define HEAD "rampart: 1\naccount: \"1\"\n"

/* A policy of three lines. */
#define POLICY(name, effect, action, resource)                                              \
    "  " name ":\n    Version: \"1\"\n    Statement: [{Effect: " effect ", Action: " action \
    ", Resource: " resource "}]\n"
#define POLICY_IF(name, effect, action, resource, condition)                                \
    "  " name ":\n    Version: \"1\"\n    Statement: [{Effect: " effect ", Action: " action \
    ", Resource: " resource ", Condition: " condition "}]\n"

/* A role with a trust policy of one statement; the principal stands in line 4 of it, and what it has in line 5. */
#define ROLE(name, principal, rest)                                                             \
    "  " name ":\n    trust:\n      Version: \"1\"\n      Statement: [{Effect: Allow, Action: " \
    "\"sts:AssumeRole\", Principal: " principal rest "}]\n"

#define READ "AliyunECSReadOnlyAccess"
#define GROUPS "resourceGroups: {rg: [\"acs:ess:*:*:scalinggroup/asg-1\"]}\n"

#define CONTROLS "resourceDirectory:\n  controlPolicies:\n"

static const char *const account_idle_deny =
    HEAD "policies:\n" POLICY("Refuse", "Deny", "\"ess:Cancel*\"", "\"*\"")
        POLICY("Grant", "Allow", "[\"ess:*\", \"ecs:*\"]", "[\"acs:ess:*\", \"*\"]") GROUPS
    "users:\n  alice: {policies: [{name: Refuse, resourceGroup: rg}, Grant]}\n";

static const struct {
    const char *text;
    const char *expected;
    const char *message, *help; /* of the first finding; NULL: not looked at */
} account_cases[] = {
    /* names */
    {HEAD "users: {a+b: {policies: [" READ "]}}\n", "RAM706 3:9",
     "the cloud refuses \"a+b\": the name of a user has letters, digits, periods, underscores and hyphens "
     "alone",
     "write another sign where \"+b\" begins"},
    {HEAD "users: {a_b-c.d: {policies: [" READ "]}}\n", "", NULL, NULL},
    {HEAD "roles: {a_b: {policies: [" READ "]}, c.d-e: {}, f_g: {serviceLinked: true}}\n", "RAM707 3:9", NULL,
     NULL},
    {HEAD "systemPolicies:\n" POLICY("a_b", "Allow", "\"a:GetX\"", "\"*\""), "", NULL, NULL},
    {HEAD "policies:\n" POLICY("1a", "Allow", "\"a:GetX\"", "\"*\"") "users: {a: {policies: [1a]}}\n", "",
     NULL, NULL},

    /* what nobody has */
    {HEAD "policies:\n" POLICY("A", "Allow", "\"a:GetX\"", "\"*\"") POLICY(
         "B", "Deny", "\"a:GetX\"", "\"*\"") "resourceDirectory: {controlPolicies: [[FullAliyunAccess, "
                                             "B]]}\n",
     "RAM709 4:3", "the policy \"A\" is attached to nobody",
     "delete it, or attach it to whom it is meant for"},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"a:GetX\"", "\"*\"") "systemPolicies:\n" POLICY(
         "A", "Allow", "\"a:GetX\"", "\"*\"") "users: {a: {policies: [{name: A, type: System}]}}\n",
     "RAM709 4:3", NULL, NULL},
    {HEAD "groups: {g: {policies: [" READ "]}, h: {}}\n", "RAM710 3:52", "the group \"h\" has no policies",
     "delete it, or give it policies"},
    {HEAD "groups: {g: {policies: [" READ "]}}\nusers: {a: {}}\n", "RAM710 3:10", NULL, NULL},
    {HEAD GROUPS, "RAM711 3:18", "nothing is granted on the resource group \"rg\"",
     "leave it out, or name it in resourceGroup of a grant"},

    /* what somebody has twice */
    {HEAD GROUPS "groups: {g: {policies: [" READ "]}}\nusers:\n  a: {groups: [g], policies: [" READ
                 "]}\n  b: {groups: [g], policies: [{name: " READ ", resourceGroup: rg}]}\n",
     "RAM712 6:31 RAM712 7:31", "the user has \"AliyunECSReadOnlyAccess\" from the group \"g\" already",
     "keep one of the two: removing this one does not take the policy away"},
    {HEAD GROUPS "groups: {g: {policies: [{name: " READ
                 ", resourceGroup: rg}]}}\nusers:\n  a: {groups: [g], policies: [" READ "]}\n",
     "", NULL, NULL},

    /* a Deny on a resource group */
    {HEAD "policies:\n" POLICY("Refuse", "Deny", "[\"ess:Cancel*\", \"a:B\"]", "\"*\"")
         POLICY("Grant", "Allow", "\"ess:*\"", "\"*\"") GROUPS
     "users: {alice: {policies: [{name: Refuse, resourceGroup: rg}, Grant]}}\n",
     "", NULL, NULL},
    {HEAD "policies:\n" POLICY("Refuse", "Deny", "\"ess:Cancel*\"", "\"*\"")
         POLICY("Grant", "Allow", "\"ess:*\"", "\"acs:ess:*:*:scalinggroup/*\"") GROUPS
     "users: {alice: {policies: [{name: Refuse, resourceGroup: rg}, Grant]}}\n",
     "", NULL, NULL},
    {HEAD "policies:\n" POLICY("Refuse", "Deny", "\"ess:Cancel*\"", "\"*\"")
         POLICY("Grant", "Allow", "\"ess:Cance??\"", "\"*\"") GROUPS
     "users: {alice: {policies: [{name: Refuse, resourceGroup: rg}, Grant]}}\n",
     "", NULL, NULL},
    {HEAD "policies:\n" POLICY("Refuse", "Deny", "\"ess:Cancel*\"", "\"*\"")
         POLICY_IF("Grant", "Allow", "\"ess:*\"", "\"*\"", "{Bool: {\"acs:MFAPresent\": \"true\"}}") GROUPS
     "users: {alice: {policies: [{name: Refuse, resourceGroup: rg}, Grant]}}\n",
     "", NULL, NULL},
    {HEAD "policies:\n" POLICY("Refuse", "Deny", "\"ess:Cancel*\"", "\"*\"") POLICY(
         "Grant", "Allow", "\"ess:*\"", "\"*\"") GROUPS "users: {alice: {policies: [Refuse, {name: Grant, "
                                                        "resourceGroup: rg}]}}\n",
     "", NULL, NULL},

    /* control policies */
    {HEAD "policies:\n" POLICY("A", "Allow", "\"sts:*\"", "\"*\"") "resourceDirectory:\n  controlPolicies:\n"
                                                                   "    - [{name: A, effectScope: All}, "
                                                                   "FullAliyunAccess]\n",
     "RAM721 9:37",
     "the Allow of \"FullAliyunAccess\" applies to the account's root too, beside \"A\" of scope All",
     "attach it with scope All if it is meant for root; else deny with scope All what root must not do"},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"sts:*\"", "\"*\"") POLICY("B", "Deny", "\"a:B\"", "\"*\"")
         CONTROLS "    - [A, {name: B, effectScope: All}]\n",
     "RAM721 12:8", NULL, NULL},
    {HEAD "policies:\n" POLICY("A", "Deny", "\"a:A\"", "\"*\"") POLICY("B", "Allow", "\"sts:*\"", "\"*\"")
         CONTROLS "    - [{name: A, effectScope: All}, {name: B, effectScope: All}, B]\n",
     "RAM721 12:66", NULL, NULL},
    {HEAD "policies:\n" POLICY("B", "Deny", "\"a:B\"", "\"*\"") CONTROLS
     "    - [FullAliyunAccess, {name: B, effectScope: All}]\n",
     "", NULL, NULL},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"sts:*\"", "\"*\"") POLICY("B", "Deny", "\"a:B\"", "\"*\"")
         CONTROLS "    - [A, B]\n    - [FullAliyunAccess, {name: B, effectScope: All}]\n",
     "", NULL, NULL},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"sts:*\"", "\"*\"") "resourceDirectory:\n  controlPolicies:\n"
                                                                   "    - [A, {name: FullAliyunAccess, "
                                                                   "effectScope: All}]\n",
     "RAM714 9:8",
     "the Allow of \"A\" has no effect: \"FullAliyunAccess\" of the same level allows everything",
     "detach \"FullAliyunAccess\" here to allow no more than the list, or deny the rest"},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"ess:*\"", "\"*\"") "resourceDirectory:\n  controlPolicies:\n"
                                                                   "    - [FullAliyunAccess]\n    - [A]\n",
     "RAM715 10:7",
     "no policy of this level allows sts:AssumeRole: nobody can switch to a role of the account",
     "add sts:AssumeRole to what is allowed"},
    {HEAD "policies:\n" POLICY("A", "Deny", "\"ess:*\"", "\"*\"") "resourceDirectory:\n  controlPolicies:\n"
                                                                  "    - [A]\n    - [FullAliyunAccess]\n",
     "RAM715 9:7", "no policy of this level allows anything: users and roles can do nothing at all",
     "attach FullAliyunAccess beside the policies that deny"},

    /* whom a role trusts */
    {HEAD "users: {carol: {}}\nroles:\n" ROLE("ci", "{RAM: \"acs:ram::1:user/carrol\"}", ""), "RAM716 8:78",
     "the account has no user \"carrol\": this principal matches nobody", "did you mean \"carol\"?"},
    {HEAD "users: {carol: {}}\nroles:\n" ROLE("ci", "{RAM: \"acs:ram::1:role/somebody\"}", ""), "RAM716 8:78",
     "the account has no role \"somebody\": this principal matches nobody",
     "leave it out, or define the role"},
    {HEAD "users: {Carol: {}}\nroles:\n" ROLE(
         "ci", "{RAM: [\"acs:ram::1:user/carol\", \"acs:ram::2:user/x\"]}", ""),
     "RAM723 5:3", NULL, NULL},
    {HEAD "roles:\n" ROLE("ci", "{RAM: \"acs:ram::1:user/carrol\"}", ""), "", NULL, NULL},

    /* administrators */
    {HEAD GROUPS "users: {a: {policies: [{name: AdministratorAccess, resourceGroup: rg}]}, b: {policies: "
                 "[AdministratorAccess]}}\n",
     "RAM717 4:89", "the user \"b\" is an administrator",
     "grant what is needed for the work, and keep this for emergencies"},
    {HEAD "roles:\n" ROLE("ci", "{RAM: \"*\"}", "") "    policies: [AliyunECSFullAccess]\n", "RAM718 4:3",
     "anybody of any account may assume the role \"ci\", and \"AliyunECSFullAccess\" lets it change things",
     "name the principals in the trust policy"},
    {HEAD "policies:\n" POLICY("R", "Allow", "[\"ecs:DescribeX\", \"ecs:ListY\"]",
                               "\"*\"") "roles:\n" ROLE("ci", "{RAM: \"*\"}", "") "    policies: [R]\n",
     "", NULL, NULL},
    {HEAD
     "roles:\n" ROLE("ci", "{RAM: \"*\"}",
                     ", Condition: {StringEquals: {\"sts:ExternalId\": \"x\"}}") "    policies: "
                                                                                 "[AliyunECSFullAccess]\n",
     "", NULL, NULL},

    {HEAD "policies:\n" POLICY("A", "Allow", "\"*:*\"", "\"acs:*:*:1:*\"") "users: {a: {policies: [A]}}\n", "RAM717 7:24", NULL, NULL},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"*\"", "\"acs:ecs:*:*:*\"") "users: {a: {policies: [A]}}\n", "", NULL, NULL},
    {HEAD "policies:\n" POLICY("R", "Allow", "\"oss:Put*\"", "\"*\"") "roles:\n" ROLE("ci", "{RAM: \"*\"}",
                                                                                    "") "    policies: [R]\n",
     "RAM718 8:3", NULL, NULL},

    /* policies together */
    {HEAD "policies:\n" POLICY("A", "Allow", "\"ram:PassRole\"", "\"acs:ram:*:*:role/*\"")
         POLICY("B", "Allow", "\"ecs:Run*\"", "\"acs:ecs:*:*:*\"") "users: {a: {policies: [A, B]}}\n",
     "RAM719 10:9", NULL, NULL},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"ram:PassRole\"", "\"*\"")
         POLICY("B", "Allow", "\"ecs:Run*\"", "\"*\"") "groups: {g: {policies: [A, B]}}\nusers: {a: {groups: "
                                                       "[g]}, b: {policies: [A]}}\n",
     "RAM719 10:10", NULL, NULL},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"ram:PassRole\"", "\"*\"") POLICY(
         "B", "Allow", "\"ecs:Run*\"", "\"*\"") POLICY("C", "Deny", "\"ram:*\"", "\"*\"") "users: {a: "
                                                                                          "{policies: "
                                                                                          "[A, B, C]}}\n",
     "", NULL, NULL},
    {HEAD "policies:\n" POLICY("A", "Allow", "[\"ram:PassRole\", \"ecs:Run*\"]", "\"*\"")
         POLICY("B", "Allow", "\"ecs:Run*\"", "\"*\"") "users: {a: {policies: [A, B]}}\n",
     "", NULL, NULL},

    /* handing out an administrator */
    {HEAD "policies:\n" POLICY("A", "Allow", "\"ram:PassRole\"",
                               "\"acs:ram:*:1:role/adm*\"") "users:\n  a: "
                                                            "{policies: [A]}\n"
                                                            "roles:\n" ROLE("admin",
                                                                            "{Service: "
                                                                            "\"ecs.aliyuncs."
                                                                            "com\"}",
                                                                            "") "    policies: "
                                                                                "[Administrator"
                                                                                "Access]\n",
     "RAM720 8:18 RAM717 14:16",
     "the user \"a\" may pass the role \"admin\" to a service, and that role is an administrator",
     "name other roles in the Resource of ram:PassRole, or give the role no more than the service needs"},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"ram:PassRole\"",
                               "\"acs:ram:*:2:role/adm*\"") "users:\n  a: "
                                                            "{policies: [A]}\n"
                                                            "roles:\n" ROLE("admin",
                                                                            "{Service: "
                                                                            "\"ecs.aliyuncs."
                                                                            "com\"}",
                                                                            "") "    policies: "
                                                                                "[Administrator"
                                                                                "Access]\n",
     "RAM717 14:16", NULL, NULL},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"ram:Pass*\"", "\"acs:ram:*\"") "users: {a: {policies: [A]}}\nroles:\n" ROLE(
         "admin", "{Service: \"ecs.aliyuncs.com\"}", "") "    policies: [AdministratorAccess]\n",
     "RAM720 7:24 RAM717 13:16", NULL, NULL},

    /* a resource group gives a step, but none of RAM's own */
    {HEAD "policies:\n" POLICY("A", "Allow", "\"ram:PassRole\"", "\"*\"") POLICY("B", "Allow", "\"ecs:Run*\"", "\"*\"") GROUPS
     "users:\n  a: {policies: [A, {name: B, resourceGroup: rg}]}\n  b: {policies: [B, {name: A, resourceGroup: rg}]}\n",
     "RAM719 12:3",
     "the policies of the user \"a\" together make an administrator: with ram:PassRole (statement 1 of \"A\"), ecs:RunInstances "
     "(statement 1 of \"B\" on the resource group \"rg\") it hands any role to an instance of its own, and acts as that role from "
     "there",
     "take one of these actions away, or name in Resource what it may be done to"},

    /* from role to role */
    {HEAD "policies:\n" POLICY("A", "Allow", "\"sts:Assume*\"", "\"acs:ram:*:1:role/x\"")
         POLICY("B", "Allow", "\"sts:AssumeRole\"", "\"acs:ram:*:*:role/*\"") "groups: {g: {policies: [A]}}\nusers: {a: {groups: [g]}, b: "
                                                                           "{policies: [A]}}\nroles:\n" ROLE(
             "X", "{RAM: \"acs:ram::1:root\"}", "") "    policies: [B]\n" ROLE("admin", "{RAM: \"acs:ram::1:role/x\"}", "")
             "    policies: [AdministratorAccess]\n",
     "RAM722 10:10 RAM722 11:27 RAM722 13:3 RAM717 22:16",
     "every user of the group \"g\" may assume the role \"X\" (by \"A\"), which may assume the role \"admin\" (by \"B\"), which is an "
     "administrator",
     "name in Resource of sts:AssumeRole the roles that are meant, or in the trust policies who may"},
    {HEAD "policies:\n" POLICY("A", "Allow", "\"sts:AssumeRole\"", "\"*\"") POLICY("C", "Deny", "\"sts:AssumeRole\"",
                                                                               "\"acs:ram:*:*:role/admin\"")
         POLICY_IF("D", "Allow", "\"sts:AssumeRole\"", "\"*\"", "{Bool: {\"acs:MFAPresent\": \"true\"}}")
             "users: {a: {policies: [A, C]}, b: {policies: [D]}, c: {}}\nroles:\n" ROLE("admin", "{RAM: \"acs:ram::1:root\"}", "")
     "    policies: [AdministratorAccess]\n" ROLE("other", "{RAM: \"acs:ram::1:user/zoe\"}", "") "    policies: [A]\n",
     "RAM717 19:16 RAM722 20:3 RAM716 23:78", NULL, NULL},

    /* from outside */
    {HEAD "roles:\n" ROLE("a", "{RAM: [\"acs:ram::2:root\", \"acs:ram::1:root\"]}", "") "    policies: [AliyunECSFullAccess]\n" ROLE(
         "b", "{Federated: \"acs:ram::1:saml-provider/corp\"}",
         ", Condition: {StringEquals: {\"saml:recipient\": \"https://signin.aliyun.com/saml-role/sso\"}}")
             ROLE("c", "{RAM: \"acs:ram::1:root\"}", "") ROLE("d", "{RAM: \"acs:ram::3:user/x\"}", "") "    policies: "
                                                                                                    "[AdministratorAccess]\n",
     "RAM723 4:3 RAM723 9:3 RAM724 17:3 RAM717 21:16",
     "the role \"a\" is assumed from outside the account, by acs:ram::2:root, and \"AliyunECSFullAccess\" lets it change things",
     "make sure that all of them are meant, and that the role needs what it has"},
};

enum { account_case_count = sizeof account_cases / sizeof *account_cases };

#endif
