/// One writing of one field, as another change names it: when, and by which installation.
package struct Mark: Hashable, Comparable, Sendable {
    package let stamp: Stamp
    package let writer: WriterID

    package init(_ stamp: Stamp, _ writer: WriterID) {
        self.stamp = stamp
        self.writer = writer
    }

    package static func < (a: Mark, b: Mark) -> Bool {
        (a.stamp, a.writer) < (b.stamp, b.writer)
    }
}

/// A new value of one field, and the writings of that field that its author knew and replaces.
///
/// `depth` is one more than the greatest depth replaced, and 1 where nothing is.
package struct FieldChange: Hashable, Sendable {
    package let field: String
    package let value: Value
    package let depth: UInt32
    package let replaces: [Mark]

    package init(_ field: String, _ value: Value, depth: UInt32 = 1, replaces: [Mark] = []) {
        self.field = field
        self.value = value
        self.depth = depth
        self.replaces = replaces.count < 2 ? replaces : Set(replaces).sorted()
    }

    /// The depth of a writing that replaces one of this depth; it ends at the greatest, which only a forger reaches.
    package static func depth(over depth: UInt32) -> UInt32 {
        depth == .max ? .max : depth + 1
    }
}

/// What one part does to one record. A `making` carries each required field, and no row appears without one.
package struct RecordChange: Hashable, Sendable {
    package let kind: String
    package let record: AnyID
    package let isMaking: Bool
    package let fields: [FieldChange]

    package init(kind: String, record: AnyID, isMaking: Bool, fields: [FieldChange]) {
        self.kind = kind
        self.record = record
        self.isMaking = isMaking
        self.fields = fields
    }
}

/// What a dropped change leaves behind: everything but its value, so that it stands as "erased" and nothing older comes back.
package struct DroppedChange: Hashable, Sendable {
    package let kind: String
    package let record: AnyID
    package let isMaking: Bool
    package let field: String
    package let depth: UInt32
    package let replaces: [Mark]

    package init(kind: String, record: AnyID, isMaking: Bool, field: String, depth: UInt32, replaces: [Mark]) {
        self.kind = kind
        self.record = record
        self.isMaking = isMaking
        self.field = field
        self.depth = depth
        self.replaces = replaces
    }
}

/// The bytes that an entry carries about one subject, or about none; its digest stands in the header, so that it can be forgotten.
package struct Part: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case changes([RecordChange])
        /// A file, sealed in chunks; the changes name it by the part's digest.
        case attachment([UInt8])
        /// A part of another entry that must be forgotten: which one, and what its changes leave behind.
        case drop(PartDrop)
        /// From a newer version: kept and forwarded as received.
        case unknown(form: UInt8, [UInt8])
    }

    /// Sixteen random bytes, so that nobody finds a forgotten value by trying digests.
    package let salt: AnyID
    /// The person, case or document whose erasure removes this part.
    package let subject: AnyID?
    package let content: Content

    package init(salt: AnyID = .random(), subject: AnyID? = nil, _ content: Content) {
        self.salt = salt
        self.subject = subject
        self.content = content
    }
}

/// The order to forget one part of one entry, on every node and in every later backup.
package struct PartDrop: Hashable, Sendable {
    package let entry: Digest
    package let part: Digest
    package let writer: WriterID
    package let stamp: Stamp
    package let ground: String
    package let changes: [DroppedChange]

    package init(entry: Digest, part: Digest, writer: WriterID, stamp: Stamp, ground: String, changes: [DroppedChange]) {
        self.entry = entry
        self.part = part
        self.writer = writer
        self.stamp = stamp
        self.ground = ground
        self.changes = changes
    }
}
