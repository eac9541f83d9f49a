"""`python -m benchmarks.load.clients`: a part of a crowd, in a process of its own.

From the crowd it reads, line by line: the plans; when to begin; and that it is over. To it it says
that it is ready, then that all clients are under way, and at the end what each of them met. So
neither the time that Python takes to start nor the clients' use of the processor is in any figure.
"""

import asyncio
import json
import sys

import uvloop

from benchmarks.load.plan import Plan
from benchmarks.load.visitor import Visitor


async def main() -> None:
    """Do what the crowd says."""
    heard = asyncio.StreamReader(limit=2**26)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(heard), sys.stdin
    )
    asked = json.loads(await heard.readline())
    print("ready", flush=True)
    begin = json.loads(await heard.readline())
    home = asyncio.Event()
    until_told = asyncio.ensure_future(_until_told(heard, home))
    plans = [Plan(**plan) for plan in asked["plans"]]
    visitors = [Visitor(asked["url"], plan, home, asked["patience"]) for plan in plans]
    visiting = asyncio.gather(*(one.go(begin + one.plan.after) for one in visitors))
    for one in visitors:
        await one.under_way.wait()
    print("under way", flush=True)
    visits = await visiting
    until_told.cancel()
    print(json.dumps([vars(visit) for visit in visits]), flush=True)


async def _until_told(heard: asyncio.StreamReader, home: asyncio.Event) -> None:
    await heard.readline()  # a word, or the end of the crowd
    home.set()


if __name__ == "__main__":
    uvloop.run(main())
