#!/usr/bin/env bash
# What `up` and `down` have in common. Read by them, with $folder set.
# shellcheck disable=SC2034,SC2154 # the variables are for, and from, those that read this file

project=cutover-rehearsal
image=cutover-rehearsal:latest
containers=(safe-session-api vault ssh-host)
# There is one rehearsal on an engine, and it has a loopback address of its own: containers that are made anew find their ports again, and
# whoever calls out from this host does so from 127.0.0.1. The ports are none that a server of the host takes on every address.
address=127.77.4.1

if ! docker version >/dev/null 2>&1; then
  echo "No Docker engine answers; see why with: docker version" >&2
  exit 1
fi

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose -p "$project" -f "$folder/compose.yaml" "$@"
  else
    docker-compose -p "$project" -f "$folder/compose.yaml" "$@"
  fi
}

# Compose labels what it makes, so that a rehearsal is known by its containers, whatever has become of its folder.
project_label=com.docker.compose.project

# label_of CONTAINER LABEL: its value; empty when there is none.
label_of() {
  docker inspect --type container --format "{{index .Config.Labels \"$2\"}}" "$1"
}

# Every container of a rehearsal, stopped ones too.
rehearsal_containers() {
  docker ps --all --quiet --filter "label=$project_label=$project"
}

# The folder that the rehearsal on this engine was started in; empty when there is none.
rehearsal_folder() {
  local first
  first=$(rehearsal_containers) || return
  first=${first%%$'\n'*}
  [ -z "$first" ] || label_of "$first" "$project_label.working_dir"
}

# Takes the rehearsal off the engine: containers, then the network and the volumes that they held.
remove_rehearsal() {
  rehearsal_containers | xargs --no-run-if-empty docker rm --force --volumes >/dev/null
  docker network ls --quiet --filter "label=$project_label=$project" | xargs --no-run-if-empty docker network rm >/dev/null
  docker volume ls --quiet --filter "label=$project_label=$project" | xargs --no-run-if-empty docker volume rm >/dev/null
}

wait_for() { # wait_for NAME COMMAND...
  local name=$1 tries
  shift
  for tries in {1..300}; do
    if "$@" >/dev/null 2>&1; then
      return 0
    fi
    sleep 0.2
  done
  echo "$name does not answer after $((tries / 5)) s:" >&2
  compose logs --tail 20 >&2
  return 1
}
