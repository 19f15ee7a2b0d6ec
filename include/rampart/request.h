/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request: who wants to do what, on which resources, and what is known of the circumstances.
 *
 * A condition key of a request is in one of three states (docs/semantics.md, "Three values"):
 * present with values, certainly absent, or unknown. Unknown is the state of every key that nobody
 * spoke of, until rampart_request_set_complete() says that nothing else will come.
 *
 * A request belongs to one thread at a time. It copies every text it is given.
 */
#ifndef RAMPART_REQUEST_H
#define RAMPART_REQUEST_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rampart_request;

/* An empty request. The caller frees it. Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_new(const struct rampart_options *options,
                                                                       struct rampart_request **ret_request);

/* Frees the request. NULL is allowed. */
RAMPART_API void rampart_request_free(struct rampart_request *request);

/* Makes the request empty again and keeps its memory: the way to ask many. */
RAMPART_API void rampart_request_clear(struct rampart_request *request);

/*
 * Who asks: `user/NAME`, `role/NAME`, `role/NAME/SESSION`, `root`, `saml-provider/NAME`,
 * `oidc-provider/NAME`, `service/HOST`, or one of these as a full ARN `acs:ram::ACCOUNT:…`, or the
 * session forms `acs:sts::ACCOUNT:assumed-role/ROLE/SESSION` and `arn:sts::…` (semantics, section 3).
 * Without a principal the request is one of "some RAM identity that holds these policies".
 * Errors (all setters): RAMPART_INVALID_INPUT with a diagnostic, RAMPART_LIMIT, RAMPART_NO_MEMORY,
 * RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_set_principal(struct rampart_request *request, struct rampart_str principal,
                              struct rampart_diags *diags);

/* The account id for principals and ARN templates that do not name one: digits only. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_set_account(struct rampart_request *request, struct rampart_str account,
                            struct rampart_diags *diags);

/* The account that owns the resource made from parameters, when it is not the principal's own: digits only. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_owner(struct rampart_request *request,
                                                                             struct rampart_str account,
                                                                             struct rampart_diags *diags);

/* What is to be done, `service:Operation`, without wildcards. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_action(struct rampart_request *request,
                                                                              struct rampart_str action,
                                                                              struct rampart_diags *diags);

/* One resource ARN, or "*" for an operation that has none. Repeatable: all must be allowed. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_add_resource(struct rampart_request *request, struct rampart_str resource,
                             struct rampart_diags *diags);

/* One parameter of the API call, from which rampart_request_finish() fills the ARN. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_add_param(struct rampart_request *request,
                                                                             struct rampart_str name,
                                                                             struct rampart_str value,
                                                                             struct rampart_diags *diags);

/*
 * One more value of a condition key, which is present from then on. A value that the key cannot have, by the type that the
 * catalogue knows of it, is refused: acs:SourceIp is one address, acs:CurrentTime a time with its offset, acs:MFAPresent
 * true or false, and acs:SourceVpc is not empty (docs/semantics.md, "Values of a request"). `now` is such a time where a clock was set.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_add_context(struct rampart_request *request, struct rampart_str key, struct rampart_str value,
                            struct rampart_diags *diags);

/*
 * The key is present and has no values (a list operation with an empty list). Refused of a key that has one value in
 * every request that carries it, as the catalogue knows: such a request is rampart_request_set_absent().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_empty(struct rampart_request *request,
                                                                             struct rampart_str key,
                                                                             struct rampart_diags *diags);

/* The request certainly lacks this key. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_absent(struct rampart_request *request,
                                                                              struct rampart_str key,
                                                                              struct rampart_diags *diags);

/*
 * Reads a JSON or YAML map of keys to a value or a list of values into the context.
 * `file` names it in diagnostics.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_read_context(struct rampart_request *request, struct rampart_str text,
                             struct rampart_str file, struct rampart_diags *diags);

/*
 * Reads a whole request from a JSON object, up to rampart_request_finish(), which is still to be called:
 *   {"id": …, "principal": "…", "action": "…", "resource": "…" or ["…", …] | "params": {"NAME": VALUE, …},
 *    "literal": bool, "context": {"KEY": VALUE or [VALUE, …], …}, "absent": ["KEY", …], "complete": bool,
 *    "accountId": "…", "expect": "Allow" or "Deny" or "ImplicitDeny" or "ExplicitDeny" or "Conditional",
 *    "sessionPolicy": {POLICY} or the text of one}
 * A VALUE is a string, a number, true or false; every member may be left out. With `literal` true the resource is a
 * text, whatever rampart_request_set_patterns() said. All errors are reported at once.
 * `file` names the text in diagnostics, for which there must be a list: without `diags` the call is a MISUSE.
 * *ret_id_json is the id as it stands in the text, a JSON string, number, true, false or null, and is written
 * whatever the status: empty when there is none or it cannot be read. It lives until the request is cleared.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_read(struct rampart_request *request, struct rampart_str text, struct rampart_str file,
                     struct rampart_str *ret_id_json, struct rampart_diags *diags);

/* What the asker expects of the decision; a deny of either type, or one of them. Zero: nothing. */
enum rampart_expect {
    RAMPART_EXPECT_NOTHING = 0,
    RAMPART_EXPECT_ALLOW,
    RAMPART_EXPECT_DENY,
    RAMPART_EXPECT_IMPLICIT_DENY,
    RAMPART_EXPECT_EXPLICIT_DENY,
    RAMPART_EXPECT_CONDITIONAL
};

struct rampart_policy;

/*
 * The policy that rampart_request_read() found under "sessionPolicy"; NULL: there was none. It is the request's, until that
 * is cleared. Deciding does not look at it: who decides must compile the rules with it, attached in
 * RAMPART_LAYER_SESSION, and ask rampart_request_check_session().
 */
RAMPART_API const struct rampart_policy *rampart_request_session_policy(const struct rampart_request *request);

/* What rampart_request_read() found under "expect". It is never asked for while deciding. */
RAMPART_API enum rampart_expect rampart_request_expected(const struct rampart_request *request);

/*
 * Whether a resource with `*` or `?` stands for all resources that it matches as a pattern: Allow then means every one of
 * them, Deny none, Conditional some. Without this call each is a text, of which such characters are a part. A text stays
 * one even so where the action is authorised on it: `*` of an action without resources, and what fits a template of the
 * action whose last part is `*`, as list operations have (docs/decisions/0018-patterns-in-requests.md).
 */
RAMPART_API void rampart_request_set_patterns(struct rampart_request *request, bool patterns);

/*
 * What the clock shows, which is what `now` means as a value of a key that is a time. The library reads no clock: its
 * caller does, once for requests that are to be asked about one moment. `time` is as a value of acs:CurrentTime.
 * rampart_request_clear() leaves it. Errors: as the other setters.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_clock(struct rampart_request *request,
                                                                             struct rampart_str time,
                                                                             struct rampart_diags *diags);

/*
 * When a request is made that does not speak of acs:CurrentTime: at a time, `now`, or `unknown`, which leaves it open and
 * holds until something else was said. A decision on which the clock's time bears says so (rampart_decision.time).
 * rampart_request_clear() leaves it. Errors: as the other setters.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_time(struct rampart_request *request,
                                                                            struct rampart_str time,
                                                                            struct rampart_diags *diags);

/* Whether the request was given this key, be it as absent. Names are compared without case up to a slash. */
RAMPART_API bool rampart_request_has_key(const struct rampart_request *request, struct rampart_str key);

/*
 * Every key that was not given is absent, but for those that the request carries in any case, such as acs:CurrentTime and,
 * unless a service or an identity provider asks, acs:PrincipalARN: these stay unknown until they are given.
 */
RAMPART_API void rampart_request_set_complete(struct rampart_request *request, bool complete);

/*
 * How many actions authorise what is asked for: 1, but for an API such as oss:CopyObject, which reads one resource and
 * writes another (catalog.h, rampart_api_actions()).
 */
RAMPART_API size_t rampart_request_part_count(const struct rampart_request *request);

/*
 * Narrows a request about such an API, which must have one resource for each of the actions, in their order, to the action
 * and the resource of this number, from 0 on. The decision on it has the name of the API in `api`; all of them must be
 * allowed. Called after the last setter and before rampart_request_finish(). Any other request is its own part 0.
 * Errors: as the setters; RAMPART_MISUSE for a part that there is not.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_take_part(struct rampart_request *request, size_t part, struct rampart_diags *diags);

/*
 * Completes and checks the request: the principal's ARN, `acs:PrincipalARN` unless it was given (a value that is not
 * that of the principal is refused), and the resource from the parameters by the embedded catalogue's ARN template of the action. Missing
 * parts are reported, each by name. The name of an API that another action authorises (oss:HeadObject) is replaced by that
 * action, oss:GetObject, and the decision's `api` has the name; one that several authorise is refused, and the
 * diagnostic tells which, unless rampart_request_take_part() chose one of them. Must be called once, after the last setter, before deciding.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_finish(struct rampart_request *request,
                                                                          struct rampart_diags *diags);

/*
 * Whether the principal of a finished request can have a session policy: a session of a role has one, so that a role
 * and a request without a principal pass, and every other is refused.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic, RAMPART_MISUSE for a request that is not finished.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_check_session(const struct rampart_request *request, struct rampart_diags *diags);

/* Properties of a finished request; the texts live until it is cleared or freed. */
RAMPART_API struct rampart_str rampart_request_principal(const struct rampart_request *request);
RAMPART_API struct rampart_str rampart_request_action(const struct rampart_request *request);
RAMPART_API size_t rampart_request_resource_count(const struct rampart_request *request);
RAMPART_API struct rampart_str rampart_request_resource(const struct rampart_request *request, size_t i);

#ifdef __cplusplus
}
#endif

#endif
