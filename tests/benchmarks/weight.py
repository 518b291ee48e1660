"""What a first visit weighs, from the front page to the form: every byte as a browser gets it, and from where."""

import http.client
import re
import tempfile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html

from tests.benchmarks.journeys import SLUG, opened, serving

AIM = 60_000
FIRST_VISIT = ("/nb/", f"/nb/{SLUG}/", f"/nb/{SLUG}/patient/")
IN_CSS = re.compile(rb"url\(\s*[\"']?([^\"')]+)")
IN_JS = re.compile(rb"""^(?:import|export)\b[^;()]*?["'](\.[^"']+)["']""", re.MULTILINE)


def main() -> int:
    """Print each file and the sums, of which it returns the last."""
    with tempfile.TemporaryDirectory() as folder:
        instance = str(Path(folder) / "instance")
        opened(instance)
        target = "consultation.cli.web_application:web_application()"
        with serving(target, {"CONSULTATION_INSTANCE": instance}) as (port, _):
            visit = first_visit(port)
    for page, weights in visit.items():
        for path, weight in weights.items():
            print(f"  {weight:7} {path}")
        print(f"  {sum(weights.values()):7} bytes more for {page}")
    total = sum(sum(weights.values()) for weights in visit.values())
    print(f"  {total:7} bytes in all (aim: under {AIM})")
    return total


def first_visit(port: int) -> dict[str, dict[str, int]]:
    """For each page of a first visit, path -> bytes of what no earlier page has fetched."""
    seen: dict[str, int] = {}
    visit = {}
    for page in FIRST_VISIT:
        visit[page] = {path: weight for path, weight in weigh(port, page).items() if path not in seen}
        seen |= visit[page]
    return visit


def weigh(port: int, page: str) -> dict[str, int]:
    """Path -> compressed bytes, for a page and everything that it makes a browser fetch."""
    site = f"http://127.0.0.1:{port}"
    weights: dict[str, int] = {}
    waiting = [page]
    while waiting:
        path = waiting.pop(0)
        if path in weights:
            continue
        weights[path], content, kind = _fetched(port, path)
        for reference in _references(content, kind):
            there = urlsplit(urljoin(f"{site}{path}", reference))
            if there.scheme == "data":
                continue
            assert there.netloc == f"127.0.0.1:{port}", f"{path} asks a third party: {there.netloc}"
            waiting.append(there.path)
    return weights


def _fetched(port: int, path: str) -> tuple[int, bytes, str]:
    """The size as it came over the wire, the plain content, and its kind."""
    sizes, plain, kind = [], b"", ""
    for encoding in ("br, gzip", "identity"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        plain = answer.read()
        kind = answer.headers.get_content_type()
        assert answer.status == 200, (path, answer.status)
        sizes.append(len(plain))
        connection.close()
    return sizes[0], plain, kind


def _references(content: bytes, kind: str) -> list[str]:
    if kind == "text/css":
        return [found.decode() for found in IN_CSS.findall(content)]
    if kind.endswith("javascript"):
        return [found.decode() for found in IN_JS.findall(content)]
    if kind != "text/html":
        return []
    tree = lxml.html.document_fromstring(content.decode())
    linked = tree.xpath("//link[contains('stylesheet icon preload modulepreload', @rel)]/@href")
    scripts = [str(found) for found in tree.xpath("//script/@src")]
    improvements = {name for names in tree.xpath("//@data-enhance") for name in str(names).split()}
    loaded = [urljoin(script, f"enhancements/{name}.js") for script in scripts for name in sorted(improvements)]
    return [*map(str, linked), *scripts, *map(str, tree.xpath("//img/@src")), *loaded]


if __name__ == "__main__":
    main()
