"""Reads an HXL file on standard input as libhxl does, and answers, as JSON, its tags, its rows and what the standard schema finds wrong."""
import io
import json
import sys

import hxl

# A stream given to libhxl is read as one that is local to this machine.
source = hxl.data(hxl.make_input(io.BytesIO(sys.stdin.buffer.read()), hxl.InputOptions(allow_local=True))).cache()
errors = []
hxl.schema(callback=errors.append).validate(source)
# What the schema only points out is none: that a number is far from those of other indicators.
wrong = [str(error) for error in errors if error.rule.severity != "info"]
print(json.dumps({
    "tags": [column.display_tag for column in source.columns], "titles": [column.header for column in source.columns],
    "rows": [row.values for row in source], "errors": wrong,
}))
