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

RP_LINT_RULE(SHADOWED_ALLOW, "RAM501", "allow-shadowed-by-deny", IDLE, WARNING)
RP_LINT_RULE(COVERED_STATEMENT, "RAM502", "statement-repeated", IDLE, NOTE)
RP_LINT_RULE(DUPLICATE_VALUE, "RAM503", "duplicate-value", IDLE, NOTE)
RP_LINT_RULE(SUBSET_VALUE, "RAM504", "subset-value", IDLE, NOTE)
RP_LINT_RULE(DUPLICATE_STATEMENT, "RAM505", "duplicate-statement", IDLE, NOTE)
RP_LINT_RULE(SAME_VALUE, "RAM506", "same-value", IDLE, NOTE)
RP_LINT_RULE(ANY_VALUE, "RAM507", "condition-always-met", IDLE, WARNING)
RP_LINT_RULE(IDLE_THRESHOLD, "RAM508", "idle-threshold", IDLE, WARNING)
RP_LINT_RULE(DENIED_VALUE, "RAM509", "denied-value", IDLE, NOTE)
RP_LINT_RULE(COVERED_PRINCIPAL, "RAM510", "covered-principal", IDLE, WARNING)

RP_LINT_RULE(KEY_SPELLING, "RAM601", "key-spelling", STYLE, NOTE)
RP_LINT_RULE(UNSORTED_VALUE, "RAM602", "unsorted-value", STYLE, NOTE)
RP_LINT_RULE(MIXED_LISTS, "RAM603", "mixed-lists", STYLE, NOTE)
RP_LINT_RULE(LATE_EFFECT, "RAM604", "late-effect", STYLE, NOTE)
RP_LINT_RULE(MERGEABLE_STATEMENT, "RAM605", "mergeable-statement", STYLE, NOTE)
RP_LINT_RULE(REPEATED_STAR, "RAM606", "repeated-star", STYLE, NOTE)
RP_LINT_RULE(BOOL_SPELLING, "RAM607", "bool-spelling", STYLE, NOTE)
RP_LINT_RULE(NUMBER_SPELLING, "RAM608", "number-spelling", STYLE, NOTE)
RP_LINT_RULE(ADDRESS_SPELLING, "RAM609", "address-spelling", STYLE, NOTE)
RP_LINT_RULE(DATE_SPELLING, "RAM610", "date-spelling", STYLE, NOTE)
RP_LINT_RULE(HIDDEN_CHARACTER, "RAM611", "hidden-character", STYLE, NOTE)
