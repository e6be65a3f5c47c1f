import Journal

/// Which writing of each field stands in a row: what a form carries to say what the person saw.
///
/// Most fields stand as they were made, so only the later ones are kept.
package struct Versions: Equatable, Sendable {
    package struct Version: Equatable, Sendable {
        package let depth: UInt32
        package let mark: Mark

        package init(depth: UInt32, mark: Mark) {
            self.depth = depth
            self.mark = mark
        }
    }

    package var making: Mark
    package var later: [String: Version]

    package init(making: Mark, later: [String: Version] = [:]) {
        self.making = making
        self.later = later
    }

    /// The versions of a record that stands. A making carries no null, so a null that stands from one is kept among the later.
    init(of standing: Standing, making: Mark) {
        self.init(making: making)
        for (name, version) in standing.fields {
            if version.mark != making || version.depth != 1 || version.value == .null || version.value == nil {
                later[name] = Version(depth: version.depth, mark: version.mark)
            }
        }
    }

    /// Nil where nothing was ever written: `value` is what stands in the row.
    package func version(of field: String, holding value: Value) -> Version? {
        later[field] ?? (value == .null ? nil : Version(depth: 1, mark: making))
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 32)
        writer.fixed(making.stamp.raw)
        writer.id(making.writer)
        for (name, version) in later.sorted(by: { $0.key < $1.key }) {
            writer.text(name)
            writer.varint(UInt64(version.depth))
            writer.fixed(version.mark.stamp.raw)
            writer.byte(version.mark.writer == making.writer ? 0 : 1)
            if version.mark.writer != making.writer { writer.id(version.mark.writer) }
        }
        return writer.bytes
    }

    package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        let stamp = Stamp(raw: try reader.fixed())
        self.init(making: Mark(stamp, try reader.id()))
        while !reader.isAtEnd {
            let name = try reader.text()
            guard let depth = UInt32(exactly: try reader.varint()), depth > 0 else { throw Malformed("depth out of range") }
            let stamp = Stamp(raw: try reader.fixed())
            let writer: WriterID = try reader.byte() == 0 ? making.writer : try reader.id()
            later[name] = Version(depth: depth, mark: Mark(stamp, writer))
        }
    }
}
