"""Where inputs come from: lines of JSON that are the same on every machine, or a corpus."""

import random

# Pieces repeat after so many bytes. That is beyond the window of level 3, so that no piece is found in an earlier one.
PERIOD = 16 << 20

SERVICES = "accounts billing catalog checkout gateway inventory mailer payments profiles search sessions shipping".split()
PATHS = "/ /cart /cart/items /health /login /logout /orders /orders/latest /products /products/search /users/me".split()
METHODS = ("GET", "GET", "GET", "GET", "POST", "PUT", "DELETE")
STATES = ((200, "info", "request served"), (304, "info", "not modified"), (404, "warning", "no such resource"))
AGENTS = ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0)", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "curl/8.5.0", "okhttp/4.12.0")


def json_lines(size, seed=2024):
    """Return at least ``size`` bytes of a service's log: events in JSON, a line each, of about 300 bytes."""
    dice = random.Random(seed)
    lines, length, clock = [], 0, 1_700_000_000_000
    while length < size:
        clock += dice.randrange(40)
        status, level, message = dice.choices(STATES, (90, 7, 3))[0]
        line = (
            f'{{"time": {clock}, "level": "{level}", "service": "{dice.choice(SERVICES)}", "host": "node-{dice.randrange(24):02}", '
            f'"request": {{"method": "{dice.choice(METHODS)}", "path": "{dice.choice(PATHS)}", "agent": "{dice.choice(AGENTS)}", '
            f'"user": {dice.randrange(50_000)}}}, "response": {{"status": {status}, "milliseconds": {dice.randrange(900)}, '
            f'"bytes": {dice.randrange(20_000)}}}, "message": "{message}"}}\n'
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
