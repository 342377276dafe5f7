# The operator's start script under 0.17; --delay shows how clients do with a slow backend.
exec json-server --host 127.0.0.1 --port "$PORT" --static node_modules/json-server --delay 20 "$DB"
