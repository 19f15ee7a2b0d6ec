/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the policy language for people. unit/policy/language holds them against what the reader takes. */
#include <rampart/language.h>

#include "base/str.h"

static const struct rampart_language_element elements[] = {
    {"Version", false, "The version of the policy language, always \"1\"."},
    {"Statement", false, "The list of statements. A request is denied unless one allows it and none denies it."},
    {"Sid", true, "A name for the statement. It has no meaning."},
    {"Effect", true, "Allow or Deny: what the statement does with the requests that match it. A Deny always wins."},
    {"Principal", true,
     "Who the statement is about. It stands in trust policies, {\"RAM\": …}, {\"Service\": …} or {\"Federated\": …}, and in "
     "the policies of resources."},
    {"Action", true,
     "The actions that the statement is about: \"service:Name\", a text or a list. * stands for any characters, ? for one."},
    {"NotAction", true, "The statement is about every action of every service except these."},
    {"Resource", true,
     "The resources that the statement is about, as ARNs: acs:service:region:account:relative-id. * stands for any "
     "characters; \"*\" alone is every resource."},
    {"NotResource", true, "The statement is about every resource except these. Not all of the cloud's grammars have it."},
    {"Condition", true,
     "{operator: {key: values}}: all operators and all their keys must hold, each by one of its values, for the statement "
     "to match."},
};

static const struct rampart_language_operator operators[] = {
    {"StringEquals", "String", "the text is one of the values, letter for letter; * and ? are no wildcards"},
    {"StringNotEquals", "String", "the text is none of the values, letter for letter"},
    {"StringEqualsIgnoreCase", "String", "the text is one of the values, in any case of letters"},
    {"StringNotEqualsIgnoreCase", "String", "the text is none of the values, in any case of letters"},
    {"StringLike", "String", "the text matches one of the values, in which * is any run of characters and ? is one"},
    {"StringNotLike", "String", "the text matches none of the values, in which * is any run of characters and ? is one"},
    {"NumericEquals", "Numeric", "the number is one of the values"},
    {"NumericNotEquals", "Numeric", "the number is none of the values"},
    {"NumericLessThan", "Numeric", "the number is less than one of the values"},
    {"NumericLessThanEquals", "Numeric", "the number is one of the values, or less"},
    {"NumericGreaterThan", "Numeric", "the number is greater than one of the values"},
    {"NumericGreaterThanEquals", "Numeric", "the number is one of the values, or greater"},
    {"DateEquals", "Date", "the time is one of the values"},
    {"DateNotEquals", "Date", "the time is none of the values"},
    {"DateLessThan", "Date", "the time is before one of the values"},
    {"DateLessThanEquals", "Date", "the time is one of the values, or before"},
    {"DateGreaterThan", "Date", "the time is after one of the values"},
    {"DateGreaterThanEquals", "Date", "the time is one of the values, or after"},
    {"Bool", "Bool", "the truth value is the one written: true or false"},
    {"IpAddress", "IP", "one of the addresses and networks holds the address"},
    {"NotIpAddress", "IP", "none of the addresses and networks holds the address"},
};

enum { ELEMENTS = sizeof elements / sizeof *elements, OPERATORS = sizeof operators / sizeof *operators };

const struct rampart_language_element *rampart_language_element_at(size_t i)
{
    return i < ELEMENTS ? &elements[i] : NULL;
}

const struct rampart_language_element *rampart_language_element_find(struct rampart_str name)
{
    for (size_t i = 0; i < ELEMENTS; i++)
        if (rp_str_equal(name, rampart_str(elements[i].name))) return &elements[i];
    return NULL;
}

const struct rampart_language_operator *rampart_language_operator_at(size_t i)
{
    return i < OPERATORS ? &operators[i] : NULL;
}

const struct rampart_language_operator *rampart_language_operator_find(struct rampart_str name)
{
    for (size_t i = 0; i < OPERATORS; i++)
        if (rp_str_equal(name, rampart_str(operators[i].name))) return &operators[i];
    return NULL;
}
