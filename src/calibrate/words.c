/* SPDX-License-Identifier: Apache-2.0 */
/* The words of reports. */
#include <rampart/calibrate.h>

const char *rampart_agreement_name(enum rampart_agreement agreement)
{
    static const char *const names[RAMPART_AGREEMENTS] = {
        [RAMPART_BOTH_ALLOWED] = "both-allowed",
        [RAMPART_BOTH_DENIED] = "both-denied",
        [RAMPART_DENIED_HERE] = "denied-here",
        [RAMPART_ALLOWED_HERE] = "allowed-here",
        [RAMPART_AGREEMENT_UNDETERMINED] = "undetermined",
    };
    return agreement < RAMPART_AGREEMENTS ? names[agreement] : "";
}

const char *rampart_reading_verdict_name(enum rampart_reading_verdict verdict)
{
    static const char *const names[] = {
        [RAMPART_READING_SILENT] = "silent",
        [RAMPART_READING_SUPPORTED] = "supported",
        [RAMPART_READING_REFUTED] = "refuted",
        [RAMPART_READING_DISPUTED] = "disputed",
    };
    return verdict <= RAMPART_READING_DISPUTED ? names[verdict] : "";
}
