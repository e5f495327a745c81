"""However a timeline came to what it shows, it is drawn as one that shows nothing else would be."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from models.domain.entry import EntryKind
from models.domain.timeline import Attachment
from tests.views.timeline_samples import (
    NOW,
    ListSource,
    MadeSource,
    entry,
    made,
    picture,
    show_view,
)
from views.room.timeline_pictures import RowPictures
from views.widgets.painted import painting


@pytest.fixture
def open_view(qtbot):
    return partial(show_view, qtbot)


def seen(view, ratio=1.0):
    """What is painted on a device of that ratio."""
    image = QImage(view.viewport().size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.magenta)
    with painting(image) as painter:
        view._paint(painter, view.viewport().rect())
    return image


def drawn_anew(view, ratio=1.0):
    """The same without anything that was drawn before, each row made into a picture of its own."""
    view._pictures = RowPictures(view._rows.metrics, view.clock)
    seen(view, ratio)
    return seen(view, ratio)


def crowd():
    late = NOW + timedelta(hours=9)
    rows = [
        replace(one, uid=f"{one.uid}.{n}", happened_at=one.happened_at + timedelta(seconds=n))
        for n in range(4)
        for one in picture()
    ]
    marked = [
        entry(100 + n, text, kind, NOW + timedelta(seconds=n), **facts)
        for n, (text, kind, facts) in enumerate(
            [
                ("key", EntryKind.NOTE, {"is_key": True}),
                ("taken back", EntryKind.NOTE, {"struck": True, "pending": True}),
                ("late", EntryKind.DECISION, {"recorded_at": late, "is_key": True}),
                ("off", EntryKind.NOTE, {"clock_offset_ms": 420_000, "recorded_at": late}),
                ("words " * 90, EntryKind.NOTE, {"corrected_text": "right words " * 80}),
                ("files", EntryKind.NOTE, {"attachments": (Attachment("a" * 60, "0", 1),) * 3}),
            ]
            * 4
        )
    ]
    return rows + marked


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_rows_jumped_to_look_like_rows_scrolled_to(open_view, ratio):
    view = open_view(ListSource(crowd()))
    bar = view.verticalScrollBar()
    for at in (0.1, 0.35, 0.5, 0.75, 0.9):
        bar.setValue(round(bar.maximum() * at))
        first = seen(view, ratio)
        assert seen(view, ratio) == first  # now each has its picture
        assert drawn_anew(view, ratio) == first


def test_an_appended_row_pushes_the_others_up_unchanged(open_view):
    source = ListSource(made(n) for n in range(60))
    view = open_view(source)
    for n in range(60, 70):
        source.entries.append(made(n))
        view.refresh()
        image = seen(view)
        assert image == drawn_anew(view)


def test_a_row_that_changes_is_drawn_anew_where_others_are_copied(open_view):
    source = ListSource(made(n) for n in range(60))
    view = open_view(source)
    before = seen(view)
    source.entries[55] = replace(source.entries[55], is_key=True)
    view.refresh()
    after = seen(view)
    assert after != before
    assert after == drawn_anew(view)


def test_what_is_partly_repainted_is_as_if_all_were(open_view, qtbot):
    view = open_view(ListSource(crowd()))
    view.setFocus()
    view.make_current(20)
    row = view.shown[3]
    for at in (QPoint(300, row.top + 5), QPoint(300, row.bottom + 5), QPoint(2, 2)):
        view._hover(at)
        assert seen(view) == drawn_anew(view)


def test_a_jump_reads_little_more_than_it_shows(open_view):
    source = MadeSource(100_000)
    view = open_view(source)
    source.asked.clear()
    view.verticalScrollBar().setValue(1_234_567)
    seen(view)
    assert sum(n for _, n in source.asked) <= 2 * len(view.shown)
    assert len(source.asked) == 1
