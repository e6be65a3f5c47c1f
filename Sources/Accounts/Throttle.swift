import Access
import Crypto
import Journal
import Storage

/// Slows down whoever guesses: after five tries that did not succeed the wait doubles, from a second up to five minutes.
///
/// It counts for one thing guessed at *and* one origin: whoever tries from elsewhere cannot keep the owner out. A try counts before it
/// is looked at, so that many at once are no more than many in turn; success forgets them.
struct Throttle: Sendable {
    private let bucket: [UInt8]

    init(_ guessed: String, origin: String) {
        bucket = Array(SHA256.hash(data: Array("\(guessed)\n\(origin)".utf8)))
    }

    /// Codes of a second factor are few enough to be guessed from many places at once, so these tries count together. Only someone who
    /// has the passphrase gets so far, so nobody else is kept out by it.
    static func factor(of account: ID<Account>) -> Throttle {
        Throttle("factor \(account)", origin: "")
    }

    private static func wait(after tries: Int) -> UInt64 {
        tries < 5 ? 0 : min(300_000, 1_000 << UInt64(min(tries - 5, 9)))
    }

    /// Counts a try; or the seconds that are left to wait.
    func secondsLeft(_ store: Store) async throws -> Int? {
        let now = store.milliseconds
        let bucket = bucket
        return try await store.database.write { connection in
            let known = try connection.first("SELECT failures, until FROM throttle WHERE bucket = ?", [.bytes(bucket)]) {
                (tries: Int(try $0.integer(0)), until: UInt64(try $0.integer(1)))
            }
            if let known, now < known.until { return Int((known.until - now + 999) / 1000) }
            // After a day's rest the count begins anew.
            let tries = (known.map { $0.until + 86_400_000 < now ? 0 : $0.tries } ?? 0) + 1
            try connection.send(
                """
                INSERT INTO throttle (bucket, failures, until) VALUES (?, ?, ?) \
                ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, until = excluded.until
                """,
                [.bytes(bucket), tries.value, .integer(Int64(now + Self.wait(after: tries)))])
            return nil
        }
    }

    func forget(_ connection: any Connection) throws {
        try connection.send("DELETE FROM throttle WHERE bucket = ?", [.bytes(bucket)])
    }

    func forget(_ store: Store) async throws {
        try await store.database.write { try forget($0) }
    }
}

/// So many times an hour for one account, whatever comes of it: what may be asked now and then, and not so often that the answers make a list.
package struct Allowance: Sendable {
    private let bucket: [UInt8]
    private let anHour: Int

    package init(_ purpose: String, of account: ID<Account>, anHour: Int) {
        bucket = Array(SHA256.hash(data: Array("\(purpose)\n\(account)".utf8)))
        self.anHour = anHour
    }

    /// Counts one more; false where the hour’s are used up, which waits for nobody who writes.
    package func take(_ store: Store) async throws -> Bool {
        let now = store.milliseconds
        guard try await store.database.glance({ try standing($0, at: now).count < anHour }) else { return false }
        return try await store.database.write { connection in
            let standing = try standing(connection, at: now)
            guard standing.count < anHour else { return false }
            try connection.run(
                """
                INSERT INTO throttle (bucket, failures, until) VALUES (?, ?, ?) \
                ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, until = excluded.until
                """,
                [.bytes(bucket), (standing.count + 1).value, .integer(Int64(standing.until))])
            return true
        }
    }

    /// How many were counted in the hour that goes on, and when it ends.
    private func standing(_ connection: any Connection, at now: UInt64) throws -> (count: Int, until: UInt64) {
        let known = try connection.first("SELECT failures, until FROM throttle WHERE bucket = ?", [.bytes(bucket)]) {
            (count: Int(try $0.integer(0)), until: UInt64(try $0.integer(1)))
        }
        return known.flatMap { now < $0.until ? $0 : nil } ?? (count: 0, until: now + 3_600_000)
    }
}
