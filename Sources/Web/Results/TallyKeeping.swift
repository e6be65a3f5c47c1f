import Journal
import Statistics
import Storage

/// Counts what is owed to the figures, as long as nobody writes: whoever asks for one is answered from what is kept.
struct TallyKeeping: Sendable {
    private let tallying: Tallying
    private let store: Store

    /// How long nothing was written before it is quiet.
    private static let quietMilliseconds: UInt64 = 2_000
    /// So many subjects are counted in one transaction: a twentieth of a second.
    private static let portion = 50

    init(_ tallying: Tallying, _ store: Store) {
        self.tallying = tallying
        self.store = store
    }

    func run(_ report: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            do { while try await isWanted(), try await tallying.settle(in: store, most: Self.portion) {} } catch { report(error) }
            try? await Task.sleep(for: .seconds(2))
        }
    }

    /// Whether something is owed, and nobody writes; or so much that whoever asks would wait.
    private func isWanted() async throws -> Bool {
        guard !Task.isCancelled, store.preparation == nil else { return false }
        let now = store.milliseconds
        return try await store.read { connection in
            let owed = try connection.owedTallies(limit: Tallying.most).count
            guard owed > 0 else { return false }
            let last = try connection.first("SELECT stamp FROM entry ORDER BY stamp DESC LIMIT 1") { Stamp(raw: UInt64(bitPattern: try $0.integer(0))) }
            return owed == Tallying.most || last.map { $0.milliseconds + Self.quietMilliseconds < now } ?? true
        }
    }
}
