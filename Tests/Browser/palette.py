"""Makes a screenshot small: its 256 most frequent colours, and each other colour as the nearest of them (PNG, third edition)."""
import collections
import struct
import zlib


def chunks(png):
    at = 8
    while at < len(png):
        size, = struct.unpack(">I", png[at:at + 4])
        yield png[at + 4:at + 8], png[at + 8:at + 8 + size]
        at += size + 12


def pixels(png):
    """Width, height, and each pixel's three bytes, line after line."""
    parts = list(chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", parts[0][1][:10])
    assert depth == 8 and kind in (2, 6), "a browser's screenshot has eight bits for each of its colours"
    step = 3 if kind == 2 else 4
    data = zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT"))
    lines, above = [], bytearray(width * step)
    for start in range(0, len(data), width * step + 1):
        method, line = data[start], bytearray(data[start + 1:start + 1 + width * step])
        for at in range(len(line)) if method else ():
            left = line[at - step] if at >= step else 0
            corner = above[at - step] if at >= step else 0
            if method == 4:
                near = min((abs(above[at] - corner), 0, left), (abs(left - corner), 1, above[at]), (abs(left + above[at] - 2 * corner), 2, corner))[2]
            else:
                near = (0, left, above[at], (left + above[at]) // 2)[method]
            line[at] = line[at] + near & 255
        above = line
        lines.append([bytes(line[at:at + 3]) for at in range(0, len(line), step)])
    return width, height, lines


def small(png):
    width, height, lines = pixels(png)
    palette = [colour for colour, _ in collections.Counter(one for line in lines for one in line).most_common(256)]
    number = {colour: index for index, colour in enumerate(palette)}

    def nearest(colour):
        if colour not in number:
            number[colour] = min(range(len(palette)), key=lambda index: sum((a - b) ** 2 for a, b in zip(palette[index], colour)))
        return number[colour]

    data = b"".join(b"\0" + bytes(nearest(colour) for colour in line) for line in lines)
    made = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(data, 9)), (b"IEND", b"")]
    return png[:8] + b"".join(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in made)
