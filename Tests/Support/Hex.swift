/// Bytes as pairs of hexadecimal digits, and back; spaces and lines between them do not count.
package enum Hex {
    package static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        for (number, byte) in bytes.enumerated() {
            if number > 0, number % 32 == 0 { text += "\n" }
            text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        }
        return text + "\n"
    }

    /// Nil where anything else than digits and white space stands.
    package static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.filter { !$0.isWhitespace }.map(\.hexDigitValue)
        guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0]! * 16 + digits[$0 + 1]!) }
    }
}
