import Access
import Accounts
import Exchange
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import Journal
import Logging
import NIOCore
import NetworkLife
import Protection
import Results
import Storage
import Vault

@testable import Web

/// Every kind of record that a form asks for.
private let asked: [any Record.Type] = [
    OrganizationProfile.self, PersonProfile.self, Position.self, ContactMade.self, BranchProfile.self, GoverningBody.self, Mandate.self,
    MembershipStep.self, Undertaking.self, Representative.self, MeetingRecord.self, AgendaItem.self, Invitation.self, Attendance.self,
    Decision.self, DecisionFollowUp.self, AccountProfile.self, Participant.self, Project.self, ProjectLine.self, Stakeholder.self,
    BaselineStudy.self, InformationSession.self, ArrivalCount.self, Alert.self, Signposting.self, BriefSupport.self, ServiceOffer.self,
]

/// Forms, as a browser sends them; the first byte says of which kind of record.
let formReader = Fuzzed(
    name: "forms", longest: 8192,
    seeds: { zip(UInt8(0)..., asked).map { [$0] + Array(form(of: $1).utf8) } + [[0] + Array("%FF=%zz&a&=&+=%2B".utf8)] },
    words: { ["%0D%0A", "%00", "%E2%80%8F", "2027-02-29", "31/12/2027", "000000000", "NE001", "form=", "token=", "seen=", "&", "%C3%A9"] }
) { input in
    guard let which = input.first, let typed = Typed(urlEncoded: Array(input.dropFirst())) else { return }
    _ = (typed.token, typed.seen)
    var again: [String] = []
    for (name, values) in typed.values { again += values.map { "\(encoded(name))=\(encoded($0))" } }
    hold(Typed(urlEncoded: Array(again.joined(separator: "&").utf8))?.values == typed.values, "a form that is sent again says the same")
    let type: any Record.Type = asked[Int(which) % asked.count]
    take(typed, type)
}

/// What was taken from a form stands as it is shown, and is taken the same when that is sent again.
private func take<R: Record>(_ typed: Typed, _ type: R.Type) {
    let names = Set(R.fields.map(\.name))
    var record = R()
    let problems = record.take(typed, asked: names)
    hold(Set(problems.compactMap(\.field)).isSubset(of: names), "a problem stands beside a field")
    for field in R.fields where !problems.contains(where: { $0.field == field.name }) {
        let value = field.read(record)
        hold(value.fits(field.column), "\(field.name) fits its column on both engines")
        guard case .success(let read) = field.reading(shown(record, field)) else {
            hold(field.isRequired && field.reading(Typed()) == .failure(.missing), "\(field.name) is taken as it is shown")
            continue
        }
        var copy = record
        if (try? field.write(&copy, read)) != nil { hold(field.read(copy) == value, "\(field.name) is the same when it is sent again") }
    }
}

private func shown<R: Record>(_ record: R, _ field: Field<R>) -> Typed {
    let texts = FormSheet.texts(of: field.read(record), field.input)
    if case .tally = field.input {
        return Typed(Dictionary(uniqueKeysWithValues: texts.map { $0.split(separator: "=") }.map { ("\(field.name)-\($0[0])", [String($0[1])]) }))
    }
    return Typed(texts.isEmpty ? [:] : [field.name: texts])
}

private func form(of type: any Record.Type) -> String {
    func lines<R: Record>(_: R.Type) -> [String] {
        R.fields.map { field in
            let value =
                switch field.input {
                case .day: "8/3/2027"
                case .number, .count: "28"
                case .email: "nom@exemple.org"
                case .choice(let list), .choices(let list): list.first?.code ?? ""
                case .reference(let kind): kind == "place" ? "NE001" : AnyID(high: 1, low: 2).description
                case .yesNo: "1"
                default: "Texte%20d%E2%80%99ici"
                }
            return "\(field.name)=\(value)"
        }
    }
    return lines(type).joined(separator: "&")
}

private func encoded(_ text: String) -> String {
    text.utf8.map { String(format: "%%%02X", $0) }.joined()
}

/// Forms with files; the first byte says in how many pieces the body comes.
let multipartReader = Fuzzed(
    name: "multipart", longest: 8192,
    seeds: {
        let part = { (head: String, content: String) in "--b\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n" }
        let file = "name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf"
        return [
            part("name=\"a\"", "x") + part(file, "%PDF-1.7\r\n--bb\r\n") + "--b--\r\n", part(file, "") + "--b--",
            part("name=\"a\"", "\r\n--") + part("name=\"a\"", "é") + "--b--\r\n",
            part(file, "PK\u{3}\u{4}[Content_Types].xml word/document.xml") + "--b--\r\n", "--b--\r\n", "before\r\n--b\r\n",
        ].map { [3] + Array($0.utf8) }
    },
    words: {
        ["\r\n--b", "--b--\r\n", "\r\n\r\n", "Content-Disposition: form-data; name=\"", "; filename=\"", "filename*=", "OggS", "ftyp", "vide", "RIFF", "WAVE"]
    }
) { input in
    guard let first = input.first else { return }
    let body = input.dropFirst()
    let whole = multipart(body, by: max(1, body.count))
    let inPieces = multipart(body, by: Int(first) + 1)
    hold(whole?.values == inPieces?.values && whole?.files == inPieces?.files, "a body says the same in pieces of any length")
    guard let whole else { return }
    for upload in whole.files.values {
        hold(upload.byteCount <= body.count && upload.pieces.reduce(0) { $0 + $1.count } == upload.byteCount, "a file is what came of it")
        if let type = upload.type { hold(type.isKnown, "a file is of a type that is taken") }
        if let kept = upload.kept {
            hold(kept.byteCount <= upload.byteCount && kept.type == upload.type, "a file that is kept is what it was, or less")
            hold(kept.kept == kept, "what was taken out of it stays out")
        }
    }
    hold(multipart(body, by: 64, keepsFiles: false)?.files.isEmpty != false, "nobody’s file is kept")
}

private func multipart(_ body: ArraySlice<UInt8>, by size: Int, keepsFiles: Bool = true) -> Typed? {
    guard var reader = Multipart(contentType: "multipart/form-data; boundary=b", keepsFiles: keepsFiles) else { return nil }
    do {
        var rest = body
        while !rest.isEmpty {
            try reader.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return try reader.finished()
    } catch {
        return nil
    }
}

/// Addresses, cookies and where a reader goes after signing in. The first line is the address that is asked, the second the cookies.
let requestReader = Fuzzed(
    name: "requests", longest: 1024,
    seeds: {
        let lists = [
            "/meetings?q=a&sort=-title&after=\(AnyID())", "/organizations?type=ngo&before=x&format=csv",
            "/?done=\(String(repeating: "0f", count: 32))",
        ]
        let pages = Site.routes.filter { $0.method == "GET" }.map {
            $0.path.rawValue.replacing(":id", with: AnyID(high: 1, low: 2).description)
        }
        return (lists + pages + ["/nowhere", "/sign-in?from=/meetings", "//x", "/icon.svg"]).map {
            Array("\($0)\nl=en; d=\(String(repeating: "A", count: 43))".utf8)
        }
    },
    words: {
        Array(Set(Site.routes.flatMap { $0.path.rawValue.split(separator: "/").map(String.init) })).sorted() + [
            "?q=", "&after=", "&before=", "&sort=", "&format=csv", "%00", "?from=%2F",
        ]
    }
) { input in
    let lines = String(decoding: input, as: UTF8.self).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
    // What the server's own reader of HTTP lets through.
    let path = String(lines[0].unicodeScalars.filter { $0.value > 32 && $0.value != 127 })
    guard path.hasPrefix("/") else { return }
    let cookies = lines.count > 1 ? String(lines[1].unicodeScalars.filter { 32..<127 ~= $0.value }) : ""
    let answer = try wait { try await standing.ask(path, cookies) }
    hold(answer.status.code < 500, "\(path) is answered without a fault: \(answer.status)")
    let from = Typed(urlEncoded: Array((path.split(separator: "?", maxSplits: 1).last ?? "").utf8))?["from"] ?? path
    let landing = SessionsController.landing(from).text
    hold(
        landing.hasPrefix("/") && !landing.hasPrefix("//") && landing.utf8.allSatisfy { 33..<127 ~= $0 },
        "a reader stays on this site: \(landing)")
    if let digest = Digest(hex: path) { hold(digest.hex == path.lowercased(), "a digest has one writing") }
}

private let standing: StandingSite = {
    do { return try wait { try await StandingSite() } } catch { fail("\(error)") }
}()

/// The site over the charter's records, and a reader who may see every page.
private struct StandingSite: Sendable {
    private let responder: RouterResponder<SiteContext>
    private let session: String

    private struct Source: RequestContextSource {
        let logger = Logger(label: "fuzz")
    }

    init() async throws {
        let store = try await Store.open(
            try Workplace.database("site"), Workplace.schema,
            migrations: Credentials.migrations + KeyStore.migrations + PostTables.migrations,
            now: { 1_800_000_000_000 })
        let text = String(decoding: try Workplace.file("Charters/promig.yaml"), as: UTF8.self)
        let charter = try ProjectCharter.read(text, file: "promig.yaml", places: Workplace.places)
        let loading = CharterLoading(charter, Workplace.places)
        try await store.perform("charter.load", by: nil) { try loading.make(in: $0) }
        var profile = AccountProfile()
        profile.organization = loading.coordinator
        profile.signInName = "lecteur"
        profile.displayName = "Lecteur"
        let (account, keys, secret) = (profile, MemberKeys(member: profile.id.cast()), SessionSecret())
        try await store.perform("fuzz.account", by: nil) { act in
            try act.make(account)
            for (role, _) in Role.list {
                var assignment = RoleAssignment()
                assignment.account = account.id
                assignment.role = role
                try act.make(assignment)
            }
            try act.connection.run(
                "INSERT INTO session (id, account, keys, seen, ends, factor) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .bytes(secret.id), account.id.value, .bytes(try secret.seal(keys)), .integer(1_800_000_000_000),
                    .integer(1_800_040_000_000), .integer(1),
                ])
        }
        session = secret.cookie
        var log = Logger(label: "fuzz")
        log.logLevel = .critical
        responder = Site(store, SiteSettings(name: "Carnet", isSample: true, isBehindTLS: false), log: log).responder()
    }

    func ask(_ path: String, _ cookies: String) async throws -> Response {
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: "localhost", path: path, headerFields: [.cookie: "s=\(session); \(cookies)"])
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        return try await responder.respond(to: request, context: SiteContext(Source(), from: nil))
    }
}
