"""Small closed classes of words that reading a parse depends on."""

from __future__ import annotations

HELPING = frozenset({"help", "let", "make", "have", "watch", "see"})
# Verbs whose infinitive is done by their subject although they have an object ("used a rifle to kill").
OWN_PURPOSE = frozenset(
    "use take hold spend launch make open call visit join cross leave phone telephone meet stage sign form raise seize"
    " need travel break issue abuse exploit hijack build buy acquire play cite wield employ waste risk".split()
)
# Nouns that only count or bundle what stands after "of": "13 tons of medicine", "a contingent of soldiers".
MEASURES = frozenset(
    "one ton tonne kilo kilogram kilogramme number dozen hundred thousand million billion group batch contingent convoy"
    " shipment piece set series pair couple lot majority bunch handful amount quantity load truckload planeload"
    " score crate consignment package total array string swathe host trickle stream barrage salvo volley round cargo"
    " delivery unit team column force crowd mass litre liter worth pallet container".split()
)
# Verbs whose passive may have the receiver as subject.
GIVING = frozenset("give send supply promise offer lend hand grant deny award provide pledge pay deliver sell".split())
PROMISING = frozenset({"promise", "vow", "pledge", "threaten", "swear"})  # "promised the clan to leave"
PUNISHING = frozenset(
    "sentence convict jail imprison arrest detain fine charge indict punish execute try condemn hang blame".split()
)
# Verbs whose participle without auxiliary is a passive whatever stands before it.
DONE_TO = frozenset(
    "kill wound injure hurt maim slay behead execute arrest detain capture seize abduct kidnap jail displace loot torch"
    " burn raze ransack destroy damage".split()
)
# Verbs of saying that tell of an act of their own: "said rebels had shelled the port and accused Ankara of ...".
VOICING = frozenset(
    "accuse warn demand deny urge appeal reject condemn blame vow pledge threaten promise denounce order insist".split()
)
# Where words are put: "claimed the attack on its channels".
CHANNELS = frozenset(
    "channel website site page account medium media television tv radio air telegram twitter facebook whatsapp youtube"
    " instagram x".split()
)
# What carries words: "in a message on Telegram" tells where the message was, not what was attacked.
MESSAGES = frozenset(
    "message statement post video letter communique interview broadcast speech tweet call note clip recording comment"
    " address briefing report article".split()
)
