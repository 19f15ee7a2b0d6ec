/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/trail_event.h"

#include <string.h>

enum { PARTS = 5, A_DAY = 1440, DENIED_EVERY = 7 };

/* The parts of an ARN; what is behind the last colon is the last. */
static void split(const char *arn, struct rampart_str *parts)
{
    for (size_t i = 0; i < PARTS; i++) {
        size_t len = i + 1 < PARTS ? strcspn(arn, ":") : strlen(arn);

        parts[i] = (struct rampart_str){arn, len};
        arn += arn[len] == ':' ? len + 1 : len;
    }
}

static const char *value_of(const struct naive_request *asked, const char *name)
{
    for (size_t k = 0; k < asked->key_count; k++)
        if (strcmp(asked->keys[k].name, name) == 0) return asked->keys[k].values[0];
    return "";
}

static void put_caller(struct rp_buf *buf, const struct generated_question *question, const char *account,
                       unsigned i)
{
    rp_buf_printf(
        buf,
        "\"userIdentity\":{\"type\":\"ram-user\",\"accountId\":\"%.16s\",\"principalId\":\"2%017u\","
        "\"userName\":\"%s\",\"accessKeyId\":\"LTAI%016u\",\"sessionContext\":{\"attributes\":{"
        "\"mfaAuthenticated\":\"%s\",\"creationDate\":\"2026-03-01T01:59:00Z\"}}},",
        account, i, question->asked.name, i,
        strcmp(value_of(&question->asked, "acs:MFAPresent"), "true") == 0 ? "true" : "false");
}

/* What nobody asks for, so that an event is as long as one. */
static void put_rest(struct rp_buf *buf, unsigned i)
{
    rp_buf_printf(
        buf,
        "\"apiVersion\":\"2022-02-22\",\"eventCategory\":\"Management\",\"eventRW\":\"Write\","
        "\"isGlobal\":false,\"requestId\":\"5E2C0001-0000-4000-8000-%012u\",\"userAgent\":\"AlibabaCloud "
        "(Linux; amd64) Java/1.8.0_172-b9 Core/4.4.6 HTTPClient/ApacheHttpClient\","
        "\"requestParameterJson\":\"{\\\"RegionId\\\":\\\"cn-hangzhou\\\",\\\"DryRun\\\":false}\","
        "\"responseElements\":{\"RequestId\":\"5E2C0001-0000-4000-8000-%012u\",\"TotalCount\":%u},"
        "\"eventAttributes\":{\"SensitiveAction\":\"true\"},\"errorMessage\":\"\"}\n",
        i, i, i);
}

void trail_event_put(struct rp_buf *buf, const struct generated_question *question, unsigned i)
{
    const struct naive_request *asked = &question->asked;
    const char *name = strchr(asked->action, ':') + 1, *kind_end;
    struct rampart_str arn[PARTS];
    size_t code = strcspn(asked->action, ":");

    split(asked->resources[0], arn);
    kind_end = strrchr(arn[4].data, '/');
    rp_buf_printf(
        buf,
        "{\"eventId\":\"5E2C0001-0000-4000-8000-%012u\",\"eventVersion\":1,\"eventType\":\"ApiCall\","
        "\"eventName\":\"%s\",\"serviceName\":\"%.*s\",\"eventSource\":\"%.*s.cn-hangzhou.aliyuncs.com\","
        "\"eventTime\":\"2026-03-01T%02u:%02u:%02uZ\",\"acsRegion\":\"%.*s\","
        "\"recipientAccountId\":\"%.*s\",\"sourceIpAddress\":\"%s\",",
        i, name, (int)code, asked->action, (int)code, asked->action, i % A_DAY / 60, i % 60, i / A_DAY % 60,
        (int)arn[2].len, arn[2].data, (int)arn[3].len, arn[3].data, value_of(asked, "acs:SourceIp"));
    put_caller(buf, question, arn[3].data, i);
    rp_buf_printf(buf,
                  "\"requestParameters\":{\"RegionId\":\"%.*s\",\"%sId\":\"%s\",\"AcsProduct\":\"%.*s\","
                  "\"stsTokenPlayerUid\":200000000000000011},\"additionalEventData\":{\"Scheme\":\"https\"},"
                  "\"errorCode\":\"%s\",",
                  (int)arn[2].len, arn[2].data,
                  code == 3 && strncmp(asked->action, "ess", 3) == 0 ? "ScalingGroup" : "Instance",
                  kind_end == NULL ? arn[4].data : kind_end + 1, (int)code, asked->action,
                  i % DENIED_EVERY == 0 ? "NoPermission" : "");
    put_rest(buf, i);
}
