from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, HttpUrl

from app import links

PAGE = (Path(__file__).parent / "page.html").read_text()


@asynccontextmanager
async def lifespan(_: FastAPI):
    yield
    await links.store.aclose()


app = FastAPI(title="Short links", lifespan=lifespan)


class Link(BaseModel):
    target: HttpUrl


@app.get("/", response_class=HTMLResponse)
def page():
    return PAGE


@app.get("/healthz")
async def healthz():
    await links.store.ping()
    return {"well": True}


@app.get("/api/links")
async def listed():
    return await links.newest()


@app.post("/api/links", status_code=201)
async def added(link: Link):
    return {"code": await links.add(str(link.target))}


@app.get("/{code}")
async def followed(code: str):
    target = await links.visit(code)
    if target is None:
        raise HTTPException(404, "There is no such link.")
    return RedirectResponse(target, 307)
