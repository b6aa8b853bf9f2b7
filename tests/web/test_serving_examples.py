"""The files for who serves others: a proxy before a copy, a service of the system, a container."""

from __future__ import annotations

import inspect
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from safehavens.cli.commands.server.serve import run
from tests.web.server_process import read_all, running

EXAMPLES = Path(__file__).parents[2] / "examples" / "serving"


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def ask(port: int, path: str) -> tuple[int, str]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as opened:
        opened.sendall(f"GET {path} HTTP/1.1\r\nHost: law.example.org\r\nConnection: close\r\n\r\n"
                       .encode())  # fmt: skip
        head, _, _ = read_all(opened).decode("utf-8", "replace").partition("\r\n\r\n")
    return int(head.split()[1]), head


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_the_proxy_passes_on_and_logs_no_query(tmp_path: Path) -> None:
    port = find_port()
    text = (EXAMPLES / "nginx.conf").read_text()
    text = re.sub(r"^ *ssl_.*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    text = text.replace("/var/log/nginx", str(tmp_path))
    with running() as server:
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
        temps = "".join(f"{name}_temp_path {tmp_path}/{name};\n" for name in
                        ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
        whole = f"pid {tmp_path}/pid; daemon off; error_log {tmp_path}/start.log;\n"
        whole += f"events {{}}\nhttp {{\n{temps}{text}}}\n"
        (tmp_path / "nginx.conf").write_text(whole)
        command = ["nginx", "-e", f"{tmp_path}/e.log", "-c", f"{tmp_path}/nginx.conf"]
        with subprocess.Popen([*command, "-p", str(tmp_path)]) as proxy:
            try:
                for _ in range(100):
                    try:
                        socket.create_connection(("127.0.0.1", port)).close()
                        break
                    except OSError:
                        time.sleep(0.05)
                question = "/ask?place=Chicago&who=police&action=hold&on=2024-05-01"
                status, head = ask(port, question)
                assert status == 200
                assert "Strict-Transport-Security" in head
                assert "Content-Security-Policy" in head or "content-security-policy" in head
                assert ask(port, "/health")[0] == 403
                assert ask(port, "/metrics")[0] == 403
                assert ask(server.port, "/health")[0] == 200
            finally:
                proxy.terminate()
    logged = (tmp_path / "safehavens.log").read_text()
    assert "GET /ask 200" in logged
    assert "Chicago" not in logged


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_service_is_one_that_systemd_reads(tmp_path: Path) -> None:
    unit = tmp_path / "safehavens.service"
    text = (EXAMPLES / "safehavens.service").read_text()
    unit.write_text(text.replace("/opt/safehavens/bin/safehavens", sys.executable))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], text=True,
                          capture_output=True, check=False)  # fmt: skip
    about_it = [line for line in done.stderr.splitlines() if "safehavens.service" in line]
    assert about_it == []


def test_what_the_files_run_is_a_command_with_these_options() -> None:
    known = {f"--{name}" for name in inspect.signature(run).parameters}
    for name in ("Containerfile", "safehavens.service"):
        text = (EXAMPLES / name).read_text()
        lines = re.findall(r"^(?:# )?(?:ExecStart|CMD|RUN).*serve.*", text, re.MULTILINE)
        given = set(re.findall(r"--[a-z]+", " ".join(lines)))
        assert "--workers" in given
        assert given <= known
