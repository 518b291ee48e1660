"""A reverse proxy that writes visits down is named; the one that we write ourselves is not."""

import pytest

from consultation.auditing.nginx import troubles

QUIET = "http { access_log off; error_log /dev/null crit; client_body_buffer_size 512k; }"


def test_a_quiet_proxy_has_no_trouble():
    assert list(troubles(QUIET)) == []


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("access_log off;", "", "access_log is not named"),
        ("access_log off;", "# access_log off;\n", "access_log is not named"),
        (
            "access_log off;",
            "access_log off; server { access_log /var/log/a.log combined; }",
            "access_log is /var/log/a.log",
        ),
        ("error_log /dev/null crit;", "", "error_log is not named"),
        ("error_log /dev/null crit;", "error_log /var/log/e.log;", "error_log /var/log/e.log keeps"),
        ("error_log /dev/null crit;", "error_log stderr warn;", "error_log stderr warn keeps"),
        ("512k", "16k", "client_body_buffer_size"),
        ("512k;", "1m; client_body_in_file_only clean;", "client_body_in_file_only"),
    ],
)
def test_what_a_proxy_keeps_is_named(before, after, named):
    [told] = troubles(QUIET.replace(before, after))
    assert named in told
