"""Limits on tables that are sent: how often, and how much memory a Parquet file may take.

A Parquet file of a few kilobytes can be read as gigabytes, and one made to break its reader may
break the process that reads it. So it is read by a process of its own, with little memory and
time, that gives back plain batches; this module is that process's program, too.
"""

from __future__ import annotations

import hashlib
import math
import os
import secrets
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from safehavens.decide.request import BadRequest

if TYPE_CHECKING:
    import pyarrow as pa

# ---- how often ------------------------------------------------------------------------------


class Buckets:
    """A token bucket for each client. What is remembered of a client is a keyed digest.

    Parameters
    ----------
    most : int
        What may come at once.
    seconds : float
        After which one more may come.
    clients : int
        How many are remembered; beyond them, who has not come for longest is forgotten.
    clock : callable
    """

    def __init__(
        self,
        most: int,
        seconds: float,
        clients: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clients = clients
        self._clock = clock
        self._key = secrets.token_bytes(16)
        # When a client's bucket is full again, by digest; who came last is last.
        self._full: OrderedDict[bytes, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full)

    def take(self, client: str) -> int:
        """Take a token: 0, or after how many seconds there will be one."""
        now = self._clock()
        self._drop(now)
        key = hashlib.blake2b(_network(client).encode(), key=self._key, digest_size=16).digest()
        full = max(self._full.get(key, now), now) + self._seconds
        over = full - now - self._most * self._seconds
        if over > 1e-9:
            return math.ceil(over)
        self._full[key] = full
        self._full.move_to_end(key)
        if len(self._full) > self._clients:
            self._full.popitem(last=False)
        return 0

    def forget(self) -> None:
        """Forget everybody."""
        self._full.clear()

    def _drop(self, now: float) -> None:
        """Forget those whose buckets are full again."""
        # Nobody's takes longer than this to fill, so the oldest are soon over; few are looked at.
        for key in [key for key, _ in zip(self._full, range(20), strict=False)]:
            if self._full[key] <= now:
                del self._full[key]


def _network(client: str) -> str:
    """The address; of version 6, the network that one customer has (/64)."""
    from ipaddress import IPv6Address, ip_address

    try:
        read = ip_address(client)
    except ValueError:
        return client
    if isinstance(read, IPv6Address):
        if read.ipv4_mapped is not None:
            return str(read.ipv4_mapped)
        return str(int(read) >> 64)
    return str(read)


# ---- how much -------------------------------------------------------------------------------

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 500
MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a table as it is in memory."""

_MEMORY: Final = 768 * 1024 * 1024
_SECONDS: Final = 20
_BATCH: Final = 4096
_PROBLEMS: Final = {
    "broken": "The table cannot be read as Parquet.",
    "rows": f"The table has more than {MOST_ROWS:,} rows, which is the most taken here.",
    "none": "The table has no row.",
    "columns": f"The table has more than {MOST_COLUMNS} columns, which is the most taken here.",
    "nested": "The table has a column of lists, structures or maps, which are not read here.",
    "large": f"The table takes more than {MOST_BYTES >> 20} MB when it is unpacked, which is the "
    "most taken here.",
}
_CODES: Final = {name: code for code, name in enumerate(_PROBLEMS, 40)}


def parquet_table(data: bytes) -> pa.Table:
    """A Parquet file as a table, read where it can do no harm.

    Raises
    ------
    BadRequest
        It is none, or too large. One sentence.
    """
    import pyarrow as pa

    if len(data) < 12 or not data.endswith(b"PAR1"):
        raise BadRequest(_PROBLEMS["broken"])
    command = [sys.executable, "-P", __file__]  # as a module it would import the whole web
    plain = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1",
             "OPENBLAS_NUM_THREADS": "1"}  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - ours, without a word of what was sent
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            env={**os.environ, **plain},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadRequest(_PROBLEMS["broken"]) from None
    if done.returncode:
        said = next((name for name, code in _CODES.items() if code == done.returncode), "broken")
        raise BadRequest(_PROBLEMS[said])
    try:
        return pa.ipc.open_stream(done.stdout).read_all()
    except (pa.ArrowException, ValueError, OSError):
        raise BadRequest(_PROBLEMS["broken"]) from None


class _Refused(Exception):
    """The file is not taken; the message is one of the names of _PROBLEMS."""


def _unpack(data: bytes) -> bytes:
    """The file's table as an Arrow stream. What its metadata says is looked at first."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(
        pa.BufferReader(data),
        thrift_string_size_limit=1 << 20,
        thrift_container_size_limit=100_000,
    )
    about = file.metadata
    _check(about, file.schema_arrow)
    out = pa.BufferOutputStream()
    rows = size = 0
    with pa.ipc.new_stream(out, file.schema_arrow) as writer:
        for batch in file.iter_batches(_BATCH, use_threads=False):
            rows += batch.num_rows
            size += sum(_size(column) for column in batch.columns)
            if rows > MOST_ROWS:
                raise _Refused("rows")
            if size > MOST_BYTES or out.tell() > MOST_BYTES:
                raise _Refused("large")
            batch.validate(full=True)
            writer.write_batch(batch)
    if rows != about.num_rows:
        raise _Refused("broken")
    return out.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _size(column: Any) -> int:
    """The bytes of a column, words that a dictionary has once counted wherever they stand."""
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    try:
        return int(column.cast(column.type.value_type).nbytes)
    except pa.ArrowInvalid:
        raise _Refused("large") from None


def _check(about: Any, schema: Any) -> None:
    """Refuse by what the file says of itself."""
    import pyarrow as pa

    if about.num_columns > MOST_COLUMNS:
        raise _Refused("columns")
    if about.num_rows > MOST_ROWS:
        raise _Refused("rows")
    if about.num_rows <= 0:
        raise _Refused("none" if about.num_rows == 0 else "broken")
    for field in schema:
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        if pa.types.is_nested(kind) or isinstance(kind, pa.BaseExtensionType):
            raise _Refused("nested")
    rows = size = 0
    for i in range(about.num_row_groups):
        group = about.row_group(i)
        rows += group.num_rows
        for j in range(group.num_columns):
            column = group.column(j)
            size += column.total_uncompressed_size
            if column.num_values != group.num_rows:
                raise _Refused("broken")
    if size > MOST_BYTES:
        raise _Refused("large")
    if rows != about.num_rows:
        raise _Refused("broken")


def _bound() -> None:
    """Little memory and time for this process, and no file to write."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    try:
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # only Linux has it; elsewhere a process has more addresses from the start
        used = 4 << 30
    resource.setrlimit(resource.RLIMIT_AS, (used + _MEMORY, used + _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read a Parquet file from standard input; write an Arrow stream. The status says why not."""
    import pyarrow as pa
    import pyarrow.parquet

    data = sys.stdin.buffer.read()
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    _bound()
    try:
        made = _unpack(data)
    except _Refused as why:
        return _CODES[str(why)]
    except MemoryError:  # Arrow's is one
        return _CODES["large"]
    except Exception:  # whatever a hostile file may bring about
        return _CODES["broken"]
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
