#!/bin/sh
# Sends the API what its own description allows and what it does not (schemathesis, from PyPI): no fault of the server, no
# answer that its schema does not know. Prints `skipped` where Python or the network is missing.
# usage: xtask/compare/api.sh PATH/TO/firsthand [EXAMPLES]
set -eu
firsthand=$(realpath "$1")
examples=${2:-30}
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
if [ -n "${SCHEMATHESIS:-}" ]; then
    tool=$SCHEMATHESIS
elif python3 -m venv "$folder/venv" 2>"$folder/why" && "$folder/venv/bin/pip" install -q 'schemathesis>=4,<5' 2>"$folder/why"; then
    tool=$folder/venv/bin/schemathesis
else
    echo "skipped: $(tail -n 1 "$folder/why")"
    exit 0
fi
"$firsthand" add "$(realpath "$(dirname "$0")/../../corpus/quickstart")" --db "$folder/a.db" >"$folder/add"
"$firsthand" serve --db "$folder/a.db" --listen 127.0.0.1:0 --author tester >"$folder/address" 2>"$folder/talk" &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -s "$folder/address" ] && break
    sleep 1
done
# The live feed answers for as long as it is listened to.
cd "$folder"
"$tool" run "$(cat "$folder/address")/v1/openapi.json" --max-examples "$examples" --exclude-path /v1/events \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method \
    --request-timeout 30 --suppress-health-check all --generation-deterministic
