import Access
import Foundation
import HTTPTypes
import Hummingbird
import Journal
import Logging
import NIOCore
import NIOEmbedded
import Protection
import Storage
import StorageSQLite
import Web

/// A site over the tables of an installation, asked in this process as a signed-in browser asks it.
struct AskedSite {
    let store: Store
    private let responder: RouterResponder<SiteContext>
    private let cookie: String
    private let log: Logger

    init(_ folder: String, cookie: String) async throws {
        store = try await Store.open(try SQLiteDatabase(path: folder + "/promig.sqlite"), Schema(Areas.kinds))
        responder = Site(store, SiteSettings(name: "Carnet", isSample: true, isBehindTLS: false)).responder()
        self.cookie = cookie
        var log = Logger(label: "measure")
        log.logLevel = .error
        self.log = log
    }

    func ask(_ method: HTTPRequest.Method, _ path: String, _ form: String = "") async throws -> Response {
        var fields: HTTPFields = [.cookie: cookie]
        if method == .post { fields[.contentType] = "application/x-www-form-urlencoded" }
        let request = Request(
            head: .init(method: method, scheme: "http", authority: "127.0.0.1", path: path, headerFields: fields), body: .init(buffer: ByteBuffer(string: form)))
        let context = SiteContext(source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: log))
        return try await responder.respond(to: request, context: context)
    }

    func page(_ path: String) async throws {
        let status = try await ask(.get, path).status.code
        guard status == 200 else { throw BareFailure(message: "\(path) answers \(status)") }
    }
}

extension Response {
    func text() async throws -> String {
        let writer = Collector()
        try await body.write(writer)
        return String(buffer: writer.bytes)
    }

    private final class Collector: ResponseBodyWriter {
        private(set) var bytes = ByteBuffer()

        func write(_ buffer: ByteBuffer) async throws { bytes.writeImmutableBuffer(buffer) }
        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

/// Lets a case file be edited until its history has so many entries.
struct CaseHistory {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func write() async throws {
        let store = try await Store.open(try SQLiteDatabase(path: arguments.text("data") + "/promig.sqlite"), Schema(Areas.kinds))
        guard let id = ID<CaseFile>(arguments.text("case")) else { throw BareFailure(message: "no such case file") }
        guard let stored = try await store.read({ try $0.find(CaseFile.self, id) }), let owner = stored.record.organization else { throw BareFailure(message: "no such case file") }
        for number in 1..<arguments.number("entries", or: 30) {
            let author = try await store.read { try $0.entries(of: id.cast()).first?.header.author }
            try await store.perform(ActName.caseUpdate.name, by: author.map { Author($0) }, in: .organization(owner)) { act in
                guard var file = try act.connection.find(CaseFile.self, id)?.record else { return }
                file.risk = RiskLevel.list[number % 2].0
                try act.update(file)
            }
        }
        let kept = try await store.read { try $0.entries(of: id.cast()).count }
        try await store.database.close()
        emit(["entries": .number(Double(kept))])
    }
}

/// The same installation with nothing sealed in its tables and no key to open anything with.
struct PlainTwin {
    private let from: String
    private let to: String

    init(_ arguments: Arguments) {
        (from, to) = (arguments.text("data"), arguments.text("to"))
    }

    func make() throws {
        try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: from + "/promig.sqlite", toPath: to + "/promig.sqlite")
        let bare = try BareSQLite(to + "/promig.sqlite")
        try bare.begin()
        for kind in Schema(Areas.kinds).kinds {
            let sealed = kind.columns.filter { kind.sealed.contains($0.name) && $0.type == .bytes }.map { "\"\($0.name)\" = NULL" }
            if !sealed.isEmpty { try bare.execute("UPDATE \"\(kind.name)\" SET \(sealed.joined(separator: ", "))") }
        }
        for table in ["key_wrap", "index_token", "index_state", "index_table"] { try bare.execute("DELETE FROM \(table)") }
        try bare.commit()
    }
}

/// A page that opens what is sealed and notes that it was read, beside the same page of an installation with nothing sealed and one durable insert: in turn.
struct CasePageMeasure {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func run() async throws {
        let (cookie, path) = (arguments.text("cookie"), arguments.text("path"))
        let sealed = try await AskedSite(arguments.text("data"), cookie: cookie)
        let plain = try await AskedSite(arguments.text("plain"), cookie: cookie)
        let bare = try BareSQLite(arguments.text("plain") + "/insert.sqlite")
        try bare.execute("CREATE TABLE IF NOT EXISTS reading (id BLOB PRIMARY KEY, account BLOB NOT NULL, record BLOB NOT NULL)")
        let row = { [AnyID().value, AnyID().value, AnyID.random().value] }
        let insert = try bare.prepare("INSERT INTO reading (id, account, record) VALUES (?, ?, ?)", like: row())
        var pages: [Double] = []
        var others: [Double] = []
        for number in 0..<arguments.number("count", or: 400) {
            let page = try await seconds { try await sealed.page(path) }
            let other = try await seconds { try await plain.page(path) }
            let noted = try seconds {
                try bare.begin()
                try bare.run(insert, row())
                try bare.commit()
            }
            // The first few prepare their statements.
            if number >= 20 {
                pages.append(page)
                others.append(other + noted)
            }
        }
        try await sealed.store.database.close()
        try await plain.store.database.close()
        emit(arguments.text("name"), unit: "µs", scale: 1e6, Samples(pages), against: Samples(others), "nothing sealed, and one durable insert")
    }
}
