/// An element of an XML file: its name stands in the source, what it holds is escaped when it is written.
struct XMLTree: Sendable {
    enum Part: Sendable {
        case element(XMLTree)
        case text(String)
    }

    let name: StaticString
    /// Those without a value are left out.
    let attributes: [(StaticString, String?)]
    let parts: [Part]

    init(_ name: StaticString, _ attributes: [(StaticString, String?)] = [], _ children: [XMLTree?] = []) {
        self.name = name
        self.attributes = attributes
        parts = children.compactMap { $0.map(Part.element) }
    }

    init(_ name: StaticString, _ attributes: [(StaticString, String?)] = [], text: String) {
        self.name = name
        self.attributes = attributes
        parts = [.text(text)]
    }

    /// The file: UTF-8, two spaces further in for each element, and no blank in a text that was not there.
    func file() -> [UInt8] {
        var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        write(to: &bytes, depth: 0)
        return bytes
    }

    private func write(to bytes: inout [UInt8], depth: Int) {
        let margin = repeatElement(UInt8(ascii: " "), count: depth * 2)
        bytes += margin
        bytes += "<\(name)".utf8
        for (name, value) in attributes {
            guard let value else { continue }
            bytes += " \(name)=\"".utf8
            Self.escape(value, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        guard !parts.isEmpty else {
            bytes += "/>\n".utf8
            return
        }
        bytes.append(UInt8(ascii: ">"))
        if case .text(let text) = parts[0] {
            Self.escape(text, to: &bytes)
        } else {
            bytes.append(UInt8(ascii: "\n"))
            for case .element(let child) in parts { child.write(to: &bytes, depth: depth + 1) }
            bytes += margin
        }
        bytes += "</\(name)>\n".utf8
    }

    /// Markup becomes references, as do line ends and tabs, which an attribute would lose; what XML cannot hold becomes U+FFFD.
    /// Source: XML 1.0, 2.2 Characters and 3.3.3 Attribute-Value Normalization.
    private static func escape(_ text: String, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes += "&amp;".utf8
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "\"": bytes += "&quot;".utf8
            case "\t", "\n", "\r": bytes += "&#\(scalar.value);".utf8
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": bytes += "\u{FFFD}".utf8
            default: bytes += String(scalar).utf8
            }
        }
    }
}
