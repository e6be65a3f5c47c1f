package import NIOCore

/// The bytes of a page while it is written: one piece of memory that grows, copied once into the buffer that is sent.
///
/// A `ByteBuffer` checks its uniqueness and bounds at each of the thousands of pieces that a page has; that
/// alone cost more than all the rest.
@usableFromInline package struct Output: ~Copyable {
    @usableFromInline var memory: UnsafeMutableRawBufferPointer
    @usableFromInline var count = 0

    @usableFromInline package init(capacity: Int = 32_768) {
        memory = .allocate(byteCount: max(capacity, 64), alignment: 1)
    }

    deinit {
        memory.deallocate()
    }

    /// What was written, for the response to send.
    package consuming func finish() -> ByteBuffer {
        ByteBuffer(bytes: UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }

    /// What was written, to be written again.
    consuming func bytes() -> [UInt8] {
        [UInt8](UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }

    /// Writes markup of this project's own source as it stands.
    @inlinable mutating func literal(_ source: StaticString) {
        append(source.utf8Start, source.utf8CodeUnitCount)
    }

    @inlinable mutating func append(_ bytes: UnsafeRawPointer, _ length: Int) {
        if count + length > memory.count { grow(to: count + length) }
        // Within bounds: `grow` has made the memory at least as long as both together.
        memory.baseAddress.unsafelyUnwrapped.advanced(by: count).copyMemory(from: bytes, byteCount: length)
        count += length
    }

    /// Writes a whole number in digits, without a text in between.
    @usableFromInline mutating func digits(_ number: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = number.magnitude
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(48 + rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            append(digits.baseAddress.unsafelyUnwrapped + start, digits.count - start)
        }
    }

    @usableFromInline mutating func grow(to length: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(length, memory.count * 2), alignment: 1)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }

    /// Writes a text so that it reads as itself inside an element and inside a quoted attribute.
    ///
    /// `&`, `<`, `>` and both quotes become references. What HTML forbids in a document (control characters
    /// but tab and line ends, and the code points that are no characters) becomes U+FFFD.
    /// Source: HTML Standard, 13.1.4 Character references, and Infra, 4.6 Code points.
    @usableFromInline mutating func text(_ string: String) {
        var string = string
        string.withUTF8 { text($0) }
    }

    private mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        var written = 0
        var index = 0
        while index < bytes.count {
            guard Output.isSuspect(start[index]), let (replacement, length) = Output.replacement(bytes, at: index) else {
                index += 1
                continue
            }
            append(start + written, index - written)
            literal(replacement)
            index += length
            written = index
        }
        append(start + written, bytes.count - written)
    }

    /// Whether a byte can be, or can begin, something that must not stand in a page as it is.
    @inline(__always)
    private static func isSuspect(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x21, 0x23...0x25, 0x28...0x3B, 0x3D, 0x3F...0x7E, 0x80...0xC1, 0xC3...0xEE: false
        default: true
        }
    }

    /// What stands in the page instead of the bytes at `index`, and how many bytes it stands for.
    private static func replacement(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (StaticString, Int)? {
        switch bytes[index] {
        case UInt8(ascii: "&"): ("&amp;", 1)
        case UInt8(ascii: "<"): ("&lt;", 1)
        case UInt8(ascii: ">"): ("&gt;", 1)
        case UInt8(ascii: "\""): ("&#34;", 1)
        case UInt8(ascii: "'"): ("&#39;", 1)
        case 0x09, 0x0A, 0x0D: nil
        case 0x00...0x1F, 0x7F: ("\u{FFFD}", 1)
        case 0xC2 where bytes[index + 1] < 0xA0: ("\u{FFFD}", 2)
        case 0xEF where isNoCharacter(bytes[index + 1], bytes[index + 2]): ("\u{FFFD}", 3)
        case 0xF0... where bytes[index + 1] & 0x0F == 0x0F && bytes[index + 2] == 0xBF && bytes[index + 3] >= 0xBE:
            ("\u{FFFD}", 4)
        default: nil
        }
    }

    /// Whether the two bytes after EF spell one of U+FDD0…FDEF, U+FFFE, U+FFFF.
    private static func isNoCharacter(_ second: UInt8, _ third: UInt8) -> Bool {
        (second == 0xB7 && (0x90...0xAF).contains(third)) || (second == 0xBF && third >= 0xBE)
    }
}
