"""Links and their visits, kept in Redis: one hash for each link, and a list of the newest."""

import os
import secrets
import string

import redis.asyncio as redis

store = redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

LETTERS = string.ascii_lowercase + string.digits


async def add(target: str) -> str:
    """Keeps a link and answers its code, seven letters and digits."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(7))
        if await store.hsetnx(f"link:{code}", "target", target):
            break
    await store.hset(f"link:{code}", "visits", 0)
    await store.lpush("newest", code)
    await store.ltrim("newest", 0, 19)
    return code


async def visit(code: str) -> str | None:
    """The target of a code, counted as a visit; None where there is no such code."""
    target = await store.hget(f"link:{code}", "target")
    if target is not None:
        await store.hincrby(f"link:{code}", "visits", 1)
    return target


async def newest() -> list[dict]:
    """The newest links, at most twenty."""
    codes = await store.lrange("newest", 0, -1)
    return [{"code": code, **await store.hgetall(f"link:{code}")} for code in codes]
