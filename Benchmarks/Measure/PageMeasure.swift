import Accounts
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import Journal
import Logging
import NIOCore
import NIOEmbedded
import NetworkLife
import Results
import Storage
import StorageSQLite
import Web

/// The framework's own « hello », with nothing of ours in it.
struct Hello {
    private let port: Int

    init(_ arguments: Arguments) {
        port = arguments.number("port", or: 8106)
    }

    func serve() async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        var log = Logger(label: "hello")
        log.logLevel = .error
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), serverName: nil), logger: log)
        try await application.runService()
    }
}

/// What a list page costs the server, from the request to the response's bytes, beside one awaited read of the same rows through GRDB.
struct PageMeasure {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func run() async throws {
        let file = arguments.text("data") + "/promig.sqlite"
        let store = try await Store.open(try SQLiteDatabase(path: file), Schema(Areas.kinds))
        let site = Site(store, SiteSettings(name: "Carnet", isSample: true, isBehindTLS: false))
        let responder = site.responder()
        let log = Logger(label: "page")
        let channel = NIOAsyncTestingChannel()
        let pool = try DatabasePool(path: file)
        let sql = arguments.text("sql")
        var pages: [Double] = []
        var reads: [Double] = []
        for number in 0..<arguments.number("count", or: 2_000) {
            let request = Request(
                head: .init(
                    method: .get, scheme: "http", authority: "127.0.0.1", path: arguments.text("path"),
                    headerFields: [.cookie: arguments.text("cookie")]),
                body: .init(buffer: ByteBuffer()))
            var status = 0
            let page = try await seconds {
                let context = SiteContext(source: ApplicationRequestContextSource(channel: channel, logger: log))
                status = try await responder.respond(to: request, context: context).status.code
            }
            guard status == 200 else { throw BareFailure(message: "the page answers \(status)") }
            var count = 0
            let read = try await seconds {
                count = try await pool.read { try Row.fetchAll($0.cachedStatement(sql: sql)).count }
            }
            guard count >= 50 else { throw BareFailure(message: "only \(count) rows") }
            if number >= 50 {
                pages.append(page)
                reads.append(read)
            }
        }
        try await store.database.close()
        emit("page.server", unit: "µs", scale: 1e6, Samples(pages), against: Samples(reads), "one awaited read of the same rows through GRDB")
    }
}
