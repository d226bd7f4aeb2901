#!/bin/sh
# Connects this server to a Latchkey installation. Made for one server and one hour.
#   sh enrol.sh           connect it; `latchkey-enrol --undo` takes everything back
#   sh enrol.sh --show    say what would be changed, and change nothing
# Everything stands in a function that the last line calls, so a script cut off on its way does nothing.
latchkey_enrol() {
  set -eu
  umask 077
# latchkey: settings
  export LATCHKEY_URL LATCHKEY_CODE LATCHKEY_SERVER LATCHKEY_SIGNER LATCHKEY_SCRIPTS
  folder=$(mktemp -d)
# latchkey: files
  # In place of this shell, so that whoever stops this process stops the enrolment. Standard input may be this script.
  exec sh "$folder/latchkey-enrol" "${1:---install}" "$folder" </dev/null
}
latchkey_enrol "$@"
