"""`python -m tests.live.program PORT LOG START`: the program that is scraped and knows the truth.

One process is all pods of all worlds. Each answer has a number of its own and is written to the
log with what it held; so the log says what was counted, whatever became of it on its way.
"""

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.live.exposition import exposed, text
from tests.live.pods import Pod, within
from tests.live.scenario import WORLDS

REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"


def path(generation: str, world: str, pod: str) -> str:
    """Return the path at which a Prometheus scrapes a pod."""
    return f"/{generation}/{world}/{pod}/metrics"


class Program:
    """All pods, and the log of the scrapes that they answered."""

    def __init__(self, pods: Mapping[tuple[str, str], Pod], start: float, log: IO[str]) -> None:
        """Serve pods by world and name; `start` is the run's start in Unix time."""
        self._pods = pods
        self._start = start
        self._log = log
        self._answers = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, until the client hangs up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while request := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                answer, delay = self._answer(request.split()[1].decode())
                await asyncio.sleep(delay)
                writer.write(answer)
                await writer.drain()
        writer.close()

    def _answer(self, target: str) -> tuple[bytes, float]:
        """Return an answer and the seconds that it is held back."""
        _, generation, world, name, _ = target.split("/")
        pod = self._pods[world, name]
        now = time.time() - self._start
        number = pod.life(now)
        if number is None or not pod.answers(now):
            return REFUSAL, pod.delay(now)
        samples = exposed(pod, number, now)
        self._answers += 1
        counts = pod.lives[number].counts(now)
        entry = {
            "answer": self._answers,
            "time": round(now, 3),
            "generation": generation,
            "world": world,
            "pod": name,
            "life": number,
            "requests": counts.begun,
            "failed": counts.failed,
            "slow": within(now, pod.slow),
            "samples": [(sample.name, sample.labels, sample.value) for sample in samples],
        }
        self._log.write(json.dumps(entry) + "\n")
        body = text(samples, self._answers).encode()
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body, pod.delay(now)


async def main(port: int, log: Path, start: float) -> None:
    """Serve on a port of 127.0.0.1 until the process is ended."""
    pods = {(world.name, pod.name): pod for world in WORLDS for pod in world.pods}
    with log.open("w", buffering=1) as lines:
        server = await asyncio.start_server(
            Program(pods, start, lines).serve, "127.0.0.1", port, backlog=512
        )
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
