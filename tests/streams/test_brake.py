"""The brake on dead letters."""

from streams.brake import Brake


def test_only_unreadable_lines_in_a_row_pull_it() -> None:
    brake = Brake(10)
    assert not brake.note(readable=0, dead=9)
    assert not brake.note(readable=1, dead=500)
    assert not brake.note(readable=0, dead=9)
    assert brake.note(readable=0, dead=1)


def test_an_empty_page_neither_pulls_nor_releases_it() -> None:
    brake = Brake(2)
    assert not brake.note(readable=0, dead=1)
    assert not brake.note(readable=0, dead=0)
    assert brake.note(readable=0, dead=1)
