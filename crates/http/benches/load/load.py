"""Asks a served desk at a steady rate and tells how long each kind of answer took.

python3 load.py HOST:PORT USER PASSWORD [REQUESTS_PER_SECOND SECONDS]
"""
import http.client
import json
import statistics
import sys
import threading
import time
from urllib.parse import quote

HOST, USER, PASSWORD = sys.argv[1:4]
RATE, SECONDS = (int(one) for one in sys.argv[4:6] or (50, 40))
THREADS = 16
ASKED = {
    "applications by deadline": "/api/v1/applications?sort=due&limit=50",
    "applications by title": "/api/v1/applications?sort=title&limit=50",
    "applications of a district": "/api/v1/applications?sort=investment&district=xicheng&limit=50",
    "spaces": "/api/v1/spaces?limit=50",
    "spaces of a district": "/api/v1/spaces?limit=50&district=" + quote("朝阳区"),
    "search 厂房": "/api/v1/search?q=" + quote("厂房"),
    "search 申报单位399": "/api/v1/search?q=" + quote("申报单位399"),
    "search 朝阳 建设路": "/api/v1/search?q=" + quote("朝阳 建设路"),
    "one application": "/api/v1/applications/a-00042",
}


def log_in():
    connection = http.client.HTTPConnection(HOST)
    body = json.dumps({"user": USER, "password": PASSWORD})
    connection.request("POST", "/api/v1/session", body, {"content-type": "application/json"})
    return json.loads(connection.getresponse().read())["token"]


def ask(jobs, lock, token, took, wrong):
    """Takes one job after the other; the wait for a free connection counts as well."""
    connection = http.client.HTTPConnection(HOST)
    while True:
        with lock:
            if not jobs:
                return
            at, name = jobs.pop()
        time.sleep(max(at - time.time(), 0))
        connection.request("GET", ASKED[name], headers={"authorization": "Bearer " + token})
        answer = connection.getresponse()
        answer.read()
        with lock:
            took[name].append((time.time() - at) * 1e3)
            wrong += [(name, answer.status)] * (answer.status != 200)


def told(name, values):
    values = sorted(values)
    p95 = values[max(int(len(values) * 0.95) - 1, 0)]
    median = statistics.median(values)
    print(f"{name}: median {median:.1f} ms, p95 {p95:.1f} ms, most {values[-1]:.1f} ms")


token, names, start = log_in(), list(ASKED), time.time() + 0.5
jobs = [(start + one / RATE, names[one % len(names)]) for one in range(RATE * SECONDS)][::-1]
took, wrong, lock = {name: [] for name in names}, [], threading.Lock()
threads = [
    threading.Thread(target=ask, args=(jobs, lock, token, took, wrong)) for _ in range(THREADS)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name in names:
    told(name, took[name])
told("all", sum(took.values(), []))
sys.exit(f"{len(wrong)} answers were not 200, such as {wrong[0]}" if wrong else 0)
