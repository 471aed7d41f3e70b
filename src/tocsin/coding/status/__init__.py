"""How an event stands in its sentence: done, going on, planned, feared, denied ...

A ladder over the parse.  From the trigger upwards to the root of its sentence, every clause gives its own mood (modals,
negation, tense: `clauses`), every governing word of the operators says what it does to what hangs on it (`embedding`),
and conditions and questions are noted (`conditions`).  What was noted on the way is put together from the inside out
(`standing`): an open question outweighs a denial, a denial a condition, a condition the nearest operator, and that the
clause's own mood; a denial of a denial leaves it possible.
"""

from tocsin.coding.status.clauses import DUTY, FUTURE
from tocsin.coding.status.climb import standing
from tocsin.coding.status.standing import Standing

__all__ = ["DUTY", "FUTURE", "Standing", "standing"]
