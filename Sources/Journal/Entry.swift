/// The person whose act an entry is.
package enum Account {}

/// What the chain of a stream covers: who, when, which act, and the digest of each part.
package struct Header: Hashable, Sendable {
    package static let version: UInt8 = 1

    package var writer: WriterID
    package var scope: Scope
    /// The place in the stream, from 1.
    package var sequence: UInt64
    /// The hash of the header before this one in the stream; none before the first.
    package var previous: Digest?
    package var stamp: Stamp
    /// Nobody where the system itself acts: a migration, a scheduled job.
    package var author: ID<Account>?
    package var act: String
    /// The entry that caused this one: the referral that an answer answers, the act that an undo undoes.
    package var because: Digest?
    package var parts: [Digest]
    package var signatures: [Signature] = []

    package init(
        writer: WriterID, scope: Scope, sequence: UInt64, previous: Digest?, stamp: Stamp, author: ID<Account>?, act: String,
        because: Digest? = nil, parts: [Digest]
    ) {
        self.writer = writer
        self.scope = scope
        self.sequence = sequence
        self.previous = previous
        self.stamp = stamp
        self.author = author
        self.act = act
        self.because = because
        self.parts = parts
    }
}

/// A signature over everything in a header that stands before its signatures.
package struct Signature: Hashable, Sendable {
    /// One from a newer version is kept as received.
    package struct Algorithm: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// RFC 8032, by members and servers.
        package static let ed25519 = Algorithm(rawValue: 1)
        /// FIPS 186-5, by devices.
        package static let ecdsaP256 = Algorithm(rawValue: 2)
    }

    package let algorithm: Algorithm
    /// Whose key: an account, or a device.
    package let signer: AnyID
    package let bytes: [UInt8]

    package init(_ algorithm: Algorithm, by signer: AnyID, bytes: [UInt8]) {
        self.algorithm = algorithm
        self.signer = signer
        self.bytes = bytes
    }
}

extension Header {
    /// What a signer signs: a name for the purpose, so that no signature serves for anything else, then the header so far.
    package var signedBytes: [UInt8] {
        Array("promig entry 1\n".utf8) + unsigned.bytes
    }

    /// Exactly the bytes that are hashed; the entry's identity is their digest.
    package var bytes: [UInt8] {
        var writer = unsigned
        writer.count(signatures.count)
        for signature in signatures {
            writer.byte(signature.algorithm.rawValue)
            writer.id(signature.signer)
            writer.block(signature.bytes)
        }
        return writer.bytes
    }

    private var unsigned: ByteWriter {
        var out = ByteWriter(reserving: 320)
        out.byte(Header.version)
        out.id(writer)
        out.block(scope.bytes)
        out.varint(sequence)
        out.byte(previous == nil ? 0 : 1)
        if let previous { out.raw(previous.bytes) }
        out.fixed(stamp.raw)
        out.byte(author == nil ? 0 : 1)
        if let author { out.id(author) }
        out.text(act)
        out.byte(because == nil ? 0 : 1)
        if let because { out.raw(because.bytes) }
        out.count(parts.count)
        for part in parts { out.raw(part.bytes) }
        return out
    }

    package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Header.version else { throw Malformed("header of a newer version") }
        writer = try reader.id()
        scope = try Scope(bytes: try reader.block())
        sequence = try reader.varint()
        previous = try reader.flag() ? try reader.digest() : nil
        stamp = try reader.stamp()
        author = try reader.flag() ? try reader.id() : nil
        act = try reader.text()
        because = try reader.flag() ? try reader.digest() : nil
        parts = []
        for _ in 0..<(try reader.count(ofWidth: 32)) { parts.append(try reader.digest()) }
        for _ in 0..<(try reader.count(ofWidth: 18)) { signatures.append(try reader.signature()) }
        try reader.finish()
        guard sequence > 0, (sequence == 1) == (previous == nil) else { throw Malformed("place in the stream and previous hash disagree") }
    }
}

extension ByteReader {
    package mutating func digest() throws(Malformed) -> Digest {
        guard let digest = Digest(exactly: try raw(32)) else { throw Malformed("digest expected") }
        return digest
    }

    fileprivate mutating func signature() throws(Malformed) -> Signature {
        let algorithm = Signature.Algorithm(rawValue: try byte())
        let signer: AnyID = try id()
        return Signature(algorithm, by: signer, bytes: try block())
    }
}

/// A header with those of its parts that are held; a part that was dropped is nil, and the chain holds without it.
package struct Entry: Hashable, Sendable {
    package let header: Header
    package let hash: Digest
    package let parts: [Part?]

    package init(header: Header, parts: [Part?]) {
        self.init(header: header, hash: Digest(of: header.bytes), parts: parts)
    }

    package init(header: Header, hash: Digest, parts: [Part?]) {
        self.header = header
        self.hash = hash
        self.parts = parts
    }

    /// The parts as one block, in the order of the header: each with its length, a dropped one with none.
    package static func bundle(_ parts: [[UInt8]?]) -> [UInt8] {
        var writer = ByteWriter(reserving: parts.reduce(8) { $0 + ($1?.count ?? 0) + 4 })
        for part in parts { writer.block(part ?? []) }
        return writer.bytes
    }

    /// The bytes of each part in a bundle of so many; nil for a dropped one.
    package static func unbundle(_ bytes: [UInt8], count: Int) throws(Malformed) -> [[UInt8]?] {
        var reader = ByteReader(bytes)
        var parts: [[UInt8]?] = []
        for _ in 0..<count {
            let part = try reader.block()
            parts.append(part.isEmpty ? nil : part)
        }
        try reader.finish()
        return parts
    }

    package var mark: Mark { Mark(header.stamp, header.writer) }
}
