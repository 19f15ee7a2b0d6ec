# SPDX-License-Identifier: Apache-2.0
# Claim: An evaluator that was written from the documentation alone, in another language, decides the same; each cell of operator, layer, state of the key and verdict 1,000 times or more
# Command: tests/assurance/run.sh . build/assurance oracle
set -eu
# The state stays in the build folder: a run that was stopped goes on.
python3 tests/oracle/oracle.py "$RAMPART" --decisions 10000000 --each 1000 --seed 1 --jobs "$JOBS" \
    --state "$BUILD/assurance/oracle.state" --table "$BUILD/assurance/oracle.tsv" --folder "$BUILD/assurance" > "$BUILD/assurance/oracle.out"
tail -1 "$BUILD/assurance/oracle.out" | sed 's/ in [0-9]* worlds, [0-9]* s//'
