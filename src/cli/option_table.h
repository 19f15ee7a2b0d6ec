/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every option of every command: OPTION(identifier, letter, name, value, repeats, help). This file is included where OPTION
 * is defined. `value` is NULL for an option that takes none; "text|json" means one of these words. `repeats`: the option may
 * be given several times. A command lists the options that it takes, in the order of its help, and may say another value or
 * help for one (struct cli_row).
 */

/* Common. */
OPTION(FORMAT, 'f', "format", "text|json", false, "text for people (default), or JSON for programs")
OPTION(OUTPUT, 'o', "output", "FILE", false, "write the report to FILE, completely or not at all")
OPTION(QUIET, 'q', "quiet", NULL, true, "print no report; the exit code is the answer")
OPTION(VERBOSE, 'v', "verbose", NULL, true,
       "print the request and each statement that came close in full")
OPTION(COLOR, '\0', "color", "auto|always|never", false, "colour the text (auto: on a terminal)")
OPTION(VERSION, '\0', "version", NULL, true, "print the version")
OPTION(HELP, 'h', "help", NULL, true, "print this help")

/* The account. */
OPTION(ACCOUNT, 'a', "account", "PATH", true,
       "the account: an account file or its image, an export or\n"
       "responses of the API (files or a folder), terraform show\n"
       "-json or a state, a ROS template; several are combined; or an\n"
       "organisation: a file or a folder of several accounts")
OPTION(MAP, '\0', "map", NULL, true,
       "map an image instead of reading it: faster, but if the file\n"
       "is cut short meanwhile, the program ends by SIGBUS")
OPTION(BEFORE, '\0', "before", NULL, true, "read a Terraform plan as it is before apply")
OPTION(TEMPLATE_PARAM, '\0', "template-param", "NAME=VALUE", true,
       "a parameter of a ROS template (not of the API call)")
OPTION(REQUIRE_COMPLETE, '\0', "require-complete", NULL, true, "fail if the account is incomplete")
OPTION(ALLOW_OUTSIDE, '\0', "allow-outside", "DIR", true,
       "an account file may also name files in this folder")
OPTION(AS_COMPLETE, '\0', "as-complete", NULL, true,
       "assume the account is complete: there are no other users,\n"
       "attachments or control policies")
OPTION(LAYER_ABSENT, '\0', "layer-absent", "NAME", true,
       "the resource has no such policy or ACL: BucketPolicy, ObjectAcl,\n"
       "BucketAcl, KeyPolicy, SecretPolicy, ProjectPolicy,\n"
       "InstancePolicy, …")

/* Policies without an account. */
OPTION(POLICY, 'p', "policy", "FILE", true, "a policy attached to the principal")
OPTION(SESSION_POLICY, '\0', "session-policy", "FILE", false, "the session policy of the assumed role")
OPTION(INSTANCE_ROLE_POLICY, '\0', "instance-role-policy", "FILE", false,
       "what the attachment of the role to the instance limits its\n"
       "session to, beside its own policy; none: it does not")
OPTION(CONTROL_POLICY, '\0', "control-policy", "FILE", true,
       "a level of control policies; give the outermost first")

/* Layers of the resource. */
OPTION(RESOURCE_POLICY, '\0', "resource-policy", "FILE", false,
       "the policy of the resource: of the OSS bucket, the KMS key or\n"
       "secret, the SLS project or the Tablestore instance; none: it\n"
       "has none")
OPTION(ACL, '\0', "acl", "OWNER=ACL", true,
       "bucket=private, public-read or public-read-write; object=ACL:\n"
       "the same of the object, or default; with a comma between two")
OPTION(BLOCK_PUBLIC_ACCESS, '\0', "block-public-access", NULL, false,
       "public access to the bucket is blocked")
OPTION(ACCESS_POINT, '\0', "access-point", "ARN", false,
       "the OSS access point that the request goes through")
OPTION(ACCESS_POINT_POLICY, '\0', "access-point-policy", "FILE", false,
       "the policy of the access point; none: it has none")
OPTION(ACCESS_POINT_ORIGIN, '\0', "access-point-origin", "VPC", false,
       "the VPC that the access point takes requests from, or internet")
OPTION(ENDPOINT_POLICY, '\0', "endpoint-policy", "FILE", false,
       "the policy of the VPC endpoint that the request goes through;\n"
       "none: it has none of its own")
OPTION(NETWORK_ACL, '\0', "network-acl", "NETWORK,...", false,
       "the networks that the Tablestore instance takes requests from:\n"
       "INTERNET, VPC, CLASSIC, TRUST_PROXY")
OPTION(ACCESS_KEY_POLICY, '\0', "access-key-policy", "FILE", false,
       "the network access policy of the AccessKey that signs; none:\n"
       "there is none")

/* One request. */
OPTION(PRINCIPAL, '\0', "principal", "PRINCIPAL", false,
       "who makes the request: user/alice, role/ci, role/ci/SESSION,\n"
       "root, anonymous, or an ARN")
OPTION(UID, '\0', "uid", "UID", false,
       "the UID of the user who makes the request: policies of buckets\n"
       "and projects name users by it")
OPTION(CREDENTIAL, '\0', "credential", "WORD", false,
       "what signs: accesskey, accesskey:ID, sts or console; the account\n"
       "may know network access policies of AccessKeys")
OPTION(ACTION, '\0', "action", "ACTION", true, "the action, such as ess:CancelInstanceRefresh")
OPTION(RESOURCE, '\0', "resource", "ARN", true, "the resource; if given several times, all must be allowed")
OPTION(LITERAL, '\0', "literal", NULL, true, "take * and ? in the resource literally")
OPTION(PARAM, '\0', "param", "NAME=VALUE", true,
       "instead of --resource: a parameter of the API call, from which\n"
       "its resources are made; a list gives several")
OPTION(ACCOUNT_ID, '\0', "account-id", "ID", false, "the account ID, if the input does not contain it")
OPTION(CONTEXT, '\0', "context", "KEY=VALUE", true,
       "the value of a condition key; the same key again adds a\n"
       "value; acs:CurrentTime=now is the current time")
OPTION(CONTEXT_FILE, '\0', "context-file", "FILE", true, "condition keys and values as a JSON or YAML map")
OPTION(ABSENT, '\0', "absent", "KEY", true, "the request does not have this condition key")
OPTION(COMPLETE, '\0', "complete", NULL, true,
       "every key that is not given is absent, not unknown, except\n"
       "keys that every request has, such as the time")
OPTION(AT, '\0', "at", "TIME", false,
       "the time of the request, instead of acs:CurrentTime:\n"
       "2026-01-31T08:00:00Z, now or unknown (default: unknown)")

/* Undocumented points. */
OPTION(ASSUME, '\0', "assume", "NAME=VALUE", true,
       "choose another reading of an undocumented point, such as\n"
       "resource-case=insensitive; rampart check\n"
       "--assumptions lists these points")
OPTION(ASSUMPTIONS, '\0', "assumptions", NULL, true,
       "list the undocumented points with their evidence, and exit")
OPTION(LENIENT, '\0', "lenient", NULL, true, "report wrong names in the request as warnings")

/* rampart check. */
OPTION(REQUESTS, '\0', "requests", "FILE", false,
       "instead: read requests as JSON objects, one per line, and print\n"
       "one JSON answer per line; -a, -p and --account-id are for all")
OPTION(JOBS, 'j', "jobs", "NUMBER", false,
       "how many requests to decide in parallel; the answers stay the\n"
       "same (default: the number of processors)")
OPTION(GATE, '\0', "gate", NULL, true, "exit with the code of the worst line: 2, then 1, then 3")
OPTION(TASK_STATUS, '\0', "task-status", "STATUS", false, "the state of the task, such as RollbackInProgress")
OPTION(TASK, '\0', "task", "FILE", false, "a response of DescribeInstanceRefreshes with the task")
OPTION(SUGGEST, '\0', "suggest", NULL, true,
       "if it is denied: print the smallest changes that would allow\n"
       "it, each of them tested")

/* rampart who-can. */
OPTION(ONLY, '\0', "only", "VERDICTS", true,
       "only principals with these verdicts: allow, conditional, deny,\n"
       "several with commas between them, or all; text shows all but\n"
       "denials, other formats all")
OPTION(NARROW, '\0', "principal", "PRINCIPAL", true,
       "only this one: user/alice, role/ci, root, or an ARN; with * all\n"
       "whose name matches, and given several times, any of these")
OPTION(ANY, '\0', "any", NULL, true, "of several actions one suffices; else all must be allowed")
OPTION(EACH, '\0', "each", NULL, true,
       "a row for each principal, also for those that are allowed the\n"
       "same by the same policies of the same groups")
OPTION(KIND, '\0', "kind", "user|role|root", true, "only principals of this kind")
OPTION(DIRECT, '\0', "direct", NULL, true, "leave out what is only possible by assuming roles")

/* rampart what-can. */
OPTION(WRITE, '\0', "write", NULL, true,
       "only actions that change something; those whose level is not\n"
       "known are listed as such")

OPTION(AS_POLICY, '\0', "as-policy", NULL, true,
       "print documents instead that may be attached in place of all\n"
       "that the principal has; with --used the least that allow what\n"
       "was used; several if one has more than 6144 bytes")
OPTION(USED, '\0', "used", "EVENTS", true,
       "what recorded calls used of it: files of events, as rampart\n"
       "replay reads them, or a folder")

/* rampart replay. */
OPTION(AGAINST, '\0', "against", "PATH", true,
       "compare with the decisions of this account, not with those\n"
       "recorded; --before does not apply to it")
OPTION(MERGE, '\0', "merge", NULL, true,
       "combine reports printed with -f json; name them instead of\n"
       "events")
OPTION(ROWS, '\0', "rows", "NUMBER", false, "fail if there are more rows (default: 100000)")

/* rampart calibrate. */
OPTION(EVIDENCE, '\0', "evidence", "FILE", false,
       "show, and then write to FILE, a few events of each kind and\n"
       "what they need of the account, with names, ids, values and\n"
       "addresses replaced")

/* rampart test. */
OPTION(RUN, '\0', "run", "REGEX", false, "only the tests whose name matches (POSIX extended)")
OPTION(COVERAGE, '\0', "coverage", NULL, true,
       "say which statements and conditions no test has met, or has\n"
       "always met")
OPTION(THRESHOLD, '\0', "threshold", "PERCENT", false, "fail if the tests cover less")
OPTION(MUTATE, '\0', "mutate", NULL, true,
       "change the policies one element at a time, and say which changes\n"
       "no test notices")
OPTION(MUTATION_THRESHOLD, '\0', "mutation-threshold", "PERCENT", false,
       "fail if the tests notice less of the changes that matter")
OPTION(MUTATE_LIMIT, '\0', "mutate-limit", "N", false, "make N changes at most, chosen by chance")
OPTION(MUTATE_SEED, '\0', "mutate-seed", "N", false, "of that chance (0): the same seed chooses the same changes")
OPTION(INIT, '\0', "init", NULL, true,
       "propose a first file of tests: FILE is an account, and each of\n"
       "its statements gets a test with the decision of today")

/* rampart needs. */
OPTION(ROLE, '\0', "role", "NAME", false, "the role that Terraform runs as: decide each need for it")
OPTION(REGION, '\0', "region", "REGION", false, "the region of providers that name none")
OPTION(AFTER, '\0', "after", NULL, true,
       "take the role as the plan leaves it, not as it is before; the\n"
       "plan becomes a part of the account")
OPTION(READS, '\0', "reads", NULL, true, "only calls that read, such as those of terraform plan")
OPTION(WRITES, '\0', "writes", NULL, true, "only calls that change something")
OPTION(PRINT_POLICY, '\0', "print-policy", NULL, true,
       "print the least policy instead, in several documents if one\n"
       "has more than 6144 bytes")
OPTION(PRINT_MISSING, '\0', "print-missing", NULL, true, "the same of what the role lacks")

/* rampart import. */
OPTION(SPLIT, '\0', "split", NULL, true, "write each document into a file of its own: policies/NAME.json")

/* rampart fmt. */
OPTION(FROM, '\0', "from", "aws", false,
       "translate from the policy language of AWS: its words change,\n"
       "names of actions and resources stay and are listed")

/* rampart fmt and lint. */
OPTION(CHECK, '\0', "check", NULL, true,
       "write nothing: list the documents that would change, and fail if there are any")
OPTION(DIFF, 'd', "diff", NULL, true, "write nothing: show what would change")

/* rampart diff. */
OPTION(ALLOW, '\0', "allow", "FILE", true,
       "gains that are expected: entries with owner, reason and expires,\n"
       "and patterns of principals, actions and resources")

/* rampart lint. */
OPTION(SELECT, '\0', "select", "RULE", true, "only this rule, or family of rules")
OPTION(IGNORE, '\0', "ignore", "RULE", true, "all but this rule, or family of rules")
OPTION(LEVEL, '\0', "level", "RULE=LEVEL", true,
       "report its findings as error, warning or note, or not (off)")
OPTION(FAIL_ON, '\0', "fail-on", "error|warning|note", false,
       "exit with 1 for findings of this level or above (default: as the\n"
       "settings say, else warning)")
OPTION(FIX, '\0', "fix", NULL, true, "fix what can be fixed without changing a decision")
OPTION(SETTINGS, '\0', "settings", "FILE", false,
       "levels and waivers (default: .rampart.yaml here or in a folder\n"
       "above)")
OPTION(NO_SETTINGS, '\0', "no-settings", NULL, false, "read no settings")
OPTION(BASELINE, '\0', "baseline", "FILE", false,
       "findings in FILE are known and fail nothing; -f baseline\n"
       "writes it")
OPTION(RULES_FROM, '\0', "rules-from", "FILE", true,
       "judge by the rules of your own in FILE, as by those under rules\n"
       "in the settings")
OPTION(RULES, '\0', "rules", NULL, true, "list all rules")
OPTION(EXPLAIN, '\0', "explain", "RULE", false, "print the page of a rule")

/* rampart serve. */
OPTION(LISTEN, '\0', "listen", "ADDRESS", false,
       "where to listen: 127.0.0.1:8080 (default), [::1]:8080; port 0\n"
       "is any that is free")

/* rampart catalog; others have --catalog too. */
OPTION(MATCH, '\0', "match", "REGEX", false, "the actions that match a regular expression (PCRE2)")
OPTION(SERVICE, '\0', "service", "CODE", false, "a service with its actions, resources and condition keys")
OPTION(KEY, '\0', "key", "KEY", false, "a condition key")
OPTION(SERVICES, '\0', "services", NULL, true, "all services")
OPTION(REGIONS, '\0', "regions", NULL, true, "all regions")
OPTION(IMPORT, '\0', "import", NULL, true,
       "make a newer catalogue out of FILEs: help pages (Markdown, HTML),\n"
       "metadata of APIs, responses of GetPolicy; --output is its folder")
OPTION(SOURCES, '\0', "sources", "FILE", false,
       "where the FILEs of --import come from: a line for each, of\n"
       "path, address and day, separated by tabs")
OPTION(DATE, '\0', "date", "DATE", false, "the day of each FILE that has no other, YYYY-MM-DD")
OPTION(VERIFY, '\0', "verify", "DIR", false, "check a catalogue that --import made: every file, every table")
OPTION(CATALOG, '\0', "catalog", "DIR", false,
       "use the catalogue that rampart catalog --import made, as a\n"
       "whole; or tables of your own, and those built in where the\n"
       "folder has none")
