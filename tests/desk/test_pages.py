"""What all pages share: they run nothing of their own in the page and know where they are."""

from __future__ import annotations

import re

import pytest


def test_a_page_has_no_script_or_style_inside(client):
    text = client.get("/").text
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text) == []
    assert 'name="htmx-config"' in text


@pytest.mark.parametrize("path, kind", [("desk.css", "text/css"), ("vendor/maplibre-gl.mjs", "text/javascript")])
def test_files_say_what_they_are_whatever_the_machine_thinks(client, path, kind):
    answer = client.get(f"/static/{path}")
    if answer.status_code == 404 and path.startswith("vendor/"):
        pytest.skip("the desk's assets are not here: python build_assets.py")
    assert answer.headers["content-type"].split(";")[0] == kind


def test_a_page_opens_without_a_complaint_and_stays_on_this_machine(desk, opened):
    page = opened(desk.address)
    assert page.title() == "Situation – Tocsin"
    assert page.evaluate("htmx.config.allowEval") is False
