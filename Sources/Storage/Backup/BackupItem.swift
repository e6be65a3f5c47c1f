import Journal

/// Which of the two archives of a backup a content stands in.
package enum BackupContent: UInt8, Sendable {
    /// The entries, and the settings that belong to them.
    case journal = 1
    /// The side tables without which nobody signs in and nothing sealed opens.
    case keys = 2
}

/// What a backup begins with: which one of the two archives it is, of which backup, made when.
package struct BackupHeading: Equatable, Sendable {
    /// The first bytes, before anything else.
    static let magic = Array("PROMIGBK".utf8)
    static let version: UInt8 = 1
    static let bytesCount = 8 + 2 + 16 + 8

    package let content: BackupContent
    /// The same in the two archives of one backup.
    package let id: AnyID
    package let milliseconds: UInt64

    package init(_ content: BackupContent, id: AnyID, milliseconds: UInt64) {
        self.content = content
        self.id = id
        self.milliseconds = milliseconds
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: Self.bytesCount)
        writer.raw(Self.magic)
        writer.byte(Self.version)
        writer.byte(content.rawValue)
        writer.id(id)
        writer.fixed(milliseconds)
        return writer.bytes
    }

    package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        guard try reader.raw(8) == Self.magic else { throw Malformed("not a backup") }
        guard try reader.byte() == Self.version else { throw Malformed("a backup of a newer version") }
        guard let content = BackupContent(rawValue: try reader.byte()) else { throw Malformed("a backup of unknown content") }
        self.content = content
        id = try reader.id()
        milliseconds = try reader.fixed()
        try reader.finish()
    }
}

/// One thing after the other that a backup holds: `docs/formats/backup.md` has the same in words.
package enum BackupItem: Equatable, Sendable {
    case setting(name: String, value: String)
    /// An entry exactly as it travels between installations.
    case entry(header: [UInt8], parts: [UInt8])
    /// The rows that follow are of this table.
    case table(name: String, columns: [BackupColumn])
    case row([Value])
    /// Closes the backup: how many items stood before.
    case end(count: UInt64)

    private var form: UInt8 {
        switch self {
        case .setting: 1
        case .entry: 2
        case .table: 3
        case .row: 4
        case .end: 0xff
        }
    }

    /// The form, the length, and the content.
    package var bytes: [UInt8] {
        var body = ByteWriter()
        switch self {
        case .setting(let name, let value):
            body.text(name)
            body.text(value)
        case .entry(let header, let parts):
            body.block(header)
            body.block(parts)
        case .table(let name, let columns):
            body.text(name)
            body.count(columns.count)
            for column in columns {
                body.text(column.name)
                body.byte(column.code)
            }
        case .row(let values):
            body.count(values.count)
            for value in values { body.value(value) }
        case .end(let count): body.fixed(count)
        }
        var writer = ByteWriter(reserving: body.bytes.count + 6)
        writer.byte(form)
        writer.block(body.bytes)
        return writer.bytes
    }

    package init(form: UInt8, body: [UInt8]) throws(Malformed) {
        var reader = ByteReader(body)
        switch form {
        case 1: self = .setting(name: try reader.text(), value: try reader.text())
        case 2: self = .entry(header: try reader.block(), parts: try reader.block())
        case 3:
            let name = try reader.text()
            var columns: [BackupColumn] = []
            for _ in 0..<(try reader.count(ofWidth: 2)) {
                let column = try reader.text()
                columns.append(try BackupColumn(column, code: try reader.byte()))
            }
            self = .table(name: name, columns: columns)
        case 4:
            var values: [Value] = []
            for _ in 0..<(try reader.count()) { values.append(try reader.value()) }
            self = .row(values)
        case 0xff: self = .end(count: try reader.fixed())
        default: throw Malformed("a backup of a newer version")
        }
        try reader.finish()
    }
}

/// A column of a kept table, as both engines name its type.
package struct BackupColumn: Equatable, Sendable {
    package let name: String
    package let type: ColumnType

    package init(_ name: String, _ type: ColumnType) {
        self.name = name
        self.type = type
    }

    private static let types: [ColumnType] = [.integer, .real, .text, .bytes]

    fileprivate var code: UInt8 { UInt8(Self.types.firstIndex(of: type)! + 1) }

    fileprivate init(_ name: String, code: UInt8) throws(Malformed) {
        guard (1...4).contains(code) else { throw Malformed("a column of an unknown type") }
        self.init(name, Self.types[Int(code) - 1])
    }
}

/// A side table that a backup of keys carries.
package struct KeptTable: Sendable {
    package let name: String
    /// The column that names whom a row is about, where a destruction of that subject's key removes the row.
    package let subject: String?
    /// Whether the rows are themselves the destructions, which win over everything, in any order.
    package let isDestruction: Bool

    package init(_ name: String, subject: String? = nil, isDestruction: Bool = false) {
        self.name = name
        self.subject = subject
        self.isDestruction = isDestruction
    }
}
