/// The bytes of a part: `docs/formats/journal.md` has the same in words.
extension Part {
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        switch content {
        case .changes: writer.byte(1)
        case .attachment: writer.byte(Part.attachmentForm)
        case .drop: writer.byte(3)
        case .unknown(let form, _): writer.byte(form)
        }
        writer.id(salt)
        writer.byte(subject == nil ? 0 : 1)
        if let subject { writer.id(subject) }
        switch content {
        case .changes(let changes):
            writer.count(changes.count)
            for change in changes { writer.recordChange(change) }
        case .attachment(let bytes), .unknown(_, let bytes): writer.raw(bytes)
        case .drop(let drop): writer.partDrop(drop)
        }
        return writer.bytes
    }

    package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        let form = try reader.byte()
        let salt: AnyID = try reader.id()
        let subject: AnyID? = try reader.flag() ? try reader.id() : nil
        switch form {
        case 1:
            var changes: [RecordChange] = []
            for _ in 0..<(try reader.count(ofWidth: 19)) { changes.append(try reader.recordChange()) }
            self.init(salt: salt, subject: subject, .changes(changes))
        case Part.attachmentForm: self.init(salt: salt, subject: subject, .attachment(Array(bytes[reader.offset...])))
        case 3: self.init(salt: salt, subject: subject, .drop(try reader.partDrop()))
        default: self.init(salt: salt, subject: subject, .unknown(form: form, Array(bytes[reader.offset...])))
        }
        if form == 1 || form == 3 { try reader.finish() }
    }
}

extension ByteReader {
    /// A stamp that fits a signed column.
    package mutating func stamp() throws(Malformed) -> Stamp {
        let raw = try fixed()
        guard raw <= UInt64(Int64.max) else { throw Malformed("stamp out of range") }
        return Stamp(raw: raw)
    }

    mutating func flag() throws(Malformed) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw Malformed("0 or 1 expected")
        }
    }
}

extension ByteWriter {
    fileprivate mutating func recordChange(_ change: RecordChange) {
        text(change.kind)
        id(change.record)
        byte(change.isMaking ? 1 : 0)
        count(change.fields.count)
        for field in change.fields {
            text(field.field)
            value(field.value)
            // A making replaces nothing: its fields are all at depth 1.
            if !change.isMaking { lineage(field.depth, field.replaces) }
        }
    }

    fileprivate mutating func partDrop(_ drop: PartDrop) {
        raw(drop.entry.bytes)
        raw(drop.part.bytes)
        id(drop.writer)
        fixed(drop.stamp.raw)
        text(drop.ground)
        count(drop.changes.count)
        for change in drop.changes {
            text(change.kind)
            id(change.record)
            byte(change.isMaking ? 1 : 0)
            text(change.field)
            lineage(change.depth, change.replaces)
        }
    }

    private mutating func lineage(_ depth: UInt32, _ replaces: [Mark]) {
        varint(UInt64(depth))
        count(replaces.count)
        for mark in replaces {
            fixed(mark.stamp.raw)
            id(mark.writer)
        }
    }
}

extension ByteReader {
    fileprivate mutating func recordChange() throws(Malformed) -> RecordChange {
        let kind = try text()
        let record: AnyID = try id()
        let isMaking = try flag()
        var fields: [FieldChange] = []
        for _ in 0..<(try count(ofWidth: 2)) {
            let name = try text()
            let value = try value()
            let (depth, replaces) = isMaking ? (1, []) : try lineage()
            fields.append(FieldChange(name, value, depth: depth, replaces: replaces))
        }
        return RecordChange(kind: kind, record: record, isMaking: isMaking, fields: fields)
    }

    fileprivate mutating func partDrop() throws(Malformed) -> PartDrop {
        guard let entry = Digest(exactly: try raw(32)), let part = Digest(exactly: try raw(32)) else {
            throw Malformed("digest expected")
        }
        let writer: WriterID = try id()
        let stamp = try stamp()
        let ground = try text()
        var changes: [DroppedChange] = []
        for _ in 0..<(try count(ofWidth: 20)) {
            let kind = try text()
            let record: AnyID = try id()
            let isMaking = try flag()
            let field = try text()
            let (depth, replaces) = try lineage()
            changes.append(
                DroppedChange(kind: kind, record: record, isMaking: isMaking, field: field, depth: depth, replaces: replaces))
        }
        return PartDrop(entry: entry, part: part, writer: writer, stamp: stamp, ground: ground, changes: changes)
    }

    private mutating func lineage() throws(Malformed) -> (UInt32, [Mark]) {
        guard let depth = UInt32(exactly: try varint()), depth > 0 else { throw Malformed("depth out of range") }
        var marks: [Mark] = []
        for _ in 0..<(try count(ofWidth: 24)) {
            let stamp = try stamp()
            marks.append(Mark(stamp, try id()))
        }
        guard zip(marks, marks.dropFirst()).allSatisfy(<) else { throw Malformed("replaced marks out of order") }
        return (depth, marks)
    }
}

extension Part {
    package static let attachmentForm: UInt8 = 2
}

extension Entry {
    /// The form of each part in a bundle, found without reading it; nil for one that is not there.
    package static func forms(in bundle: [UInt8]) throws(Malformed) -> [UInt8?] {
        var reader = ByteReader(bundle)
        var forms: [UInt8?] = []
        while !reader.isAtEnd {
            let length = try reader.count()
            forms.append(length == 0 ? nil : bundle[reader.offset])
            try reader.skip(length)
        }
        return forms
    }

    /// The records that the parts of a bundle change, and the subjects that they are about, found without reading their values.
    ///
    /// Nil where a part is kept beside, was dropped or orders a drop: the entry itself and the orders held tell of those.
    package static func named(in bundle: [UInt8]) throws(Malformed) -> (records: Set<AnyID>, subjects: Set<AnyID>)? {
        var reader = ByteReader(bundle)
        var (records, subjects): (Set<AnyID>, Set<AnyID>) = ([], [])
        while !reader.isAtEnd {
            let length = try reader.count()
            let end = reader.offset + length
            guard length > 0 else { return nil }
            let form = try reader.byte()
            if form == 3 { return nil }
            // An attachment and a part of a newer version say less; the entry itself is asked.
            guard form == 1 else { return nil }
            try reader.skip(16)
            if try reader.flag() { subjects.insert(try reader.id()) }
            for _ in 0..<(try reader.count(ofWidth: 19)) { records.insert(try reader.changedRecord()) }
            guard reader.offset == end else { throw Malformed("a part ends elsewhere than its length says") }
        }
        return (records, subjects)
    }

    /// Whom the parts that are held are about.
    package var subjects: Set<AnyID> { Set(parts.compactMap { $0?.subject }) }
}

extension ByteReader {
    /// Reads past a record's change, and returns which record it is.
    fileprivate mutating func changedRecord() throws(Malformed) -> AnyID {
        try skip(try count())
        let record: AnyID = try id()
        let isMaking = try flag()
        for _ in 0..<(try count(ofWidth: 2)) {
            try skip(try count())
            switch try byte() {
            case 0: break
            case 1: _ = try varint()
            case 2: try skip(8)
            case 3, 4: try skip(try count())
            default: throw Malformed("value of an unknown type")
            }
            guard !isMaking else { continue }
            _ = try varint()
            try skip(24 * (try count(ofWidth: 24)))
        }
        return record
    }
}
