#!/bin/sh
# Indexes the sample in seeds/, serves it on a free port, asks one question through the service and keeps
# serving until Ctrl-C. Usage: serve_sample.sh PATH_TO_ONRECORD
set -eu
onrecord=$1
question='What does Kazakhstan say about unarmed civilian protection?'
said=$(mktemp)
service=

finish() {
    trap - EXIT INT TERM
    if [ -n "$service" ]; then
        kill "$service" 2>/dev/null || true
        wait "$service" 2>/dev/null || true
    fi
    rm -f "$said"
}
trap finish EXIT
trap 'finish; exit 130' INT
trap 'finish; exit 143' TERM

echo 'Indexing the sample in seeds/ ...'
"$onrecord" add seeds --collection sample || { echo 'The sample could not be indexed; see the sentence above.' >&2; exit 1; }

"$onrecord" serve --port 0 >"$said" &
service=$!
while ! grep -q '^http' "$said"; do
    kill -0 "$service" 2>/dev/null || { wait "$service" || exit $?; }
    sleep 0.2
done
address=$(sed -n '/^http/{p;q;}' "$said")

printf '\nonrecord ask "%s"\n\n' "$question"
"$onrecord" ask "$question" --server "$address"
printf '\nServing at %s (the interface: %s/docs). Ctrl-C stops.\n' "$address" "$address"
wait "$service"
