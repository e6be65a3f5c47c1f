import Foundation
import Journal
import Storage
import Vault

/// A file that stands whole under its name, or not at all: written beside it, synced, renamed.
final class NewFile {
    private let path: String
    private let temporary: String
    private var handle: FileHandle?

    init(_ path: String) throws {
        self.path = path
        temporary = path + ".partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Fault("« \(path) » ne peut pas être écrit : \(String(cString: strerror(errno))).") }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit {
        if handle != nil { unlink(temporary) }
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(handle!.fileDescriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw fault() }
            rest = rest.dropFirst(count)
        }
    }

    /// The bytes are on the disk when this returns; the name is not yet.
    func sync() throws {
        guard fsync(handle!.fileDescriptor) == 0 else { throw fault() }
    }

    func stand() throws {
        try handle!.close()
        guard rename(temporary, path) == 0 else { throw fault() }
        handle = nil
        let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path(percentEncoded: false), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private func fault() -> any Error {
        errno == ENOSPC
            ? Fault("il n’y a plus de place pour « \(path) » ; la sauvegarde n’est pas faite.")
            : Fault("« \(path) » ne peut pas être écrit : \(String(cString: strerror(errno))).")
    }
}

/// A sealed archive of a backup, opened piece by piece.
final class SealedFile {
    private let handle: FileHandle
    private var opening: Archive.Opening

    init(_ path: String, _ key: ArchiveKey) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Fault("« \(path) » ne peut pas être lu.") }
        self.handle = handle
        do {
            opening = try Archive.Opening(with: key, read: Self.reading(handle))
        } catch {
            throw Self.fault(error, path)
        }
    }

    func next() throws -> [UInt8]? {
        try opening.next(Self.reading(handle))
    }

    private static func reading(_ handle: FileHandle) -> Archive.Source {
        { maximum in try handle.read(upToCount: maximum).map(Array.init) ?? [] }
    }

    /// Each thing that can be wrong with an archive, in one sentence.
    static func fault(_ error: any Error, _ path: String) -> any Error {
        let name = URL(fileURLWithPath: path).lastPathComponent
        switch error {
        case VaultError.truncated: return Fault("« \(name) » est incomplet : la fin manque. Prenez une autre copie de la sauvegarde.")
        case VaultError.wrongKey: return Fault("cette clé n’ouvre pas « \(name) » : il a été scellé pour une autre.")
        case VaultError.notOpened: return Fault("« \(name) » a été modifié, coupé ou abîmé. Prenez une autre copie de la sauvegarde.")
        case VaultError.malformed, VaultError.unknownForm: return Fault("« \(name) » n’est pas une sauvegarde de promig.")
        case let error as Malformed: return Fault("« \(name) » ne peut pas être restauré : \(error.description).")
        case let error as MergeError: return Fault("« \(name) » ne peut pas être restauré : \(error).")
        default: return error
        }
    }
}

/// The two archives of one backup, and how they are made.
struct BackupPair {
    /// How long an archive of keys may be kept, in days (`docs/formats/vault.md`).
    static let keyDays = 35
    static let publicKeySetting = "archive-key"

    let journal: String
    var keys: String { journal + ".keys" }

    /// Writes both from one state of the database, while others go on reading and writing. Throws where there is no key to seal to.
    func write(from database: any Database, now: UInt64 = Store.systemTime()) async throws {
        try await database.read { connection in
            let key = try Self.publicKey(connection)
            let id = AnyID()
            let journal = try Self.seal(.journal, id, now, to: key, connection, at: journal)
            let keys = try Self.seal(.keys, id, now, to: key, connection, at: keys)
            // The keys first: a journal under its name always has its keys beside it.
            try keys.stand()
            try journal.stand()
        }
    }

    private static func publicKey(_ connection: any Connection) throws -> ArchivePublicKey {
        let kept = try connection.first("SELECT value FROM setting WHERE name = ?", [.text(publicKeySetting)]) { try $0.text(0) }
        guard let kept, let bytes = Data(base64Encoded: kept), let key = try? ArchivePublicKey(bytes: Array(bytes)) else {
            throw Fault("cette installation n’a pas de clé de sauvegarde ; faites-en une avec « promig backup --new-key ».")
        }
        return key
    }

    private static func seal(
        _ content: BackupContent, _ id: AnyID, _ now: UInt64, to key: ArchivePublicKey, _ connection: any Connection, at path: String
    ) throws -> NewFile {
        let source = try BackupSource(
            connection, BackupHeading(content, id: id, milliseconds: now), tables: Assembly.keptTables)
        let file = try NewFile(path)
        try Archive.seal(to: key, read: source.next, write: file.write)
        try file.sync()
        return file
    }
}

extension Store {
    /// Draws the pair of keys of the backups, and keeps its public half; the private half is to be shown once.
    func drawArchiveKey() async throws -> ArchiveKey {
        let key = ArchiveKey()
        try await keep(setting: BackupPair.publicKeySetting, Data(key.publicKey.bytes).base64EncodedString())
        return key
    }
}
