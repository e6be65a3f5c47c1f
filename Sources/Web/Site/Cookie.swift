/// A cookie of this site: for it alone, out of scripts' reach.
package struct Cookie: Sendable {
    enum Name: String, Sendable {
        case session = "s"
        case draft = "d"
        case language = "l"
    }

    let name: Name
    let value: String
    let seconds: Int?

    static func session(_ value: String) -> Cookie { Cookie(name: .session, value: value, seconds: nil) }
    static func cleared(_ name: Name) -> Cookie { Cookie(name: name, value: "", seconds: 0) }

    /// The header's value; over TLS with the prefix that ties it to this host (RFC 6265bis, 4.1.3.2).
    func header(isSecure: Bool) -> String {
        let age = seconds.map { "; Max-Age=\($0)" } ?? ""
        return "\(Self.key(name, isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Strict\(age)\(isSecure ? "; Secure" : "")"
    }

    static func key(_ name: Name, isSecure: Bool) -> String {
        isSecure ? "__Host-\(name.rawValue)" : name.rawValue
    }

    /// The value of a cookie in a request's header.
    static func value(of name: Name, in header: String?, isSecure: Bool) -> String? {
        let key = key(name, isSecure: isSecure) + "="
        return header?.utf8.split(separator: UInt8(ascii: ";")).lazy.map { $0.drop { $0 == UInt8(ascii: " ") } }
            .first { $0.starts(with: key.utf8) }.map { String(Substring($0.dropFirst(key.utf8.count))) }
    }
}
