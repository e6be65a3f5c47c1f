import Access
import Accounts
import Exchange
import Foundation
import Journal
import NetworkLife
import Results
import Storage
import StorageSQLite
import Web
import Vault

/// Stores for readers that need tables, in a folder of the system's temporary one.
enum Workplace {
    static let schema = Schema(Areas.kinds)
    static let places: Places = read { try Places(csv: file("Charters/places.csv")) }

    /// An empty store that takes each write back once it was done.
    static let undone: Store = read {
        let undoing = UndoingDatabase(try database("undone"))
        let store = try wait { try await Store.open(undoing, schema) }
        undoing.isUndoing = true
        return store
    }

    static func database(_ name: String) throws -> SQLiteDatabase {
        let folder = NSTemporaryDirectory() + "promig-fuzz-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try SQLiteDatabase(path: "\(folder)/\(name).db")
    }

    /// A file of the project, from whose folder the fuzzer is started.
    static func file(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func read<T>(_ body: () throws -> T) -> T {
        do { return try body() } catch { fail("\(error)") }
    }
}

/// A database whose writes give their results and leave nothing behind.
final class UndoingDatabase: Database, @unchecked Sendable {
    private struct Undone<T: Sendable>: Error {
        let result: T
    }

    private let base: any Database
    var isUndoing = false

    init(_ base: any Database) {
        self.base = base
    }

    var engine: Engine { base.engine }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await base.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        guard isUndoing else { return try await base.write(body) }
        do {
            return try await base.write { throw Undone(result: try body($0)) }
        } catch let undone as Undone<T> {
            return undone.result
        }
    }

    func claim(slot: Int) async throws -> (any SlotClaim)? { try await base.claim(slot: slot) }
    func scrub() async throws {}
    func close() async throws { try await base.close() }
}
