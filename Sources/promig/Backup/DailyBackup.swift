import Foundation
import Journal
import Logging
import Storage
import Web

/// A backup a day into one folder, at a time of the day in Niger, or at the start where the last one is older than a day.
struct DailyBackup: Sendable {
    private static let prefix = "promig-"
    private static let suffix = ".backup"
    private static let day: UInt64 = 86_400_000
    /// How long after a failure the next try comes, in milliseconds.
    private static let patience: UInt64 = 3_600_000

    let folder: String
    let minutes: Int
    let keep: Int

    /// Throws where the folder cannot be written.
    init(folder: String, minutes: Int, keep: Int) throws {
        self.folder = folder
        self.minutes = minutes
        self.keep = keep
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard access(folder, W_OK) == 0 else {
            throw Fault("les sauvegardes ne peuvent pas être écrites dans « \(folder) » ; vérifiez le chemin et le droit d’écrire.")
        }
    }

    /// "02:30" as minutes after midnight.
    static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    /// When the next backup is due, in milliseconds, given when the last one was made.
    func due(after last: UInt64?, now: UInt64) -> UInt64 {
        // A backup from the future is of a clock that was wrong.
        guard let last, last <= now, now - last < Self.day else { return now }
        // Niger is an hour ahead of UTC all year round.
        let offset = (UInt64(minutes) * 60_000 + Self.day - 3_600_000) % Self.day
        return last - (last + Self.day - offset) % Self.day + Self.day
    }

    /// Makes them until the task is cancelled. A failure is kept for the administrator, and tried again an hour later.
    func run(_ store: Store, _ log: Logger) async {
        var failed: UInt64?
        while !Task.isCancelled {
            do {
                let last = try await store.setting(Upkeep.Setting.backupDone.rawValue).flatMap { Upkeep.Event($0)?.milliseconds }
                let now = store.milliseconds
                if due(after: last, now: now) <= now, failed.map({ now >= $0 + Self.patience || now < $0 }) ?? true {
                    try await make(store)
                    failed = nil
                }
            } catch {
                failed = store.milliseconds
                let sentence = Fault.sentence(for: error)
                log.error("backup: \(sentence)")
                try? await Upkeep.keep(.backupFailed, sentence, in: store)
            }
            try? await Task.sleep(for: .seconds(30))
        }
    }

    /// One backup now, named by its day; older ones than asked for go, and keys older than they may be.
    func make(_ store: Store) async throws {
        let path = "\(folder)/\(Self.prefix)\(store.today)\(Self.suffix)"
        try await BackupPair(journal: path).write(from: store.database, now: store.milliseconds)
        try await Upkeep.keep(.backupDone, path, in: store)
        try await Upkeep.clear(.backupFailed, in: store)
        tidy(today: store.today)
    }

    private func tidy(today: Day) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let journals = names.filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(Self.suffix) }
        for name in journals.dropLast(keep) {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name).keys")
        }
        let limit = "\(Self.prefix)\(today.advanced(by: -BackupPair.keyDays))"
        for name in names where name.hasPrefix(Self.prefix) && name.hasSuffix("\(Self.suffix).keys") && name < limit {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}
