#!/usr/bin/env python3
"""Between a client and a store: lets requests pass, but for those that it is told to spoil.

  fault_proxy.py PORT TARGET_HOST:PORT

PUT /__faults with a JSON list of {"match", "skip", "times", "fault"} sets what happens to requests
whose "METHOD path?query" holds a match of the regular expression: the first `skip` of them pass,
the next `times` suffer. GET /__log gives the requests that came since. Faults:
  cut        the connection is closed, the store hears nothing
  cut_after  the store does it, but its answer is lost
  half       half of the answer's body arrives
  503        "SlowDown"; 429 likewise, with Retry-After: 1
  hang       no answer for 30 seconds
"""
import http.client
import http.server
import json
import re
import socketserver
import sys
import threading
import time

faults = []
log = []
guard = threading.Lock()


def fault_for(line):
    with guard:
        log.append(line)
        for fault in faults:
            if not re.search(fault["match"], line):
                continue
            fault["seen"] = fault.get("seen", 0) + 1
            if fault.get("skip", 0) < fault["seen"] <= fault.get("skip", 0) + fault["times"]:
                return fault["fault"]
    return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def control(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with guard:
            if self.command == "PUT":
                faults[:] = json.loads(body)
                log.clear()
                answer = b""
            else:
                answer = "\n".join(log).encode()
        self.answer(200, [], answer)

    def answer(self, status, headers, body, sent=None):
        self.send_response_only(status)
        lengths = [v for k, v in headers if k.lower() == "content-length"]
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        head = self.command == "HEAD"
        self.send_header("Content-Length", lengths[0] if head and lengths else str(len(body)))
        self.end_headers()
        if not head:
            self.wfile.write(body if sent is None else body[:sent])
        self.wfile.flush()

    def cut(self):
        self.close_connection = True

    def pass_on(self):
        if self.path.startswith("/__"):
            return self.control()
        fault = fault_for(f"{self.command} {self.path}")
        if fault == "cut":
            return self.cut()
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if fault == "hang":
            time.sleep(30)
            return self.cut()
        if fault in ("503", "429"):
            word = b"<Error><Code>SlowDown</Code><Message>Reduce your rate.</Message></Error>"
            wish = [("Retry-After", "1")] if fault == "429" else []
            return self.answer(int(fault), wish, word)
        connection = http.client.HTTPConnection(*target, timeout=60)
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in ("expect", "connection"):
                connection.putheader(name, value)
        connection.endheaders(body or None)
        response = connection.getresponse()
        got = response.read()
        connection.close()
        if fault == "cut_after":
            return self.cut()
        self.answer(response.status, response.getheaders(), got,
                    len(got) // 2 if fault == "half" else None)
        if fault == "half":
            self.cut()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


host, port = sys.argv[2].rsplit(":", 1)
target = (host, int(port))
Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
