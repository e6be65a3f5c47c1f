"""Reads a mail message from standard input with Python's email package and prints its headers and decoded parts, as JSON."""
import email
import email.header
import email.policy
import json
import sys

source = sys.stdin.buffer.read()
message = email.message_from_bytes(source, policy=email.policy.default)
# The default policy sets blanks between the encoded words of a name (RFC 2047, 6.2, ignores them); the older reader does not.
headers = {k: str(email.header.make_header(email.header.decode_header(v))) for k, v in email.message_from_bytes(source).items()}
parts = [
    {"type": part.get_content_type(), "method": part.get_param("method"), "text": part.get_content().replace("\r\n", "\n")}
    for part in message.walk()
    if not part.is_multipart()
]
faults = [str(d) for part in message.walk() for d in part.defects]
json.dump({"headers": headers, "parts": parts, "faults": faults}, sys.stdout)
