"""A mail server on loopback for one test: prints its port, writes what it takes to a folder, ends with standard input.

usage: smtp_sink.py FOLDER [CERTIFICATE KEY]
Recipients and senders that begin with "refused" get 550, those that begin with "later" get 451. With a certificate, STARTTLS is offered and
the account "courrier", password "secret d'essai", is asked for.
"""
import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])


def refusal(address):
    if address.startswith("refused"):
        return "550 5.1.1 no such mailbox"
    return "451 4.3.0 try again" if address.startswith("later") else None


class Sink:
    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return refusal(address) or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = refusal(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        number = len(list(folder.glob("*.json")))
        (folder / f"{number}.eml").write_bytes(envelope.original_content)
        about = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "greeting": session.host_name, "encrypted": session.ssl is not None}
        (folder / f"{number}.json").write_text(json.dumps(about))
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"courrier", b"secret d'essai"), handled=False)


async def main():
    options = {}
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": authenticate}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), hostname="localhost", **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)


asyncio.run(main())
