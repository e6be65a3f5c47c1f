"""Judges IATI files by a ruleset, as the ruleset's specification describes each rule (IATI-Rulesets, SPEC.rst).

A case is judged in each element that its context selects; what a case needs and the file does not have is not broken.
"""
import datetime
import re
from decimal import Decimal, InvalidOperation

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Rules:
    def __init__(self, ruleset, prefixes=(), known_organisations=(), today=None):
        self.ruleset, self.prefixes, self.known = ruleset, tuple(prefixes), frozenset(known_organisations)
        self.today = today or datetime.datetime.now(datetime.timezone.utc).date()

    def cases(self):
        """Each case once: its context, its rule, what it asks."""
        for context, rules in self.ruleset.items():
            for rule, body in rules.items():
                for case in body["cases"]:
                    yield context, rule, case

    def broken(self, document):
        """The cases that the document breaks, in their order, each by its key."""
        found = []
        for context, rule, case in self.cases():
            if any(not self.holds(rule, element, case) for element in document.xpath(context)):
                found.append(key(context, rule, case))
        return found

    def holds(self, rule, element, case):
        if "condition" in case and not truth(element, case["condition"]):
            return True
        if case.get("idCondition") and any(self.is_known(case["idCondition"], text) for text in texts(element, case["paths"])):
            return True
        return getattr(self, rule)(element, case)

    def is_known(self, condition, text):
        if condition == "NOT_EXISTING_ORG_ID":
            return text in self.known
        return any(text.startswith(known) for known in self.known)

    # How many there may be.

    def no_more_than_one(self, element, case):
        return len(nodes(element, case["paths"])) <= 1

    def atleast_one(self, element, case):
        return len(nodes(element, case["paths"])) >= 1

    def one_or_all(self, element, case):
        if nodes(element, [case["one"]]):
            return True
        if case["all"] == "lang":
            return all(LANG in narrative.attrib for narrative in element.iter("narrative"))
        if case["all"] == "currency":
            return all("currency" in value.attrib for value in element.iter("value"))
        return all(nodes(transaction, [case["all"]]) for transaction in element.iter("transaction"))

    def unique(self, element, case):
        found = texts(element, case["paths"])
        return len(set(found)) == len(found)

    # What numbers come to.

    def strict_sum(self, element, case):
        found = texts(element, case["paths"])
        try:
            return not found or sum(Decimal(text) for text in found) == Decimal(str(case["sum"]))
        except InvalidOperation:
            return False

    sum = strict_sum

    def range(self, element, case):
        try:
            return all(case["min"] <= Decimal(text) <= case["max"] for text in texts(element, case["paths"]))
        except InvalidOperation:
            return False

    # Dates.

    def days(self, element, path):
        return [self.today] if path == "NOW" else [datetime.date.fromisoformat(text[:10]) for text in texts(element, [path])]

    def date_order(self, element, case):
        return all(less <= more for less in self.days(element, case["less"]) for more in self.days(element, case["more"]))

    def date_now(self, element, case):
        return all(day <= self.today for day in self.days(element, case["date"]))

    def time_limit(self, element, case):
        return all(end < year_after(start) for start in self.days(element, case["start"]) for end in self.days(element, case["end"]))

    def between_dates(self, element, case):
        starts, ends = self.days(element, case["start"]), self.days(element, case["end"])
        return all(start <= day <= end for day in self.days(element, case["date"]) for start in starts for end in ends)

    # What texts are like.

    def regex_matches(self, element, case):
        return all(re.search(case["regex"], text) for text in texts(element, case["paths"]))

    def no_spaces(self, element, case):
        return all(text == text.strip() for text in texts(element, case["paths"]))

    def startswith(self, element, case):
        if case["prefix"] == ["ORG-ID-PREFIX"]:
            prefixes = self.prefixes
        else:
            prefixes = texts(element, case["prefix"])
        return all(any(text.startswith(prefix + case.get("separator", "")) for prefix in prefixes) for text in texts(element, case["paths"]))

    # What follows from what.

    def if_then(self, element, case):
        return not truth(element, case["if"]) or truth(element, case["then"])

    def loop(self, element, case):
        for value in dict.fromkeys(texts(element, [case["foreach"]])):
            for rule, body in case["do"].items():
                for inner in body["cases"]:
                    named = {name: put(asked, value) for name, asked in inner.items()}
                    if not self.holds(rule, element, named):
                        return False
        return True


def key(context, rule, case):
    """What a case is told apart by: where it looks, its rule, and what it looks at."""
    if rule == "loop":
        (rule, body), = case["do"].items()
        return f"{tail(context)} loop {rule} {asked(body['cases'][0])} over {case['foreach']}"
    return f"{tail(context)} {rule} {asked(case)}"


def asked(case):
    parts = [case.get(name) for name in ("one", "date", "start", "less", "more", "condition", "if")] + case.get("paths", [])
    return " ; ".join(part for part in parts if part)


def tail(context):
    return context.replace("/iati-activities/", "").replace("/iati-organisations/", "").replace("//", "")


def put(asked, value):
    """The case with the value of the loop in each place that waits for one."""
    if isinstance(asked, str):
        return asked.replace("$1", value)
    return [put(one, value) for one in asked] if isinstance(asked, list) else asked


def nodes(element, paths):
    return [node for path in paths for node in element.xpath(path)]


def texts(element, paths):
    return [str(node) if isinstance(node, str) else "".join(node.itertext()) for node in nodes(element, paths)]


def truth(element, path):
    return element.xpath(f"boolean({path})")


def year_after(day):
    """The first day that is a year later: a year from 1 March ends on the last day of February."""
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else datetime.date(day.year + 1, 3, 1)
