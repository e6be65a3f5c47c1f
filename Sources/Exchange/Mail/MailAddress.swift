/// An address that a message or an invitation can carry: nothing in it can begin a new header or a new command.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    package let name: String?
    /// What stands before and after the `@`, in ASCII (RFC 5321, without quoted local parts and literals).
    package let address: String

    /// Nil unless the address is one `local@domain` of at most 254 plain ASCII characters, without blanks, quotes or angle brackets.
    ///
    /// Control characters of the name are dropped; a name without anything else is none.
    package init?(_ address: String, name: String? = nil) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, address.utf8.count <= 254,
            parts[0].utf8.allSatisfy(Self.isLocal), Self.isDomain(parts[1])
        else { return nil }
        self.address = address
        let clean = String(String.UnicodeScalarView((name ?? "").unicodeScalars.filter { $0.properties.generalCategory != .control }))
        self.name = clean.isEmpty ? nil : clean
    }

    package var description: String { address }

    /// True for labels of letters, digits and hyphens with dots between: a name that a server has, `localhost` included.
    package static func isDomain(_ text: some StringProtocol) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}
