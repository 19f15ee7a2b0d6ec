/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Refusals as they are printed, one table a service and a program: the forms are those of the public reports named, the
 * ids are invented.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <rampart/denial.h>

#include "base/str.h"
#include "support/diag_lines.h"

/* What is read; NULL: nothing. */
struct expected {
    enum rampart_denial_about about;
    const char *code, *action, *resource, *type, *request;
};

struct printed {
    const char *form; /* who prints it, and where that is seen */
    const char *text;
    struct expected expected;
};

#define P RAMPART_DENIAL_PERMISSION
#define OTHER RAMPART_DENIAL_OTHER
#define UNTOLD RAMPART_DENIAL_UNTOLD

static struct rampart_diags *diags;

static struct rampart_denial *must_read(const char *form, const char *text)
{
    struct rampart_denial *denial = NULL;
    char lines[1024];
    rampart_diags_clear(diags);
    if (rampart_denial_read(NULL, rampart_str(text), rampart_str("d.txt"), diags, &denial) != RAMPART_OK)
        fail_msg("%s: %s", form, diag_lines(diags, lines, sizeof lines));
    return denial;
}

static void is(const char *form, const char *what, struct rampart_str text, const char *expected)
{
    if (!rp_str_equal(text, rampart_str(expected == NULL ? "" : expected)))
        fail_msg("%s: %s \"%.*s\", expected \"%s\"", form, what, RP_ARG(text),
                 expected == NULL ? "" : expected);
}

static void reads(const struct printed *printed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *form = printed[i].form;
        const struct expected *expected = &printed[i].expected;
        struct rampart_denial *denial = must_read(form, printed[i].text);
        if (denial->about != expected->about) fail_msg("%s: it is about %d", form, (int)denial->about);
        is(form, "code", denial->code, expected->code);
        is(form, "action", denial->action, expected->action);
        is(form, "resource", denial->resource, expected->resource);
        is(form, "type", denial->no_permission_type, expected->type);
        is(form, "request", denial->request_id, expected->request);
        for (size_t j = 0; j < denial->not_understood.count; j++)
            fail_msg("%s: %.*s", form, RP_ARG(denial->not_understood.items[j]));
        for (size_t j = 0; j < denial->conflicts.count; j++)
            fail_msg("%s: %.*s", form, RP_ARG(denial->conflicts.items[j]));
        rampart_denial_free(denial);
    }
}

#define READS(printed) reads(printed, sizeof(printed) / sizeof *(printed))

static void of_ram(void **state)
{
    static const struct printed printed[] = {
        {"a body, alibaba-archive/fcli#48",
         "Error: failed to create role due to:{\n    \"HttpStatus\": 403,\n    \"RequestId\": \"7-5\",\n"
         "    \"Code\": \"NoPermission\",\n    \"Message\": \"You are not authorized to do this action. "
         "Resource: acs:ram:*:1234567890123456:role/* Action: ram:CreateRole\"\n}\n",
         {P, "NoPermission", "ram:CreateRole", "acs:ram:*:1234567890123456:role/*", NULL, "7-5"}},
        {"the block of the command line, aliyun/aliyun-cli",
         "ERROR: SDK.ServerError\nErrorCode: NoPermission\nRecommend: \nRequestId: 7-5\nMessage: You are not "
         "authorized to do this action. Resource: acs:ram:*:1234567890123456:user/* Action: ram:CreateUser\n",
         {P, "NoPermission", "ram:CreateUser", "acs:ram:*:1234567890123456:user/*", NULL, "7-5"}},
        {"Node.js, alibaba/funcraft docs/usage/faq.md",
         "NoPermissionError: You are not authorized to do this action. Resource: "
         "acs:ram:*:1234567890123456:role/* Action: ram:GetRole\n    at x (y.js:1:2)\n",
         {P, "NoPermission", "ram:GetRole", "acs:ram:*:1234567890123456:role/*", NULL, NULL}},
        {"a map of Go",
         "ErrorCode: NoPermission\nAccessDeniedDetail: map[AuthAction:ram:ListUsers "
         "AuthPrincipalType:SubUser "
         "NoPermissionType:ImplicitDeny PolicyType:ControlPolicy]\nRespHeaders: map[Date:[Mon]]\n",
         {P, "NoPermission", "ram:ListUsers", NULL, "ImplicitDeny", NULL}},
        {"Node.js of Tea, @alicloud/tea-typescript",
         "Error: NoPermission: code: 403, You are not authorized to perform this operation. request id: "
         "1-2\n    at x "
         "(y.js:1:2) {\n  code: 'NoPermission',\n  description: undefined,\n  accessDeniedDetail: {\n    "
         "AuthAction: "
         "'ram:ListUsers',\n    NoPermissionType: 'ImplicitDeny'\n  }\n}\n",
         {P, "NoPermission", "ram:ListUsers", NULL, "ImplicitDeny", "1-2"}},
        {"Python of Tea, aliyun/tea-python",
         "Tea.exceptions.TeaException: Error: NoPermission code: 403, You are not authorized to perform this "
         "operation. request id: 1-2 Response: {'AccessDeniedDetail': {'AuthAction': 'ram:ListUsers', "
         "'NoPermissionType': 'ImplicitDeny'}, 'Code': 'NoPermission', 'statusCode': 403}\n",
         {P, "NoPermission", "ram:ListUsers", NULL, "ImplicitDeny", "1-2"}},
        {"Node.js, @alicloud/pop-core",
         "Error [NoPermissionError]: You are not authorized to do this action. Resource: acs:ram:*:1:user/* "
         "Action: "
         "ram:CreateUser, URL: http://ram.aliyuncs.com/\n    at x {\n  data: {\n    RequestId: '1-3',\n    "
         "Code: "
         "'NoPermission'\n  },\n  entry: { url: 'x', request: {} }\n}\n",
         {P, "NoPermission", "ram:CreateUser", "acs:ram:*:1:user/*", NULL, "1-3"}},
        {"lines of a summary",
         "ErrorCode: NoPermission\nAction: ram:ListUsers\nNoPermissionType: ImplicitDeny\n",
         {P, "NoPermission", "ram:ListUsers", NULL, "ImplicitDeny", NULL}},
        {"STS, ali-sdk/ali-oss#501",
         "ErrorCode: NoPermission\nMessage: You are not authorized to do this action. You should be "
         "authorized by RAM.\n",
         {P, "NoPermission", NULL, NULL, NULL, NULL}},
    };
    (void)state;
    READS(printed);
}

#define NO_RAM "User not authorized to operate on the specified resource, or this API doesn't support RAM."

static void of_rpc_services(void **state)
{
    static const struct printed printed[] = {
        {"Python, mgsky1/DDNS#27",
         "aliyunsdkcore.acs_exception.exceptions.ServerException: HTTP Status: 400 "
         "Error:Forbidden.RAM " NO_RAM " RequestID: 8-E\n",
         {P, "Forbidden.RAM", NULL, NULL, NULL, "8-E"}},
        {"Go, honwen/aliyun-ddns-cli#27",
         "Aliyun API Error: RequestId: 2-6 Status Code: 400 Code: Forbidden.RAM Message: " NO_RAM "\n",
         {P, "Forbidden.RAM", NULL, NULL, NULL, "2-6"}},
        {"Java, aliyun/aliyun-openapi-java-sdk",
         "com.aliyuncs.exceptions.ClientException: Forbidden.RAM : " NO_RAM "\r\nRequestId : 0-E\n\tat x\n",
         {P, "Forbidden.RAM", NULL, NULL, NULL, "0-E"}},
        {".NET, sanjusss/aliyun-ddns#86",
         "Aliyun.Acs.Core.Exceptions.ClientException: Forbidden.RAM : " NO_RAM
         " + [ RequestId : 0-D ]\n   at X\n",
         {P, "Forbidden.RAM", NULL, NULL, NULL, "0-D"}},
        {"a struct of Go, alibaba/terraform-provider#182",
         "got a error: "
         "&common.Error{ErrorResponse:common.ErrorResponse{Response:common.Response{RequestId:\"9-6\"}, "
         "HostId:\"ecs.aliyuncs.com\", Code:\"Forbidden.RAM\", Message:\"" NO_RAM "\"}, StatusCode:403}\n",
         {P, "Forbidden.RAM", NULL, NULL, NULL, "9-6"}},
        {"Go on one line, an event of Kubernetes",
         "Warning: SDK.ServerError\\nErrorCode: Forbidden.RAM\\nRecommend: \\nRequestId: "
         "1-E\\nMessage: " NO_RAM "\\n\n",
         {P, "Forbidden.RAM", NULL, NULL, NULL, "1-E"}},
        {"Go on one line, a help in it",
         "x: SDK.ServerError ErrorCode: Forbidden.RAM Recommend: https://a/b?q=c RequestId: 1-F "
         "Message: " NO_RAM "\n",
         {P, "Forbidden.RAM", NULL, NULL, NULL, "1-F"}},
        {"lines with names of two words",
         "Error code: Forbidden.RAM\nError message: " NO_RAM
         "\nRequest ID: 2-0\nAuth Action: ecs:DescribeInstances\n"
         "No Permission Type: ImplicitDeny\n",
         {P, "Forbidden.RAM", "ecs:DescribeInstances", NULL, "ImplicitDeny", "2-0"}},
        {"a log, NewFuture/DDNS#167",
         "[ERROR] "
         "{\"RequestId\":\"6-A\",\"HostId\":\"alidns.aliyuncs.com\",\"Code\":\"Forbidden.RAM\",\"Message\":"
         "\"" NO_RAM "\"}\n",
         {P, "Forbidden.RAM", NULL, NULL, NULL, "6-A"}},
        {"yundun-cert through the Go SDK of OSS",
         "oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage=\"You are "
         "forbidden "
         "to yundun-cert:CreateSSLCertificate\"\n",
         {P, "AccessDenied", "yundun-cert:CreateSSLCertificate", NULL, NULL, NULL}},
    };
    (void)state;
    READS(printed);
}

#define DETAIL(action, type)                                                                       \
    "{\"AccessDeniedDetail\":{\"AuthAction\":\"" action "\",\"AuthPrincipalDisplayName\":\"r:s\"," \
    "\"AuthPrincipalOwnerId\":\"1234567890123456\",\"AuthPrincipalType\":\"AssumedRoleUser\","     \
    "\"NoPermissionType\":\"" type "\",\"PolicyType\":\"ControlPolicy\"},\"Code\":\"NoPermission\"}\n"

static void of_terraform_and_darabonba(void **state)
{
    static const struct printed printed[] = {
        {"SDKError, alibabacloud-go/tea",
         "Error: [ERROR] x.go:285: Resource alicloud_x CreateX Failed!!! [SDK alibaba-cloud-sdk-go ERROR]:\n"
         "SDKError:\n   StatusCode: 403\n   Code: Forbidden.RAM\n   Message: code: 403, " NO_RAM
         " request id: 0-C\n   Data: " DETAIL("ess:CreateScalingGroup", "ImplicitDeny"),
         {P, "NoPermission", "ess:CreateScalingGroup", NULL, "ImplicitDeny", "0-C"}},
        {"the box of Terraform, its lines broken",
         "\xE2\x94\x82 SDKError:\n\xE2\x94\x82    StatusCode: 403\n\xE2\x94\x82    Code: NoPermission\n"
         "\xE2\x94\x82    Message: code: 403, You are not authorized to do this action. "
         "Resource:\n\xE2\x94\x82 "
         "acs:ram::1234567890123456:role/x Action: ram:CreateRole request id: 0-D\n"
         "\xE2\x94\x82    Data: {\"Code\":\"NoPermission\",\"Message\":\"You are not\n"
         "\xE2\x94\x82 authorized to do this action.\"}\n",
         {P, "NoPermission", "ram:CreateRole", "acs:ram::1234567890123456:role/x", NULL, "0-D"}},
        {"in a log of JSON",
         "{\"error\":\"SDKError:\\n   StatusCode: 403\\n   Code: NoPermission\\n   Message: code: 403, You "
         "are not "
         "authorized to perform this operation. request id: 2-2\\n   Data: "
         "{\\\"AccessDeniedDetail\\\":{\\\"AuthAction\\\":"
         "\\\"rs:CreateX\\\",\\\"NoPermissionType\\\":\\\"ExplicitDeny\\\"}}\\n\"}",
         {P, "NoPermission", "rs:CreateX", NULL, "ExplicitDeny", "2-2"}},
        {"a sentence in a string with escapes",
         "{\"log\":\"the caller is not authorized to perform \\u0027fc:A\\u0027 on resource "
         "\\u0027*\\u0027\"}",
         {P, NULL, "fc:A", "*", NULL, NULL}},
        {"without data, an operator of Kubernetes",
         "get data error SDKError:\n   StatusCode: 403\n   Code: Forbidden.NoPermission\n   Message: code: "
         "403, This "
         "operation for acs:kms:cn-hangzhou:1234567890123456:secret/s is forbidden by permission system. "
         "request "
         "id: 1-2\n",
         {P, "Forbidden.NoPermission", NULL, "acs:kms:cn-hangzhou:1234567890123456:secret/s", NULL, "1-2"}},
    };
    (void)state;
    READS(printed);
}

static void of_sls(void **state)
{
#define SLS                                                          \
    "denied by sts or ram, action: log:PostLogStoreLogs, resource: " \
    "acs:log:cn-hangzhou:1:project/p/logstore/l"
    static const struct expected expected = {
        P, "Unauthorized", "log:PostLogStoreLogs", "acs:log:cn-hangzhou:1:project/p/logstore/l", NULL, NULL};
    const struct printed printed[] = {
        {"a body", "{\"errorCode\":\"Unauthorized\",\"errorMessage\":\"" SLS "\"}", expected},
        {"an exception of Ruby, AliyunContainerService/log-pilot#85",
         "Caught in puts logs: LogException:\n{\n    ErrorCode: Unauthorized\n    ErrorMessage: " SLS "\n}\n",
         expected},
        {"a body within quotes, aliyun/aliyun-log-go-sdk#38",
         "level=warn error=\"{\\n    \\\"httpCode\\\": 401,\\n    \\\"errorCode\\\": "
         "\\\"Unauthorized\\\",\\n    "
         "\\\"errorMessage\\\": \\\"" SLS "\\\"\\n}\" x=y\n",
         expected},
        {"Node.js, aliyun/serverless-aliyun-function-compute#8", "UnauthorizedError: " SLS "\n", expected},
        {"Java, aliyun/aliyun-log-log4j-appender#8",
         "com.aliyun.openservices.log.exception.LogException: " SLS ", itemscount: 243\n\tat x\n",
         {P, NULL, expected.action, expected.resource, NULL, NULL}},
        {"a log in a string",
         "{\"log\":\"" SLS "\"}",
         {P, NULL, expected.action, expected.resource, NULL, NULL}},
    };
    (void)state;
    READS(printed);
}

static void of_fc(void **state)
{
#define FC                                                                    \
    "the caller is not authorized to perform 'fc:CreateService' on resource " \
    "'acs:fc:cn-shanghai:1:services/*'"
    static const char action[] = "fc:CreateService", resource[] = "acs:fc:cn-shanghai:1:services/*";
    const struct printed printed[] = {
        {"a body",
         "{\"Code\":\"AccessDenied\",\"Message\":\"" FC "\"}",
         {P, "AccessDenied", action, resource, NULL, NULL}},
        {"Node.js, Serverless-Devs/Serverless-Devs#350",
         "errorStack:  FCAccessDeniedError: POST /services failed with 403. requestid: e-b, message: " FC
         ".\\n    at x\n",
         {P, "AccessDenied", action, resource, NULL, "e-b"}},
        {"Serverless Devs, Serverless-Devs/Serverless-Devs#877",
         "Error Message:\nError: AccessDenied: code: 403, " FC " request id: b-f\n \n",
         {P, "AccessDenied", action, resource, NULL, "b-f"}},
        {"Python, lithops-cloud/lithops#781",
         "ERROR:root:Client error: 403. Message: {'ErrorCode': 'AccessDenied', 'ErrorMessage': \"" FC
         "\"}. Method: GET. URL: x\n",
         {P, "AccessDenied", action, resource, NULL, NULL}},
        {"another account, alibaba/funcraft#86",
         "FCAccessDeniedError: GET /services/x failed with 403. requestid: c-3, message: The service or "
         "function "
         "doesn't belong to you..\n",
         {OTHER, "AccessDenied", NULL, NULL, NULL, "c-3"}},
        {"not activated, Serverless-Devs/Serverless-Devs#282",
         "FCAccessDeniedError: GET /x failed with 403. requestid: 5-d, message: FC service is not enabled "
         "for "
         "current user..\n",
         {OTHER, "AccessDenied", NULL, NULL, NULL, "5-d"}},
    };
    (void)state;
    READS(printed);
}

static void of_kms_tablestore_mns_and_ack(void **state)
{
    static const struct printed printed[] = {
        {"KMS by Java, aliyun/aliyun-openapi-java-sdk#426",
         "com.aliyuncs.exceptions.ClientException: Forbidden.NoPermission : This operation for "
         "acs:kms:ap-southeast-5:1:key/0-0 is forbidden by permission system. \nat x\n",
         {P, "Forbidden.NoPermission", NULL, "acs:kms:ap-southeast-5:1:key/0-0", NULL, NULL}},
        {"KMS for a key that is no ARN",
         "{\"Code\":\"Forbidden.NoPermission\",\"Message\":\"This operation for key-1 "
         "is forbidden by permission system.\"}",
         {P, "Forbidden.NoPermission", NULL, NULL, NULL, NULL}},
        {"Tablestore by Python",
         "ErrorCode: OTSNoPermissionAccess, ErrorMessage: You have no permission to access the requested "
         "resource, "
         "please contact the resource owner.\n",
         {P, "OTSNoPermissionAccess", NULL, NULL, NULL, NULL}},
        {"Tablestore by Java",
         "Caused by: [ErrorCode]:OTSNoPermissionAccess, [Message]:You have no permission to access the "
         "requested "
         "resource, please contact the resource owner., [RequestId]:0-5, [TraceId]:1-2, [HttpStatus:]403\n",
         {P, "OTSNoPermissionAccess", NULL, NULL, NULL, "0-5"}},
        {"MNS",
         "<?xml version=\"1.0\"?>\n<Error "
         "xmlns=\"http://mns.aliyuncs.com/doc/v1\">\n<Code>AccessDenied</Code>\n"
         "<Message>The OwnerId that your Access Key Id associated to is forbidden for this "
         "operation.</Message>\n"
         "<RequestId>5B</RequestId>\n<HostId>http://1.mns.cn-hangzhou.aliyuncs.com</HostId>\n</Error>\n",
         {UNTOLD, "AccessDenied", NULL, NULL, NULL, "5B"}},
        {"MNS by Node.js, aliyun/aliyun-mns-nodejs-sdk",
         "MNSAccessDeniedError: GET http://1.mns.cn-shanghai.aliyuncs.com/queues failed with 403. requestid: "
         "5C, "
         "hostid: http://1.mns.cn-shanghai.aliyuncs.com, message: The OwnerId that your Access Key Id "
         "associated to "
         "is forbidden for this operation.\n",
         {UNTOLD, "AccessDenied", NULL, NULL, NULL, "5C"}},
        {"ACK, the log of a pod",
         "StatusCode: 403 Code: StatusForbidden Message: code: 403, STSToken policy Forbidden for action "
         "cs:DescribeClusters request id: E-7 Data: {\"code\":\"StatusForbidden\",\"requestId\":\"E-7\"}\n",
         {P, "StatusForbidden", "cs:DescribeClusters", NULL, NULL, "E-7"}},
        {"ACK, the console",
         "RAM policy Forbidden for action cs:DescribeEvents\n",
         {P, NULL, "cs:DescribeEvents", NULL, NULL, NULL}},
        {"a role within the cluster",
         "events is forbidden: User \"200000000000000011\" cannot list resource \"events\" in API group \"\" "
         "at the "
         "cluster scope\n",
         {OTHER, NULL, NULL, NULL, NULL, NULL}},
        {"Model Studio",
         "{\"code\":\"Workspace.AccessDenied\",\"message\":\"Workspace access "
         "denied.\",\"request_id\":\"x\"}",
         {OTHER, "Workspace.AccessDenied", NULL, NULL, NULL, "x"}},
    };
    (void)state;
    READS(printed);
}

#define BY_ACL "You have no right to access this object because of bucket acl."

static void of_oss(void **state)
{
    static const struct printed printed[] = {
        {"XML",
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>AccessDenied</Code>\n  "
         "<Message>Access "
         "denied by authorizer&apos;s policy.</Message>\n  <RequestId>65</RequestId>\n  "
         "<EC>0003-00000301</EC>\n</Error>\n",
         {P, "AccessDenied", NULL, NULL, NULL, "65"}},
        {"XML with a script in it, zfile-dev/zfile#62",
         "<Error>\n<script type=\"text/javascript\">\nvar a = "
         "{};\n</script>\n<Code>AccessDenied</Code>\n<Message>\n" BY_ACL
         "\n</Message>\n<RequestId>****</RequestId>\n</Error>\n",
         {P, "AccessDenied", NULL, NULL, NULL, "****"}},
        {"XML in a string of JSON, Molunerfinn/PicGo#1250",
         "2024-06-06 [PicGo ERROR] {\n  \"statusCode\": 403,\n  \"response\": {\"body\": \"<?xml "
         "version=\\\"1.0\\\"?>\\n"
         "<Error>\\n <Code>AccessDenied</Code>\\n <Message>" BY_ACL
         "</Message>\\n <RequestId>66</RequestId>\\n</Error>\"}\n}\n",
         {P, "AccessDenied", NULL, NULL, NULL, "66"}},
        {"Go and ossutil, aliyun/ossutil#59",
         "Error: oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage=\"Access "
         "denied by "
         "bucket policy.\", RequestId=65, Ec=0003-00000101, Bucket=b, Object=a\n",
         {P, "AccessDenied", NULL, NULL, "ExplicitDeny", "65"}},
        {"Go in YAML, openshift/cluster-image-registry-operator#724",
         "  message: 'oss: service returned error: StatusCode=403, ErrorCode=AccessDenied,\n    "
         "ErrorMessage=\"The bucket "
         "you access does not belong to you.\", RequestId=61'\n  reason: AccessDenied\n",
         {P, "AccessDenied", NULL, NULL, NULL, "61"}},
        {"Python",
         "{'status': 403, 'x-oss-request-id': '65', 'details': {'Code': 'AccessDenied', 'Message': '" BY_ACL
         "', 'RequestId': '65', 'HostId': 'b.oss-cn-hangzhou.aliyuncs.com', 'EC': '0003-00000001'}}\n",
         {P, "AccessDenied", NULL, NULL, NULL, "65"}},
        {"Java",
         "com.aliyun.oss.OSSException: " BY_ACL "\n[ErrorCode]: AccessDenied\n[RequestId]: 60\n[HostId]: "
         "b.oss-cn-beijing.aliyuncs.com\n\tat x\n",
         {P, "AccessDenied", NULL, NULL, NULL, "60"}},
        {"Java within quotes",
         "\"message\": \"com.aliyun.oss.OSSException:" BY_ACL
         "\\n[ErrorCode]:  AccessDenied\\n[RequestId]: YG\\n"
         "[HostId]:  b.oss-cn-hangzhou.aliyuncs.com\\ncom.aliyun\"",
         {P, "AccessDenied", NULL, NULL, NULL, "YG"}},
        {"Node.js",
         "AccessDeniedError: " BY_ACL "\n    at x (y.js:1:2) {\n  status: 403,\n  code: 'AccessDenied',\n"
         "  requestId: '66',\n  ecCode: '0003-00000202',\n  params: { object: 'a.png', bucket: 'b' }\n}\n",
         {P, "AccessDenied", NULL, NULL, "ImplicitDeny", "66"}},
        {"the second Go SDK",
         "Error returned by Service. \n\tHttp Status Code: 403. \n\tError Code: AccessDenied. \n\tRequest "
         "Id: 67. "
         "\n\tMessage: Access denied by VPC endpoint policy.. \n\tEC: 0003-00000401.\n\tTimestamp: x.\n",
         {P, "AccessDenied", NULL, NULL, NULL, "67"}},
        {"Go in a log of JSON",
         "{\"level\":\"error\",\"msg\":\"oss: service returned error: StatusCode=403, "
         "ErrorCode=AccessDenied, "
         "ErrorMessage=\\\"The bucket you access does not belong to you.\\\", RequestId=6A\"}",
         {P, "AccessDenied", NULL, NULL, NULL, "6A"}},
        {"Go in a log of text",
         "time=x level=error msg=\"oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, "
         "ErrorMessage=\\\"The bucket you access does not belong to you.\\\", RequestId=6B\" y=z\n",
         {P, "AccessDenied", NULL, NULL, NULL, "6B"}},
        {"a wrong endpoint",
         "<Error><Code>AccessDenied</Code><Message>The bucket you are attempting to access must be "
         "addressed using the specified endpoint. Please send all future requests to this endpoint.</Message>"
         "<RequestId>68</RequestId><Endpoint>oss-cn-hangzhou.aliyuncs.com</Endpoint><EC>0003-00001403</EC></"
         "Error>",
         {OTHER, "AccessDenied", NULL, NULL, NULL, "68"}},
        {"a disabled account",
         "oss: service returned error: StatusCode=403, ErrorCode=UserDisable, ErrorMessage="
         "\"UserDisable\", RequestId=69, Ec=0003-00000801\n",
         {OTHER, "UserDisable", NULL, NULL, NULL, "69"}},
    };
    (void)state;
    READS(printed);
}

/* What stands in the text besides. */
static void buckets_conditions_and_principals(void **state)
{
    (void)state;
    struct rampart_denial *denial = must_read(
        "ossutil", "oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage=\"x\", "
                   "RequestId=65, Ec=0003-00000101, Bucket=b, Object=a, Code=c\n");
    is("ossutil", "bucket", denial->bucket, "b");
    is("ossutil", "object", denial->object, "a, Code=c");
    is("ossutil", "EC", denial->ec, "0003-00000101");
    assert_int_equal(denial->layers.count, 1);
    is("ossutil", "layer", denial->layers.items[0], "BucketPolicy");
    rampart_denial_free(denial);
    denial = must_read("FC", "the caller is not authorized to perform 'fc:CreateTrigger' on resource "
                             "'acs:fc:cn-hangzhou:1:functions/f' with condition '[fc:A=true fc:B=x=y]'");
    assert_int_equal(denial->condition_count, 2);
    is("FC", "key", denial->conditions[1].key, "fc:B");
    is("FC", "value", denial->conditions[1].values.items[0], "x=y");
    rampart_denial_free(denial);
    denial = must_read("OSS",
                       "<Error><HostId>b-1.oss-cn-hangzhou.aliyuncs.com</HostId><AccessDeniedDetail>"
                       "<AuthPrincipalType>SubUser</AuthPrincipalType><AuthAction>oss:GetObject</AuthAction>"
                       "<AuthPrincipalOwnerId>1&#50;3</AuthPrincipalOwnerId></AccessDeniedDetail></Error>");
    is("OSS", "bucket of the host", denial->bucket, "b-1");
    is("OSS", "principal", denial->principal_type, "SubUser");
    is("OSS", "account", denial->owner, "123");
    is("OSS", "action", denial->action, "oss:GetObject");
    rampart_denial_free(denial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_ram),
        cmocka_unit_test(of_rpc_services),
        cmocka_unit_test(of_terraform_and_darabonba),
        cmocka_unit_test(of_sls),
        cmocka_unit_test(of_fc),
        cmocka_unit_test(of_kms_tablestore_mns_and_ack),
        cmocka_unit_test(of_oss),
        cmocka_unit_test(buckets_conditions_and_principals),
    };
    if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rampart_diags_free(diags);
    return failed;
}
