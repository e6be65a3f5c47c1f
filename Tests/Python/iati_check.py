"""Reads an IATI activity file on standard input and answers, as JSON, what the schema, the code lists and the ruleset find in it.

Also breaks it, one case of the ruleset after the other, and tells which broken file was not refused for that case alone.
The schema, the code lists and a ruleset are those inside PyPI's pyIATI 0.4.1; another ruleset is read from IATI_RULESET.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from lxml import etree

from iati_breaks import COMPANIONS, broken_files
from iati_rules import Rules, key

STANDARD = next((pathlib.Path(sys.prefix) / "iati").glob("pyIATI-*/iati/resources/standard/2-03"))

# Codes that the lists of 2018 do not have yet.
NEWER = {"Sector": {"15190"}, "OrganisationRegistrationAgency": {"NE-DGI", "NE-COA"}}


def schema_errors(data):
    """What xmllint says against the schema, without asking any network."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(data)
        file.flush()
        schema = STANDARD / "schemas/iati-activities-schema.xsd"
        run = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, file.name], capture_output=True, text=True)
    return [] if run.returncode == 0 else run.stderr.replace(file.name, "file").splitlines()[:-1] or [run.stderr]


def code_errors(document):
    """The codes that no list of the standard has, where the list is a complete one."""
    found = []
    for mapping in etree.parse(str(STANDARD / "codelist-mapping.xml")).getroot():
        path, condition = mapping.findtext("path"), mapping.findtext("condition")
        element, _, attribute = path.rpartition("/@")
        name = mapping.find("codelist").get("ref")
        codes = codelist(name)
        if codes is None:
            continue
        # The condition stands in the mapping as a predicate of the element.
        for value in document.xpath(f"{element}[{condition}]/@{attribute}" if condition else path):
            if value not in codes:
                found.append(f"{path}: {value} is not in {name}")
    return found


def codelist(name, whole=True):
    """The codes of a list; None where there is no such list, or where the whole of it is asked and it is not complete."""
    file = STANDARD / "codelists" / f"{name}.xml"
    root = etree.parse(str(file)).getroot() if file.exists() else None
    if root is None or (whole and root.get("complete") == "0"):
        return None
    return {code.text for code in root.iterfind(".//codelist-item/code")} | NEWER.get(name, set())


def standard_rules():
    named = os.environ.get("IATI_RULESET")
    ruleset = json.loads((pathlib.Path(named) if named else STANDARD / "rulesets/standard_ruleset.json").read_text())
    return Rules(ruleset, prefixes=codelist("OrganisationRegistrationAgency", whole=False))


def main():
    data = sys.stdin.buffer.read()
    document = etree.fromstring(data).getroottree()
    rules = standard_rules()
    wrong, cases = [], list(rules.cases())
    for number, (context, rule, case) in enumerate(cases):
        name = key(context, rule, case)
        files = broken_files(name, document)
        if not files:
            wrong.append(f"no broken file for: {name}")
        for broken in files:
            found = rules.broken(broken)
            if name not in found:
                wrong.append(f"not refused: {name}")
            others = [other for other in found if other != name and other not in COMPANIONS.get(name, ())]
            if others:
                wrong.append(f"{name} breaks also {others}")
    print(json.dumps({
        "schema": schema_errors(data), "codes": code_errors(document), "rules": rules.broken(document), "unbroken": wrong, "cases": len(cases),
    }))


if __name__ == "__main__":
    main()
