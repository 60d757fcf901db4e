#!/usr/bin/env bash
# What `up` and `down` have in common. Read by them, with $folder set.
# shellcheck disable=SC2034,SC2154 # the variables are for, and from, those that read this file

project=cutover-rehearsal
image=cutover-rehearsal:latest
containers=(safe-session-api vault ssh-host)

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose -p "$project" -f "$folder/compose.yaml" "$@"
  else
    docker-compose -p "$project" -f "$folder/compose.yaml" "$@"
  fi
}

# A port on loopback that nobody listens on.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

wait_for() { # wait_for NAME COMMAND...
  local name=$1 tries
  shift
  for tries in {1..50}; do
    if "$@" >/dev/null 2>&1; then
      return 0
    fi
    sleep 0.2
  done
  echo "$name does not answer after $((tries / 5)) s:" >&2
  compose logs --tail 20 >&2
  return 1
}
