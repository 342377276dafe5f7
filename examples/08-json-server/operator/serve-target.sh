# The operator's start script under 1.0: the same without --delay, see notes/delay-removed.md.
exec json-server --host 127.0.0.1 --port "$PORT" --static node_modules/json-server "$DB"
