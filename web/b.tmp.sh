set -e; npx vite build >/tmp/d/web2/build.log 2>&1 || tail -20 /tmp/d/web2/build.log
kill $(cat /tmp/d/web2/serve.pid) 2>/dev/null || true; sleep 1.5
(cd /tmp/d/web2; ./reweave serve --database /tmp/d/web2/demo/state.sqlite --listen 127.0.0.1:8192 --pages /tmp/w/web2/web/dist --requests-per-second 1000 >serve.log 2>&1 & echo $! > serve.pid); for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.7; curl -sf localhost:8192/readyz >/dev/null && break; done
