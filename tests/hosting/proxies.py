"""The reverse proxies of docs/hosting.md, run for real with the configuration that stands there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from browser.server import RunningApp, free_port
from certificates import Certificate, make_certificate

PAGE = Path(__file__).resolve().parents[2] / "docs" / "hosting.md"
HOST = "sandbox.company.example"
PATIENCE = 120.0  # seconds


class Proxy(NamedTuple):
    """A proxy that listens. url: where browsers go; http_port: where it answers plain http; log: what it wrote."""

    url: str
    http_port: int
    certificate: Certificate
    folder: Path

    @property
    def log(self) -> str:
        """All logs of the proxy."""
        return "\n".join(file.read_text(errors="replace") for file in sorted(self.folder.glob("*.log")))


class Hosted(NamedTuple):
    """The app and the proxy in front of it."""

    app: RunningApp
    proxy: Proxy


def block(language: str) -> str:
    """Return the only block of that language on the page."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert 1 == len(found), f"{len(found)} blocks of {language} in {PAGE.name}"
    return found[0]


def replaced(text: str, **pairs: str) -> str:
    """Return *text* with each pair's old part, which must be there, as its new one."""
    for old, new in pairs.items():
        assert old in text, f"{old!r} is not in the configuration of {PAGE.name}"
        text = text.replace(old, new)
    return text


def program(name: str, package: str) -> str:
    """Return the path of a program, installed where that is possible; skip the test where it is not."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    if shutil.which(name, path=path) is None and shutil.which("apt-get") and os.geteuid() == 0:
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # 1: no service is started
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *words], env=env, capture_output=True, timeout=240, check=False)
    return shutil.which(name, path=path) or pytest.skip(f"no {name} here: install the package {package}")


@contextmanager
def nginx(folder: Path, app_port: int, port: int | None = None, **changes: str):
    """Run nginx with the block of the page in front of the app, and give it as a Proxy. changes: of the block."""
    binary, port = program("nginx", "nginx-light"), port or free_port()
    proxy = _proxy(folder, port)
    made = proxy.certificate
    servers = replaced(
        block("nginx"),
        **{
            "listen 80;": f"listen 127.0.0.1:{proxy.http_port};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
            HOST: "localhost",
            "/etc/ssl/support-sandbox/chain.pem": str(made.chain),
            "/etc/ssl/support-sandbox/key.pem": str(made.key),
            "/var/log/nginx/": f"{folder}/",
            "127.0.0.1:8501": f"127.0.0.1:{app_port}",
            **changes,
        },
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log info;\nevents {{}}\n"
        f"http {{\naccess_log {folder}/other.log;\n{temporary}{servers}\n}}\n"
    )
    with _running([binary, "-p", str(folder), "-c", str(config)], proxy):
        yield proxy


@contextmanager
def caddy(folder: Path, app_port: int):
    """Run Caddy with the block of the page, and our certificate in place of one that it fetches."""
    binary, port = program("caddy", "caddy"), free_port()
    proxy = _proxy(folder, port)
    made = proxy.certificate
    site = replaced(
        block("caddyfile"),
        **{f"{HOST} {{\n": f"localhost {{\n\ttls {made.chain} {made.key}\n", "127.0.0.1:8501": f"127.0.0.1:{app_port}"},
    )
    config = folder / "Caddyfile"
    options = ["admin off", f"http_port {proxy.http_port}", f"https_port {port}", "skip_install_trust"]
    options += ["log {", f"\toutput file {folder}/caddy.log", "}"]
    config.write_text("\n\t".join(["{", *options]) + f"\n}}\n{site}")
    with _running([binary, "run", "--config", str(config), "--adapter", "caddyfile"], proxy):
        yield proxy


PROXIES = {"nginx": nginx, "caddy": caddy}


def _proxy(folder: Path, port: int) -> Proxy:
    folder.mkdir()
    return Proxy(f"https://localhost:{port}", free_port(), make_certificate(folder / "certificate"), folder)


@contextmanager
def _running(line: list[str], proxy: Proxy):
    """Run the program until the block ends; its home is its folder."""
    env = {"PATH": os.environ.get("PATH", ""), "HOME": str(proxy.folder), "XDG_DATA_HOME": str(proxy.folder)}
    with (proxy.folder / "output.log").open("wb") as out:
        process = subprocess.Popen(line, env=env, cwd=proxy.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        _wait_for(proxy, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(proxy: Proxy, process: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    port = int(proxy.url.rsplit(":", 1)[1])
    while time.monotonic() < until:
        assert process.poll() is None, f"the proxy has ended by itself:\n{proxy.log}"
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"the proxy does not listen:\n{proxy.log}")
