"""A Spark standalone cluster of processes on this machine: a master and two workers."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

HOME = "127.0.0.1"
DEPLOY = "org.apache.spark.deploy"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # processes that live a minute


def missing() -> str | None:
    """What must be installed for the Spark tests; None where nothing is missing."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark is missing: uv sync, or pip install 'safehavens[spark]'"
    java = shutil.which("java")
    if java is None:
        return (
            "Java is missing: install 17 or later (Debian: apt-get install openjdk-17-jre-headless)"
        )
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < 17:
        return f"Java 17 or later is needed; there is {said.splitlines()[0] if said else 'another'}"
    return None


def environment() -> dict[str, str]:
    """What every process of the cluster is told."""
    import pyspark

    return {
        **os.environ,
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_LOCAL_IP": HOME,
        "SPARK_LOCAL_HOSTNAME": HOME,
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_SUBMIT_ARGS": f"--driver-java-options '{QUICK}' pyspark-shell",
    }


class Cluster:
    """A master and two workers of one core each; `kill_worker` ends one with its executor."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        port, page = _free_port(), _free_port()
        self.master = f"spark://{HOME}:{port}"
        self._start("master", "Master", "--port", str(port), "--webui-port", str(page))
        self._wait("master", "I have been elected leader")
        for name in ("one", "two"):
            self._start(
                name, "Worker", "--cores", "1", "--memory", "1g", "--webui-port", "0",
                "--work-dir", str(folder / name), self.master,
            )  # fmt: skip
        for name in ("one", "two"):
            self._wait(name, "Successfully registered with master")

    def _start(self, name: str, kind: str, *words: str) -> None:
        env = {**environment(), "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": QUICK}
        script = Path(env["SPARK_HOME"]) / "bin" / "spark-class"
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [str(script), f"{DEPLOY}.{kind.lower()}.{kind}", "--host", HOME, *words],
                env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self._processes.append(process)

    def _wait(self, name: str, said: str) -> None:
        log = self._folder / f"{name}.log"
        for _ in range(300):
            if said in log.read_text("utf-8", "replace"):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{name} did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")

    def kill_worker(self) -> None:
        """End the last worker and everything it started, without warning."""
        self._end(self._processes.pop())

    def stop(self) -> None:
        """End what is left."""
        while self._processes:
            self._end(self._processes.pop())

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        # The worker leads a session of its own, so the group is the worker and its executors.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOME, 0))
        port: int = found.getsockname()[1]
        return port
