"""Reads a PDF on standard input, and answers with the text of each page."""
import io
import json
import sys

from pypdf import PdfReader

print(json.dumps({"pages": [page.extract_text() for page in PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages]}))
