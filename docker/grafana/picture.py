#!/usr/bin/env python3
"""Draws the dashboard as SVG from what Prometheus answers to its queries, without Grafana.

    docker/grafana/picture.py --prometheus http://127.0.0.1:9090 --minutes 60 --rows 3 docs/dashboard.svg

It reads dashboards/sluice.json: places, titles, queries, units, thresholds and words. It draws what that file uses, and
not all that Grafana can. Python 3.8, standard library alone.
"""
import argparse
import datetime
import html
import json
import math
import pathlib
import time
import urllib.parse
import urllib.request

CELL, LINE, GAP = 50, 27, 5
INK, FAINT, PAPER, EDGE = "#d8d9da", "#8e9099", "#181b1f", "#2c3235"
NAMED = {"green": "#3f8f50", "orange": "#d9822b", "red": "#c4303d", "blue": "#3c6fb0"}
LINES = ["#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#f2495c", "#b877d9", "#8ab8ff", "#c8f2c2", "#ffa6b0", "#c0d8ff"]


def number(value):
    for limit, word in ((1e9, " Bil"), (1e6, " Mil"), (1e4, " K")):
        if abs(value) >= limit:
            return f"{value / (1e3 if word == ' K' else limit):.3g}{word}"
    return f"{value:.0f}" if value == round(value) else f"{value:.3g}"


def duration(seconds):
    sign, left, said = "-" if seconds < 0 else "", int(abs(seconds)), []
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            said.append(f"{count} {word}{'s' if count > 1 else ''}")
    return sign + " ".join(said[:2]) if said else "0 seconds"


def ago(seconds):
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = round(seconds / size)
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "a few seconds ago"


def seconds_short(value):
    for size, word in ((1, "s"), (1e-3, "ms")):
        if abs(value) >= size:
            return f"{value / size:.3g} {word}"
    return f"{value * 1e6:.3g} µs" if value else "0 s"


def size_of(value):
    power = min(4, int(math.log(abs(value), 1024))) if abs(value) >= 1 else 0
    return f"{value / 1024 ** power:.3g} {['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}"


def shown(value, unit, decimals=None):
    """A value in Grafana's unit, as words."""
    if value is None or math.isnan(value):
        return ""
    if decimals == 0:
        value = round(value)
    if unit == "dateTimeFromNow":
        return ago(time.time() - value / 1000)
    if unit.startswith("suffix:"):
        return number(value) + unit[len("suffix:"):]
    forms = {"dtdurations": duration, "s": seconds_short, "bytes": size_of, "Bps": lambda v: size_of(v) + "/s"}
    forms["percentunit"] = lambda v: f"{v * 100:.3g} %"
    return forms.get(unit, number)(value)


class Prometheus:
    """Asks for the last minutes, with the dashboard's variables filled in."""

    def __init__(self, url, minutes, scrape):
        self.url, self.end, self.minutes = url.rstrip("/"), time.time(), minutes
        self.step = max(scrape, round(minutes * 60 / 150))
        nodes = sorted(s["metric"]["instance"] for s in self.ask("query", query="sluice_build_info", time=self.end))
        self.filled = {
            "$node": "|".join(node.replace(".", "\\\\.") for node in nodes),
            "$route": ".+",
            "$destination": ".+",
            "$__rate_interval": f"{max(4 * scrape, self.step + scrape)}s",
        }

    def ask(self, what, **parameters):
        with urllib.request.urlopen(f"{self.url}/api/v1/{what}?{urllib.parse.urlencode(parameters)}", timeout=30) as answer:
            return json.load(answer)["data"]["result"]

    def fill(self, expression):
        for name, value in self.filled.items():
            expression = expression.replace(name, value)
        return expression

    def now(self, target):
        return [(s["metric"], float(s["value"][1])) for s in self.ask("query", query=self.fill(target["expr"]), time=self.end)]

    def history(self, target):
        span = {"start": self.end - self.minutes * 60, "end": self.end, "step": self.step}
        answer = self.ask("query_range", query=self.fill(target["expr"]), **span)
        return [(legend(target, s["metric"]), [(float(t), float(v)) for t, v in s["values"]]) for s in answer]


def legend(target, labels):
    text = target.get("legendFormat", "")
    for name, value in labels.items():
        text = text.replace("{{%s}}" % name, value)
    return text or ", ".join(labels.values())


class Drawing:
    def __init__(self):
        self.parts = []

    def box(self, x, y, w, h, fill, edge=None):
        stroke = f' stroke="{edge}"' if edge else ""
        self.parts.append(f'<rect x="{x:.0f}" y="{y:.0f}" width="{w:.0f}" height="{h:.0f}" rx="3" fill="{fill}"{stroke}/>')

    def text(self, x, y, words, size=12, fill=INK, anchor="start", weight="normal"):
        self.parts.append(
            f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size:.0f}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}">'
            f"{html.escape(words)}</text>"
        )

    def line(self, points, colour):
        """What lies on a level between its neighbours adds nothing."""
        inner = zip(points, points[1:], points[2:])
        points = points[:1] + [b for a, b, c in inner if not abs(a[1] - b[1]) + abs(b[1] - c[1]) < 0.1] + points[1:][-1:]
        path = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')


def colour_of(value, defaults):
    """By word if the value has one, else by threshold."""
    for mapping in defaults.get("mappings", []):
        if value is not None and number(value) in mapping["options"]:
            return NAMED[mapping["options"][number(value)]["color"]]
    found = "blue" if value is None else "green"
    for step in defaults.get("thresholds", {"steps": []})["steps"]:
        if value is not None and (step["value"] is None or value >= step["value"]):
            found = step["color"]
    return NAMED[found]


def word_of(value, defaults):
    for mapping in defaults.get("mappings", []):
        if value is not None and number(value) in mapping["options"]:
            return mapping["options"][number(value)]["text"]
    return defaults.get("noValue", "No data") if value is None else shown(value, defaults["unit"], defaults.get("decimals"))


def stat(out, prometheus, panel, x, y, w, h):
    defaults, answer = panel["fieldConfig"]["defaults"], prometheus.now(panel["targets"][0])
    value = answer[0][1] if answer else None
    word = word_of(value, defaults)
    out.box(x, y, w, h, colour_of(value, defaults))
    out.text(x + 8, y + 18, panel["title"], 12, "#ffffff")
    out.text(x + w / 2, y + h / 2 + 18, word, min(30, w * 1.7 / max(1, len(word))), "#ffffff", "middle", "bold")


def time_series(out, prometheus, panel, x, y, w, h):
    series = [s for target in panel["targets"] for s in prometheus.history(target)]
    series = [(name, [(t, v) for t, v in points if not math.isnan(v)]) for name, points in series]
    stacked = "stacking" in panel["fieldConfig"]["defaults"]["custom"]
    series = stack(series) if stacked else series
    unit = panel["fieldConfig"]["defaults"]["unit"]
    top = rounded_up(max([v for _, points in series for _, v in points] or [0]) or 1, unit)
    left, right, above, below = x + 62, x + w - 8, y + 30, y + h - 54
    for part in (0, 0.5, 1):
        height = below - part * (below - above)
        out.line([(left, height), (right, height)], EDGE)
        out.text(left - 5, height + 4, shown(top * part, unit), 10, FAINT, "end")
    begin, end = prometheus.end - prometheus.minutes * 60, prometheus.end
    for part in (0, 0.5, 1):
        at = datetime.datetime.fromtimestamp(begin + part * (end - begin)).strftime("%H:%M")
        out.text(left + part * (right - left), below + 14, at, 10, FAINT, ("start", "middle", "end")[int(part * 2)])
    for index, (_, points) in enumerate(series):
        scaled = [(left + (t - begin) / (end - begin) * (right - left), below - v / top * (below - above)) for t, v in points]
        out.line(scaled, LINES[index % len(LINES)])
    entries = [(name, LINES[i % len(LINES)], any(v for _, v in points)) for i, (name, points) in enumerate(series)]
    entries.sort(key=lambda entry: not entry[2])
    legends(out, entries, x + 10, y + h - 14, w - 20)


def rounded_up(top, unit):
    """An axis for counts and times ends at a round number."""
    if unit in ("bytes", "Bps", "percentunit"):
        return top
    power = 10 ** math.floor(math.log10(top))
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if top <= step * power * 1.0001)


def stack(series):
    sums, stacked = {}, []
    for name, points in series:
        for at, value in points:
            sums[at] = sums.get(at, 0) + value
        stacked.append((name, [(at, sums[at]) for at, _ in points]))
    return stacked


def legends(out, entries, x, y, width):
    """As many as there is room for, in two lines; what is not 0 comes first, and the rest is counted."""
    at, line = x, 0
    for index, (name, colour, _) in enumerate(entries):
        needed = 22 + 5.9 * len(name)
        last = line == 1 and index + 1 < len(entries)
        if at + needed + (50 if last else 0) > x + width and at > x:
            at, line = (x, 1) if line == 0 else (at, 2)
        if line > 1:
            out.text(at, y + 4, f"+ {len(entries) - index} more", 10, FAINT)
            return
        out.box(at, y - 12 + line * 12, 10, 3, colour)
        out.text(at + 13, y - 8 + line * 12, name, 10, FAINT)
        at += needed


def bar_gauge(out, prometheus, panel, x, y, w, h):
    defaults = panel["fieldConfig"]["defaults"]
    answer = [(legend(panel["targets"][0], labels), value) for labels, value in prometheus.now(panel["targets"][0])]
    for index, (name, value) in enumerate(answer):
        at = y + 40 + index * 34
        out.text(x + 10, at, name, 11, FAINT)
        out.box(x + 10, at + 5, max(2, min(1, value / defaults["max"]) * (w - 20)), 12, colour_of(value, defaults))
        out.text(x + w - 10, at, shown(value, defaults["unit"]), 11, INK, "end")
    if not answer:
        out.text(x + w / 2, y + h / 2, defaults.get("noValue", "No data"), 14, FAINT, "middle")


def table(out, prometheus, panel, x, y, w, h):
    names = panel["transformations"][1]["options"]["renameByName"]
    rows = {}
    for target in panel["targets"]:
        for labels, value in prometheus.now(target):
            key = labels.get("instance", "") + labels.get("destination", "")
            rows.setdefault(key, {**labels})["Value #" + target["refId"]] = value
    columns = list(names)
    overrides = {o["matcher"]["options"]: {p["id"]: p["value"] for p in o["properties"]} for o in panel["fieldConfig"]["overrides"]}
    lengths = [max([9, len(names[c])] + [min(20, len(str(row.get(c, "")))) for row in rows.values()]) for c in columns]
    lengths = [20 if overrides.get(names[c], {}).get("unit") == "dtdurations" else n for c, n in zip(columns, lengths)]
    room = [(w - 20) * length / sum(lengths) for length in lengths]
    for index, column in enumerate(columns):
        at = x + 10 + sum(room[:index])
        how = overrides.get(names[column], {})
        out.text(at, y + 40, names[column], 11, "#5794f2", weight="bold")
        for line, (_, row) in enumerate(sorted(rows.items())):
            cell(out, row.get(column), how, at, y + 60 + line * 20, room[index])


def cell(out, value, how, x, y, width):
    if isinstance(value, float):
        if "thresholds" in how:
            out.box(x - 4, y - 13, width - 4, 18, colour_of(value, how))
        value = shown(value, how.get("unit", "none"), how.get("decimals"))
    words, fits = value or how.get("noValue", ""), int((width - 4) / 5.6)
    out.text(x, y, words if len(words) <= fits else words[: fits - 1] + "…", 11)


KINDS = {"stat": stat, "timeseries": time_series, "bargauge": bar_gauge, "table": table}


def draw(dashboard, prometheus, rows):
    out, bottom, seen = Drawing(), 0, 0
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        x, y = place["x"] * CELL + GAP, place["y"] * LINE + GAP
        w, h = place["w"] * CELL - GAP, place["h"] * LINE - GAP
        seen += panel["type"] == "row"
        if seen > rows:
            break
        bottom = max(bottom, y + h)
        if panel["type"] == "row":
            out.text(x + 4, y + 17, "▾ " + panel["title"], 14, INK, weight="bold")
            continue
        if panel["type"] != "stat":
            out.box(x, y, w, h, PAPER, EDGE)
            out.text(x + 8, y + 18, panel["title"], 12)
        KINDS[panel["type"]](out, prometheus, panel, x, y, w, h)
    size = (24 * CELL + GAP, bottom + GAP)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" font-family="Helvetica, Arial, sans-serif">'
    return "\n".join([head, f'<rect width="{size[0]}" height="{size[1]}" fill="#111217"/>', *out.parts, "</svg>", ""])


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--prometheus", default="http://127.0.0.1:9090", help="its address")
    options.add_argument("--minutes", type=float, default=60, help="how far back the graphs go")
    options.add_argument("--scrape", type=int, default=15, help="the scrape interval in seconds")
    options.add_argument("--rows", type=int, default=99, help="how many of the dashboard's rows are drawn")
    options.add_argument("picture", type=pathlib.Path, help="the SVG file that is written")
    chosen = options.parse_args()
    dashboard = json.loads((pathlib.Path(__file__).parent / "dashboards/sluice.json").read_text(encoding="utf-8"))
    prometheus = Prometheus(chosen.prometheus, chosen.minutes, chosen.scrape)
    chosen.picture.write_text(draw(dashboard, prometheus, chosen.rows), encoding="utf-8")


if __name__ == "__main__":
    main()
