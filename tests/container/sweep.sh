#!/usr/bin/env bash
# Takes away what killed test runs have left on the engine: containers and images that carry the label cutover.test and are older than
# two hours, which is longer than a run may take. Younger ones may belong to a run beside this one. Names are never taken twice, so this is for
# memory and disk alone. The rehearsal platform has a way of its own: tests/rehearsal/up --replace.
#
#   tests/container/sweep.sh
set -euo pipefail

limit=$(date -d '2 hours ago' +%s)
docker ps --all --quiet --filter label=cutover.test | while IFS= read -r id; do
  # Gone in the meantime is as good.
  created=$(docker inspect --type container --format '{{.Created}}' "$id" 2>/dev/null) || continue
  [ "$(date -d "$created" +%s)" -ge "$limit" ] || docker rm --force --volumes "$id" >/dev/null
done
docker image prune --all --force --filter label=cutover.test --filter until=2h >/dev/null
