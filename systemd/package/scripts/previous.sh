# The version before, kept beside the new one until that has proved itself. It belongs to no package. Its file `state`
# says what the launcher runs, and what is to be done when the power comes back:
#   unpacking    the version before runs; dpkg is putting the new one in its place
#   again        the same, but what lies in its place before is no whole or no good version
#   trial        the new one runs and is looked at
#   rolled-back  the new one was no good, the version before runs
lib=/usr/lib/kasad
previous=/usr/lib/kasad.previous

state() {
  if [ -r "$previous/state" ]; then cat "$previous/state"; fi
}

set_state() {
  echo "$1" >"$previous/state.part"
  sync "$previous/state.part"
  mv "$previous/state.part" "$previous/state"
  sync "$previous"
}

# A tree that is only half there is never called by its name.
forget_previous() {
  rm -rf "$previous.gone"
  if [ -d "$previous" ]; then mv "$previous" "$previous.gone"; fi
  rm -rf "$previous.gone"
}

version_in() {
  sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$1/package.json" 2>/dev/null | head -n 1
}

# To whoever installs, and to the journal: in Czech and in English.
say() {
  for words in "$@"; do
    echo "kasad: $words" >&2
    logger -t kasad -p daemon.warning -- "$words" 2>/dev/null || true
  done
}

as_kasad() {
  setpriv --reuid=kasad --regid=kasad --clear-groups -- "$@"
}

# What became of an upgrade, for the screen: STATE FROM TO [REASON]
tell() {
  [ -d /var/lib/kasad ] && id -u kasad >/dev/null 2>&1 || return 0
  reason=
  if [ -n "${4-}" ]; then reason=",\"reason\":\"$4\""; fi
  at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  json="{\"state\":\"$1\",\"from\":\"$2\",\"to\":\"$3\",\"at\":\"$at\"$reason}"
  # shellcheck disable=SC2016
  as_kasad sh -c 'umask 077; cd /var/lib/kasad; rm -rf update.json.part
    printf %s "$1" >update.json.part && sync update.json.part && mv update.json.part update.json' sh "$json" || true
}
