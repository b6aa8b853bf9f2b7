"""Parquet from strangers: read by a process of its own, with little memory and time.

A Parquet file of a few kilobytes can be read as gigabytes, and one made to break its reader may
break the process that reads it. So another process reads it and gives back plain batches; this
module is that process's program, too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from safehavens.http.limits import LIMITS, size_text

if TYPE_CHECKING:
    import pyarrow as pa


class UnreadableTable(ValueError):
    """A Parquet file that is broken or too large. The message is one sentence."""


_BATCH: Final = 4096
_PROBLEMS: Final = {
    "broken": "The table cannot be read as Parquet.",
    "rows": f"The table has more than {LIMITS.table_rows:,} rows, which is the most allowed.",
    "none": "The table has no row.",
    "columns": f"The table has more than {LIMITS.parquet_columns} columns, which is the most "
    "allowed.",
    "nested": "The table has a column of lists, structures or maps, which cannot be read here.",
    "large": f"The table takes more than {size_text(LIMITS.parquet_bytes)} when it is unpacked, "
    "which is the most allowed.",
}
_CODES: Final = {name: code for code, name in enumerate(_PROBLEMS, 40)}


def read_parquet(data: bytes) -> pa.Table:
    """A Parquet file as a table, read where it can do no harm.

    Raises
    ------
    UnreadableTable
        It is not a Parquet file, or it is too large. One sentence.
    """
    import pyarrow as pa

    if len(data) < 12 or not data.endswith(b"PAR1"):
        raise UnreadableTable(_PROBLEMS["broken"])
    command = [sys.executable, "-P", __file__]  # as a module it would import the whole web
    plain = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1",
             "OPENBLAS_NUM_THREADS": "1"}  # fmt: skip
    try:
        finished = subprocess.run(  # noqa: S603 - ours, without a word of what was sent
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LIMITS.parquet_seconds,
            env={**os.environ, **plain},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableTable(_PROBLEMS["broken"]) from None
    if finished.returncode:
        problem = next(
            (name for name, code in _CODES.items() if code == finished.returncode), "broken"
        )
        raise UnreadableTable(_PROBLEMS[problem])
    try:
        return pa.ipc.open_stream(finished.stdout).read_all()
    except (pa.ArrowException, ValueError, OSError):
        raise UnreadableTable(_PROBLEMS["broken"]) from None


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
            if rows > LIMITS.table_rows:
                raise _Refused("rows")
            if size > LIMITS.parquet_bytes or out.tell() > LIMITS.parquet_bytes:
                raise _Refused("large")
            batch.validate(full=True)
            writer.write_batch(batch)
    if rows != about.num_rows:
        raise _Refused("broken")
    content: bytes = out.getvalue().to_pybytes()
    return content


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

    if about.num_columns > LIMITS.parquet_columns:
        raise _Refused("columns")
    if about.num_rows > LIMITS.table_rows:
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
    if size > LIMITS.parquet_bytes:
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
    resource.setrlimit(
        resource.RLIMIT_AS, (used + LIMITS.parquet_memory, used + LIMITS.parquet_memory)
    )
    resource.setrlimit(resource.RLIMIT_CPU, (LIMITS.parquet_seconds, LIMITS.parquet_seconds))
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
        content = _unpack(data)
    except _Refused as why:
        return _CODES[str(why)]
    except MemoryError:  # Arrow's is one
        return _CODES["large"]
    except Exception:  # whatever a hostile file may bring about
        return _CODES["broken"]
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
