import Journal

/// Which writing of each field stands in a row: what a form carries to say what the person saw.
///
/// Most fields stand as they were made, so only the later ones are kept.
@usableFromInline package struct Versions: Equatable, Sendable {
    package struct Version: Equatable, Sendable {
        package let depth: UInt32
        package let mark: Mark
        /// Others who wrote the same without knowing of it: who replaces this replaces them too.
        package let twins: [Mark]

        package init(depth: UInt32, mark: Mark, twins: [Mark] = []) {
            self.depth = depth
            self.mark = mark
            self.twins = twins
        }

        var marks: [Mark] { [mark] + twins }
    }

    package var making: Mark
    package var later: [String: Version]

    package init(making: Mark, later: [String: Version] = [:]) {
        self.making = making
        self.later = later
    }

    /// The versions of a record that stands. Kept among the later: whatever the row alone does not show to be as it was made.
    init(of standing: Standing, making: Mark, in kind: RecordKind) {
        self.init(making: making)
        for column in kind.columns {
            guard let version = standing.fields[column.name] else { continue }
            let twins = standing.twins[column.name] ?? []
            if version.mark == making, version.depth == 1, twins.isEmpty, let value = version.value, value != .null,
                value.fits(column.type)
            {
                continue
            }
            later[column.name] = Version(depth: version.depth, mark: version.mark, twins: twins)
        }
    }

    /// Nil where nothing was ever written: `value` is what stands in the row.
    package func version(of field: String, holding value: Value) -> Version? {
        later[field] ?? (value == .null ? nil : Version(depth: 1, mark: making))
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 32)
        writer.mark(making)
        for (name, version) in later.sorted(by: { $0.key < $1.key }) {
            writer.text(name)
            writer.varint(UInt64(version.depth))
            writer.fixed(version.mark.stamp.raw)
            writer.byte(version.mark.writer == making.writer ? 0 : 1)
            if version.mark.writer != making.writer { writer.id(version.mark.writer) }
            writer.count(version.twins.count)
            for twin in version.twins { writer.mark(twin) }
        }
        return writer.bytes
    }

    @usableFromInline package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        self.init(making: try reader.mark())
        while !reader.isAtEnd {
            let name = try reader.text()
            guard let depth = UInt32(exactly: try reader.varint()), depth > 0 else { throw Malformed("depth out of range") }
            let stamp = try reader.stamp()
            let writer: WriterID = try reader.byte() == 0 ? making.writer : try reader.id()
            var twins: [Mark] = []
            for _ in 0..<(try reader.count(ofWidth: 24)) { twins.append(try reader.mark()) }
            later[name] = Version(depth: depth, mark: Mark(stamp, writer), twins: twins)
        }
    }
}

extension ByteWriter {
    fileprivate mutating func mark(_ mark: Mark) {
        fixed(mark.stamp.raw)
        id(mark.writer)
    }
}

extension ByteReader {
    fileprivate mutating func mark() throws(Malformed) -> Mark {
        let stamp = try stamp()
        return Mark(stamp, try id())
    }
}
