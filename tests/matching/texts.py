"""Small reports written for these tests."""

REPORT = """
Firefighters in the port town of Velmora rescued 14 dock workers on Tuesday after a grain silo collapsed
beside the northern quay, the harbour authority said.

The silo, built in 1962 and owned by the Carrow Grain Company, gave way shortly after noon while a ship from
Estonia was being loaded. Two workers were taken to Saint Brannoc Hospital with broken legs, and one was in
intensive care.

"We heard a crack like thunder and then the whole wall came down," said Ilse Marwick, who drives a crane on
the quay. "The dust was so thick that we could not see our own hands."

Harbour master Tobias Renn said that inspectors had warned of rust in the silo's steel bands in March. The
company had planned to empty the building this summer, he added, but the repair was put off twice.

Carrow Grain said in a statement that it would pay the workers' hospital bills and help the investigation.
Its shares fell by 8 per cent in the afternoon.

The regional government has ordered checks of all 31 silos along the coast. Minister Agneta Holm is expected
to visit Velmora on Wednesday.

Some 400 tonnes of wheat spilled into the basin, and fishing boats were asked to stay in the harbour until
divers had looked for damage below the waterline.
"""

REWRITE = """
A grain silo next to Velmora's northern quay caved in on Tuesday, and fire crews pulled 14 dockers out of
the debris, according to the harbour authority.

The building dates from 1962 and belongs to the Carrow Grain Company. It collapsed a little after noon as a
vessel from Estonia was taking on cargo. Saint Brannoc Hospital is treating two of the workers for broken
legs; another is in intensive care.

Crane driver Ilse Marwick said she heard a crack like thunder before the wall fell, and that the dust left
the workers unable to see their own hands.

According to harbour master Tobias Renn, rust in the steel bands of the silo had been pointed out by
inspectors in March. The repair had been put off two times although the company meant to empty the silo in
summer.

In a statement Carrow Grain promised to pay the hospital bills of the workers and to help investigators. By
the afternoon its shares had lost 8 per cent.

All 31 silos on the coast must now be checked, the regional government ordered. Minister Agneta Holm plans
to come to Velmora on Wednesday.
"""

UNRELATED = """
The national orchestra of Lestria will play without a conductor next season, its director Pavel Osterlind
announced at a press conference in the capital.

The musicians voted for the change after the departure of Henrike Solberg, who had led them for eleven
years. Rehearsals will be led in turn by the first violins, and the programme will be chosen by a committee
of nine.

Tickets for the opening concert, with two symphonies by Haydn and a new work by the composer Amira Tovel, go
on sale in September. Subscribers pay the same price as before.

Critics doubt that the experiment will last. "A ship can sail without a captain on a calm sea," wrote the
Lestrian Courier, "but the late romantics are not a calm sea."
"""


def filler(number: int, words: int = 120) -> str:
    """Words that no other filler has."""
    return " ".join(f"w{number}x{place}" for place in range(words))
