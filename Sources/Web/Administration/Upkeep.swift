import Accounts
import Journal
import NetworkLife
import Storage
import Synchronization

/// What keeps an installation sound, and how it went last: kept among the settings of this machine.
package enum Upkeep {
    package enum Setting: String, Sendable {
        case backupDone = "here.backup.done"
        case backupFailed = "here.backup.failed"
        case verified = "here.verified"
        case reminded = "here.reminded"
    }

    /// When something was done, and what is to be said of it.
    package struct Event: Equatable, Sendable {
        package let milliseconds: UInt64
        package let text: String

        package init(_ milliseconds: UInt64, _ text: String) {
            self.milliseconds = milliseconds
            self.text = text
        }

        /// From what a setting holds; nil where it is not that.
        package init?(_ value: String) {
            let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let milliseconds = UInt64(parts[0]), milliseconds < 1 << 48 else { return nil }
            self.init(milliseconds, String(parts[1]))
        }

        var value: String { "\(milliseconds) \(text)" }
        var stamp: Stamp { Stamp(milliseconds: milliseconds) }
    }

    package static func keep(_ setting: Setting, _ text: String, in store: Store) async throws {
        try await store.keep(setting: setting.rawValue, Event(store.milliseconds, text).value)
    }

    package static func clear(_ setting: Setting, in store: Store) async throws {
        _ = try await store.database.write { try $0.run("DELETE FROM setting WHERE name = ?", [.text(setting.rawValue)]) }
    }
}

extension Connection {
    func event(_ setting: Upkeep.Setting) throws -> Upkeep.Event? {
        try first("SELECT value FROM setting WHERE name = ?", [.text(setting.rawValue)]) { Upkeep.Event(try $0.text(0)) } ?? nil
    }
}

/// The verification that this process does when the administrator asks, one at a time.
final class Verification: Sendable {
    enum State: Equatable, Sendable {
        case idle
        case running(done: Int, all: Int)
        case done([Finding])
        case failed
    }

    private let current = Mutex(State.idle)

    var state: State { current.withLock { $0 } }

    /// Starts one, unless one is under way. What it finds stands in `state`, and how many in the settings.
    func start(_ store: Store, _ extent: VerifyExtent) {
        let isFree = current.withLock { state in
            if case .running = state { return false }
            state = .running(done: 0, all: 0)
            return true
        }
        guard isFree else { return }
        Task {
            do {
                let signatures = try await store.read { try MemberSignatures($0) }
                let findings = try await store.verify(extent, signatures: { signatures.holds($0, over: $1) }) { done, all in
                    self.current.withLock { $0 = .running(done: done, all: all) }
                }.findings
                current.withLock { $0 = .done(findings) }
                try await Upkeep.keep(.verified, "\(findings.count)", in: store)
            } catch {
                current.withLock { if case .running = $0 { $0 = .failed } }
            }
        }
    }
}
