/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request: who wants to do what, on which resources, and what is known of the circumstances.
 *
 * A request goes through three steps. The setters, or rampart_request_read(), fill it.
 * rampart_request_finish() checks it and completes it from the catalogue. Then any number of sets may be
 * asked about it (set.h). To ask the next question, clear the request: it keeps its memory, so that many
 * requests cost no allocations.
 *
 * Words: the principal makes the request; the action is what it wants to do; a resource is what it wants to
 * do it to, as an ARN; the context is the condition keys of the request with their values.
 *
 * A condition key of a request is in one of three states (docs/semantics.md, section 5):
 *
 *   - present, with its values: rampart_request_add_context();
 *   - absent, which is certain: rampart_request_set_absent();
 *   - unknown: every other key, until rampart_request_set_complete() says that nothing is missing.
 *
 * An unknown key is not an absent one. A decision that could depend on it is Conditional and names the key.
 *
 * Errors: A setter that fails writes a diagnostic, unless memory was refused. Clear or free the request then;
 * it may hold a part of what was set. Setters of a finished request are a RAMPART_MISUSE.
 *
 * Ownership: A request copies every text that it is given. The texts that it hands out live until it is
 * cleared or freed.
 *
 * Thread-safety: A request belongs to one thread at a time, also while it is decided: it keeps scratch memory
 * for that.
 *
 * Example: the parameters of an API call become the resource that the action is authorised on.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/request.h>
 *
 *     static bool fill(struct rampart_request *request)
 *     {
 *         return !rampart_request_set_principal(request, rampart_str("user/alice"), NULL) &&
 *                !rampart_request_set_account(request, rampart_str("1234567890123456"), NULL) &&
 *                !rampart_request_set_action(request, rampart_str("ess:CancelInstanceRefresh"), NULL) &&
 *                !rampart_request_add_param(request, rampart_str("RegionId"), rampart_str("cn-hangzhou"), NULL) &&
 *                !rampart_request_add_param(request, rampart_str("ScalingGroupId"), rampart_str("asg-web"), NULL) &&
 *                !rampart_request_add_param(request, rampart_str("InstanceRefreshTaskId"), rampart_str("ir-1"), NULL) &&
 *                !rampart_request_add_context(request, rampart_str("acs:SourceIp"), rampart_str("10.0.0.7"), NULL) &&
 *                !rampart_request_finish(request, NULL);
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_request *request = NULL;
 *         if (rampart_request_new(NULL, &request) != RAMPART_OK || !fill(request)) return 1;
 *         const struct rampart_str principal = rampart_request_principal(request);
 *         const struct rampart_str resource = rampart_request_resource(request, 0);
 *         printf("%.*s\n%.*s\n", (int)principal.len, principal.data, (int)resource.len, resource.data);
 *         rampart_request_free(request);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     acs:ram::1234567890123456:user/alice
 *     acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-web
 */
#ifndef RAMPART_REQUEST_H
#define RAMPART_REQUEST_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A request, being filled or finished. */
struct rampart_request;

struct rampart_account;

/*
 * Makes an empty request. `options` says its allocator and its limits.
 *
 * Ownership: The caller frees the request with rampart_request_free().
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_request` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_new(const struct rampart_options *options,
                                                                       struct rampart_request **ret_request);

/*
 * Frees the request. NULL is allowed. Decisions on it live on, unless the request had a session policy of its
 * own: its statements are a part of the request, and such a decision must be freed first.
 */
RAMPART_API void rampart_request_free(struct rampart_request *request);

/*
 * Makes the request empty again and keeps its memory. The clock and the time of rampart_request_set_clock()
 * and rampart_request_set_time() stay; everything else is forgotten. NULL is allowed.
 */
RAMPART_API void rampart_request_clear(struct rampart_request *request);

/*
 * Sets the principal, who makes the request. `principal` is one of
 *
 *     user/NAME   role/NAME   role/NAME/SESSION   root   saml-provider/NAME   oidc-provider/NAME   service/HOST
 *     anonymous: the request is not signed
 *
 * or one of these as an ARN, acs:ram::ACCOUNT:user/NAME, or a session as STS writes it,
 * acs:sts::ACCOUNT:assumed-role/ROLE/SESSION (docs/semantics.md, section 3). A later call replaces the
 * principal.
 *
 * A request without a principal is one of "some user or role that holds these policies". A set of an account
 * needs one.
 *
 * Source: docs/semantics.md, section 3.
 * Errors: RAMPART_INVALID_INPUT for a text of another form; RAMPART_LIMIT for one over limits.string_bytes;
 * RAMPART_NO_MEMORY; RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_set_principal(struct rampart_request *request, struct rampart_str principal,
                              struct rampart_diags *diags);

/*
 * Sets the UID of the user who asks: policies of buckets and projects name users by it. Without one, and without
 * one in the account, what such a policy says of a UID is not known to be about the user.
 *
 * Ownership: The text is copied.
 * Errors: RAMPART_INVALID_INPUT for anything but digits; otherwise as rampart_request_set_principal().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_set_uid(struct rampart_request *request, struct rampart_str uid, struct rampart_diags *diags);

/*
 * Sets what signs the request: "accesskey" and "accesskey:LTAI…", an AccessKey of a user or of the account, "sts", the
 * credentials of a session, or "console". Network access policies of AccessKeys are asked of an AccessKey only, and
 * where it was not said none is.
 *
 * Ownership: The text is copied.
 * Errors: RAMPART_INVALID_INPUT for another word; otherwise as rampart_request_set_principal(). An AccessKey of a role
 * is refused by rampart_request_finish().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_set_credential(struct rampart_request *request, struct rampart_str credential,
                               struct rampart_diags *diags);

/*
 * Sets the access point of OSS that the request goes through, by its ARN, "acs:oss:cn-hangzhou:1234567890123456:accesspoint/ap-01".
 * It becomes the condition keys oss:DataAccessPointArn and oss:DataAccessPointAccount, unless these are given. The
 * resource is that of the bucket all the same.
 *
 * Ownership: The text is copied.
 * Errors: RAMPART_INVALID_INPUT for anything else; otherwise as rampart_request_set_principal().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_set_access_point(struct rampart_request *request, struct rampart_str access_point,
                                 struct rampart_diags *diags);

/*
 * Sets the account id, digits only, for principals and ARN templates that name none. Without one the
 * principal has no ARN, and acs:PrincipalARN stays unknown.
 *
 * Errors: RAMPART_INVALID_INPUT for anything but digits; otherwise as rampart_request_set_principal().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_set_account(struct rampart_request *request, struct rampart_str account,
                            struct rampart_diags *diags);

/*
 * Sets the account as rampart_request_set_account() does, to that of `account`. If that is an organisation, a principal
 * that names no account is the one of its members which alone has a user or role of this name: where none or several
 * have it, rampart_request_finish() refuses the request and names the candidates.
 *
 * Ownership: An organisation must outlive the request, or rampart_request_clear().
 * Errors: as rampart_request_set_account(); RAMPART_MISUSE also when `account` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_set_account_of(struct rampart_request *request, const struct rampart_account *account,
                               struct rampart_diags *diags);

/*
 * Sets the account that owns the resource which parameters make (rampart_request_add_param()), digits only.
 * Without it the resource belongs to the account of the principal. A resource that is given as an ARN names
 * its owner itself.
 *
 * Errors: as rampart_request_set_account().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_owner(struct rampart_request *request,
                                                                             struct rampart_str account,
                                                                             struct rampart_diags *diags);

/*
 * Sets the action, "service:Operation", without wildcards. Case does not count, unless the set assumes that
 * it does. A later call replaces the action. The name of an API that another action authorises may stand here
 * too; rampart_request_finish() replaces it.
 *
 * Errors: RAMPART_INVALID_INPUT for another form, a wildcard or a blank; otherwise as
 * rampart_request_set_principal().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_action(struct rampart_request *request,
                                                                              struct rampart_str action,
                                                                              struct rampart_diags *diags);

/*
 * Adds a resource: an ARN, acs:SERVICE:REGION:ACCOUNT:REST, or "*" for an operation that has none. Call it
 * again for an operation on several resources: all of them must be allowed. A resource and parameters exclude
 * each other.
 *
 * Errors: RAMPART_INVALID_INPUT for a text that is no ARN; otherwise as rampart_request_set_principal().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_add_resource(struct rampart_request *request, struct rampart_str resource,
                             struct rampart_diags *diags);

/*
 * Adds a parameter of the API call, such as ScalingGroupId. rampart_request_finish() makes the resources of the
 * request from the parameters, by the templates that the library's catalogue has for the action: each resource
 * that the call needs, and each optional one that the parameters name. A list has a dotted name for each part,
 * "InstanceId.1", or is one value, ["i-1","i-2"]; each part is a resource. All resources must be allowed.
 *
 * Errors: RAMPART_INVALID_INPUT for a name that was given before; RAMPART_LIMIT for more parameters than
 * limits.context_keys; otherwise as rampart_request_set_principal().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_add_param(struct rampart_request *request,
                                                                             struct rampart_str name,
                                                                             struct rampart_str value,
                                                                             struct rampart_diags *diags);

/*
 * Adds a value of a condition key, which is present from then on. Call it again for a key with several
 * values.
 *
 * A value that no request can carry is refused where the catalogue knows the type of the key: acs:SourceIp is
 * one address, acs:CurrentTime a time with its offset, acs:MFAPresent true or false, and acs:SourceVpc is not
 * empty (docs/semantics.md, "Values of a request"). A key of no known type takes any text. "now" is a time
 * where a clock was set (rampart_request_set_clock()).
 *
 * Source: policies/catalog/condition-keys.tsv, in the library, with a page for each key.
 * Errors: RAMPART_INVALID_INPUT for such a value, an empty key, or a key that was set as absent;
 * RAMPART_LIMIT for more keys or values than the limits allow; otherwise as rampart_request_set_principal().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_add_context(struct rampart_request *request, struct rampart_str key, struct rampart_str value,
                            struct rampart_diags *diags);

/*
 * Says that the request carries the key with an empty list of values. That is neither absent nor unknown, and
 * only a key that may have several values can be so. For another key, rampart_request_set_absent() is mostly
 * what is meant.
 *
 * Errors: RAMPART_INVALID_INPUT for a key that has exactly one value in every request that carries it, as the
 * catalogue knows, or that was set as absent; otherwise as rampart_request_add_context().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_empty(struct rampart_request *request,
                                                                             struct rampart_str key,
                                                                             struct rampart_diags *diags);

/*
 * Says that the request certainly lacks the key.
 *
 * Errors: RAMPART_INVALID_INPUT for a key that was given a value before, or an empty key; otherwise as
 * rampart_request_add_context().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_absent(struct rampart_request *request,
                                                                              struct rampart_str key,
                                                                              struct rampart_diags *diags);

/*
 * Adds many condition keys at once: `text` is a JSON or YAML map of keys to a value or a list of values. An
 * empty list is as rampart_request_set_empty() has it. `file` names the text in diagnostics. All errors are
 * reported, each with its place.
 *
 * Errors: as rampart_request_add_context(), and RAMPART_INVALID_INPUT for a text that cannot be read;
 * RAMPART_LIMIT for one over limits.document_bytes; RAMPART_MISUSE also when `diags` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_read_context(struct rampart_request *request, struct rampart_str text,
                             struct rampart_str file, struct rampart_diags *diags);

/*
 * Fills the request from a JSON object. It is not finished by that; setters may follow. Every member may be
 * left out:
 *
 *     "id"             any string, number, true, false or null, handed back in *ret_id_json
 *     "principal"      as rampart_request_set_principal()
 *     "uid"            as rampart_request_set_uid()
 *     "credential"     as rampart_request_set_credential()
 *     "accessPoint"    as rampart_request_set_access_point()
 *     "accountId"      as rampart_request_set_account()
 *     "action"         as rampart_request_set_action()
 *     "resource"       a string or a list of strings, as rampart_request_add_resource()
 *     "params"         an object of names and values, as rampart_request_add_param(); not beside "resource"
 *     "literal"        true: as rampart_request_set_patterns(false)
 *     "context"        an object of keys and values or lists of values, as rampart_request_add_context()
 *     "absent"         a list of keys, as rampart_request_set_absent()
 *     "complete"       as rampart_request_set_complete()
 *     "sessionPolicy"  a policy document, or the text of one; see rampart_request_session_policy()
 *     "resourcePolicy" the policy of the bucket, key, project or instance that is asked about, or "none"; it counts
 *                      for this request alone, in place of what the account has
 *     "acl", "blockPublicAccess", "accessPointPolicy", "accessPointOrigin", "networkAcl", "endpointPolicy",
 *     "accessKeyPolicy" the same of further layers: {"bucket": "private", "object": "default"}; true or false; a policy,
 *                      or "none"; a VPC, or "internet"; a list of networks
 *     "expect"         the expected decision; see rampart_request_expected()
 *
 * Values are strings, numbers, true or false. All errors are reported at once, each with its place. `file`
 * names the text in diagnostics. docs/requests.schema.json is the schema.
 *
 * *ret_id_json is the id as it stands in the text, in JSON. It is written whatever the status, so that an
 * answer to a wrong request can name it: empty when there is no id or it cannot be read.
 *
 * Ownership: *ret_id_json lives until the request is cleared or freed. `text` is copied.
 * Errors: RAMPART_INVALID_INPUT for a text that is no such object, and as the setters; RAMPART_LIMIT for a
 * text over limits.document_bytes; RAMPART_NO_MEMORY; RAMPART_MISUSE also when `diags` or `ret_id_json` is
 * NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_read(struct rampart_request *request, struct rampart_str text, struct rampart_str file,
                     struct rampart_str *ret_id_json, struct rampart_diags *diags);

/* The decision that is expected, to be compared with the one that is made (rampart_verdict_meets()). */
enum rampart_expect {
    /* Nothing is expected: every decision will do. */
    RAMPART_EXPECT_NOTHING = 0,

    RAMPART_EXPECT_ALLOW,

    /* A deny of either type. */
    RAMPART_EXPECT_DENY,

    RAMPART_EXPECT_IMPLICIT_DENY,
    RAMPART_EXPECT_EXPLICIT_DENY,
    RAMPART_EXPECT_CONDITIONAL
};

struct rampart_policy;

/*
 * Returns the policy that rampart_request_read() found under "sessionPolicy", or NULL. A set counts it for
 * this request alone, in the layer RAMPART_LAYER_SESSION. Only sessions of roles have one:
 * rampart_request_check_session() refuses other principals, and the caller has to ask it.
 *
 * Ownership: The policy belongs to the request and lives until that is cleared or freed. Do not free it. A
 * decision that rampart_explain() made with it must not be used after that.
 */
RAMPART_API const struct rampart_policy *rampart_request_session_policy(const struct rampart_request *request);

/*
 * Returns what rampart_request_read() found under "expect". Deciding does not look at it. NULL expects
 * nothing.
 */
RAMPART_API enum rampart_expect rampart_request_expected(const struct rampart_request *request);

/*
 * Says whether a resource with `*` or `?` stands for all resources that it matches. Then Allow means that
 * every one of them is allowed, Deny that none is, and Conditional that some are or that it cannot be told.
 * By default such characters are a part of the resource's name.
 *
 * A resource stays a name even so where the action is authorised on it: "*" of an action without resources,
 * and what fits a template of the action whose last part is `*`, as list operations have
 * (docs/decisions/0018-patterns-in-requests.md). Nothing happens when the request is NULL or finished.
 */
RAMPART_API void rampart_request_set_patterns(struct rampart_request *request, bool patterns);

/*
 * Sets the time that "now" stands for as a value of a key that is a time. The library reads no clock: the
 * caller does, once for all requests that are about one moment. `time` is written as a value of
 * acs:CurrentTime, "2026-01-31T08:00:00+08:00". rampart_request_clear() keeps it.
 *
 * Errors: RAMPART_INVALID_INPUT for another form; RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_clock(struct rampart_request *request,
                                                                             struct rampart_str time,
                                                                             struct rampart_diags *diags);

/*
 * Sets the time of requests that do not set acs:CurrentTime themselves: a time, "now" where a clock was set,
 * or "unknown". Without a call it is unknown. A decision on which the clock's time bears says so (`time` of
 * struct rampart_decision). rampart_request_clear() keeps it.
 *
 * Errors: RAMPART_INVALID_INPUT for another form, and then the time is unknown; RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_set_time(struct rampart_request *request,
                                                                            struct rampart_str time,
                                                                            struct rampart_diags *diags);

/*
 * Returns whether the request was given this key, with values or as absent. Names are compared without case
 * up to the first slash and with case behind it. NULL has no keys.
 */
RAMPART_API bool rampart_request_has_key(const struct rampart_request *request, struct rampart_str key);

/*
 * Says whether everything that is known was said: then every key that was not given is absent. This does not
 * hold for keys that every request carries: they stay unknown until they are given. acs:CurrentTime is one;
 * acs:PrincipalARN is another, unless the principal is a service or an identity provider. Nothing happens
 * when the request is NULL or finished.
 *
 * Source: docs/semantics.md, section 5; the column "carried by" of policies/catalog/condition-keys.tsv.
 */
RAMPART_API void rampart_request_set_complete(struct rampart_request *request, bool complete);

/*
 * Returns how many actions authorise what is asked for. It is 1, but for the name of an API such as
 * oss:CopyObject, which reads one resource and writes another (rampart_api_actions(), catalog.h). Ask before
 * rampart_request_finish().
 *
 * Source: policies/catalog/api-actions.tsv, in the library.
 */
RAMPART_API size_t rampart_request_part_count(const struct rampart_request *request);

/*
 * Narrows a request about such an API to one of its parts: the action number `part`, counting from 0, and the
 * resource of the same number. The request must have one resource for each action, in their order. The
 * decision names the API in `api`. To decide about the API, ask about each part: all must be allowed. A
 * request about any other action is its own part 0 and is not changed. Call this after the last setter and
 * before rampart_request_finish().
 *
 * Errors: RAMPART_INVALID_INPUT for another number of resources; RAMPART_NO_MEMORY; RAMPART_MISUSE for a part
 * that there is not, and for a finished request.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_select_part(struct rampart_request *request, size_t part, struct rampart_diags *diags);

/*
 * Checks and completes the request, so that it can be decided. Call it once, after the last setter. It
 *
 *   - makes the ARN of the principal, and adds acs:PrincipalARN unless the key was given; a value that is not
 *     the principal's ARN is refused;
 *   - fills the resources from the parameters;
 *   - replaces the name of an API that one other action authorises, oss:HeadObject, by that action,
 *     oss:GetObject; the decision's `api` has the name that was given;
 *   - finds the layers of the resource that are not read, such as the policy of a bucket (docs/semantics.md,
 *     section 6).
 *
 * Source: docs/semantics.md, section 3; policies/catalog, in the library.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for each part that is missing, for an API that several
 * actions authorise (rampart_request_select_part() chooses one), and for parameters that fill no ARN, lack one
 * that an ARN needs, or could be meant in two ways;
 * RAMPART_NO_MEMORY; RAMPART_MISUSE for a request that is finished already. After an error the request must
 * be cleared or freed.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_request_finish(struct rampart_request *request,
                                                                          struct rampart_diags *diags);

/*
 * Checks that the principal of a finished request can have a session policy. Only a session of a role has
 * one. A role passes, and so does a request without a principal; every other is refused. Deciding does not
 * check this.
 *
 * Source: docs/semantics.md, section 6.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for such a principal; RAMPART_MISUSE for a request that is
 * not finished.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_request_check_session(const struct rampart_request *request, struct rampart_diags *diags);

/*
 * Returns the principal of a finished request: an ARN where an account is known, the host of a service,
 * otherwise as it was given. It is empty when the request names none.
 *
 * Ownership: The text lives until the request is cleared or freed. `request` must not be NULL.
 */
RAMPART_API struct rampart_str rampart_request_principal(const struct rampart_request *request);

/*
 * Returns the action of a finished request. It is the action that authorises the API, where an API was named.
 *
 * Ownership: The text lives until the request is cleared or freed. `request` must not be NULL.
 */
RAMPART_API struct rampart_str rampart_request_action(const struct rampart_request *request);

/* Returns the number of resources. A finished request has at least one. `request` must not be NULL. */
RAMPART_API size_t rampart_request_resource_count(const struct rampart_request *request);

/*
 * Returns the i-th resource, counting from 0, or the empty text beyond the end. It takes i steps to find.
 *
 * Ownership: The text lives until the request is cleared or freed. `request` must not be NULL.
 */
RAMPART_API struct rampart_str rampart_request_resource(const struct rampart_request *request, size_t i);

#ifdef __cplusplus
}
#endif

#endif
