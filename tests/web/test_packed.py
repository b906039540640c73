"""Pages leave packed where the browser takes it; what is a file does not."""

import gzip

HEAD = {"HTTP_ACCEPT_ENCODING": "gzip, deflate"}


def test_page_is_packed_for_who_takes_it(client, house):
    plain = client.get("/rieng-tu/")
    packed = client.get("/rieng-tu/", **HEAD)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert gzip.decompress(packed.content).decode()[:15] == "<!doctype html>"


def test_page_that_was_kept_is_not_sent_again(client, house):
    first = client.get("/", **HEAD)

    again = client.get("/", HTTP_IF_NONE_MATCH=first.headers["ETag"], **HEAD)

    assert again.status_code == 304


def test_whole_case_fits_on_a_slow_network(signed_in, ask):
    case = ask("Máy sấy ồn. " * 60)

    page = signed_in("chi").get(
        f"/can-bo/viec/{case.code[:4]}-{case.code[4:]}/", **HEAD
    )

    # Style, shapes and scripts are 16 KB packed (test_home); a case is 30 KB in all.
    assert len(page.content) < 12_000
