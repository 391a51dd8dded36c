"""Where inputs come from: lines of JSON that are the same on every machine, or a corpus."""

import random

# Pieces repeat after so many bytes. That is beyond the window of level 3, so that no piece is found in an earlier one.
PERIOD = 16 << 20

FIRST = "Ada Bela Cleo Dora Emil Fritz Greta Hugo Ida Jan Kira Lea Max Nora Otto Paula Rosa Sven Tilda Uwe".split()
LAST = "Adler Berg Conrad Dietz Engel Fuchs Graf Hahn Iser Jung Klein Lang Moll Nagel Ott Pohl Roth Stein".split()
CITIES = "Aachen Bonn Celle Dresden Essen Fulda Gera Hamm Jena Kiel Lindau Mainz Neuss Oppeln Passau Regensburg".split()
STATES = ("active", "inactive", "blocked", "new")
WORDS = "the of and to in is that for it as was with be by on not he his but at are this have from or had an they which".split()


def json_lines(size, seed=2024):
    """Return at least ``size`` bytes of records, a line each, between 150 and 400 bytes long."""
    dice = random.Random(seed)
    lines, length, number = [], 0, 0
    while length < size:
        number += 1
        first, last = dice.choice(FIRST), dice.choice(LAST)
        note = " ".join(dice.choices(WORDS, k=dice.randrange(2, 30)))
        line = (
            f'{{"id": {number}, "user": {{"name": "{first} {last}", "mail": "{first.lower()}.{last.lower()}{dice.randrange(1000)}'
            f'@example.org"}}, "city": "{dice.choice(CITIES)}", "state": "{dice.choice(STATES)}", '
            f'"score": {dice.random() * 100:.4f}, "seen": {1_600_000_000 + dice.randrange(10**8)}, "note": "{note}"}}\n'
        )
        lines.append(line)
        length += len(line)
    return "".join(lines).encode()


class Source:
    """One stretch of bytes that all inputs are cut from."""

    def __init__(self, content):
        if not content:
            raise ValueError("the source of the inputs is empty")
        self.content = content

    @classmethod
    def generated(cls, size=PERIOD):
        """Return a source of JSON lines."""
        return cls(json_lines(size))

    @classmethod
    def read(cls, path):
        """Return a source that is the content of a file."""
        with open(path, "rb") as file:
            return cls(file.read())

    def piece(self, size, start=0):
        """Return ``size`` bytes, repeating what there is where that is too short."""
        start %= len(self.content)
        have = self.content[start : start + size]
        if len(have) < size:
            times = -(-(size - len(have)) // len(self.content))
            have += (self.content * times)[: size - len(have)]
        return have

    def pieces(self, parts):
        """Return items: for each ``(count, size)`` of ``parts`` so many of that size."""
        items, at = [], 0
        for count, size in parts:
            for _ in range(count):
                items.append(self.piece(size, at))
                at += size
        return items
