"""Ready bytes in memory: so many and no more, for as long as they hold."""

from dataclasses import replace

from kipthoi.publications.ready import Page, Pages


def page(size=1000, **more):
    return Page(200, {}, b"x" * size, **more)


def test_store_never_holds_more_bytes_than_it_may():
    store = Pages(most=20_000)
    store.find("first", "mark")

    for n in range(50):
        store.keep(n, "mark", page())
        store.find(0, "mark")  # in use: the others go first

    assert store.weight <= 20_000
    assert store.find(0, "mark")
    assert store.find(49, "mark")
    assert store.find(1, "mark") is None


def test_page_larger_than_the_store_is_not_kept():
    store = Pages(most=5000)
    store.find("a", "mark")

    store.keep("a", "mark", page(6000))

    assert (store.find("a", "mark"), store.weight) == (None, 0)


def test_page_kept_twice_weighs_once():
    store = Pages()
    store.find("a", "mark")

    store.keep("a", "mark", page(10))
    store.keep("a", "mark", page(20))

    assert store.weight == page(20).weight


def test_page_made_while_something_happened_is_not_kept():
    store = Pages()
    store.find("a", "before")
    store.find("b", "after")  # another thread has read on meanwhile

    store.keep("a", "before", page())

    assert store.find("a", "after") is None
    assert store.find("a", "before") is None


def test_page_holds_a_minute_at_most():
    store = Pages()
    store.find("a", "mark")
    old = replace(page(), made=page().made - 61)

    store.keep("a", "mark", old)

    assert store.find("a", "mark") is None


def test_mark_that_went_back_drops_everything(db):
    store = Pages()
    store.find("a", 7)
    store.keep("a", 7, page())

    assert store.find("a", 6) is None
    assert store.weight == 0
