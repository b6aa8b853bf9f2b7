"""Screen a folder of Parquet in object storage into another, file by file, with little memory.

    python examples/screen_object_storage.py s3://bucket/requests s3://bucket/screened
    python examples/screen_object_storage.py gs://bucket/requests file:///data/screened

What it shows: batches go from the store through the law and back, so that memory does not grow
with the files; a file gets its name only when it is whole; files that are there already are left,
so that a run that broke off is started again with the same words. Keys, region and endpoint are
those that the store's other tools use (for S3 the environment: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL). pyarrow reads s3, gs, abfs, hdfs and file
addresses. What it does not show: several machines; share the files out among them, or use Spark
(docs/screen.md).
"""

from __future__ import annotations

import sys
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from safehavens import Corpus

BATCH = 1 << 17


def screen_object(
    corpus: Corpus, source: tuple[fs.FileSystem, str], target: tuple[fs.FileSystem, str]
) -> Counter[str]:
    """Screen one file into another of the same rows; how many rows had each verdict."""
    counted: Counter[str] = Counter()
    with source[0].open_input_file(source[1]) as stream:
        file = pq.ParquetFile(stream)
        batches = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(BATCH))
        screened = corpus.screen(batches, columns=["verdict", "problem"])
        part = f"{target[1]}.part"
        with (
            target[0].open_output_stream(part) as out,
            pq.ParquetWriter(out, screened.schema) as writer,
        ):
            for batch in screened:
                writer.write_batch(batch)
                for count in batch["verdict"].value_counts().to_pylist():
                    counted[count["values"] or "no verdict"] += count["counts"]
        target[0].move(part, target[1])
    return counted


def main(arguments: list[str]) -> None:
    """Screen every Parquet file of a folder that the other folder does not have yet."""
    if len(arguments) != 2:
        raise SystemExit("Name two folders: of the requests, and for the screened requests.")
    try:
        (store, folder), (out_store, out_folder) = (fs.FileSystem.from_uri(u) for u in arguments)
        requests = store.get_file_info(fs.FileSelector(folder))
        out_store.create_dir(out_folder, recursive=True)
        there = {info.path for info in out_store.get_file_info(fs.FileSelector(out_folder))}
    except (OSError, pa.ArrowInvalid) as error:
        raise SystemExit(f"A folder cannot be reached: {error}") from None
    requests = [info for info in requests if info.extension == "parquet"]
    if not requests:
        raise SystemExit(f"There is no Parquet file in {arguments[0]}.")
    corpus = Corpus.load()
    for info in sorted(requests, key=lambda info: info.path):
        path = f"{out_folder}/{info.base_name}"
        if path in there:
            print(f"{info.base_name}: there already")
            continue
        counted = screen_object(corpus, (store, info.path), (out_store, path))
        told = ", ".join(f"{verdict} {rows:,}" for verdict, rows in sorted(counted.items()))
        print(f"{info.base_name}: {told}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
