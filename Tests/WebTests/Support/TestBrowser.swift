import Foundation
import HTTPTypes
import Hummingbird
import Journal
import Logging
import NIOCore
import Synchronization
import Vault

@testable import Web

/// What a browser does with the site: it keeps cookies, and sends forms with the token of its session.
final class TestBrowser: Sendable {
    private let test: TestSite
    private let address: String
    private let cookies = Mutex<[String: String]>([:])

    init(_ test: TestSite, from address: String) {
        self.test = test
        self.address = address
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send(.get, path, headers, [])
    }

    func head(_ path: String) async throws -> TestAnswer {
        try await send(.head, path, [:], [])
    }

    /// Sends a form as a page of this session would; `form` nil leaves its token out.
    func post(_ path: String, _ fields: [String: String] = [:], form: String? = "own", headers: [String: String] = [:]) async throws -> TestAnswer {
        var fields = fields
        if let form { fields["form"] = form == "own" ? formToken : form }
        let text = fields.sorted { $0.key < $1.key }.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }.joined(separator: "&")
        return try await post(path, bytes: Array(text.utf8), headers: headers)
    }

    /// Sends a form with files, as a browser does: each file under the name of its field, called `called`.
    func post(_ path: String, _ fields: [String: String] = [:], files: [String: [UInt8]], called: String = "zqpasseport.pdf") async throws -> TestAnswer {
        let line = "------zqboundary"
        var body: [UInt8] = []
        for (name, value) in fields.merging(["form": formToken, "token": AnyID.random().description], uniquingKeysWith: { own, _ in own }).sorted(by: {
            $0.key < $1.key
        }) {
            body += Array("\(line)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            body += Array("\(line)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(called)\"\r\nContent-Type: application/x-any\r\n\r\n".utf8)
            body += bytes + Array("\r\n".utf8)
        }
        body += Array("\(line)--\r\n".utf8)
        return try await send(.post, path, ["Content-Type": "multipart/form-data; boundary=\(line.dropFirst(2))"], body)
    }

    func post(_ path: String, bytes: [UInt8], headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send(.post, path, ["Content-Type": "application/x-www-form-urlencoded"].merging(headers) { $1 }, bytes)
    }

    func keep(_ name: Web.Cookie.Name, _ value: String) {
        cookies.withLock { $0[Web.Cookie.key(name, isSecure: test.site.settings.isBehindTLS)] = value }
    }

    func cookie(_ name: Web.Cookie.Name) -> String? {
        cookies.withLock { $0[Web.Cookie.key(name, isSecure: test.site.settings.isBehindTLS)] }
    }

    var formToken: String {
        cookie(.session).flatMap { SessionSecret(cookie: $0) }.map { FormToken($0).masked() } ?? ""
    }

    func send(_ method: HTTPRequest.Method, _ path: String, _ headers: [String: String] = [:], _ body: [UInt8] = []) async throws -> TestAnswer {
        var fields = HTTPFields()
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        let kept = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        if !kept.isEmpty { fields[.cookie] = kept }
        let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let context = SiteContext(Source(), from: try SocketAddress(ipAddress: address, port: 40_000))
        let response = try await test.responder.respond(to: request, context: context)
        for value in response.headers[values: .setCookie] { keep(value) }
        return try await TestAnswer(response)
    }

    private func keep(_ header: String) {
        let parts = header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        cookies.withLock { $0[pair[0]] = parts.contains("Max-Age=0") ? nil : pair[1] }
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.intersection(CharacterSet(charactersIn: "!"..."~"))) ?? ""
    }

    private struct Source: RequestContextSource {
        let logger = Logger(label: "test")
    }
}

/// An answer as a test looks at it.
struct TestAnswer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String
    /// How many bytes the longest piece had that the body was sent in.
    let longestPiece: Int

    init(_ response: Response) async throws {
        status = response.status.code
        headers = response.headers
        let writer = Collector()
        try await response.body.write(writer)
        body = writer.text
        longestPiece = writer.longest
    }

    var location: String { headers[.location] ?? "" }

    /// What a reader may read: the text without markup, spaces run together.
    var text: String {
        body.replacing(#/<[^>]*>/#, with: " ").replacing("&amp;", with: "&").replacing("&lt;", with: "<")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The values of the fields of that name, unescaped as far as a test needs.
    func values(of name: String) -> [String] {
        body.matches(of: try! Regex("<input[^>]* name=\"\(name)\"[^>]*>")).compactMap { match in
            body[match.range].firstMatch(of: #/ value="([^"]*)"/#).map {
                String($0.1).replacing("&#34;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
                    "&amp;", with: "&")
            }
        }
    }

    private final class Collector: ResponseBodyWriter {
        private var bytes = ByteBuffer()
        private(set) var longest = 0

        var text: String { String(buffer: bytes) }
        func write(_ buffer: ByteBuffer) async throws {
            longest = max(longest, buffer.readableBytes)
            bytes.writeImmutableBuffer(buffer)
        }

        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
