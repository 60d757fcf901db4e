#!/usr/bin/env bash
# Looks whether safe-session-api may be switched to its local CA. Changes nothing, writes nowhere, and runs alone too:
#
#   PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE=/etc/platform/safe-session/ca \
#   PLATFORM_COMPOSE_FILE=/srv/platform/compose.yaml \
#     ./safe-session-local-ca-preflight.sh
#
# Needs root (the key is root's), ssh-keygen, docker, curl, and Compose as `docker compose` or `docker-compose`.
# Prints one line for each check, `ok NAME ...` or `fail REASON ...`; every check runs, also after one has failed.
# Exits with 0 when all hold, else with 1.
#
# No byte of the key is printed, put into an argument or written to a file: what is shown of it is the fingerprint of its public
# half. A path that is not one is not printed either, since it may be a key that was pasted into the wrong place.
set -u -o pipefail
export LC_ALL=C
# Git takes its repository from these before it looks at the folder.
unset GIT_DIR GIT_WORK_TREE GIT_CEILING_DIRECTORIES

readonly variable=PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE
readonly container=${SAFE_SESSION_CONTAINER:-safe-session-api}
readonly service=safe-session-api
readonly target=/run/secrets/safe-session-ca
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
readonly overlay=$here/../../compose/overlays/safe-session-local-ca.yaml

failures=0
ok() { printf 'ok %s\n' "$*"; }
fail() {
  printf 'fail %s\n' "$*"
  failures=$((failures + 1))
}

# The key's path, once it is known to be one; empty until then.
key=

check_variable() {
  if [ -n "${!variable:-}" ]; then
    ok ca_key_variable_set
  else
    fail "ca_key_variable_must_be_set: $variable is empty; set it to the path of the rendered key"
  fi
}

check_path() {
  local value=${!variable:-}
  if [[ $value == /* && $value != *[[:cntrl:]]* ]]; then
    key=$value
    ok ca_key_path_absolute
  else
    fail "ca_key_path_must_be_absolute: it must begin with / and be one line"
  fi
}

check_regular_file() {
  local found
  if [ -z "$key" ]; then
    found='there is no path to look at'
  elif [ -L "$key" ]; then
    found='it is a symbolic link'
  elif [ ! -e "$key" ]; then
    found='there is no such file'
  elif [ ! -f "$key" ]; then
    found="it is a $(stat -c %F -- "$key")"
  else
    ok ca_key_regular_file
    return
  fi
  fail "ca_key_must_be_a_regular_file: $found"
}

# The folder that contains the key, without links; false when there is none.
key_folder() {
  [ -n "$key" ] && cd -P -- "$(dirname -- "$key")" 2>/dev/null && pwd -P
}

check_outside_git() {
  local folder parent answer
  if ! folder=$(key_folder); then
    fail 'ca_key_must_be_outside_git: there is no folder to look at'
    return
  fi
  parent=$folder
  while :; do
    if [ -e "${parent%/}/.git" ]; then
      fail "ca_key_must_be_outside_git: $(printf %q "$parent") is a work tree"
      return
    fi
    [ "$parent" != / ] || break
    parent=$(dirname -- "$parent")
  done
  # What the search above cannot see: bare repositories. Git refuses to look into a repository of another owner, but it names it.
  if command -v git >/dev/null; then
    if answer=$(git -C "$folder" rev-parse --git-dir 2>&1) || [[ $answer == *'dubious ownership'* ]]; then
      fail "ca_key_must_be_outside_git: git finds a repository around $(printf %q "$folder")"
      return
    fi
  fi
  ok ca_key_outside_git
}

check_owner() {
  local found
  # By number: a name says nothing where somebody else's user is called root.
  if [ -n "$key" ] && found=$(stat -c '%u:%g' -- "$key" 2>/dev/null); then
    if [ "$found" = 0:0 ]; then
      ok ca_key_owner root:root
    else
      fail "ca_key_owner_must_be_root:root found $(stat -c '%U:%G' -- "$key") ($found); chown root:root it"
    fi
  else
    fail 'ca_key_owner_must_be_root:root found no file'
  fi
}

check_mode() {
  local found
  if [ -n "$key" ] && found=$(stat -c '%04a' -- "$key" 2>/dev/null); then
    case $found in
      0400 | 0600) ok ca_key_mode "$found" ;;
      *) fail "ca_key_mode_must_be_0400_or_0600 found $found; chmod 0600 it" ;;
    esac
  else
    fail 'ca_key_mode_must_be_0400_or_0600 found no file'
  fi
}

check_directory() {
  local folder mode owner
  if ! folder=$(key_folder); then
    fail 'ca_key_directory_must_not_be_writable_by_others found no folder'
    return
  fi
  mode=$(stat -c '%04a' -- "$folder")
  owner=$(stat -c '%u' -- "$folder")
  if [ "$owner" != 0 ] || (((8#$mode & 8#022) != 0)); then
    fail "ca_key_directory_must_not_be_writable_by_others found mode $mode of user $owner; it must be root's, without w for group and others"
  else
    ok ca_key_directory "$mode"
  fi
}

check_key() {
  local reason=ca_key_must_be_an_openssh_private_key_without_passphrase first fingerprint
  if [ -z "$key" ] || [ ! -f "$key" ]; then
    fail "$reason: there is no file to read"
  elif ! IFS= read -r first <"$key" 2>/dev/null || [ "$first" != '-----BEGIN OPENSSH PRIVATE KEY-----' ]; then
    fail "$reason: its first line is another, or it cannot be read"
  # Through a pipe, so that ssh-keygen judges the content: owner and mode have their own checks.
  elif fingerprint=$(cat -- "$key" | ssh-keygen -y -P '' -f /dev/stdin 2>/dev/null | ssh-keygen -lf - 2>/dev/null); then
    ok "ca_key_openssh_without_passphrase $(printf '%s\n' "$fingerprint" | awk '{ print $2, $NF }')"
  # Every key begins with "openssh-key-v1" and the name of its cipher, which is "none" without a passphrase: base64 of both.
  elif [[ $(sed -n 2p -- "$key") == b3BlbnNzaC1rZXktdjEA* && $(sed -n 2p -- "$key") != b3BlbnNzaC1rZXktdjEAAAAABG5vbmU* ]]; then
    fail "$reason: it has a passphrase"
  else
    fail "$reason: ssh-keygen cannot read it"
  fi
}

# Says why the engine has nothing to tell about the container; fails when it has.
engine_silent() {
  if ! command -v docker >/dev/null; then
    echo 'docker is not installed'
  elif ! docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
    echo 'the Docker engine does not answer'
  else
    return 1
  fi
}

# What the engine says of a file in the container, as JSON: name, mode, where it links to. It only looks, and at nothing of the content: to
# execute something in the container would be a change of it, and to copy the file out would hand on what is not asked for.
container_stat() {
  local host=${DOCKER_HOST:-unix:///var/run/docker.sock} where
  case $host in
    unix://*) where=(--unix-socket "${host#unix://}" "http://docker/containers/$container/archive?path=$1") ;;
    tcp://*) where=("http://${host#tcp://}/containers/$container/archive?path=$1") ;;
    *) return 1 ;;
  esac
  curl --silent --fail --head --max-time 10 "${where[@]}" | tr -d '\r' | sed -n 's/^X-Docker-Container-Path-Stat: //Ip' | base64 -d
}

# Whether a path in the container leads to a file that can be executed.
container_can_run() {
  local path=$1 stat mode
  for _ in 1 2 3 4 5; do
    stat=$(container_stat "$path") || return 1
    mode=$(sed -n 's/.*"mode":\([0-9]*\).*/\1/p' <<<"$stat")
    path=$(sed -n 's/.*"linkTarget":"\([^"]*\)".*/\1/p' <<<"$stat")
    if [ -z "$path" ]; then
      # The engine's bits for folders, links, devices, pipes and sockets: none of them is set for a file.
      [ -n "$mode" ] && ((!(mode & 0x8f280000) && mode & 0111))
      return
    fi
  done
  return 1 # links that lead in a circle
}

check_container() {
  local why state path
  if why=$(engine_silent) || { why="there is no container $container" && ! state=$(docker inspect --type container --format '{{.State.Status}}' -- "$container" 2>/dev/null); }; then
    fail "container_must_be_present: $why"
    fail "container_must_be_running: $why"
    fail "container_must_have_ssh-keygen: $why"
    return
  fi
  ok container_present "$container"
  if [ "$state" = running ]; then
    ok container_running
  else
    fail "container_must_be_running: $container is $state"
  fi
  for path in /usr/bin /usr/local/bin /bin /usr/local/sbin /usr/sbin; do
    if container_can_run "$path/ssh-keygen"; then
      ok container_ssh_keygen "$path/ssh-keygen"
      return
    fi
  done
  fail "container_must_have_ssh-keygen: $container has none in the usual places"
}

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose "$@"
  else
    docker-compose "$@"
  fi
}

# Every mount of a rendered Compose file, as "service<TAB>source<TAB>target<TAB>ro|rw". Compose writes a mount as "a:/b:ro" or as
# a mapping (type, source, target, read_only), in the order and depth of its version.
mounts() {
  awk '
    function plain(text) {
      sub(/^[ ]+/, "", text); sub(/[ ]+$/, "", text)
      if (text ~ /^".*"$/ || text ~ /^\047.*\047$/) text = substr(text, 2, length(text) - 2)
      return text
    }
    function emit() { if (open && target != "") print service "\t" source "\t" target "\t" (ro ? "ro" : "rw"); open = 0 }
    function field(text,  at, name) {
      at = index(text, ": "); if (!at) return
      name = substr(text, 1, at - 1); sub(/^[ ]+/, "", name)
      if (name == "source") source = plain(substr(text, at + 2))
      if (name == "target") target = plain(substr(text, at + 2))
      if (name == "read_only") ro = plain(substr(text, at + 2)) == "true"
    }
    { match($0, /^ */); depth = RLENGTH; text = substr($0, depth + 1) }
    depth == 0 { emit(); part = text; service = ""; inside = 0; next }
    part != "services:" { next }
    depth == 2 && text ~ /:$/ { emit(); service = plain(substr(text, 1, length(text) - 1)); inside = 0; next }
    depth == 4 && text !~ /^- / { emit(); inside = text == "volumes:"; next }
    !inside { next }
    text ~ /^- / && (!open || depth <= item) {
      emit(); open = 1; item = depth; source = target = ""; ro = 0; text = substr(text, 3)
      if (text ~ /^(bind|consistency|read_only|source|target|tmpfs|type|volume):( |$)/) { field(text); next }
      n = split(plain(text), short, ":")
      source = n > 1 ? short[1] : ""; target = n > 1 ? short[2] : short[1]
      ro = n > 2 && ("," short[3] ",") ~ /,ro,/
      next
    }
    { field(text) }
    END { emit() }
  '
}

# The variables that these Compose files insist on, as ${NAME:?...} or ${NAME?...}, and that neither the environment sets nor the .env
# file beside the first of them.
unset_variables() {
  local name
  # shellcheck disable=SC2016 # the dollar is what is looked for
  grep -oh '\${[A-Za-z_][A-Za-z0-9_]*:\{0,1\}?' -- "$@" | tr -d '${:?' | sort -u | while IFS= read -r name; do
    [ -n "${!name:-}" ] || grep -qs "^$name=." "$(dirname -- "$1")/.env" || printf ' %s' "$name"
  done
}

check_overlay() {
  local base=${PLATFORM_COMPOSE_FILE:-} rendered missing why=''
  if [ -z "$base" ]; then
    why='PLATFORM_COMPOSE_FILE is empty; set it to the path of the file that the platform is brought up with'
  elif [ ! -f "$base" ]; then
    why='PLATFORM_COMPOSE_FILE names no file'
  elif [ -z "$key" ]; then
    why="$variable is no path"
  # Its own words are not shown: they may quote values of other variables.
  elif ! rendered=$(compose -f "$base" -f "$overlay" config 2>/dev/null </dev/null); then
    missing=$(unset_variables "$base" "$overlay")
    why="Compose refuses it${missing:+, and these variables that it needs are not set:$missing}; see why with: docker compose -f $(printf %q "$base") -f $(printf %q "$(realpath "$overlay")") config --quiet"
  fi
  if [ -n "$why" ]; then
    fail "overlay_must_render: $why"
    fail 'overlay_mount_must_be_read_only: there is nothing rendered to look at'
    return
  fi
  ok overlay_renders

  local name source to mode mounted='' writable=''
  while IFS=$'\t' read -r name source to mode; do
    [ "$name $source $to" != "$service $key $target" ] || mounted=yes
    # The key itself, what lies in its place, and every folder above it.
    if [ "$mode" != ro ] && { [ "$source" = "$key" ] || [ "$name $to" = "$service $target" ] || [[ $source == /* && $key == "${source%/}"/* ]]; }; then
      writable+=" $name:$to"
    fi
  done < <(printf '%s\n' "$rendered" | mounts)
  if [ -n "$writable" ]; then
    fail "overlay_mount_must_be_read_only: writable at$writable"
  elif [ -z "$mounted" ]; then
    fail "overlay_mount_must_be_read_only: the key is not mounted at $service:$target"
  else
    ok overlay_mount_read_only "$service:$target"
  fi
}

check_variable
check_path
check_regular_file
check_outside_git
check_owner
check_mode
check_directory
check_key
check_container
check_overlay
[ "$failures" = 0 ]
