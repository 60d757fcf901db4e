#!/usr/bin/env bash
# The tests that draw lots, with the large numbers that docs/ and the threat model quote: 200 kills of the server while it streams and 200 while it walks a runbook, 200 cancels and
# 100 time limits of milliseconds, each with cgroups and without, 10,000 damaged bundles, two gigabytes of output, a million splits of secrets, thousands of logs with encoded
# secrets, hundreds of megabytes of ordinary output without tokens, ten thousand random runbooks. Takes some forty minutes; needs what ./test needs.
#
#   scripts/dev/campaign.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export CUTOVER_KILL_N=${CUTOVER_KILL_N:-200}
export CUTOVER_DAMAGE_N=${CUTOVER_DAMAGE_N:-10000}
export CUTOVER_OUTPUT_BYTES=${CUTOVER_OUTPUT_BYTES:-2000000000}
export CUTOVER_ANYTHING_N=${CUTOVER_ANYTHING_N:-4000}
export CUTOVER_SPLITS_N=${CUTOVER_SPLITS_N:-1000000}
export CUTOVER_MIXTURES_N=${CUTOVER_MIXTURES_N:-5000}
export CUTOVER_TOKENS_MB=${CUTOVER_TOKENS_MB:-100}
export CUTOVER_CANCELS_N=${CUTOVER_CANCELS_N:-200}
export CUTOVER_DEADLINES_N=${CUTOVER_DEADLINES_N:-100}
export CUTOVER_WALK_KILLS_N=${CUTOVER_WALK_KILLS_N:-200}
export CUTOVER_VERSIONS_STEPS=${CUTOVER_VERSIONS_STEPS:-180}
export CUTOVER_WALKS_N=${CUTOVER_WALKS_N:-10000}
exec ./test \
  -class '*.KilledWhileStreamingTests' \
  -class '*.KilledServerTests' \
  -class '*.LargeOutputTests' \
  -class '*.SplitTests' \
  -class '*.HotScannerTests' \
  -class '*.Tokens.OrdinaryOutputTests' \
  -class '*.TamperedLedgerTests' \
  -class '*.BundleDamageTests' \
  -class '*.AnythingInTheDatabaseTests' \
  -class '*.LostVersionsTests' \
  -class '*.StopTests' \
  -class '*.DeadlineTests' \
  -class '*.KilledWhileWalkingTests' \
  -class '*.RandomWalkTests'
