import Journal

/// A part of form 2 (`docs/formats/journal.md`): at most 1 MiB of a file, open or sealed. What entries say is read without it, because its bytes
/// lie in a table of their own, by their digest.
package struct Attachment: Hashable, Sendable {
    /// The most bytes that the content of one has.
    package static let limitBytes = 1 << 20

    /// By what records name it.
    package let digest: Digest
    /// Whose erasure takes it away.
    package let subject: AnyID?
    /// The whole part: form, salt, subject and content.
    package let bytes: [UInt8]

    package init(_ content: [UInt8], about subject: AnyID?) {
        precondition(content.count <= Self.limitBytes, "a longer file is several attachments")
        let bytes = Part(subject: subject, .attachment(content)).bytes
        self.init(digest: Digest(of: bytes), subject: subject, bytes: bytes)
    }

    fileprivate init(digest: Digest, subject: AnyID?, bytes: [UInt8]) {
        (self.digest, self.subject, self.bytes) = (digest, subject, bytes)
    }
}

extension Act {
    /// Orders these attachments to be forgotten, as far as entries of this act's scope carry them: their bytes are gone from every node that
    /// hears of it, and from the disk here when the act is answered.
    package func forget(attachments digests: [Digest], ground: String) throws {
        for digest in digests {
            for place in try connection.places(ofAttachment: digest) {
                guard let entry = try connection.entry(at: place), entry.header.scope == scope else { continue }
                order(PartDrop(attachment: digest, of: entry, ground: ground))
            }
        }
    }
}

extension PartDrop {
    /// An attachment changes no record: nothing stands erased when it goes.
    init(attachment digest: Digest, of entry: Entry, ground: String) {
        self.init(
            entry: entry.hash, part: digest, writer: entry.header.writer, stamp: entry.header.stamp, ground: ground, changes: [])
    }
}

extension Connection {
    /// What an attachment holds; nil where it is not held here: not come yet, or forgotten.
    ///
    /// Throws `Malformed` where its bytes are no longer those that the digest names.
    package func attachment(_ digest: Digest) throws -> [UInt8]? {
        guard let bytes = try first("SELECT bytes FROM attachment WHERE part = ? LIMIT 1", [.bytes(digest.bytes)], { try $0.bytes(0) }) else {
            return nil
        }
        guard Digest(of: bytes) == digest, case .attachment(let content) = try Part(bytes: bytes).content else {
            throw Malformed("an attachment was changed")
        }
        return content
    }

    /// Whether all of these are held.
    package func holdsAttachments(_ digests: [Digest]) throws -> Bool {
        try digests.allSatisfy { try !places(ofAttachment: $0).isEmpty }
    }

    fileprivate func places(ofAttachment digest: Digest) throws -> [Place] {
        try rows("SELECT place FROM attachment WHERE part = ? ORDER BY place", [.bytes(digest.bytes)]) { Place(raw: try $0.integer(0)) }
    }

    /// The bytes of one entry's attachment; nil where they are not held.
    func attachment(_ digest: Digest, at place: Place) throws -> Attachment? {
        try first("SELECT subject, bytes FROM attachment WHERE part = ? AND place = ?", [.bytes(digest.bytes), .integer(place.raw)]) { row in
            Attachment(digest: digest, subject: try row.isNull(0) ? nil : AnyID(value: .bytes(row.bytes(0))), bytes: try row.bytes(1))
        }
    }

    func holdsAttachment(_ digest: Digest, at place: Place) throws -> Bool {
        try first("SELECT 1 FROM attachment WHERE part = ? AND place = ?", [.bytes(digest.bytes), .integer(place.raw)]) { _ in true } ?? false
    }

    /// Puts the attachments of an entry beside it.
    func keep(_ attachments: [Attachment], at place: Place) throws {
        for attachment in attachments {
            try send(
                "INSERT INTO attachment (part, place, subject, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (part, place) DO NOTHING",
                [.bytes(attachment.digest.bytes), .integer(place.raw), attachment.subject?.value ?? .null, .bytes(attachment.bytes)])
        }
    }

    /// Removes the bytes of an entry's attachment; false where they are not held.
    func discardAttachment(_ digest: Digest, at place: Place) throws -> Bool {
        try run("DELETE FROM attachment WHERE part = ? AND place = ?", [.bytes(digest.bytes), .integer(place.raw)]) > 0
    }

    /// Whom an entry says something about, its attachments included.
    func subjects(of entry: Entry, at place: Place) throws -> Set<AnyID> {
        guard entry.parts.contains(where: { $0 == nil }) else { return entry.subjects }
        return entry.subjects.union(
            try rows("SELECT DISTINCT subject FROM attachment WHERE place = ? AND subject IS NOT NULL", [.integer(place.raw)]) {
                try AnyID(value: .bytes($0.bytes(0)))
            })
    }

    /// The orders by which all attachments about a subject are forgotten that entries of a scope carry.
    func drops(ofAttachmentsAbout subject: AnyID, in scope: Scope, ground: String) throws -> [PartDrop] {
        try rows(
            """
            SELECT header, parts, part FROM subject JOIN attachment ON attachment.place = subject.place JOIN entry ON entry.place = subject.place \
            WHERE subject.subject = ? AND attachment.subject = ? ORDER BY part
            """, [subject.value, subject.value]
        ) { row in
            guard let digest = Digest(exactly: try row.bytes(2)) else { throw Malformed("digest of an attachment") }
            return (try Entry(row), digest)
        }
        .filter { $0.0.header.scope == scope }.map { PartDrop(attachment: $0.1, of: $0.0, ground: ground) }
    }

    /// An entry as it travels: its attachments are in their places again.
    func parcel(header: [UInt8], bundle: [UInt8], at place: Place) throws -> Parcel {
        // A database of an earlier version has gaps where something was forgotten, and no attachments.
        guard (try? Entry.forms(in: bundle).contains(nil)) == true, try tables().contains("attachment") else { return Parcel(header: header, parts: bundle) }
        // What cannot be read leaves as it stands here, and is refused where it arrives.
        let digests = try Header(bytes: header).parts
        guard let held = try? Entry.unbundle(bundle, count: digests.count) else { return Parcel(header: header, parts: bundle) }
        let parts = try zip(digests, held).map { try $1 ?? attachment($0, at: place)?.bytes }
        return Parcel(header: header, parts: Entry.bundle(parts))
    }

    /// Puts aside the attachments that an earlier version, which received them, kept among the other parts.
    func putAttachmentsAside() throws {
        var last = Place(raw: -1)
        while true {
            var count = 0
            var found: [Place] = []
            try each("SELECT parts, place FROM entry WHERE place > ? ORDER BY place LIMIT 500", [.integer(last.raw)]) { row in
                last = Place(raw: try row.integer(1))
                count += 1
                if try Entry.forms(in: row.bytes(0)).contains(Part.attachmentForm) { found.append(last) }
            }
            for place in found {
                guard let entry = try entry(at: place) else { continue }
                try keep(entry.attachments, at: place)
                try send("UPDATE entry SET parts = ? WHERE place = ?", [.bytes(entry.bundleBeside), .integer(place.raw)])
            }
            guard count == 500 else { return }
        }
    }
}

extension Attachment {
    /// Whether the bytes are those that the digest names, about whom they say.
    var isWhole: Bool {
        Digest(of: bytes) == digest && (try? Part(bytes: bytes)).map { $0.isAttachment && $0.subject == subject } == true
    }
}

extension Entry {
    /// Those of its parts that are kept beside it.
    var attachments: [Attachment] {
        zip(header.parts, parts).compactMap { digest, part in
            guard let part, part.isAttachment else { return nil }
            return Attachment(digest: digest, subject: part.subject, bytes: part.bytes)
        }
    }

    /// The bundle as a node stores it: without what is kept beside.
    var bundleBeside: [UInt8] { Entry.bundle(parts.map { part in part.flatMap { $0.isAttachment ? nil : $0.bytes } }) }

    /// The entry as it is read back: what is kept beside is not in it.
    var beside: Entry { Entry(header: header, hash: hash, parts: parts.map { part in part.flatMap { $0.isAttachment ? nil : $0 } }) }
}

extension Part {
    var isAttachment: Bool { if case .attachment = content { true } else { false } }
}
