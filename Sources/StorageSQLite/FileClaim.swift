import Foundation
import Storage

/// A file beside the database, locked while this process lives: it holds the token that the database holds too.
///
/// The token counts only in the file, on the machine and in the folder entry where it was kept: a copied folder carries one that does not.
final class FileClaim: SlotClaim, @unchecked Sendable {
    let token: [UInt8]?
    private let descriptor: Int32
    private let database: String

    /// Nil while another process holds the slot.
    init?(path: String, beside database: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw errno == EROFS || errno == EACCES ? StorageError.readOnly : StorageError.away(String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.database = database
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let kept = Array(buffer[0..<max(0, count)])
        let place = Self.place(of: database)
        token = kept.count > 16 && Array(kept[16...]) == place ? Array(kept[..<16]) : nil
    }

    deinit {
        close(descriptor)
    }

    func keep(_ token: [UInt8]) throws -> [UInt8] {
        let bytes = token + Self.place(of: database)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, fsync(descriptor) == 0 else {
            throw errno == ENOSPC ? StorageError.full : StorageError.away(String(cString: strerror(errno)))
        }
        return token
    }

    /// What tells this copy of the file from any other: the machine, the device and the file's own number on it.
    private static func place(of path: String) -> [UInt8] {
        var status = stat()
        stat(path, &status)
        let machine = (try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)) ?? ""
        return Array("\(machine.prefix(32)) \(status.st_dev) \(status.st_ino)".utf8)
    }
}
