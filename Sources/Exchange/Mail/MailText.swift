import Foundation
import Journal

/// The encodings that carry any text through servers that know ASCII alone.
enum MailText {
    /// "Mon, 08 Mar 2027 09:05:00 +0000" (RFC 5322, 3.3), in UTC so that it does not say where it was written.
    static func date(_ moment: Date) -> String {
        let seconds = Int(moment.timeIntervalSince1970.rounded(.down))
        let day = Day(number: Int((Double(seconds) / 86_400).rounded(.down)))!
        let second = seconds - day.number * 86_400
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        let time = [second / 3600, second / 60 % 60, second % 60].map(two).joined(separator: ":")
        let weekday = weekdays[((day.number % 7) + 7) % 7]
        return "\(weekday), \(two(day.day)) \(months[day.month - 1]) \(day.year) \(time) +0000"
    }

    static func mailbox(_ mailbox: MailAddress) -> String {
        guard let name = mailbox.name else { return "<\(mailbox.address)>" }
        // An encoded word is never quoted, and an encoded name needs no quoting (RFC 2047, 5.3).
        return words(name, after: 8, always: true) + "\r\n <\(mailbox.address)>"
    }

    /// The text as it is when it is short and plain ASCII, or as encoded words of at most 75 characters, folded (RFC 2047).
    static func words(_ text: String, after indent: Int, always: Bool = false) -> String {
        let isPlain = text.utf8.allSatisfy { 32..<127 ~= $0 } && !text.contains("=?") && indent + text.utf8.count <= 76
        if isPlain, !always { return text }
        // 75 less "=?utf-8?B?" and "?=" leaves 63 characters, 45 bytes of text; the first line also holds the header's name.
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let encoded = Array(String(scalar).utf8)
            if bytes.count + encoded.count > (words.isEmpty ? 36 : 45) {
                words.append("=?utf-8?B?\(Data(bytes).base64EncodedString())?=")
                bytes = []
            }
            bytes += encoded
        }
        words.append("=?utf-8?B?\(Data(bytes).base64EncodedString())?=")
        return words.joined(separator: "\r\n ")
    }

    /// The text in lines of at most 76 characters (RFC 2045, 6.7).
    static func quotedPrintable(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var out = ""
            var width = 0
            let bytes = Array(line.utf8)
            for (i, byte) in bytes.enumerated() {
                let isBlankAtEnd = i == bytes.count - 1 && (byte == 32 || byte == 9)
                let isPlain = (33..<127 ~= byte && byte != UInt8(ascii: "=")) || ((byte == 32 || byte == 9) && !isBlankAtEnd)
                let piece = isPlain ? String(UnicodeScalar(byte)) : "=" + hexadecimal(byte)
                if width + piece.utf8.count > (i == bytes.count - 1 ? 76 : 75) {
                    out += "=\r\n"
                    width = 0
                }
                out += piece
                width += piece.utf8.count
            }
            return out
        }.joined(separator: "\r\n")
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }

    static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
    }
}
