/// Where a link leads or a form goes: a place on this site, or one of the few kinds of place outside that do no harm.
///
/// It is built from parts and never from a finished text, so it cannot be a `javascript:` address, and a text
/// that someone typed cannot lead to another site.
@usableFromInline package struct Address: Hashable, Sendable {
    /// The address as it stands in an attribute, before escaping.
    @usableFromInline package let text: String
    private let isExternal: Bool

    private init(text: String, isExternal: Bool) {
        self.text = text
        self.isExternal = isExternal
    }

    /// The page of this site at a path of these segments; without any, its first page.
    ///
    /// A segment is encoded, whatever it holds. Empty ones and those that a browser reads as "here" or "one
    /// up" are left out: the address always begins with exactly one slash.
    package init(_ segments: String...) {
        self.init(segments: segments)
    }

    package init(segments: [String]) {
        self = segments.reduce(Address(text: "/", isExternal: false)) { $0.appending($1) }
    }

    /// The page below this one, at one more segment of the path. Places outside the site, and those with a query, are left as they are.
    package func appending(_ segment: String) -> Address {
        guard !isExternal, segment != "", segment != ".", segment != "..", !text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") })
        else { return self }
        var path = text == "/" ? "" : text
        path += "/"
        path += Address.encoded(segment)
        return Address(text: path, isExternal: false)
    }

    /// The pages of one kind: all segments of their path but one are the same, and put together once.
    package struct Pattern: Sendable {
        private let before: String
        private let after: String
        private let without: Address

        package init(before: [String], after: [String]) {
            let head = Address(segments: before).text
            self.before = head == "/" ? head : head + "/"
            self.after = after.isEmpty ? "" : Address(segments: after).text
            without = Address(segments: before + after)
        }

        /// The page at this segment; a segment that a path cannot have is left out.
        package func callAsFunction(_ segment: String) -> Address {
            guard segment != "", segment != ".", segment != ".." else { return without }
            let segment = Address.encoded(segment)
            var path = before
            path.reserveCapacity(before.utf8.count + segment.utf8.count + after.utf8.count)
            path += segment
            path += after
            return Address(text: path, isExternal: false)
        }
    }

    /// A part of the page that is being read.
    package static func here(_ id: String) -> Address {
        Address(text: "#" + encoded(id), isExternal: false)
    }

    /// Writing to a mailbox. Nothing but the mailbox: a subject or a body could tell too much.
    package static func mail(_ mailbox: String) -> Address {
        Address(text: "mailto:" + encoded(mailbox, alsoClear: UInt8(ascii: "@")), isExternal: true)
    }

    /// Calling a number; what is no digit and no leading plus is left out.
    package static func telephone(_ number: String) -> Address {
        let digits = number.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let plus = number.utf8.first == UInt8(ascii: "+") ? "+" : ""
        return Address(text: "tel:" + plus + String(decoding: digits, as: UTF8.self), isExternal: true)
    }

    /// A page of another site, or nil unless the text is `http` or `https` and a host, without spaces or a user's name in it.
    package static func web(_ text: String) -> Address? {
        let lower = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: { lower.hasPrefix($0) }) else { return nil }
        let host = lower.utf8.dropFirst(scheme.utf8.count).prefix { !"/?#".utf8.contains($0) }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        guard isPlain, !host.isEmpty, !host.contains(UInt8(ascii: "@")) else { return nil }
        return Address(text: text, isExternal: true)
    }

    /// The application of codes on this device, or nil unless the text is an `otpauth:` address.
    package static func authenticator(_ text: String) -> Address? {
        guard text.hasPrefix("otpauth://totp/"), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return Address(text: text, isExternal: true)
    }

    /// The same place with one more query item. Places outside the site are left as they are.
    package func query(_ name: String, _ value: String) -> Address {
        guard !isExternal else { return self }
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let sign = parts[0].utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        let place = parts.count > 1 ? "#\(parts[1])" : ""
        let item = "\(Address.encoded(name))=\(Address.encoded(value))"
        return Address(text: "\(parts[0])\(sign)\(item)\(place)", isExternal: false)
    }

    /// The same place, at the element of this identifier.
    package func at(_ id: String) -> Address {
        guard !isExternal else { return self }
        return Address(text: "\(text.prefix { $0 != "#" })#\(Address.encoded(id))", isExternal: false)
    }

    /// The text with all but unreserved characters percent-encoded. Source: RFC 3986, 2.1 and 2.3.
    private static func encoded(_ text: String, alsoClear: UInt8? = nil) -> String {
        // Most are identifiers and words of our own, and stay as they are.
        if text.utf8.allSatisfy({ isClear($0) }) { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if isClear(byte) || byte == alsoClear {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isClear(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
