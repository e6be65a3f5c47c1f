import Crypto
import Foundation

/// A file of any length sealed to a public key, in chunks of 1 MiB that cannot be changed, left out, moved or cut off unseen
/// (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
package enum Archive {
    static let chunkBytes = 1 << 20
    static let magic = Array("PROMIGAR".utf8)
    private static let headerBytes = 8 + 2 + 8 + PublicBox.overheadBytes + 32

    /// Gives at most so many bytes; none at the end, and only there.
    package typealias Source = (_ maximum: Int) throws -> [UInt8]
    package typealias Sink = ([UInt8]) throws -> Void

    /// Writes the whole source, sealed. Rethrows what the closures throw.
    package static func seal(to key: ArchivePublicKey, read: Source, write: Sink) throws {
        let fileKey = SymmetricKey(size: .bits256)
        let start = magic + Form.archive.header + key.identifier
        let header = start + (try PublicBox.seal(fileKey.material, to: key.agreement, info: context("archive", start)))
        try write(header)
        var pieces = Pieces(size: chunkBytes)
        for index: UInt64 in 0... {
            let (chunk, isLast) = try pieces.next(read)
            let box = try AES.GCM.seal(
                chunk, using: fileKey, nonce: AES.GCM.Nonce(data: nonce(index, isLast: isLast)), authenticating: header)
            try write([UInt8](box.ciphertext) + [UInt8](box.tag))
            if isLast { return }
        }
    }

    /// Writes what was sealed, chunk by chunk, each after it was verified; what was written before an error is to be discarded.
    ///
    /// Throws `wrongKey` when it was sealed to another key; `truncated` when it ends between two chunks, or before the first;
    /// `notOpened` when a chunk was changed, moved, added or cut. Rethrows what the closures throw.
    package static func open(with key: ArchiveKey, read: Source, write: Sink) throws {
        var opening = try Opening(with: key, read: read)
        while let plain = try opening.next(read) { try write(plain) }
    }

    /// An archive that is opened as far as its reader asks.
    package struct Opening {
        private let header: [UInt8]
        private let key: SymmetricKey
        private var pieces = Pieces(size: chunkBytes + 16)
        private var index: UInt64 = 0
        private var isOver = false

        /// Reads the header; throws as `open` does.
        package init(with key: ArchiveKey, read: Source) throws {
            (header, self.key) = try openHeader(with: key, read: read)
        }

        /// The next chunk, verified; nil once the last one was.
        package mutating func next(_ read: Source) throws -> [UInt8]? {
            guard !isOver else { return nil }
            let (chunk, isLast) = try pieces.next(read)
            // Only an empty archive has an empty chunk, so that each content has one number of chunks.
            guard chunk.count > 16 || (index == 0 && chunk.count == 16) else { throw VaultError.truncated }
            guard let plain = chunkOpened(chunk, index, isLast: isLast, key: key, header: header) else {
                let isCut = isLast && chunkOpened(chunk, index, isLast: false, key: key, header: header) != nil
                throw isCut ? VaultError.truncated : .notOpened
            }
            index += 1
            isOver = isLast
            return plain
        }
    }

    private static func openHeader(with key: ArchiveKey, read: Source) throws -> (header: [UInt8], key: SymmetricKey) {
        var header: [UInt8] = []
        while header.count < headerBytes {
            let more = try read(headerBytes - header.count)
            if more.isEmpty { throw VaultError.truncated }
            header += more
        }
        guard header.starts(with: magic) else { throw VaultError.malformed("not an archive") }
        var reader = try Reader([UInt8](header.dropFirst(8)), as: .archive)
        guard try reader.take(8) == key.publicKey.identifier else { throw VaultError.wrongKey }
        let start = [UInt8](header.prefix(18))
        let fileKey = try PublicBox.open(try reader.all(), with: key.agreementKey, info: context("archive", start))
        return (header, SymmetricKey(data: fileKey))
    }

    private static func chunkOpened(
        _ chunk: [UInt8], _ index: UInt64, isLast: Bool, key: SymmetricKey, header: [UInt8]
    ) -> [UInt8]? {
        guard let nonce = try? AES.GCM.Nonce(data: nonce(index, isLast: isLast)),
            let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: chunk.dropLast(16), tag: chunk.suffix(16)),
            let plain = try? AES.GCM.open(box, using: key, authenticating: header)
        else { return nil }
        return [UInt8](plain)
    }

    /// Three zeros, one for the last chunk or zero, the index in eight bytes: the key is of this file alone, so none comes twice.
    private static func nonce(_ index: UInt64, isLast: Bool) -> [UInt8] {
        [0, 0, 0, isLast ? 1 : 0] + bigEndian(index)
    }
}

/// Cuts a source into pieces of one size, and knows at each whether it is the last.
private struct Pieces {
    let size: Int
    private var ahead: [UInt8] = []

    init(size: Int) {
        self.size = size
    }

    mutating func next(_ read: Archive.Source) throws -> (piece: [UInt8], isLast: Bool) {
        while ahead.count <= size {
            let more = try read(size + 1 - ahead.count)
            if more.isEmpty { return (ahead, true) }
            ahead += more
        }
        let piece = [UInt8](ahead.prefix(size))
        ahead.removeFirst(size)
        return (piece, false)
    }
}
