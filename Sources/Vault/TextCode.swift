import Foundation

/// Letters and digits that are read aloud and copied by hand.
enum TextCode {
    static let crockford = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    static let rfc4648 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// Five bits a character, the first bits first, the last character filled with zeros.
    static func base32(_ bytes: [UInt8], alphabet: [Character]) -> String {
        var text = ""
        var pending = 0
        var bits = 0
        for byte in bytes {
            pending = (pending << 8 | Int(byte)) & 0xFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[pending >> bits & 31])
            }
        }
        if bits > 0 { text.append(alphabet[pending << (5 - bits) & 31]) }
        return text
    }

    /// Nil when a character is not of the alphabet or the bits that fill the last one are not zero.
    static func bytes(base32 text: String, alphabet: [Character]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var pending = 0
        var bits = 0
        for character in text {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            pending = (pending << 5 | digit) & 0xFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(pending >> bits & 255))
            }
        }
        guard bits < 5, pending & (1 << bits - 1) == 0 else { return nil }
        return bytes
    }

    /// What was meant by what was typed: capitals, without spaces and dashes, O as 0, I and L as 1.
    static func crockfordTyped(_ typed: String) -> String {
        String(
            typed.precomposedStringWithCompatibilityMapping.uppercased().compactMap { character in
                switch character {
                case "O": "0"
                case "I", "L": "1"
                default: crockford.contains(character) ? character : character.isLetter || character.isNumber ? "?" : nil
                }
            })
    }

    /// A code of `length` characters, five random bits each.
    static func random(_ length: Int) -> String {
        String(randomBytes(length).map { crockford[Int($0 & 31)] })
    }

    /// "ABCD-EFGH-JKMN".
    static func grouped(_ text: String, by size: Int) -> String {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: size)
            .map { String(characters[$0..<min($0 + size, characters.count)]) }
            .joined(separator: "-")
    }

    private static let sixBits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// What each character stands for, by its code; 64 where it stands for nothing.
    private static let meanings = (0..<128).map { code in sixBits.firstIndex(of: UInt8(code)) ?? 64 }

    /// Six bits a character, the first bits first, the last character filled with zeros (RFC 4648, 5, without padding).
    static func base64url(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var pending = 0
        var bits = 0
        for byte in bytes {
            pending = (pending << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(sixBits[pending >> bits & 63])
            }
        }
        if bits > 0 { text.append(sixBits[pending << (6 - bits) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil unless the text is the one form that `base64url(_:)` writes.
    static func bytes(base64url text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var pending = 0
        var bits = 0
        for character in text.utf8 {
            guard character < 128, meanings[Int(character)] < 64 else { return nil }
            pending = (pending << 6 | meanings[Int(character)]) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(pending >> bits & 255))
            }
        }
        // A character that begins no byte, and bits that fill the last one, say nothing.
        guard bits < 6, pending & (1 << bits - 1) == 0 else { return nil }
        return bytes
    }
}
