import Foundation
import Journal
import Support
import Testing

@testable import Exchange

/// What Python's email package reads.
private struct ReadMessage: Decodable {
    struct Part: Decodable {
        let type: String
        let method: String?
        let text: String
    }
    let headers: [String: String]
    let parts: [Part]
    let faults: [String]
}

private let from = MailAddress("carnet@example.org", name: "Carnet « à nous »")!
private let date = Date(timeIntervalSince1970: 1_804_493_100)
private let signIn = SignInAddress("https://carnet.example.org")!
private let day = Day(year: 2027, month: 3, day: 8)!

private func notice(to: String = "a@example.org", name: String? = nil, language: Language = .french) -> MailMessage {
    MailMessage(
        Notice(.waiting, counts: [.toDo: 3, .toRead: 1, .late: 0], day: day, signIn: signIn), language: language, from: from,
        to: MailAddress(to, name: name)!, domain: "example.org", date: date)
}

private func invitation() throws -> MailMessage {
    let event = CalendarEvent(
        uid: .random(), span: .days(day, day), summary: "Rendez-vous", organiser: from, attendees: [.init(MailAddress("a@example.org")!)])
    return MailMessage(
        invitation: try CalendarFile(.request, [event], product: "Carnet", stamp: date), signIn: signIn, language: .french, from: from,
        to: MailAddress("a@example.org")!, domain: "example.org", date: date)
}

private func read(_ bytes: [UInt8]) async throws -> ReadMessage {
    try await Python.run("read_message.py", input: bytes)
}

@Suite("A message")
struct MailMessageTests {
    @Test("tells counts, a date and where to sign in, and nothing else")
    func notices() async throws {
        let message = notice(name: "Zeïnabou Exemple au nom si long qu’il faut plusieurs mots codés pour l’écrire en entier")
        let found = try await read(message.bytes)
        #expect(found.faults.isEmpty)
        #expect(found.headers["Subject"] == "Du nouveau pour vous")
        #expect(found.headers["Date"] == "Mon, 08 Mar 2027 08:05:00 +0000")
        #expect(found.headers["From"] == "Carnet « à nous » <carnet@example.org>")
        #expect(found.headers["To"] == "\(message.to.name!) <a@example.org>")
        #expect(found.headers["Message-ID"] == "<\(message.messageID)>")
        #expect(found.headers["Auto-Submitted"] == "auto-generated")
        let text = try #require(found.parts.first?.text)
        #expect(text.contains("– à faire\u{A0}: 3\n– à lire\u{A0}: 1\n"))
        #expect(!text.contains("en retard"))
        #expect(text.contains("Au 8 mars 2027"))
        #expect(text.contains("https://carnet.example.org/\n"))
    }

    @Test("carries an invitation as a calendar that mail programs answer")
    func invitations() async throws {
        let found = try await read(try invitation().bytes)
        #expect(found.faults.isEmpty)
        #expect(found.headers["Subject"] == "Rendez-vous")
        #expect(found.parts.map(\.type) == ["text/plain", "text/calendar"])
        #expect(found.parts.last?.method == "REQUEST")
        #expect(found.parts.last?.text.contains("METHOD:REQUEST") == true)
    }

    @Test("is written in ASCII, in short lines that end with CR LF")
    func lines() throws {
        for message in [notice(), notice(language: .english), try invitation()] {
            #expect(message.bytes.allSatisfy { $0 < 128 })
            let lines = message.bytes.split(separator: 10, omittingEmptySubsequences: false)
            #expect(lines.dropLast().allSatisfy { $0.last == 13 && $0.count <= 79 })
        }
    }

    @Test("has fixed words for each reason in each language", arguments: Notice.Reason.allCases, Language.allCases)
    func reasons(reason: Notice.Reason, language: Language) async throws {
        let all = Dictionary(uniqueKeysWithValues: Notice.Kind.allCases.map { ($0, UInt(2)) })
        let notice = Notice(reason, counts: all, day: day, signIn: signIn)
        let message = MailMessage(notice, language: language, from: from, to: from, domain: "example.org", date: date)
        let found = try await read(message.bytes)
        #expect(found.headers["Subject"] == notice.subject(language))
        #expect(found.parts.first?.text == notice.text(language))
        let secrets = ["migrant", "dossier", "case", "promig", "remiddh"]
        #expect(secrets.allSatisfy { !notice.text(language).lowercased().contains($0) })
    }

    @Test("has a name of its own at the configured domain, which tells no time")
    func messageID() {
        #expect(notice().messageID != notice().messageID)
        #expect(notice().messageID.hasSuffix("@example.org"))
        #expect(notice().messageID.prefix { $0 != "@" }.count == 32)
    }

    @Test("comes back as it was from quoted-printable", arguments: 1...100 as ClosedRange<UInt64>)
    func quotedPrintable(seed: UInt64) {
        var random = Seeded(state: seed)
        let alphabet = Array("ab =é漢😀\t.\n")
        let text = String((0..<300).map { _ in alphabet.randomElement(using: &random)! })
        let lines = MailText.quotedPrintable(text).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.last != " " && $0.last != "\t" })
        let soft = MailText.quotedPrintable(text).replacing("=\r\n", with: "").replacing("\r\n", with: "\n")
        #expect(soft.replacing("=", with: "%").removingPercentEncoding == text)
    }

    @Test("an address holds nothing that could end its line or its brackets")
    func addresses() {
        for text in ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b>\r\nDATA", "<a@b>", "a@-b", "a@b..c", "é@b.org", "a\"@b", "a@b.org\n"] {
            #expect(MailAddress(text) == nil, "\(text)")
        }
        #expect(MailAddress("ongjmedniger@yahoo.fr") != nil)
        #expect(MailAddress("a@localhost", name: "x\r\nBcc: y")?.name == "xBcc: y")
    }

    @Test("the sign-in address is the site's first page alone")
    func signInAddresses() {
        for text in [
            "https://a.org/cases/7", "https://a.org/?u=1", "https://a.org/#x", "https://u@a.org/", "ftp://a.org", "a.org", "https://",
        ] {
            #expect(SignInAddress(text) == nil, "\(text)")
        }
        #expect(SignInAddress("http://localhost:8080")?.description == "http://localhost:8080/")
    }
}

@Suite("Sending mail", .serialized)
struct MailServerTests {
    @Test("hands the message to the server as it was written")
    func sending() async throws {
        try await MailSink.serve { sink in
            let server = MailServer("smtp://127.0.0.1:\(sink.port)", encryption: .optional, domain: "example.org")!
            for message in [notice(), try invitation()].enumerated() {
                try await server.send(message.element)
                let (about, bytes) = try sink.taken(message.offset)
                #expect(about.from == "carnet@example.org")
                #expect(about.to == ["a@example.org"])
                #expect(about.greeting == "example.org")
                #expect(Array(bytes.prefix(message.element.bytes.count)) == message.element.bytes)
                #expect(try await read(bytes).faults.isEmpty)
            }
        }
    }

    @Test("a refused recipient, a refused sender and a busy server are told apart")
    func refusals() async throws {
        try await MailSink.serve { sink in
            let server = MailServer("smtp://127.0.0.1:\(sink.port)", encryption: .optional, domain: "example.org")!
            let refused = await self.fault(server, notice(to: "refused@example.org"))
            #expect(refused == .recipientRefused(550))
            #expect(refused?.isWorthRetrying == false)
            #expect(refused?.phrase.french.contains("550") == true)
            let later = await self.fault(server, notice(to: "later@example.org"))
            #expect(later == .recipientRefused(451))
            #expect(later?.isWorthRetrying == true)
            let sender = MailMessage(
                Notice(.access, day: day, signIn: signIn), language: .french, from: MailAddress("refused@example.org")!,
                to: MailAddress("a@example.org")!, domain: "example.org", date: date)
            #expect(await self.fault(server, sender) == .senderRefused(550))
        }
    }

    @Test("a server that is away is said to be away")
    func away() async throws {
        var port = 0
        try await MailSink.serve { port = $0.port }
        let server = MailServer("smtp://127.0.0.1:\(port)", encryption: .optional, domain: "example.org")!
        let fault = await self.fault(server, notice())
        #expect(fault == .serverAway)
        #expect(fault?.isWorthRetrying == true)
    }

    @Test("sends nothing in clear when encryption is required")
    func encryptionRequired() async throws {
        try await MailSink.serve { sink in
            let server = MailServer("smtp://127.0.0.1:\(sink.port)", domain: "example.org")!
            #expect(await self.fault(server, notice()) == .notEncrypted)
            #expect(throws: (any Error).self) { try sink.taken() }
        }
    }

    @Test("signs in under STARTTLS, with a certificate that it trusts and the right password only")
    func signingIn() async throws {
        try await MailSink.serve(tls: true) { sink in
            func server(_ password: String, trusting: Bool = true) -> MailServer {
                MailServer(
                    "smtp://localhost:\(sink.port)", account: .init(user: "courrier", password: password), domain: "example.org",
                    authorities: trusting ? sink.certificate.path : nil)!
            }
            #expect(await self.fault(server("secret d'essai"), notice()) == nil)
            let (about, _) = try sink.taken()
            #expect(about.encrypted)
            #expect(await self.fault(server("autre"), notice()) == .signInRefused)
            #expect(await self.fault(server("secret d'essai", trusting: false), notice()) == .notEncrypted)
        }
    }

    @Test("a password never goes with optional encryption, and an address is a server's alone")
    func settings() {
        let account = MailServer.Account(user: "u", password: "p")
        #expect(MailServer("smtp://a.org", encryption: .optional, account: account, domain: "b.org") == nil)
        #expect(MailServer("smtps://a.org", encryption: .optional, account: account, domain: "b.org") != nil)
        for address in ["http://a.org", "smtp://u:p@a.org", "smtp://a.org/x", "file:///x", "a.org", "smtp://a.org?x"] {
            #expect(MailServer(address, domain: "b.org") == nil, "\(address)")
        }
        #expect(MailServer("smtp://a.org", domain: "b org") == nil)
    }

    private func fault(_ server: MailServer, _ message: MailMessage) async -> MailFault? {
        do throws(MailFault) {
            try await server.send(message)
            return nil
        } catch { return error }
    }
}
