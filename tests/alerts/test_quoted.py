"""What an incident quotes is put together from two topics, of which one forgets."""

from dataclasses import replace

from alerts.quoted import Quoted, find_quoted, put_back, strip_quotes
from deploy.casefile import collect_quoted
from tests.alerts.examples import incident_of, quote, spike


def test_the_last_word_of_each_incident_counts_whatever_the_order() -> None:
    case = incident_of(spike())
    first = find_quoted(None, case)
    assert first
    last = replace(first, revision=3, quotes=(quote(2),))
    other = replace(first, incident="another")
    values = [one.to_json() for one in (last, first, other)]
    assert collect_quoted([*values, b"{nonsense"]) == {case.id: last, "another": other}


def test_only_the_last_record_has_what_is_quoted_now() -> None:
    case = incident_of(spike())
    life = (case, replace(case, revision=1), replace(case, revision=2, quotes=()))
    quoted = Quoted(incident=case.id, brand=case.brand, revision=2, quotes=(quote(1),))
    assert [one.quotes for one in put_back(life, quoted)] == [(), (), (quote(1),)]
    assert put_back((), None) == ()


def test_an_incident_of_before_keeps_the_quotes_of_its_last_record() -> None:
    case = incident_of(spike())
    assert [one.quotes for one in put_back((case, case), None)] == [(), case.quotes]


def test_what_people_say_goes_and_comes_back_with_the_quotes() -> None:
    case = incident_of(spike())
    quoted = find_quoted(None, case)
    assert quoted
    assert strip_quotes(case).said is None
    assert strip_quotes(case).mix == case.mix, "numbers are nobody's words"
    (last,) = put_back((strip_quotes(case),), Quoted.from_json(quoted.to_json()))
    assert last == case
    assert find_quoted(case, replace(case, said=None))
    assert find_quoted(case, case) is None


def test_nothing_is_written_where_nothing_is_quoted() -> None:
    bare = strip_quotes(incident_of(spike()))
    assert find_quoted(None, bare) is None
    assert find_quoted(bare, bare) is None
