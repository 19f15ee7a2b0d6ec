/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/moment.h"

#include <stdio.h>

#include "policy/operand.h"

enum { DAY = 86400, CYCLE_YEARS = 400, CYCLE_DAYS = 146097, TO_MARCH_OF_YEAR_0 = 719468 };

/* A year is counted from March, so that the leap day is its last, and 400 years are a cycle. */
static void write_date(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t since = days + TO_MARCH_OF_YEAR_0, of_cycle = since % CYCLE_DAYS;
    int64_t year = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
    int64_t of_year = of_cycle - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    *ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = (int)(year + since / CYCLE_DAYS * CYCLE_YEARS + (*ret_month < 3));
}

bool rp_moment_write(struct rampart_str time, char *ret_text)
{
    struct rp_instant instant;
    int year, month, day;
    char text[64];
    if (!rp_instant_read(time, &instant) || instant.seconds < 0) return false;
    int seconds = (int)(instant.seconds % DAY);
    write_date(instant.seconds / DAY, &year, &month, &day);
    if (year > 9999) return false;
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, seconds / 3600,
             seconds / 60 % 60, seconds % 60);
    for (size_t i = 0; i < RP_MOMENT_SIZE; i++) ret_text[i] = text[i];
    return true;
}
