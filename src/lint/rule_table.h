/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every rule: RP_LINT_RULE(identifier, id, name, family, severity), sorted by id. Ids and names are stable: never
 * renumber, never reuse. The page of a rule is policies/rules/ID-NAME.md; tests/style/check_rules.sh checks that this
 * list and the pages agree. DOC: the reader itself reports it as a warning, and the rule gives it its level. RAM: the
 * hundreds are the families. This file is included where RP_LINT_RULE is defined.
 */
RP_LINT_RULE(VERSION_NUMBER, "DOC013", "version-not-a-string", REFUSED, ERROR)
RP_LINT_RULE(STATEMENT_OBJECT, "DOC014", "statement-object", REFUSED, ERROR)
RP_LINT_RULE(EMPTY_LIST, "DOC015", "empty-list", IDLE, WARNING)
RP_LINT_RULE(UNQUOTED_VALUE, "DOC016", "unquoted-value", REFUSED, WARNING)
RP_LINT_RULE(UNSUPPORTED_OPERATOR, "DOC017", "unsupported-operator", REFUSED, ERROR)
RP_LINT_RULE(NOT_RESOURCE, "DOC018", "notresource", REFUSED, WARNING)
RP_LINT_RULE(BAD_OPERAND, "DOC021", "value-never-matches", NEVER, WARNING)
RP_LINT_RULE(TRUST_DENY, "DOC022", "trust-deny", REFUSED, WARNING)

RP_LINT_RULE(NOT_ACTION_ALLOW, "RAM301", "notaction-allow", OTHERWISE, WARNING)
RP_LINT_RULE(DUPLICATE_VALUE, "RAM503", "duplicate-value", IDLE, NOTE)
