import Access
import Foundation
import Journal
import NetworkLife
import Storage

/// Sends what waits in the queue, one message after the other, away from any request.
///
/// A message is marked *before* it is handed to the server and marked again after: at most one copy leaves by itself. Where the process
/// ends in between, nobody knows whether the server took it; it is then shown as doubtful, and a person decides (`docs/decisions`).
package struct Posting: Sendable {
    /// A message taken by a process that has said nothing for so long was lost with it: libcurl itself gives up after thirty seconds.
    static let patience: UInt64 = 300_000
    /// After so many tries in vain (two days), a person must look.
    static let triesAtMost = 24

    private let store: Store
    /// The neutral name of this installation.
    private let name: String

    package init(_ store: Store, name: String) {
        self.store = store
        self.name = name
    }

    /// Sends until the task is cancelled, and looks every few seconds for what has come.
    package func run(_ report: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            do {
                while try await deliverNext(), !Task.isCancelled {}
            } catch {
                report(error)
            }
            try? await Task.sleep(for: .seconds(3))
        }
    }

    /// Sends the next message that is due; false where none is.
    @discardableResult
    package func deliverNext() async throws -> Bool {
        if try await deliver(PostItem.self) { return true }
        return try await deliver(Reminder.self)
    }

    private func deliver<Item: Queued>(_: Item.Type) async throws -> Bool {
        let now = store.milliseconds
        guard let (item, settings) = try await take(Item.self, at: now) else { return false }
        guard let server = settings.server, let from = MailAddress(settings.sender, name: name), let signIn = SignInAddress(settings.signIn) else {
            try await note(item, .waiting, due: now + 60_000, tries: item.tries)
            return false
        }
        let today = store.today
        guard try await store.read({ try item.holds($0, today: today) }) else {
            try await note(item, .dropped, due: now, tries: item.tries)
            return true
        }
        guard let message = try item.mail(from: from, signIn: signIn, product: name, at: Date(timeIntervalSince1970: Double(now) / 1000)) else {
            try await note(item, .refused, due: now, tries: item.tries, problem: "address")
            return true
        }
        do {
            try await server.send(message)
            try await note(item, .sent, due: now, tries: item.tries + 1)
        } catch let fault as MailFault {
            let tries = item.tries + 1
            let isOver = !fault.isWorthRetrying || tries >= Self.triesAtMost
            try await note(item, isOver ? .refused : .waiting, due: now + Self.wait(after: tries), tries: tries, problem: fault.code)
        }
        return true
    }

    /// One minute, two, four… at most three hours.
    static func wait(after tries: Int) -> UInt64 { min(10_800_000, 60_000 << UInt64(min(tries - 1, 20))) }

    /// The next message that is due, marked as being sent: whatever happens now, no other process takes it.
    func take<Item: Queued>(_: Item.Type = PostItem.self, at now: UInt64) async throws -> (Item, PostSettings)? {
        let found = try await store.read { connection -> (Item?, Bool, PostSettings)? in
            guard let settings = try connection.postSettings() else { return nil }
            let lost =
                try connection.first(
                    "SELECT 1 FROM \(Item.table) WHERE state = 'sending' AND changed < ? LIMIT 1", [.integer(Int64(now) - Int64(Self.patience))]
                ) { _ in true } ?? false
            let item = try connection.first(
                "SELECT \(Item.columns) FROM \(Item.table) WHERE state = 'waiting' AND due <= ? ORDER BY due, message LIMIT 1",
                [.integer(Int64(now))]
            ) { try Item($0) }
            return (item, lost, settings)
        }
        guard let (item, hasLost, settings) = found else { return nil }
        if hasLost {
            _ = try await store.database.write { connection in
                try connection.send(
                    "UPDATE \(Item.table) SET state = 'doubtful' WHERE state = 'sending' AND changed < ?", [.integer(Int64(now) - Int64(Self.patience))])
            }
        }
        guard let item else { return nil }
        let isOurs = try await store.database.write { connection in
            try connection.run(
                "UPDATE \(Item.table) SET state = 'sending', changed = ? WHERE message = ? AND state = 'waiting'",
                [.integer(Int64(now)), item.message.value]) == 1
        }
        return isOurs ? (item, settings) : nil
    }

    private func note<Item: Queued>(_ item: Item, _ state: PostState, due: UInt64, tries: Int, problem: String = "") async throws {
        let now = Int64(store.milliseconds)
        _ = try await store.database.write { connection in
            try connection.send(
                "UPDATE \(Item.table) SET state = ?, tries = ?, due = ?, changed = ?, problem = ? WHERE message = ?",
                [.text(state.rawValue), tries.value, .integer(Int64(due)), .integer(now), .text(problem), item.message.value])
        }
    }
}

extension PostSettings {
    /// Sends one message to the reader who set the server up, so that they see at once whether it works.
    package func sendTrial(to address: MailAddress, name: String, language: Language, on day: Day, at milliseconds: UInt64) async throws(MailFault) {
        guard let server, let from = MailAddress(sender, name: name), let signIn = SignInAddress(signIn) else { throw .serverAway }
        let message = MailMessage(
            Notice(.waiting, day: day, signIn: signIn), language: language, from: from, to: address, domain: domain,
            date: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
        try await server.send(message)
    }
}

extension MailFault {
    /// What is kept in the queue: a word and a number, never an address.
    package var code: String {
        switch self {
        case .serverAway: "away"
        case .timeout: "timeout"
        case .notEncrypted: "encryption"
        case .signInRefused: "sign-in"
        case .senderRefused(let code): "sender \(code)"
        case .recipientRefused(let code): "recipient \(code)"
        case .messageRefused(let code): "message \(code)"
        case .other(let code): "other \(code)"
        }
    }

    /// Reads what `code` wrote.
    package init?(code text: String) {
        let parts = text.split(separator: " ")
        let number = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        switch parts.first {
        case "away": self = .serverAway
        case "timeout": self = .timeout
        case "encryption": self = .notEncrypted
        case "sign-in": self = .signInRefused
        case "sender": self = .senderRefused(number)
        case "recipient": self = .recipientRefused(number)
        case "message": self = .messageRefused(number)
        case "other": self = .other(number)
        default: return nil
        }
    }
}
