"""A reverse proxy that writes visits down is named; the one that we write ourselves is not."""

from pathlib import Path

import pytest

from consultation.auditing.nginx import troubles

ROOT = Path(__file__).resolve().parents[2]
QUIET = """
    error_log stderr alert;
    http { access_log off; error_log /dev/null emerg; client_body_buffer_size 512k; proxy_max_temp_file_size 0;
           server { listen 80; } }
"""
MAIN, MORE = "# configuration file /etc/nginx/nginx.conf:\n", "\n# configuration file /etc/nginx/conf.d/one.conf:\n"


def test_a_quiet_proxy_has_no_trouble():
    assert list(troubles(QUIET)) == []
    assert list(troubles(f"{MAIN}{QUIET}{MORE}server {{ listen 81; }}")) == []


def test_what_is_written_for_a_new_installation_has_no_trouble():
    written = ROOT / "consultation" / "deployment" / "texts" / "nginx.conf"
    assert list(troubles(written.read_text("utf-8").replace("@BODY_BUFFER@", "2m"))) == []


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("access_log off;", "", "access_log is not named"),
        ("access_log off;", "# access_log off;\n", "access_log is not named"),
        ("listen 80;", "access_log /var/log/a.log combined;", "access_log is /var/log/a.log"),
        ("error_log /dev/null emerg;", "", "error_log is not named in http"),
        ("error_log /dev/null emerg;", "error_log /var/log/e.log;", "error_log /var/log/e.log keeps"),
        # Also at these levels nginx adds address, page and referrer to what it says about a request.
        ("error_log /dev/null emerg;", "error_log /var/log/e.log crit;", "error_log /var/log/e.log crit keeps"),
        ("error_log /dev/null emerg;", "error_log syslog:server=10.0.0.1 alert;", "alert keeps"),
        ("listen 80;", "error_log stderr emerg;", "error_log stderr emerg keeps"),
        ("512k", "16k", "client_body_buffer_size"),
        ("listen 80;", "client_body_buffer_size 8k;", "client_body_buffer_size"),
        ("512k;", "1m; client_body_in_file_only clean;", "client_body_in_file_only"),
        ("proxy_max_temp_file_size 0;", "", "proxy_max_temp_file_size"),
        ("listen 80;", "location / { mirror /copy; }", "sends every request to somebody else"),
        ("listen 80;", "log_by_lua_block { ngx.log(ngx.var.uri) }", "runs code"),
    ],
)
def test_what_a_proxy_keeps_is_named(before, after, named):
    [told] = troubles(QUIET.replace(before, after))
    assert named in told


def test_what_an_included_file_keeps_is_named():
    [told] = troubles(f"{MAIN}{QUIET}{MORE}server {{ listen 81; }} error_log /var/log/one.log crit;")
    assert "one.log crit keeps" in told
