import Journal

/// Takes a backup apart, item by item, from pieces of any length; it holds one item and one piece at a time.
package struct BackupReader {
    /// Gives the next piece, which is not empty; nil at the end.
    package typealias Source = () throws -> [UInt8]?

    package let heading: BackupHeading
    private var pending: [UInt8] = []
    private var position = 0
    private var count: UInt64 = 0
    private var isOver = false

    /// Throws `Malformed` where it does not begin as a backup does.
    package init(_ source: Source) throws {
        var start: [UInt8] = []
        while start.count < BackupHeading.bytesCount {
            guard let more = try source() else { throw Malformed("not a backup") }
            start += more
        }
        heading = try BackupHeading(bytes: Array(start.prefix(BackupHeading.bytesCount)))
        pending = start
        position = BackupHeading.bytesCount
    }

    /// The next item; nil once the end was read and nothing follows it.
    package mutating func next(_ source: Source) throws -> BackupItem? {
        guard !isOver else { return nil }
        let form = try byte(source)
        let length = try length(source)
        let item = try BackupItem(form: form, body: try take(length, source))
        guard case .end(let counted) = item else {
            count += 1
            return item
        }
        guard counted == count else { throw Malformed("\(count) items of \(counted)") }
        guard position == pending.count, try source() == nil else { throw Malformed("more bytes than expected") }
        isOver = true
        return nil
    }

    private mutating func byte(_ source: Source) throws -> UInt8 {
        try take(1, source)[0]
    }

    /// A length in LEB128; it is not believed, but met by bytes.
    private mutating func length(_ source: Source) throws -> Int {
        var length: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let next = try byte(source)
            guard shift < 56 || next < 0x40 else { break }
            length |= UInt64(next & 0x7f) << shift
            if next < 0x80 {
                guard next != 0 || shift == 0 else { throw Malformed("number not in its shortest form") }
                return Int(length)
            }
        }
        throw Malformed("number too large")
    }

    private mutating func take(_ wanted: Int, _ source: Source) throws -> [UInt8] {
        if pending.count - position < wanted {
            pending.removeFirst(position)
            position = 0
            while pending.count < wanted {
                guard let more = try source() else { throw Malformed("ends too early") }
                pending += more
            }
        }
        defer { position += wanted }
        return Array(pending[position..<position + wanted])
    }
}
